//! Prints sentences of the grammar: `cargo run -p translation --example sentences 20 7`.

use tensor::random::SplitMix64;
use translation::training_pair;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let (count, seed) = (numbers.next().unwrap_or(20), numbers.next().unwrap_or(0));
    let mut chance = SplitMix64::new(seed);
    for _ in 0..count {
        let pair = training_pair(&mut chance);
        println!("{}\n    {}", pair.english.join(" "), pair.chinese.join(" "));
    }
}
