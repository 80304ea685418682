//! Which examples a step takes.

use tensor::random::SplitMix64;

/// The order of the examples: every epoch all of them in another order, but for those at its
/// end that fill no batch. It follows from seed and step alone.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    seed: u64,
    count: usize,
    batch: usize,
    epoch: Option<u64>,
    permutation: Vec<usize>,
}

impl Order {
    pub(crate) fn new(seed: u64, count: usize, batch: usize) -> Self {
        Self { seed, count, batch, epoch: None, permutation: Vec::new() }
    }

    /// The epoch of a step, the first of each being 1.
    pub(crate) fn epoch(&self, step: u64) -> u64 {
        (step.max(1) - 1) / self.batches() + 1
    }

    /// Batches of an epoch.
    fn batches(&self) -> u64 {
        (self.count / self.batch).max(1) as u64
    }

    /// The examples of a step.
    pub(crate) fn of(&mut self, step: u64) -> &[usize] {
        let epoch = self.epoch(step);
        if self.epoch != Some(epoch) {
            let mut rng = SplitMix64::named(self.seed, &format!("epoch {epoch}"));
            self.permutation = (0..self.count).collect();
            for i in (1..self.count).rev() {
                self.permutation.swap(i, (rng.next_u64() % (i as u64 + 1)) as usize);
            }
            self.epoch = Some(epoch);
        }
        let from = ((step.max(1) - 1) % self.batches()) as usize * self.batch;
        &self.permutation[from..(from + self.batch).min(self.count)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_takes_each_example_once_at_most() {
        let mut order = Order::new(3, 11, 4);
        let mut epoch = |steps: [u64; 2]| -> Vec<usize> {
            let mut all: Vec<usize> = steps.iter().flat_map(|&s| order.of(s).to_vec()).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        assert_eq!([1, 3].map(|s| epoch([s, s + 1]).len()), [8, 8]);
        assert_eq!([1, 2, 3, 4, 5].map(|s| order.epoch(s)), [1, 1, 2, 2, 3]);
    }

    /// Whoever comes to a step from elsewhere takes the same.
    #[test]
    fn it_follows_from_seed_and_step() {
        let of = |seed, step| Order::new(seed, 100, 10).of(step).to_vec();
        let mut whole = Order::new(1, 100, 10);
        for step in 1..=25 {
            assert_eq!(whole.of(step), of(1, step));
        }
        assert_ne!(of(1, 1), of(2, 1));
        assert_ne!(of(1, 1), of(1, 11));
        // The same in wasm and natively, and for ever.
        assert_eq!(of(1, 1)[..4], [60, 68, 92, 26]);
    }
}
