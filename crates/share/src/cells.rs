//! A painted square of whole numbers as a short text: one letter or digit a cell.

/// The largest level of a cell; the smallest is its negative.
pub const MOST_LEVEL: i32 = 9;

/// The levels of a text, in the middle of a square of `side` cells, row by row.
///
/// `0` to `9` are these numbers, `a` to `i` are −1 to −9; anything else is 0, and so is what is
/// missing of the text's own square. Where that is larger, its rim is not seen.
#[must_use]
pub fn cells(text: &str, side: usize) -> Vec<i32> {
    let levels: Vec<i32> = text.chars().map(level).collect();
    let floor = levels.len().isqrt();
    let own = floor + usize::from(floor * floor < levels.len());
    let off = (side as i64 - own as i64).div_euclid(2);
    let within = |at: usize| usize::try_from(at as i64 - off).ok().filter(|&at| at < own);
    let at = |i: usize| -> Option<i32> {
        let (row, column) = (within(i / side)?, within(i % side)?);
        levels.get(row * own + column).copied()
    };
    (0..side * side).map(|i| at(i).unwrap_or(0)).collect()
}

/// The text of a square's levels; those beyond the ends are the ends.
#[must_use]
pub fn cells_text(levels: &[i32]) -> String {
    let letter = |level: &i32| match level.clamp(&-MOST_LEVEL, &MOST_LEVEL) {
        level if *level < 0 => char::from(b'a' + (-level - 1) as u8),
        level => char::from(b'0' + *level as u8),
    };
    levels.iter().map(letter).collect()
}

fn level(letter: char) -> i32 {
    match letter {
        '0'..='9' => letter as i32 - '0' as i32,
        'a'..='i' => 'a' as i32 - 1 - letter as i32,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_square_lies_in_the_middle_of_another() {
        assert_eq!(cells("a01b02a01", 3), [-1, 0, 1, -2, 0, 2, -1, 0, 1]);
        assert_eq!(cells("12345678i", 1), [5]);
        assert_eq!(cells("7", 3), [0, 0, 0, 0, 7, 0, 0, 0, 0]);
        // Where there is no middle, it is nearer to the first corner.
        assert_eq!(cells("7", 2), [7, 0, 0, 0]);
        assert_eq!(cells("1234", 3), [1, 2, 0, 3, 4, 0, 0, 0, 0]);
    }

    #[test]
    fn what_is_no_square_is_filled_up() {
        assert_eq!(cells("12345", 3), [1, 2, 3, 4, 5, 0, 0, 0, 0]);
        assert_eq!(cells("?1我-", 2), [0, 1, 0, 0]);
        assert_eq!(cells("", 2), [0; 4]);
        assert_eq!(cells("1", 0), [0; 0]);
    }

    proptest! {
        #[test]
        fn levels_come_back(side in 1..16_usize, seed in any::<u64>()) {
            let level = |i: u64| (seed.wrapping_mul(i + 1) >> 32) as i32 % (MOST_LEVEL + 1);
            let levels: Vec<i32> = (0..(side * side) as u64).map(level).collect();
            prop_assert_eq!(cells(&cells_text(&levels), side), levels);
        }

        #[test]
        fn any_text_is_read(text in ".{0,300}", side in 0..16_usize) {
            prop_assert_eq!(cells(&text, side).len(), side * side);
        }
    }
}
