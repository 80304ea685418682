//! The layers as a table, and what a run came to in words.

use nets::{
    Net, Spec,
    accounts::{Account, accounts, spec},
};
use ops::Options;
use share::Lang;
use tensor::show_shape;

use crate::full::words::words;
use crate::widget::{Table, numbers::thousands};

/// The specification of a net by its name.
pub(crate) fn described(net: &str) -> Options {
    if net == "alexnet-torchvision" { spec("torchvision", 224, 2) } else { spec("paper", 227, 0) }
}

/// The layers of a net by its name.
pub(crate) fn layers(net: &str) -> Vec<Account> {
    let net = Spec::parse(&described(net)).and_then(Net::new);
    // Both names are known.
    net.and_then(|net| accounts(&net)).unwrap_or_default()
}

/// Bytes of so many numbers, in MB.
pub(crate) fn megabytes(numbers: u64) -> String {
    format!("{:.1} MB", (numbers * 4) as f64 / 1e6)
}

/// A row a layer, then all of them; with times once it has run.
pub(crate) fn table(lang: Lang, layers: &[Account], times_ms: &[f64]) -> Table {
    let t = words(lang);
    let timed = !times_ms.is_empty();
    let mut head = vec![t.layer, t.kind, t.weight, t.parameters, t.bytes, t.multiply_adds, t.share];
    head.extend(timed.then_some(t.time));
    let [parameters, work] = sums(layers);
    let row = |name: &str, [out, weight]: [&[usize]; 2], [p, m]: [u64; 2], ms: f64| {
        let share = 100.0 * m as f64 / work.max(1) as f64;
        let shape = |of: &[usize]| if of.is_empty() { "–".to_owned() } else { show_shape(of) };
        let mut cells = vec![name.to_owned(), shape(out), shape(weight), thousands(p)];
        cells.extend([
            format!("{:.2}", (p * 4) as f64 / 1e6),
            thousands(m),
            format!("{share:.1}%"),
        ]);
        cells.extend(timed.then(|| format!("{ms:.1}")));
        cells
    };
    let of = |(at, l): (usize, &Account)| {
        let ms = times_ms.get(at).copied().unwrap_or(f64::NAN);
        row(&l.name, [&l.out, &l.weight], [l.parameters, l.multiply_adds], ms)
    };
    let all = row(t.total, [&[], &[]], [parameters, work], times_ms.iter().sum());
    let rows = layers.iter().enumerate().map(of).chain([all]).collect();
    Table { head: head.into_iter().map(str::to_owned).collect(), rows }
}

/// Parameters and multiply-adds of all layers.
pub(crate) fn sums(layers: &[Account]) -> [u64; 2] {
    let sum = |of: fn(&Account) -> u64| layers.iter().map(of).sum();
    [sum(|l| l.parameters), sum(|l| l.multiply_adds)]
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "said in the browser"))]
pub(crate) struct Measured {
    pub(crate) multiply_adds: u64,
    /// Until the weights were there.
    pub(crate) made_ms: f64,
    /// Every forward.
    pub(crate) times_ms: Vec<f64>,
    /// Every layer by itself.
    pub(crate) layers_ms: Vec<f64>,
    /// Bytes of the thread's memory after it.
    pub(crate) memory: f64,
}

/// What a run came to.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "said in the browser"))]
pub(crate) fn measured(lang: Lang, of: &Measured) -> String {
    let t = words(lang);
    let first = of.times_ms.first().copied().unwrap_or(f64::NAN);
    let best = of.times_ms.iter().copied().fold(f64::INFINITY, f64::min);
    let rate = of.multiply_adds as f64 / (best / 1e3);
    let gap = if lang == Lang::Zh { "" } else { " " };
    format!(
        "{}{gap}{:.1} s · {}{gap}{first:.0} ms, {}{gap}{best:.0} ms = {:.2}×10⁹{gap}{} · {}{gap}{:.0} MB",
        t.made,
        of.made_ms / 1e3,
        t.first,
        t.best,
        rate / 1e9,
        t.rate,
        t.memory,
        of.memory / 1e6
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_ends_with_sixty_million() {
        for (net, parameters, bytes) in
            [("alexnet", "60,965,224", "243.86"), ("alexnet-torchvision", "61,100,840", "244.40")]
        {
            assert_eq!(table(Lang::Zh, &layers(net), &[]).head.len(), 7);
            // As the caption says of the first fully connected layer.
            let ([p, m], all) = (sums(&layers(net)).map(|n| n as f64), layers(net));
            let full = all.iter().find(|layer| layer.full()).expect("a full layer");
            assert_eq!((full.parameters as f64 / p * 10.0).round(), 6.0);
            assert!((full.multiply_adds as f64) < m / 10.0);
            let table = table(Lang::En, &layers(net), &[1.0; 13]);
            let last = table.rows.last().expect("rows");
            assert_eq!((&*last[3], &*last[4], &*last[6]), (parameters, bytes, "100.0%"));
            assert!(table.rows.iter().all(|row| row.len() == table.head.len()));
        }
    }

    #[test]
    fn the_rate_is_that_of_the_best_forward() {
        let of = Measured {
            multiply_adds: 724_406_816,
            made_ms: 1500.0,
            times_ms: vec![900.0, 500.0, 600.0],
            layers_ms: Vec::new(),
            memory: 5e8,
        };
        assert_eq!(
            measured(Lang::En, &of),
            "weights ready in 1.5 s · first 900 ms, best 500 ms = 1.45×10⁹ multiply-adds/s · the thread’s memory 500 MB"
        );
    }
}
