//! The log of ReLU and tanh, against the program that wrote it.

use std::{fs, path::PathBuf};

use nets::{
    activation::{RATES, ratio},
    digits::digits,
    side_by_side::SideBySide,
};
use train::activation::{Log, best_rate, jobs, steps_of};
use train::{SEEDS, STEPS, trainer};

fn read(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/assets/digits").join(file);
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn log() -> Log {
    Log::read(&String::from_utf8(read("activation.json")).expect("text")).expect("a log")
}

#[test]
fn there_is_a_run_for_every_job() {
    let (log, jobs) = (log(), jobs());
    assert_eq!(log.runs.len(), jobs.len());
    for (run, (rivals, which)) in log.runs.iter().zip(jobs) {
        let name = format!("{} {} {}", run.net, run.rate, run.seed);
        let want = (nets::activation::Rivals::NETS[which], rivals.rates[which], rivals.seed);
        assert_eq!((run.net.as_str(), run.rate, run.seed), want);
        let steps = if run.seed == SEEDS[0] { STEPS as usize } else { 0 };
        if run.ended.is_none() {
            assert_eq!((run.loss.len(), run.error.len()), (steps, steps), "{name}");
            assert_eq!(run.test.len(), 4, "{name}");
            assert!(run.train.is_some(), "{name}");
        }
    }
}

/// The first steps again, at every rate; and at the best ones all that it takes to a quarter.
#[test]
fn the_first_steps_give_the_losses_of_the_log() {
    let [train, _] = digits(&read("digits.bin")).expect("the digits");
    let log = log();
    for (run, (rivals, which)) in log.runs.iter().zip(jobs()) {
        if run.seed != SEEDS[0] {
            continue;
        }
        let mut trainer = trainer(&rivals, which, &train).expect("a trainer");
        for (step, want) in run.loss.iter().take(3).enumerate() {
            let loss = trainer.step().expect("a step").loss;
            let off = (loss - want).abs() / want.max(1.0);
            assert!(off < 1e-3, "{} {} step {}: {loss}, not {want}", run.net, run.rate, step + 1);
        }
    }
}

/// A step more or less at a quarter comes of how a machine rounds.
#[test]
fn the_errors_of_the_log_come_down_when_it_says() {
    for run in log().runs.iter().filter(|run| run.seed == SEEDS[0]) {
        assert_eq!(run.reached, nets::activation::reached(&run.error), "{} {}", run.net, run.rate);
    }
}

/// The notes' table is the log's.
#[test]
fn the_notes_say_what_the_log_says() {
    let log = log();
    let steps = |net: &str, rate| steps_of(&log.runs, net, rate);
    let [relu, tanh] = ["relu", "tanh"].map(|net| best_rate(&log.runs, net));
    let times = ratio(&steps("relu", relu), &steps("tanh", tanh)).expect("both get there");
    for (lang, between) in [("zh", "、"), ("en", ", ")] {
        let file = format!("../../notes/{lang}/alexnet.md");
        let note = String::from_utf8(read(&file)).expect("text");
        for (net, name, rate) in [("relu", "ReLU", relu), ("tanh", "tanh", tanh)] {
            let all: Vec<String> = steps(net, rate)
                .into_iter()
                .map(|step| step.expect("it gets there").to_string())
                .collect();
            let row = format!("| {name} | {} | {} |", f64::from(rate) / 1000.0, all.join(between));
            assert!(note.contains(&row), "{file} lacks {row}");
        }
        assert!(note.contains(&format!("{times:.1}")), "{file} lacks {times:.1}");
    }
    assert!(
        RATES[0] < relu.min(tanh) && relu.max(tanh) < RATES[5],
        "the best is no end of the grid"
    );
}
