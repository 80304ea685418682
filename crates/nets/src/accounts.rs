//! What AlexNet's layers cost one by one, and what training it holds in a card's memory.

use ops::{OpError, Options, Value};
use tensor::element_count;

use crate::net::Net;
use crate::program::Layer;

/// A layer's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// The shape of its output, without the batch.
    pub out: Vec<usize>,
    /// The shape of its weight; empty where it has none.
    pub weight: Vec<usize>,
    /// Weights and biases.
    pub parameters: u64,
    /// For one picture.
    pub multiply_adds: u64,
}

impl Account {
    /// Whether a layer of this class of PyTorch has an account: a ReLU costs nothing that is
    /// counted, and writes over what it reads.
    #[must_use]
    pub fn kept(kind: &str) -> bool {
        kind != "ReLU"
    }

    /// The numbers of its output, for one picture.
    #[must_use]
    pub fn activations(&self) -> u64 {
        element_count(&self.out).map_or(0, |n| n as u64)
    }

    /// Whether it is fully connected.
    #[must_use]
    pub fn full(&self) -> bool {
        self.weight.len() == 2
    }

    /// Whether, in two columns, it reads what both cards made (section 3.5).
    #[must_use]
    pub fn crosses(&self) -> bool {
        self.full() || self.name == "conv3"
    }
}

/// The accounts of a net's layers, in order.
///
/// # Errors
/// As [`Net::layers`].
pub fn accounts(net: &Net) -> Result<Vec<Account>, OpError> {
    let shape = |name: &str| net.weights().iter().find(|w| w.name == name).map(|w| &w.shape);
    let account = |layer: Layer| Account {
        weight: shape(&format!("{}.weight", layer.name)).cloned().unwrap_or_default(),
        name: layer.name,
        out: layer.out,
        parameters: layer.cost.parameters,
        multiply_adds: layer.cost.multiply_adds,
    };
    let layers = net.layers()?.into_iter();
    Ok(layers.filter(|layer| Account::kept(layer.kind)).map(account).collect())
}

/// The specification of a link's words: the paper's net, the paper's without the cut into
/// columns (`whole`), or torchvision's, for pictures of this side with this padding.
#[must_use]
pub fn spec(word: &str, size: usize, padding: usize) -> Options {
    let (variant, groups) = match word {
        "torchvision" => ("torchvision", 1),
        "whole" => ("paper", 1),
        _ => ("paper", 2),
    };
    let number = |n: usize| Value::Number(n as f64);
    let fields = [
        ("kind", Value::Word("alexnet".to_owned())),
        ("variant", Value::Word(variant.to_owned())),
        ("groups", number(groups)),
        ("size", number(size)),
        ("padding", number(padding)),
    ];
    Options(fields.map(|(key, value)| (key.to_owned(), value)).into())
}

/// What training holds in the memory of one card, in bytes: four for each number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Memory {
    /// Weights and biases.
    pub weights: u64,
    /// Their gradients.
    pub gradients: u64,
    /// Their momentum.
    pub momentum: u64,
    /// The picture and every layer's output, which backward reads again.
    pub activations: u64,
    /// The other card's half of what a layer reads from both.
    pub received: u64,
    /// The gradients of activations, where they are counted.
    pub backward: u64,
}

impl Memory {
    /// Training a batch of `batch` pictures of `size`×`size`.
    ///
    /// On one of two columns (`halves`) lies half of every layer, the picture, and the other
    /// half of what conv3 and the fully connected layers read (section 3.5). With `backward`,
    /// gradients of activations are as many as these. What libraries need besides is not counted.
    #[must_use]
    pub fn of(accounts: &[Account], size: usize, batch: u64, halves: bool, backward: bool) -> Self {
        let cards = if halves { 2 } else { 1 };
        let weights = accounts.iter().map(|a| a.parameters).sum::<u64>() * 4 / cards;
        let outputs = accounts.iter().map(Account::activations).sum::<u64>() / cards;
        let picture = 3 * (size as u64).pow(2);
        let both = |a: &Account| halves && a.crosses();
        let read = accounts.windows(2).filter(|pair| both(&pair[1]));
        let received = read.map(|pair| pair[0].activations() / 2).sum::<u64>() * batch * 4;
        let activations = (picture + outputs) * batch * 4;
        Self {
            weights,
            gradients: weights,
            momentum: weights,
            activations,
            received,
            backward: if backward { activations + received } else { 0 },
        }
    }

    /// All of it.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.parts().iter().sum()
    }

    /// Its parts in order.
    #[must_use]
    pub fn parts(&self) -> [u64; 6] {
        let Self { weights, gradients, momentum, activations, received, backward } = *self;
        [weights, gradients, momentum, activations, received, backward]
    }
}

