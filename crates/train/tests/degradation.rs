//! The log of plain nets and their twins, against the program that wrote it.

use std::{fs, path::PathBuf};

use nets::digits::digits;
use train::degradation::{DEPTHS, Log, jobs};
use train::{SEEDS, STEPS, trainer};

fn read(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/assets/digits").join(file);
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn log() -> Log {
    Log::read(&String::from_utf8(read("degradation.json")).expect("text")).expect("a log")
}

#[test]
fn there_is_a_run_for_every_job() {
    let log = log();
    let jobs = jobs();
    assert_eq!(log.runs.len(), jobs.len());
    for (run, (twins, residual)) in log.runs.iter().zip(jobs) {
        let name = format!("{} {} {} {}", run.net, run.depth, run.norm, run.seed);
        let want = (if residual { "residual" } else { "plain" }, twins.depth, twins.seed);
        assert_eq!((run.net.as_str(), run.depth, run.seed), want);
        assert_eq!(run.norm == "batch", twins.norm, "{name}");
        let steps = if run.seed == SEEDS[0] { STEPS as usize } else { 0 };
        if run.ended.is_none() {
            assert_eq!((run.loss.len(), run.error.len()), (steps, steps), "{name}");
            assert_eq!(run.test.len(), 4, "{name}");
        }
        let layers = if steps > 0 { 2 } else { 0 };
        assert_eq!((run.grad_norms.len(), run.response_std.len()), (layers, layers), "{name}");
    }
}

/// The first steps again. Where a machine rounds otherwise, deep nets soon go another way: one
/// rounding of the weights moves the second loss of plain-56 by 0.02, the third of residual-56
/// by 0.05.
#[test]
fn the_first_steps_give_the_losses_of_the_log() {
    let [train, _] = digits(&read("digits.bin")).expect("the digits");
    let log = log();
    for (run, (twins, residual)) in log.runs.iter().zip(jobs()) {
        if twins.seed != SEEDS[0] {
            continue;
        }
        let steps = match (twins.norm, twins.depth, residual) {
            (true, 20, _) => 3,
            (true, _, true) => 2,
            _ => 1,
        };
        let mut trainer = trainer(&twins, usize::from(residual), &train).expect("a trainer");
        for (step, want) in run.loss.iter().take(steps).enumerate() {
            let loss = trainer.step().expect("a step").loss;
            let off = (loss - want).abs() / want.max(1.0);
            assert!(off < 1e-3, "{} {} step {}: {loss}, not {want}", run.net, run.depth, step + 1);
        }
    }
}

/// What the page says of the runs: in training, the deeper plain net is worse than the shallower
/// one and than its twin, with every seed.
#[test]
fn with_every_seed_the_deeper_plain_net_is_the_worst_in_training() {
    let log = log();
    let [shallow, deep] = DEPTHS;
    for seed in SEEDS {
        let error = |net: &str, depth| {
            let mut runs = log.runs.iter().filter(|r| r.norm == "batch" && r.seed == seed);
            let run = runs.find(|r| r.net == net && r.depth == depth).expect("a run");
            run.train.expect("an error")
        };
        let plain = error("plain", deep);
        assert!(plain > 5.0 * error("plain", shallow), "seed {seed}: {plain}");
        assert!(plain > 10.0 * error("residual", deep), "seed {seed}: {plain}");
    }
}

/// The notes' table and their word on gradients are the log's.
#[test]
fn the_notes_say_what_the_log_says() {
    let log = log();
    let trained: Vec<_> = log.runs.iter().filter(|run| run.norm == "batch").collect();
    let errors = |net: &str, depth: usize, between: &str| {
        let runs = trained.iter().filter(|run| run.net == net && run.depth == depth);
        let errors: Vec<String> =
            runs.map(|run| format!("{:.1}", 100.0 * run.train.expect("an error"))).collect();
        errors.join(between)
    };
    let norm = |net: &str| {
        let mut runs = trained.iter().filter(|run| run.net == net && run.depth == 56);
        runs.next().expect("a run").grad_norms[0][0]
    };
    for (lang, between) in [("zh", "、"), ("en", ", ")] {
        let file = format!("../../notes/{lang}/resnet.md");
        let note = String::from_utf8(read(&file)).expect("text");
        for net in ["plain", "residual"] {
            let [shallow, deep] = [20, 56].map(|depth| errors(net, depth, between));
            let row = format!("| {shallow} | {deep} |");
            assert!(note.contains(&row), "{file} lacks {row}");
        }
        for norm in [format!("{:.0}", norm("plain")), format!("{:.1}", norm("residual"))] {
            assert!(note.contains(&norm), "{file} lacks {norm}");
        }
    }
}
