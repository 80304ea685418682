//! The log of ReLU and tanh, against the program that wrote it.

use std::{fs, path::PathBuf};

use nets::{
    activation::{RATES, Rivals, STARTS, ratio, reached},
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
        let name = format!("{} {} {} {}", run.net, run.start, run.rate, run.seed);
        let want = (Rivals::NETS[which], STARTS[usize::from(rivals.he)], rivals.rates[which]);
        assert_eq!((run.net.as_str(), run.start.as_str(), run.rate), want);
        assert_eq!(run.seed, rivals.seed);
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
        assert_eq!(run.reached, reached(&run.error), "{} {}", run.net, run.rate);
    }
}

/// The notes' table is the log's, and what they and the widget say of it holds.
#[test]
fn the_notes_say_what_the_log_says() {
    let runs = log().runs;
    let mut rows = Vec::new();
    for start in STARTS {
        let best = Rivals::NETS.map(|net| best_rate(&runs, net, start));
        let steps = [0, 1].map(|i: usize| steps_of(&runs, Rivals::NETS[i], start, best[i]));
        let times = ratio(&steps[0], &steps[1]).expect("both get there");
        assert!(times < 1.0, "{start}: tanh is first");
        rows.push((best, steps, times));
        let inside = &RATES[1..RATES.len() - 1];
        assert!(best.iter().all(|rate| inside.contains(rate)), "{start}: {best:?}");
        let largest = steps_of(&runs, "relu", start, 300);
        assert_eq!(largest, [None; 3], "{start}: ReLU learns nothing");
    }
    let small = ["relu", "tanh"].map(|net| steps_of(&runs, net, "he", RATES[0]));
    assert!(small[0].iter().zip(&small[1]).all(|(relu, tanh)| relu < tanh), "{small:?}");
    for (lang, between) in [("zh", "、"), ("en", ", ")] {
        let file = format!("../../notes/{lang}/alexnet.md");
        let note = String::from_utf8(read(&file)).expect("text");
        for (best, steps, times) in &rows {
            let cell = |i: usize| {
                let steps = steps[i].iter().map(|step| step.expect("it gets there").to_string());
                let steps = steps.collect::<Vec<_>>().join(between);
                format!("{} | {steps}", f64::from(best[i]) / 1000.0)
            };
            let row = format!("| {} | {} | {times:.1} |", cell(0), cell(1));
            assert!(note.contains(&row), "{file} lacks {row}");
        }
    }
}
