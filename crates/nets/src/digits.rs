//! The site's handwritten digits: UCI's *Optical Recognition of Handwritten Digits*, test set.

use ops::OpError;
use tensor::Tensor;

/// How many of the first pictures are trained on; the others are tested on.
pub const TRAIN: usize = 1500;
/// How many pictures there are.
pub const COUNT: usize = 1797;
/// The side of a picture in the file.
pub const SMALL: usize = 8;
/// The side of a picture as nets are given it.
pub const SIDE: usize = 2 * SMALL;

/// Pictures with their digits.
#[derive(Debug, Clone, PartialEq)]
pub struct Digits {
    /// `[N, 3, 16, 16]`, from −1 (paper) to 1 (ink), three times the same channel.
    pub pictures: Tensor,
    /// `[N]`, 0 to 9.
    pub labels: Tensor,
}

/// Reads `digits.bin`: those that are trained on, then those that are tested on.
///
/// A pixel v of 0 to 16 becomes v / 8 − 1; then each picture is made twice as large by linear
/// interpolation between the pixels' centres, as `F.interpolate(x, scale_factor=2,
/// mode="bilinear")` does it: a new row lies a quarter of the way from one row to the next.
///
/// # Errors
/// Where it is not that file.
pub fn digits(file: &[u8]) -> Result<[Digits; 2], OpError> {
    const EACH: usize = SMALL * SMALL + 1;
    let bad = |words: String| OpError::new("digits", words);
    if file.len() != COUNT * EACH {
        return Err(bad(format!("the file has {} bytes, not {}", file.len(), COUNT * EACH)));
    }
    let rows: Vec<&[u8]> = file.chunks_exact(EACH).collect();
    let whole = |row: &[u8]| row[..EACH - 1].iter().all(|&v| v <= 16) && row[EACH - 1] <= 9;
    if let Some(at) = rows.iter().position(|row| !whole(row)) {
        return Err(bad(format!("picture {at} is no digit of 0 to 16")));
    }
    let part = |rows: &[&[u8]]| {
        let large: Vec<Vec<f32>> = rows.iter().map(|row| larger(&row[..EACH - 1])).collect();
        let plane = SIDE * SIDE;
        let shape = [rows.len(), 3, SIDE, SIDE];
        Digits {
            pictures: Tensor::from_fn(&shape, |i| large[i / (3 * plane)][i % plane]),
            labels: Tensor::from_fn(&[rows.len()], |i| f32::from(rows[i][EACH - 1])),
        }
    };
    let (train, test) = rows.split_at(TRAIN);
    Ok([part(train), part(test)])
}

/// A picture of twice the side.
fn larger(small: &[u8]) -> Vec<f32> {
    // The two old places between which a new one lies, the nearer one first.
    let between = |new: usize| {
        let near = new / 2;
        let far =
            if new.is_multiple_of(2) { near.saturating_sub(1) } else { (near + 1).min(SMALL - 1) };
        [(near, 0.75), (far, 0.25)]
    };
    let value = |row: usize, column: usize| f32::from(small[row * SMALL + column]) / 8.0 - 1.0;
    let at = |i: usize| {
        let rows = between(i / SIDE).into_iter();
        rows.flat_map(|(row, a)| {
            between(i % SIDE).map(move |(column, b)| a * b * value(row, column))
        })
        .sum()
    };
    (0..SIDE * SIDE).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = include_bytes!("../../../web/assets/digits/digits.bin");

    #[test]
    fn the_file_is_split_by_its_order() {
        let [train, test] = digits(FILE).expect("the file");
        assert_eq!(train.pictures.shape(), [1500, 3, 16, 16]);
        assert_eq!(test.pictures.shape(), [297, 3, 16, 16]);
        assert_eq!(train.labels.data()[..12], [0., 1., 2., 3., 4., 5., 6., 7., 8., 9., 0., 1.]);
        let all = |v: &f32| (-1.0..=1.0).contains(v);
        assert!([&train, &test].iter().all(|part| part.pictures.data().iter().all(all)));
        // Every digit is in both parts.
        for digit in 0..10 {
            for part in [&train, &test] {
                let count = part.labels.data().iter().filter(|&&l| l == digit as f32).count();
                assert!(count >= 25, "{digit}: {count}");
            }
        }
    }

    #[test]
    fn a_new_row_lies_a_quarter_of_the_way_to_the_next() {
        // Columns of 0, 8, 16, 16 …: −1, 0, 1, 1 …
        let small: Vec<u8> = (0..64).map(|i| (8 * (i % 8)).min(16) as u8).collect();
        let large = larger(&small);
        assert_eq!(large[..6], [-1.0, -0.75, -0.25, 0.25, 0.75, 1.0]);
        assert_eq!(large[240..246], large[..6]);
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        assert!(digits(&FILE[1..]).is_err_and(|e| e.to_string().contains("116804 bytes")));
        let mut file = FILE.to_vec();
        file[65 * 3 + 7] = 17;
        assert!(digits(&file).is_err_and(|e| e.to_string().contains("picture 3")));
    }
}
