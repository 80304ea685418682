//! Weights from a seed.

use tensor::{Tensor, random::SplitMix64};

use crate::net::Net;
use crate::weight::{Init, Weight};

impl Net {
    /// Random weights, the same for the same seed everywhere.
    ///
    /// Each weight draws from a stream of its own name, so that nets share what they share.
    #[must_use]
    pub fn seeded(&self, seed: u64) -> Vec<Tensor> {
        self.silenced(self.weights.iter().map(|w| drawn(w, seed)).collect())
    }
}

fn drawn(weight: &Weight, seed: u64) -> Tensor {
    let mut rng = SplitMix64::new(SplitMix64::new(seed).next_u64() ^ fnv(&weight.name));
    Tensor::from_fn(&weight.shape, |_| match weight.init {
        Init::Absent => 0.0,
        Init::Constant(v) => v,
        Init::Normal(std) => (rng.normal() * std) as f32,
        Init::Uniform(bound) => ((2.0 * rng.uniform() - 1.0) * bound) as f32,
    })
}

/// The hash FNV-1a of a name.
fn fnv(name: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}
