//! Numbers to colours: purple–white–orange around zero, cividis from zero up.

/// What the ends of the colour scale stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// −m … m, zero in the middle.
    Signed(f32),
    /// 0 … m.
    Positive(f32),
    /// 0 … 1, a share of a whole: one hue, from paper to ink.
    Share,
}

impl Range {
    /// The range that shows all of these values; values that are no numbers do not count.
    #[must_use]
    pub fn of(values: &[f32]) -> Self {
        let finite = || values.iter().filter(|v| v.is_finite());
        let most = finite().fold(0.0_f32, |m, v| m.max(v.abs()));
        let most = if most == 0.0 { 1.0 } else { most };
        if finite().any(|v| *v < 0.0) { Self::Signed(most) } else { Self::Positive(most) }
    }

    /// The numbers at the two ends.
    #[must_use]
    pub fn ends(self) -> (f32, f32) {
        match self {
            Self::Signed(m) => (-m, m),
            Self::Positive(m) => (0.0, m),
            Self::Share => (0.0, 1.0),
        }
    }
}

/// The values as opaque RGBA pixels; in the dark, zero is the background.
#[must_use]
pub fn pixels(values: &[f32], range: Range, dark: bool) -> Vec<u8> {
    values.iter().flat_map(|&v| colour(v, range, dark)).collect()
}

/// A legend: `width` pixels from one end of the range to the other.
#[must_use]
pub fn ramp(range: Range, dark: bool, width: usize) -> Vec<u8> {
    let (low, high) = range.ends();
    let at = |i: usize| low + (high - low) * i as f32 / (width.max(2) - 1) as f32;
    (0..width).flat_map(|i| colour(at(i), range, dark)).collect()
}

pub(crate) fn colour(value: f32, range: Range, dark: bool) -> [u8; 4] {
    if !value.is_finite() {
        return [255, 0, 255, 255];
    }
    match range {
        Range::Positive(m) => {
            let c = colorous::CIVIDIS.eval_continuous(f64::from(value / m).clamp(0.0, 1.0));
            [c.r, c.g, c.b, 255]
        }
        Range::Share => {
            let ink = if dark { [230.0, 232.0, 235.0] } else { [29.0, 33.0, 39.0] };
            mixed(paper(dark), ink, value.clamp(0.0, 1.0))
        }
        Range::Signed(m) => {
            let t = (value / m).clamp(-1.0, 1.0);
            let end = match (t < 0.0, dark) {
                (true, false) => [84.0, 39.0, 136.0],
                (false, false) => [179.0, 88.0, 6.0],
                (true, true) => [190.0, 160.0, 255.0],
                (false, true) => [255.0, 176.0, 84.0],
            };
            mixed(paper(dark), end, t.abs())
        }
    }
}

/// What stands for zero.
pub(crate) fn paper(dark: bool) -> [f32; 3] {
    if dark { [24.0, 26.0, 30.0] } else { [255.0, 255.0, 255.0] }
}

/// `t` of the way from one colour to another.
fn mixed(from: [f32; 3], to: [f32; 3], t: f32) -> [u8; 4] {
    let mix = |i: usize| (from[i] + (to[i] - from[i]) * t).round() as u8;
    [mix(0), mix(1), mix(2), 255]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_the_background_and_the_ends_are_far_apart() {
        let range = Range::Signed(2.0);
        assert_eq!(pixels(&[0.0], range, false), [255, 255, 255, 255]);
        assert_eq!(pixels(&[0.0], range, true), [24, 26, 30, 255]);
        assert_ne!(pixels(&[2.0], range, false), pixels(&[-2.0], range, false));
        assert_eq!(pixels(&[0.0, 1.0], Range::Share, false), [255, 255, 255, 255, 29, 33, 39, 255]);
        assert_eq!(pixels(&[0.0, 1.0], Range::Share, true), [24, 26, 30, 255, 230, 232, 235, 255]);
    }

    #[test]
    fn odd_values_are_seen_and_do_no_harm() {
        assert_eq!(Range::of(&[f32::NAN, 0.0]), Range::Positive(1.0));
        assert_eq!(pixels(&[f32::INFINITY], Range::Positive(1.0), false), [255, 0, 255, 255]);
        assert!(pixels(&[], Range::of(&[]), false).is_empty());
    }
}
