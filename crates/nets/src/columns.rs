//! AlexNet's two columns (section 3.5, figure 2): what a layer is on each of the two cards, and
//! a convolution in groups as one whose other weights are 0.

use tensor::Tensor;

use crate::accounts::Account;

/// A layer with weights on one of the two cards; on the other it is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// The layer's name.
    pub name: String,
    /// Its kernels, or features.
    pub kernels: u64,
    /// Rows and columns of each map; 1 of a feature.
    pub side: u64,
    /// Rows and columns of a kernel; 1 of a feature.
    pub window: u64,
    /// Channels, or features, of the layer before.
    pub before: u64,
    /// How many of these a kernel reads.
    pub reads: u64,
    /// Whether it reads what the other card made.
    pub crosses: bool,
    /// Weights and biases.
    pub parameters: u64,
    /// For one picture.
    pub multiply_adds: u64,
    /// Numbers put out, for one picture.
    pub activations: u64,
    /// Numbers read that were made on this card, for one picture; the picture itself is on both.
    pub own: u64,
    /// Numbers read that were made on the other card, for one picture.
    pub received: u64,
}

impl Half {
    /// The bytes of what it reads for a batch of so many pictures: made on this card, and on the
    /// other.
    #[must_use]
    pub fn bytes_read(&self, batch: u64) -> [u64; 2] {
        [self.own, self.received].map(|numbers| numbers * batch * 4)
    }
}

/// The halves of the layers with weights, in order, of a net whose pictures are `size`×`size`.
#[must_use]
pub fn halves(accounts: &[Account], size: u64) -> Vec<Half> {
    // What comes before the first layer is the picture, which both cards have.
    let (mut before, mut numbers, mut picture) = (3, 3 * size * size, true);
    let mut all = Vec::new();
    for account in accounts {
        if let [kernels, reads, rest @ ..] = account.weight.as_slice() {
            let (kernels, reads) = (*kernels as u64, *reads as u64);
            let crosses = !picture && account.crosses();
            let shared = if picture { 1 } else { 2 };
            let full = account.full();
            all.push(Half {
                name: account.name.clone(),
                kernels: kernels / 2,
                side: account.out.get(1).map_or(1, |&side| side as u64),
                window: rest.first().map_or(1, |&side| side as u64),
                // The first fully connected layer reads every number of the maps as a feature.
                before: if full { numbers } else { before },
                reads,
                crosses,
                parameters: account.parameters / 2,
                multiply_adds: account.multiply_adds / 2,
                activations: account.activations() / 2,
                own: numbers / shared,
                received: if crosses { numbers / 2 } else { 0 },
            });
        }
        before = account.out.first().map_or(before, |&channels| channels as u64);
        numbers = account.activations();
        picture = false;
    }
    all
}

/// The weight `[out, in / groups, …]` of a convolution in groups as that of one without: what an
/// output does not read has the weight 0.
#[must_use]
pub fn block_diagonal(weight: &Tensor, groups: usize) -> Tensor {
    let groups = groups.max(1);
    let [out, reads, rest @ ..] = weight.shape() else { return weight.clone() };
    let (out, reads) = (*out, *reads);
    let kernel: usize = rest.iter().product();
    let (each, into) = ((out / groups).max(1), reads * groups);
    let shape = [&[out, into], rest].concat();
    Tensor::from_fn(&shape, |i| {
        let (output, input, at) = (i / kernel / into, i / kernel % into, i % kernel);
        match input.checked_sub(output / each * reads) {
            Some(own) if own < reads => weight.data()[(output * reads + own) * kernel + at],
            _ => 0.0,
        }
    })
}

