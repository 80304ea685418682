//! Label smoothing (Transformer, section 5.4; Szegedy et al. 2015, section 7): the target, what it
//! costs at least, and the logits over which the loss is looked at.

use tensor::Tensor;

/// A target over `vocabulary` words, at least 2, a share `epsilon` of which is spread over all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// ε, from 0 to 1.
    pub epsilon: f64,
    /// V.
    pub vocabulary: usize,
}

/// The logits of the right word that are looked at, those of all others being 0.
pub const LOGITS: usize = 51;

/// The logit at a place, from −5 to 20 in halves.
#[must_use]
pub fn logit(at: usize) -> f64 {
    at as f64 / 2.0 - 5.0
}

impl Target {
    /// The share of the right word, 1 − ε + ε/V, and of each other one, ε/V.
    #[must_use]
    pub fn shares(self) -> [f64; 2] {
        let other = self.epsilon / self.vocabulary as f64;
        [1.0 - self.epsilon + other, other]
    }

    /// The least cross-entropy, in nats: the target's own entropy.
    #[must_use]
    pub fn floor(self) -> f64 {
        let [right, other] = self.shares();
        // 0·ln 0 is 0.
        let term = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
        term(right) + (self.vocabulary - 1) as f64 * term(other)
    }

    /// How far the right word's logit is above the others' where the loss is least; `None`: with
    /// ε = 0 there is no such place, the loss falls for ever.
    #[must_use]
    pub fn best(self) -> Option<f64> {
        let [right, other] = self.shares();
        (other > 0.0).then(|| (right / other).ln())
    }

    /// What the loss is computed of: `[LOGITS, V]`, the right word first.
    #[must_use]
    pub fn rows(self) -> Tensor {
        let v = self.vocabulary;
        Tensor::from_fn(&[LOGITS, v], |i| if i % v == 0 { logit(i / v) as f32 } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Target = Target { epsilon: 0.1, vocabulary: 37_000 };

    #[test]
    fn the_note_s_figures_come_out() {
        let [right, other] = PAPER.shares();
        assert_eq!(
            (format!("{right:.7}"), format!("{other:.7}")),
            ("0.9000027".into(), "0.0000027".into())
        );
        assert_eq!(format!("{:.3}", PAPER.floor()), "1.377");
        assert!((right + 36_999.0 * other - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_floor_is_the_loss_at_the_best_logit() {
        for target in [PAPER, Target { epsilon: 0.3, vocabulary: 10 }] {
            let best = target.best().expect("a place");
            let sum = best.exp() + (target.vocabulary - 1) as f64;
            let [right, _] = target.shares();
            // −Σ t·ln p, the others' logits being 0.
            let loss = sum.ln() - right * best;
            assert!((loss - target.floor()).abs() < 1e-12, "{loss}");
        }
        let hard = Target { epsilon: 0.0, vocabulary: 10 };
        assert_eq!((hard.floor(), hard.best()), (0.0, None));
        assert_eq!((logit(0), logit(LOGITS - 1)), (-5.0, 20.0));
    }
}
