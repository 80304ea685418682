//! How long training takes: operations against a rate.

use ops::{Options, Value};
use tensor::{Tensor, random::SplitMix64};

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// What a training run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Training {
    /// Of one forward of one picture.
    pub multiply_adds: f64,
    /// Passes over all pictures.
    pub epochs: f64,
    /// How many pictures there are.
    pub pictures: f64,
    /// How many forwards a step is worth, its backward included.
    pub forwards: f64,
}

impl Training {
    /// Its floating-point operations, two for each multiply-add.
    #[must_use]
    pub fn operations(&self) -> f64 {
        2.0 * self.multiply_adds * self.epochs * self.pictures * self.forwards
    }

    /// Days at a rate of operations a second.
    #[must_use]
    pub fn days(&self, rate: f64) -> f64 {
        self.operations() / rate / DAY
    }

    /// Which share of a peak rate is used if it takes so many days.
    #[must_use]
    pub fn share(&self, peak: f64, days: f64) -> f64 {
        self.days(peak) / days
    }
}

/// The operations a second of cards at their peak: each core adds and multiplies at every tick.
#[must_use]
pub fn peak(cards: f64, cores: f64, megahertz: f64) -> f64 {
    cards * cores * megahertz * 1e6 * 2.0
}

/// Pictures of chance, `[batch, 3, size, size]` from −128 to 128, as raw pixels less their mean
/// are.
#[must_use]
pub fn pixels(batch: usize, size: usize) -> Tensor {
    let mut rng = SplitMix64::new(1);
    Tensor::from_fn(&[batch, 3, size, size], |_| (256.0 * rng.uniform() - 128.0) as f32)
}

/// AlexNet with fully connected layers of one number: what is left of its work and its weights is
/// the convolutions'.
#[must_use]
pub fn convolutions(mut spec: Options) -> Options {
    spec.0.insert("features".to_owned(), Value::Numbers(vec![1.0, 1.0]));
    spec.0.insert("classes".to_owned(), Value::Number(1.0));
    spec
}

/// The layer behind the convolutions of a net of [`crate::accounts::spec`].
#[must_use]
pub fn last(word: &str) -> &'static str {
    if word == "torchvision" { "features.12" } else { "pool5" }
}

/// The side of the pictures of such a net, and the padding around them, that its authors have.
#[must_use]
pub fn input(word: &str) -> (usize, usize) {
    if word == "torchvision" { (224, 2) } else { (227, 0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NVIDIA gives 1,581 GFLOP/s for a GTX 580: 512 cores at 1,544 MHz.
    #[test]
    fn two_cards_of_the_paper_are_used_to_a_third() {
        let two = peak(2.0, 512.0, 1544.0);
        assert!((two / 2.0 - 1.581e12).abs() < 1e9, "{two}");
        let training =
            Training { multiply_adds: 724_406_816.0, epochs: 90.0, pictures: 1.2e6, forwards: 3.0 };
        assert!((training.operations() - 4.694e17).abs() < 1e14);
        assert!((training.days(two) - 1.718).abs() < 1e-3);
        let [five, six] = [5.0, 6.0].map(|days| training.share(two, days));
        assert!((five - 0.3436).abs() < 1e-4 && (six - 0.2863).abs() < 1e-4, "{five} {six}");
    }

    #[test]
    fn more_pictures_begin_with_the_same() {
        let (one, two) = (pixels(1, 5), pixels(2, 5));
        assert_eq!(one.data(), &two.data()[..75]);
        assert!(two.data().iter().all(|v| v.abs() <= 128.0));
    }
}
