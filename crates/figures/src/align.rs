//! Two sentences side by side, and lines between their words: who listens to whom.

/// The words of two sentences in two columns of one height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Align {
    /// Words of what is read, at the left.
    pub sources: usize,
    /// Words of what is written, at the right.
    pub targets: usize,
}

/// A line between two words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The word at the left.
    pub source: usize,
    /// The word at the right.
    pub target: usize,
    /// Its weight, from 0 to 1.
    pub weight: f32,
}

impl Align {
    /// The drawing's width in its own units.
    pub const WIDTH: f32 = 360.0;
    /// Where the lines begin and end across.
    pub const ENDS: [f32; 2] = [112.0, 244.0];
    /// Between two words of the longer sentence, at least.
    const ROW: f32 = 26.0;
    /// The least height in rows; and how many more the height has than what is read, so that it
    /// is known before anything is written.
    const ROWS: [usize; 2] = [8, 1];

    /// The drawing's height in its own units: that of the sentence that is read.
    #[must_use]
    pub fn height(self) -> f32 {
        let [least, more] = Self::ROWS;
        (self.sources + more).max(least) as f32 * Self::ROW
    }

    /// The middle of a word of `count` in a column.
    #[must_use]
    pub fn row(self, at: usize, count: usize) -> f32 {
        (at as f32 + 0.5) * self.height() / count.max(1) as f32
    }

    /// The word of `count` in a column at this share of the height.
    #[must_use]
    pub fn at(self, share: f64, count: usize) -> Option<usize> {
        let at = (share * count as f64).floor();
        (at >= 0.0 && at < count as f64).then_some(at as usize)
    }

    /// The lines that are thick enough to be seen, of weights `[targets, sources]`, the thinnest
    /// first.
    #[must_use]
    pub fn links(self, weights: &[f32], least: f32) -> Vec<Link> {
        let link = |(at, &weight): (usize, &f32)| Link {
            source: at % self.sources,
            target: at / self.sources,
            weight,
        };
        let mut links: Vec<Link> = match self.sources {
            0 => Vec::new(),
            _ => weights.iter().enumerate().map(link).filter(|l| l.weight >= least).collect(),
        };
        links.sort_by(|a, b| a.weight.total_cmp(&b.weight));
        links
    }
}

/// The source word of the largest weight of every row of `[targets, sources]`.
#[must_use]
pub fn strongest(weights: &[f32], sources: usize) -> Vec<usize> {
    let first = |row: &[f32]| {
        (0..row.len()).fold(0, |best, at| if row[at] > row[best] { at } else { best })
    };
    weights.chunks(sources.max(1)).map(first).collect()
}

/// How many pairs of lines cross, each from a target's place to the source's that it names.
#[must_use]
pub fn crossings(sources: &[usize]) -> usize {
    let behind = |at: usize| sources[at + 1..].iter().filter(|&&s| s < sources[at]).count();
    (0..sources.len()).map(behind).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_the_height() {
        let align = Align { sources: 10, targets: 11 };
        assert_eq!(align.height(), 286.0);
        assert_eq!(Align { sources: 2, targets: 3 }.height(), 208.0);
        assert_eq!((align.row(0, 11), align.row(10, 11)), (13.0, 273.0));
        for at in 0..11 {
            let share = f64::from(align.row(at, 11) / align.height());
            assert_eq!(align.at(share, 11), Some(at));
        }
        assert_eq!((align.at(1.0, 11), align.at(-0.1, 11), align.at(0.5, 0)), (None, None, None));
    }

    #[test]
    fn thin_lines_are_left_out_and_thick_ones_lie_on_top() {
        let align = Align { sources: 3, targets: 2 };
        let links = align.links(&[0.9, 0.04, 0.06, 0.2, 0.3, 0.5], 0.05);
        let seen: Vec<_> = links.iter().map(|l| (l.target, l.source)).collect();
        assert_eq!(seen, [(0, 2), (1, 0), (1, 1), (1, 2), (0, 0)]);
        assert!(Align { sources: 0, targets: 0 }.links(&[], 0.1).is_empty());
    }

    #[test]
    fn another_order_crosses() {
        assert_eq!(strongest(&[0.1, 0.9, 0.5, 0.5, 0.0, 1.0], 2), [1, 0, 1]);
        assert_eq!(crossings(&[0, 1, 2]), 0);
        // The last word first: it crosses every other.
        assert_eq!(crossings(&[2, 0, 1]), 2);
        assert_eq!(crossings(&[2, 1, 0]), 3);
        // Lines to one word do not cross.
        assert_eq!((crossings(&[1, 1, 1]), crossings(&[])), (0, 0));
    }
}
