//! Greedy and beam search on a toy, against all outputs that there are.

use nets::decode::{Hypothesis, Limits, Search, length_penalty, search, top};
use tensor::random::SplitMix64;

const VOCAB: usize = 4;
const LIMITS: Limits = Limits { start: 1, end: 2, max: 5 };

/// Logits that depend on the whole prefix and on nothing else.
fn toy(seed: u64, prefix: &[usize]) -> Vec<f32> {
    let mixed =
        prefix.iter().fold(seed, |s, &t| SplitMix64::new(s * 31 + t as u64).next_u64() >> 8);
    let mut rng = SplitMix64::new(mixed);
    (0..VOCAB).map(|_| (2.0 * rng.normal()) as f32).collect()
}

fn log_probabilities(seed: u64, tokens: &[usize]) -> Vec<f64> {
    let prefix = [&[LIMITS.start], tokens].concat();
    let exps: Vec<f64> = toy(seed, &prefix).iter().map(|v| f64::from(*v).exp()).collect();
    let sum: f64 = exps.iter().sum();
    exps.iter().map(|e| (e / sum).ln()).collect()
}

/// Every output that ends, or is cut at the most tokens, the best score first.
fn all_outputs(seed: u64, alpha: f64) -> Vec<Hypothesis> {
    let (mut open, mut all) = (vec![(Vec::new(), 0.0)], Vec::new());
    while let Some((tokens, before)) = open.pop() {
        for (token, log) in log_probabilities(seed, &tokens).into_iter().enumerate() {
            let tokens = [tokens.as_slice(), &[token]].concat();
            let log_probability = before + log;
            if token == LIMITS.end || tokens.len() == LIMITS.max {
                let score = log_probability / length_penalty(tokens.len(), alpha);
                all.push(Hypothesis { tokens, log_probability, score });
            } else {
                open.push((tokens, log_probability));
            }
        }
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    all
}

fn found(seed: u64, search_: Search) -> Vec<Hypothesis> {
    search(search_, |prefix| Ok::<_, ()>(toy(seed, prefix))).expect("outputs")
}

#[track_caller]
fn same(got: &[Hypothesis], want: &[Hypothesis]) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert_eq!(got.tokens, want.tokens);
        assert!((got.log_probability - want.log_probability).abs() < 1e-9);
        assert!((got.score - want.score).abs() < 1e-9);
    }
}

/// A beam as wide as all beginnings finds every output, in the order of their scores.
#[test]
fn a_beam_wide_enough_finds_everything() {
    for seed in 0..20 {
        for alpha in [0.0, 0.6, 1.0, 3.0] {
            let want = all_outputs(seed, alpha);
            same(&found(seed, Search::beam(LIMITS, want.len(), alpha)), &want);
        }
    }
}

/// A beam that never stops early and forgets no output.
fn patient(seed: u64, width: usize, alpha: f64) -> Vec<Hypothesis> {
    let (mut alive, mut done) = (vec![(Vec::new(), 0.0)], Vec::new());
    for length in 1..=LIMITS.max {
        let mut next: Vec<(Vec<usize>, f64)> = Vec::new();
        for (tokens, before) in &alive {
            let row = log_probabilities(seed, tokens).into_iter().enumerate();
            next.extend(row.map(|(t, log)| ([tokens.as_slice(), &[t]].concat(), before + log)));
        }
        next.sort_by(|a, b| b.1.total_cmp(&a.1));
        next.truncate(2 * width);
        let (whole, open): (Vec<_>, Vec<_>) = next
            .into_iter()
            .partition(|(t, _)| t.last() == Some(&LIMITS.end) || length == LIMITS.max);
        done.extend(whole.into_iter().map(|(tokens, log_probability)| {
            let score = log_probability / length_penalty(length, alpha);
            Hypothesis { tokens, log_probability, score }
        }));
        alive = open.into_iter().take(width).collect();
    }
    done.sort_by(|a, b| b.score.total_cmp(&a.score));
    done.truncate(width);
    done
}

/// The search stops as soon as nothing better can come, not sooner.
#[test]
fn stopping_early_loses_nothing() {
    let (mut asked, mut patiently) = (0, 0);
    for seed in 0..100 {
        for width in 1..6 {
            for alpha in [0.0, 0.6, 2.0] {
                let mut count = |prefix: &[usize]| {
                    asked += 1;
                    Ok::<_, ()>(toy(seed, prefix))
                };
                let got = search(Search::beam(LIMITS, width, alpha), &mut count).expect("outputs");
                same(&got, &patient(seed, width, alpha));
                patiently += 1 + (LIMITS.max - 1) * width;
            }
        }
    }
    assert!(asked * 10 < patiently * 9, "{asked} of {patiently}");
}

