//! The pictures that AlexNet's training makes of one, and those that its testing takes (section
//! 4.1): patches of 224×224 of a picture of 256×256, mirrored or not, with shifted colours.

mod eigen;

pub use eigen::{Eigen, eigen};

use tensor::random::SplitMix64;

/// The side of the picture.
pub const SIDE: usize = 256;
/// The side of a patch.
pub const PATCH: usize = 224;
/// The last place of a patch's first row or column; the first is 0.
pub const LAST: usize = SIDE - PATCH;
/// How many patches there are, mirrored ones too: 33 places along either side.
pub const PATCHES: usize = 2 * (LAST + 1) * (LAST + 1);
/// How many the paper counts: 32 places along either side.
pub const PATCHES_IN_PAPER: usize = 2 * LAST * LAST;

/// Where a patch is cut out, and whether it is mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Its first row.
    pub top: usize,
    /// Its first column.
    pub left: usize,
    /// Whether left and right change places.
    pub mirror: bool,
}

/// What chance decides for a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// The patch.
    pub cut: Cut,
    /// Normal numbers of deviation 1, one for each component.
    pub alphas: [f64; 3],
}

impl Chance {
    /// That of a seed: row, column, mirror, then the three numbers.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut rng = SplitMix64::new(seed);
        let mut place = || (rng.uniform() * (LAST + 1) as f64) as usize;
        let (top, left) = (place(), place());
        let mirror = rng.uniform() < 0.5;
        Self { cut: Cut { top, left, mirror }, alphas: [(); 3].map(|()| rng.normal()) }
    }
}

/// The ten patches of testing: four corners and the centre, then the same mirrored.
#[must_use]
pub fn ten() -> [Cut; 10] {
    let places = [(0, 0), (0, LAST), (LAST, 0), (LAST, LAST), (LAST / 2, LAST / 2)];
    std::array::from_fn(|at| {
        let (top, left) = places[at % 5];
        Cut { top, left, mirror: at >= 5 }
    })
}

/// The principal components of a picture's colours, values from 0 to 1: those of the covariance
/// of red, green and blue over all its pixels (RGBA bytes).
#[must_use]
pub fn components(rgba: &[u8]) -> Eigen {
    let value = |byte: u8| f64::from(f32::from(byte) / 255.0);
    let pixels = || rgba.chunks_exact(4).map(|p| [value(p[0]), value(p[1]), value(p[2])]);
    let n = (rgba.len() / 4).max(1) as f64;
    let mut mean = [0.0; 3];
    pixels().for_each(|p| (0..3).for_each(|c| mean[c] += p[c] / n));
    let mut covariance = [[0.0; 3]; 3];
    for p in pixels() {
        let off = [0, 1, 2].map(|c| p[c] - mean[c]);
        for (row, a) in covariance.iter_mut().zip(off) {
            row.iter_mut().zip(off).for_each(|(sum, b)| *sum += a * b / n);
        }
    }
    eigen(covariance)
}

/// What is added to red, green and blue of every pixel: [p₁, p₂, p₃][α₁λ₁, α₂λ₂, α₃λ₃]ᵀ, `alphas`
/// being numbers of deviation 1 and `sigma` the deviation that is wanted (0.1 in the paper).
#[must_use]
pub fn shift(of: &Eigen, alphas: [f64; 3], sigma: f64) -> [f64; 3] {
    [0, 1, 2].map(|channel| {
        (0..3).map(|i| of.vectors[i][channel] * sigma * alphas[i] * of.values[i]).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_has_its_patch_and_all_places_come() {
        assert_eq!(Chance::of(7), Chance::of(7));
        let all: Vec<Chance> = (0..3000).map(Chance::of).collect();
        for place in [|c: &Chance| c.cut.top, |c: &Chance| c.cut.left] {
            let mut seen: Vec<usize> = all.iter().map(place).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen, (0..=LAST).collect::<Vec<_>>());
        }
        let mirrored = all.iter().filter(|c| c.cut.mirror).count();
        assert!((1400..1600).contains(&mirrored), "{mirrored}");
        let squares: f64 = all.iter().flat_map(|c| c.alphas).map(|a| a * a).sum::<f64>() / 9000.0;
        assert!((squares - 1.0).abs() < 0.05, "{squares}");
    }

    #[test]
    fn the_note_s_counts() {
        assert_eq!((PATCHES, PATCHES_IN_PAPER), (2178, 2048));
        let ten = ten();
        assert_eq!(ten[4], Cut { top: 16, left: 16, mirror: false });
        assert_eq!(ten[9], Cut { mirror: true, ..ten[4] });
        assert!(ten.iter().all(|cut| cut.top <= LAST && cut.left <= LAST));
    }

    /// Two pixels, (0, 0, 0) and (1, 0.2, 0): one direction holds all the variance.
    #[test]
    fn colours_along_a_line_have_one_component() {
        let found = components(&[0, 0, 0, 255, 255, 51, 0, 255]);
        let want = (1.0 + 0.04) / 4.0;
        assert!((found.values[0] - want).abs() < 1e-7, "{found:?}");
        assert!(found.values[1].abs() < 1e-12 && found.values[2].abs() < 1e-12);
        assert!((found.vectors[0][1] / found.vectors[0][0] - 0.2).abs() < 1e-6);
        let moved = shift(&found, [2.0, 5.0, 7.0], 0.1);
        let length = moved.iter().map(|v| v * v).sum::<f64>().sqrt();
        assert!((length - 0.2 * want).abs() < 1e-7, "{moved:?}");
    }

    #[test]
    fn a_picture_of_one_colour_is_not_shifted() {
        let found = components(&[9; 4 * 100]);
        assert!(shift(&found, [1.0; 3], 1.0).iter().all(|v| v.abs() < 1e-12));
        assert!(components(&[]).values.iter().all(|v| *v == 0.0));
    }
}
