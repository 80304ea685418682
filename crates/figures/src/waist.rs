//! The outline of a block: how many channels there are before and behind each layer.

/// A row of channels, centred: where it begins and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Its left end.
    pub left: f32,
    /// Its width.
    pub width: f32,
}

/// A row for each number of channels, in a drawing of `width`, in which `most` channels
/// take all of it. Two outlines with the same `most` can be compared.
#[must_use]
pub fn waist(channels: &[usize], most: usize, width: f32) -> Vec<Span> {
    let span = |n: &usize| {
        let own = width * (*n as f32 / most.max(1) as f32).min(1.0);
        Span { left: (width - own) / 2.0, width: own }
    };
    channels.iter().map(span).collect()
}

/// The outline of the layer between two rows, `top` and `bottom` being their heights, as
/// SVG's `points`.
#[must_use]
pub fn flank(above: Span, below: Span, top: f32, bottom: f32) -> String {
    let right = |s: Span| s.left + s.width;
    format!(
        "{},{top} {},{top} {},{bottom} {},{bottom}",
        above.left,
        right(above),
        right(below),
        below.left
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bottleneck_narrows_and_a_narrow_block_stays_narrow() {
        let neck = waist(&[256, 64, 64, 256], 256, 200.0);
        assert_eq!(neck[0], Span { left: 0.0, width: 200.0 });
        assert_eq!(neck[1], Span { left: 75.0, width: 50.0 });
        assert_eq!((neck[1], neck[0]), (neck[2], neck[3]));
        assert_eq!(waist(&[64; 3], 256, 200.0), [neck[1]; 3]);
        assert_eq!(flank(neck[0], neck[1], 4.0, 24.0), "0,4 200,4 125,24 75,24");
    }

    #[test]
    fn no_row_is_wider_than_the_drawing() {
        for (channels, most) in [(&[300][..], 256), (&[0], 0), (&[], 3)] {
            assert!(waist(channels, most, 10.0).iter().all(|s| s.width <= 10.0 && s.left >= 0.0));
        }
    }
}
