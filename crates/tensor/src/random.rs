//! Seeded random numbers that any language can write again in six lines.

/// SplitMix64 (Steele, Lea, Flood 2014): one 64-bit state, any seed is good.
#[derive(Debug, Clone)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// A stream that is the same for the same seed, everywhere.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The stream of a name: another name or another seed, another stream (FNV-1a over the
    /// name's bytes, begun `seed` further on).
    #[must_use]
    pub fn named(seed: u64, name: &str) -> Self {
        let basis = 0xCBF2_9CE4_8422_2325_u64.wrapping_add(seed);
        let step = |state: u64, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        Self::new(name.bytes().fold(basis, step))
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1), 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * 2.0_f64.powi(-53)
    }

    /// Standard normal by Box–Muller: two uniforms, one number.
    pub fn normal(&mut self) -> f64 {
        let (u1, u2) = (self.uniform(), self.uniform());
        (-2.0 * (1.0 - u1).ln()).sqrt() * (std::f64::consts::TAU * u2).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs for seed 1234567, as in the public reference code.
    #[test]
    fn the_stream_is_splitmix64() {
        let mut rng = SplitMix64::new(1_234_567);
        assert_eq!(rng.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next_u64(), 3_203_168_211_198_807_973);
    }

    /// Seed 0 is plain FNV-1a, whose published value for "foobar" this is.
    #[test]
    fn a_name_is_a_stream_of_its_own() {
        assert_eq!(SplitMix64::named(0, "foobar").state, 0x8594_4171_F739_67E8);
        let first = |seed, name| SplitMix64::named(seed, name).next_u64();
        assert_ne!(first(0, "cat"), first(1, "cat"));
        assert_ne!(first(0, "cat"), first(0, "cats"));
    }

    #[test]
    fn normals_have_mean_zero_and_variance_one() {
        let mut rng = SplitMix64::new(7);
        let draws: Vec<f64> = (0..20_000).map(|_| rng.normal()).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / draws.len() as f64;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
    }
}