/// All prefixes of a round have one length, and a batch of them can be asked for at once.
#[test]
fn a_round_is_a_batch() {
    let mut beam = Search::beam(LIMITS, 3, 0.6);
    let mut length = 1;
    loop {
        let prefixes = beam.prefixes();
        if prefixes.is_empty() {
            break;
        }
        assert!(prefixes.len() <= 3);
        assert!(prefixes.iter().all(|p| p.len() == length && p[0] == LIMITS.start));
        beam.advance(&prefixes.iter().map(|p| toy(7, p)).collect::<Vec<_>>());
        length += 1;
    }
    assert!(length > 2);
    assert_eq!(beam.outputs(), found(7, Search::beam(LIMITS, 3, 0.6)));
}

#[test]
fn greedy_takes_the_likeliest_token_each_time() {
    for seed in 0..50 {
        let got = found(seed, Search::greedy(LIMITS));
        let (mut tokens, mut sum) = (Vec::new(), 0.0);
        while tokens.len() < LIMITS.max && tokens.last() != Some(&LIMITS.end) {
            let row = log_probabilities(seed, &tokens);
            let best = (0..VOCAB).max_by(|&a, &b| row[a].total_cmp(&row[b])).expect("a token");
            sum += row[best];
            tokens.push(best);
        }
        same(&got, &[Hypothesis { tokens, log_probability: sum, score: sum }]);
    }
}

/// Logits of the given probabilities.
fn odds(row: [f32; VOCAB]) -> Vec<f32> {
    row.iter().map(|p| p.ln()).collect()
}

/// The likeliest first token leads to less likely outputs.
#[test]
fn a_beam_escapes_where_greedy_is_trapped() {
    let step = |prefix: &[usize]| {
        Ok::<_, ()>(odds(match prefix {
            [1] => [0.0, 0.55, 0.0, 0.45],
            [1, 3] => [0.0, 0.0, 1.0, 0.0],
            _ => [0.3, 0.2, 0.3, 0.2],
        }))
    };
    let greedy = search(Search::greedy(LIMITS), step).expect("an output");
    let beam = search(Search::beam(LIMITS, 2, 0.0), step).expect("outputs");
    assert_eq!(greedy[0].tokens[0], 1);
    assert_eq!(beam[0].tokens, [3, 2]);
    assert!((beam[0].log_probability - 0.45_f64.ln()).abs() < 1e-6);
    assert!(beam[0].log_probability > greedy[0].log_probability);
}

/// With alpha 0 the short output wins by its probability, with alpha 1 the long one by its length.
#[test]
fn the_penalty_favours_what_is_long() {
    assert_eq!(length_penalty(1, 0.6), 1.0);
    assert_eq!(length_penalty(7, 1.0), 2.0);
    let step = |prefix: &[usize]| {
        Ok::<_, ()>(odds(match prefix.len() {
            1 => [0.05, 0.0, 0.5, 0.45],
            2 | 3 => [0.0, 0.0, 0.0, 1.0],
            _ => [0.0, 0.0, 1.0, 0.0],
        }))
    };
    let best = |alpha| search(Search::beam(LIMITS, 2, alpha), step).expect("outputs").remove(0);
    assert_eq!(best(0.0).tokens, [2]);
    assert_eq!(best(1.0).tokens, [3, 3, 3, 2]);
    assert!((best(1.0).score - 0.45_f64.ln() / 1.5).abs() < 1e-6);
}

#[test]
fn the_ends_of_the_range() {
    let none = Limits { max: 0, ..LIMITS };
    assert_eq!(found(1, Search::greedy(none))[0].tokens, [0_usize; 0]);
    assert_eq!(found(1, Search::beam(none, 4, 0.6)).len(), 1);
    let failing = |_: &[usize]| Err::<Vec<f32>, _>("lost");
    assert_eq!(search(Search::greedy(LIMITS), failing), Err("lost"));
    // What is no number is never chosen while there is a number.
    let holes = |_: &[usize]| Ok::<_, ()>(vec![f32::NAN, 0.0, f32::NAN, f32::NAN]);
    assert_eq!(search(Search::greedy(LIMITS), holes).expect("an output")[0].tokens, [1; 5]);
}

#[test]
fn the_likeliest_classes_come_first() {
    let got = top(&[1.0, 3.0, 2.0, 3.0], 3);
    let sum: f64 = [1.0_f64, 3.0, 2.0, 3.0].iter().map(|v| v.exp()).sum();
    for ((class, p), want) in got.iter().zip([(1, 3.0_f64), (3, 3.0), (2, 2.0)]) {
        assert_eq!(*class, want.0);
        assert!((p - want.1.exp() / sum).abs() < 1e-12);
    }
    assert_eq!(top(&[1e30, 0.0], 9), [(0, 1.0), (1, 0.0)]);
}
