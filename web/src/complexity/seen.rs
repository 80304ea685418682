//! What a state says, worked out: table 1 at this n and d, and over all n.

use figures::{Growth, Rgb};
use nets::kinds::{Kind, MOST_TIMED, Sizes};
use share::{State, widgets::complexity::POSITIONS};

/// The ends of n.
pub(crate) const ENDS: [f64; 2] = [1.0, 65_536.0];

/// The letters of a state.
pub(crate) fn sizes(state: &State) -> Sizes {
    let [n, d, k, r] = ["n", "width", "k", "r"].map(|key| u64::from(state.int(key).unsigned_abs()));
    Sizes { n, d, k, r }
}

/// Whether both layers may be timed.
pub(crate) fn can(sizes: Sizes) -> bool {
    sizes.n.max(sizes.d) <= MOST_TIMED
}

/// A column of table 1.
pub(crate) fn column(at: usize, kind: Kind, sizes: Sizes) -> u64 {
    match at {
        0 => kind.work(sizes),
        1 => kind.sequential(sizes),
        _ => kind.path(sizes),
    }
}

/// A column of table 1 over n: kinds of layer have the colours of their swatches, and the
/// restricted one is self-attention's, thinner.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "drawn in the browser"))]
pub(crate) fn lines(at: usize, sizes: Sizes, dark: bool) -> Vec<Growth> {
    let [attention, recurrent, convolutional]: [Rgb; 3] = match dark {
        true => [(76, 201, 164), (255, 138, 76), (226, 155, 194)],
        false => [(0, 105, 76), (166, 69, 0), (155, 63, 120)],
    };
    let colours = [attention, recurrent, convolutional, attention];
    let line = |(kind, colour): (Kind, Rgb)| Growth {
        points: POSITIONS
            .iter()
            .map(|n| {
                (
                    f64::from(*n),
                    column(at, kind, Sizes { n: u64::from(n.unsigned_abs()), ..sizes }) as f64,
                )
            })
            .collect(),
        colour,
        thin: kind == Kind::Restricted,
    };
    Kind::ALL.into_iter().zip(colours).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_table_s_numbers_at_every_n() {
        let sizes = Sizes { n: 32, d: 512, k: 3, r: 16 };
        for at in 0..3 {
            let lines = lines(at, sizes, false);
            assert_eq!(lines.len(), 4);
            for (line, kind) in lines.iter().zip(Kind::ALL) {
                let here = line.points.iter().find(|(n, _)| *n == 32.0).expect("n");
                assert_eq!(here.1, column(at, kind, sizes) as f64);
                assert_eq!([line.points[0].0, line.points[POSITIONS.len() - 1].0], ENDS);
            }
        }
        assert!(can(sizes) && !can(Sizes { n: 2048, ..sizes }));
    }
}