/// A batch on one card, and of a net in two columns on each of two.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cards {
    /// Pictures.
    pub batch: u64,
    /// What a card holds: one that has all; then, of a net in two columns, each of two.
    pub held: Vec<Memory>,
    /// How many pictures fit at most, of the same.
    pub largest: Vec<u64>,
}

impl Cards {
    /// Of a net's layers for pictures of `size`×`size`; `columns` says whether it is in two.
    #[must_use]
    pub fn of(
        accounts: &[Account],
        size: usize,
        batch: u64,
        backward: bool,
        columns: bool,
    ) -> Self {
        let of = |batch, halves| Memory::of(accounts, size, batch, halves, backward);
        let cards = if columns { &[false, true][..] } else { &[false] };
        Self {
            batch,
            held: cards.iter().map(|&halves| of(batch, halves)).collect(),
            largest: cards
                .iter()
                .map(|&halves| largest_batch(&of(1, halves), &of(2, halves)))
                .collect(),
        }
    }
}

/// The memory of a GTX 580 of the paper, in bytes: 3 GiB.
pub const CARD: u64 = 3 << 30;

/// How many pictures fit at most, where `one` and `two` are held for batches of 1 and of 2.
#[must_use]
pub fn largest_batch(one: &Memory, two: &Memory) -> u64 {
    let each = two.total() - one.total();
    (CARD + each).saturating_sub(one.total()).checked_div(each).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Spec;

    fn of(word: &str, size: usize, padding: usize) -> Vec<Account> {
        let net = Spec::parse(&spec(word, size, padding)).and_then(Net::new).expect("a net");
        accounts(&net).expect("accounts")
    }

    fn sums(accounts: &[Account]) -> [u64; 2] {
        let sum = |of: fn(&Account) -> u64| accounts.iter().map(of).sum();
        [sum(|a| a.parameters), sum(|a| a.multiply_adds)]
    }

    /// The figures that the note gives.
    #[test]
    fn the_three_nets_add_up() {
        assert_eq!(sums(&of("paper", 227, 0)), [60_965_224, 724_406_816]);
        assert_eq!(sums(&of("whole", 227, 0)), [62_378_344, 1_135_256_096]);
        assert_eq!(sums(&of("torchvision", 224, 2)), [61_100_840, 714_188_480]);
        // 224 with padding 2 is 227 without, but for what conv1 reads.
        let alike = |a: &Account| (a.out.clone(), a.weight.clone(), a.multiply_adds);
        let [padded, plain] = [of("paper", 224, 2), of("paper", 227, 0)];
        assert!(padded.iter().map(alike).eq(plain.iter().map(alike)));
        let cut = of("paper", 224, 0);
        let side = |name: &str| cut.iter().find(|a| a.name == name).map(|a| a.out[1]);
        assert_eq!(["conv1", "pool1", "pool2", "pool5"].map(side), [54, 26, 12, 5].map(Some));
    }

    /// Every weight is there, and counts as often as its layer has places.
    #[test]
    fn an_account_s_weight_is_its_cost() {
        for (word, size, padding) in [("paper", 227, 0), ("whole", 224, 2), ("torchvision", 224, 2)]
        {
            for account in of(word, size, padding) {
                let Account { out, weight, parameters, multiply_adds, .. } = &account;
                let product: u64 = weight.iter().map(|&d| d as u64).product();
                if weight.is_empty() {
                    assert_eq!((*parameters, *multiply_adds), (0, 0), "{account:?}");
                } else {
                    let places: u64 = out[1..].iter().map(|&d| d as u64).product();
                    assert_eq!(*parameters, product + weight[0] as u64);
                    assert_eq!(*multiply_adds, product * places);
                }
            }
        }
    }

    #[test]
    fn two_cards_share_all_but_the_picture_and_what_both_read() {
        let accounts = of("paper", 227, 0);
        let [one, two] = [false, true].map(|halves| Memory::of(&accounts, 227, 128, halves, false));
        assert_eq!((one.weights, two.weights), (4 * 60_965_224, 2 * 60_965_224));
        assert_eq!((one.received, one.backward), (0, 0));
        // pool2, pool5, fc6 and fc7.
        assert_eq!(two.received, (43_264 + 9216 + 4096 + 4096) / 2 * 128 * 4);
        let picture = 3 * 227 * 227 * 128 * 4;
        assert_eq!(2 * two.activations, one.activations + picture);
        let more = Memory::of(&accounts, 227, 128, true, true);
        assert_eq!(more.total(), two.total() + two.activations + two.received);
    }

    #[test]
    fn the_largest_batch_fits_and_one_more_does_not() {
        let accounts = of("paper", 227, 0);
        for halves in [false, true] {
            let of = |batch| Memory::of(&accounts, 227, batch, halves, true);
            let most = largest_batch(&of(1), &of(2));
            assert!(of(most).total() <= CARD && of(most + 1).total() > CARD, "{most}");
        }
    }
}
