//! The Transformer's parameters, part by part, without making a weight; and what training it cost
//! by the paper's own estimate.

/// What makes the number of parameters (table 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Layers of the encoder, and of the decoder: N.
    pub layers: u64,
    /// The width of a token.
    pub d_model: u64,
    /// The width inside the feed-forward nets.
    pub d_ff: u64,
    /// Heads of each attention: h.
    pub heads: u64,
    /// Numbers of a key of one head.
    pub d_k: u64,
    /// Numbers of a value of one head; rows B of table 3 change d_k alone.
    pub d_v: u64,
    /// How many tokens there are.
    pub vocabulary: u64,
    /// Whether the projections of attention have biases; section 3.2.2 writes none.
    pub biases: bool,
}

/// The base model, for English–German's vocabulary of about 37,000.
pub const BASE: Sizes = Sizes {
    layers: 6,
    d_model: 512,
    d_ff: 2048,
    heads: 8,
    d_k: 64,
    d_v: 64,
    vocabulary: 37_000,
    biases: false,
};

/// The big model.
pub const BIG: Sizes = Sizes { d_model: 1024, d_ff: 4096, heads: 16, ..BASE };

/// A part of the model: how large each is, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Parameters of one.
    pub each: u64,
    /// How many there are.
    pub number: u64,
}

impl Part {
    /// Parameters of all of them.
    #[must_use]
    pub fn total(self) -> u64 {
        self.each * self.number
    }
}

impl Sizes {
    /// Attention, feed-forward nets, layer norms, the one embedding (section 3.4).
    #[must_use]
    pub fn parts(self) -> [Part; 4] {
        let [d, keys, values] = [self.d_model, self.heads * self.d_k, self.heads * self.d_v];
        let bias = if self.biases { 2 * keys + values + d } else { 0 };
        let part = |each, number| Part { each, number };
        [
            // One in an encoder layer, two in a decoder layer.
            part(2 * d * (keys + values) + bias, 3 * self.layers),
            part(2 * d * self.d_ff + self.d_ff + d, 2 * self.layers),
            part(2 * d, 5 * self.layers),
            part(self.vocabulary * d, 1),
        ]
    }

    /// All parameters.
    #[must_use]
    pub fn total(self) -> u64 {
        self.parts().into_iter().map(Part::total).sum()
    }

    /// A layer of the encoder, and one of the decoder.
    #[must_use]
    pub fn layer(self) -> [u64; 2] {
        let [attention, feed_forward, norm, _] = self.parts().map(|part| part.each);
        [attention + feed_forward + 2 * norm, 2 * attention + feed_forward + 3 * norm]
    }
}

/// The floating-point operations of a training run as table 2 estimates them: hours, times cards,
/// times what a card is taken to sustain, in TFLOPS (footnote 5 to section 6.1).
#[must_use]
pub fn training(hours: f64, cards: f64, tflops: f64) -> f64 {
    hours * 3600.0 * cards * tflops * 1e12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_and_big_are_the_note_s() {
        assert_eq!(BASE.total(), 63_045_632);
        assert_eq!(BIG.total(), 214_171_648);
        assert_eq!(BASE.layer(), [3_150_336, 4_199_936]);
        assert_eq!(Sizes { biases: true, ..BASE }.total(), 63_082_496);
        // Keys of 16 in place of 64, two layers in place of six (table 3, rows B and C).
        assert_eq!(BASE.total() - Sizes { d_k: 16, ..BASE }.total(), 7_077_888);
        assert_eq!(BASE.total() - Sizes { layers: 2, ..BASE }.total(), 29_401_088);
    }

    /// A vocabulary that makes base what table 3 says makes big more than it says.
    #[test]
    fn no_vocabulary_explains_both() {
        let vocabulary = BASE.vocabulary + (65_000_000 - BASE.total()) / BASE.d_model;
        assert_eq!(vocabulary, 40_817);
        assert!(Sizes { vocabulary, ..BIG }.total() > 218_000_000);
    }

    #[test]
    fn training_costs_what_table_2_says() {
        let rounded = |hours| format!("{:.1e}", training(hours, 8.0, 9.5));
        assert_eq!([rounded(12.0), rounded(84.0)], ["3.3e18", "2.3e19"]);
    }
}