/// How strongly each output reads each input of a convolution `[out, in, k, k]`: the mean
/// absolute weight of the kernel between them as a share of the largest, a row an input.
#[must_use]
pub fn strengths(weight: &Tensor) -> Vec<f32> {
    let [out, into, rest @ ..] = weight.shape() else { return Vec::new() };
    let (out, into, kernel) = (*out, *into, rest.iter().product::<usize>());
    let mean = |i: usize| {
        let (input, output) = (i / out, i % out);
        let from = (output * into + input) * kernel;
        let sum: f32 = weight.data()[from..from + kernel].iter().map(|w| w.abs()).sum();
        sum / kernel.max(1) as f32
    };
    let means: Vec<f32> = (0..out * into).map(mean).collect();
    let most = means.iter().fold(f32::MIN_POSITIVE, |most, &v| most.max(v));
    means.iter().map(|v| v / most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{Memory, accounts, spec};
    use crate::{Net, Spec};

    fn paper() -> (Vec<Account>, Vec<Half>) {
        let net = Spec::parse(&spec("paper", 227, 0)).and_then(Net::new).unwrap();
        let accounts = accounts(&net).unwrap();
        let halves = halves(&accounts, 227);
        (accounts, halves)
    }

    #[test]
    fn two_halves_are_the_whole() {
        let (accounts, halves) = paper();
        let all = accounts.iter().filter(|a| !a.weight.is_empty());
        for (account, half) in all.zip(&halves) {
            let twice = [half.parameters, half.multiply_adds, half.activations].map(|n| 2 * n);
            let whole = [account.parameters, account.multiply_adds, account.activations()];
            assert_eq!(twice, whole, "{}", half.name);
            // A kernel's weights, at every place, are the work.
            let weights = half.kernels * half.reads * half.window.pow(2);
            assert_eq!(half.parameters, weights + half.kernels, "{}", half.name);
            assert_eq!(half.multiply_adds, weights * half.side.pow(2), "{}", half.name);
        }
        let sum = |of: fn(&Half) -> u64| 2 * halves.iter().map(of).sum::<u64>();
        assert_eq!(sum(|h| h.parameters), 60_965_224);
        assert_eq!(sum(|h| h.multiply_adds), 724_406_816);
    }

    /// The table of the note: who reads how many of how many.
    #[test]
    fn what_a_kernel_reads_is_as_in_figure_2() {
        let (_, halves) = paper();
        let seen: Vec<_> =
            halves.iter().map(|h| (&*h.name, h.reads, h.before, h.crosses)).collect();
        assert_eq!(
            seen,
            [
                ("conv1", 3, 3, false),
                ("conv2", 48, 96, false),
                ("conv3", 256, 256, true),
                ("conv4", 192, 384, false),
                ("conv5", 192, 384, false),
                ("fc6", 9216, 9216, true),
                ("fc7", 4096, 4096, true),
                ("fc8", 4096, 4096, true),
            ]
        );
        for half in &halves {
            let all = half.crosses || half.name == "conv1";
            assert_eq!(half.reads, if all { half.before } else { half.before / 2 });
        }
    }

    /// Both count what comes from the other card.
    #[test]
    fn what_is_received_is_what_memory_counts() {
        let (accounts, halves) = paper();
        let received: u64 = halves.iter().map(|h| h.bytes_read(128)[1]).sum();
        assert_eq!(received, Memory::of(&accounts, 227, 128, true, false).received);
        assert_eq!(halves[0].bytes_read(1), [3 * 227 * 227 * 4, 0]);
        assert_eq!(halves[1].bytes_read(1), [48 * 27 * 27 * 4, 0]);
        assert_eq!(halves[2].bytes_read(2), [128 * 13 * 13 * 8; 2]);
    }

    #[test]
    fn the_other_blocks_are_zero() {
        let weight = Tensor::from_fn(&[4, 2, 1, 3], |i| 1.0 + i as f32);
        let whole = block_diagonal(&weight, 2);
        assert_eq!(whole.shape(), [4, 4, 1, 3]);
        let at = |o, i, k| whole.get(&[o, i, 0, k]).unwrap();
        assert_eq!([at(0, 0, 0), at(1, 1, 2), at(2, 2, 0), at(3, 3, 2)], [1.0, 12.0, 13.0, 24.0]);
        let zeros = whole.data().iter().filter(|w| **w == 0.0).count();
        assert_eq!(zeros, whole.data().len() / 2);
        assert_eq!(block_diagonal(&weight, 1), weight);
    }

    #[test]
    fn strength_is_a_mean_of_sizes_a_row_an_input() {
        let weight = Tensor::new(&[2, 1, 1, 2], vec![1.0, -3.0, 0.0, 0.5]).unwrap();
        assert_eq!(strengths(&weight), [1.0, 0.125]);
        let whole = block_diagonal(&weight, 2);
        assert_eq!(strengths(&whole), [1.0, 0.0, 0.0, 0.125]);
    }
}
