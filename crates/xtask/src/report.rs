//! Steps run one after the other, with a header each and a summary at the end.

use std::time::{Duration, Instant};

use crate::{Outcome, places::Places};

/// One thing that must pass.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&Places) -> Outcome,
}

enum Result {
    Passed(Duration),
    Failed(Duration),
    NotRun,
}

/// Stops at the first failure unless told to go on.
pub(crate) fn run_all(places: &Places, steps: &[Step], keep_going: bool) -> Outcome {
    let start = Instant::now();
    let mut results = Vec::new();
    for step in steps {
        let failed = results.iter().any(|r| matches!(r, Result::Failed(_)));
        results.push(if failed && !keep_going { Result::NotRun } else { one(places, step) });
    }
    eprintln!("\n== summary");
    for (step, result) in steps.iter().zip(&results) {
        let (word, time) = match result {
            Result::Passed(time) => ("passed", seconds(*time)),
            Result::Failed(time) => ("FAILED", seconds(*time)),
            Result::NotRun => ("not run", String::new()),
        };
        eprintln!("{word:8} {time:>9}  {}", step.name);
    }
    let time = seconds(start.elapsed());
    let failed: Vec<&str> = steps
        .iter()
        .zip(&results)
        .filter(|(_, r)| matches!(r, Result::Failed(_)))
        .map(|(s, _)| s.name)
        .collect();
    if failed.is_empty() {
        eprintln!("everything passed in {}", time.trim_start());
        Ok(())
    } else {
        Err(format!("failed after {}: {}", time.trim_start(), failed.join(", ")))
    }
}

fn one(places: &Places, step: &Step) -> Result {
    eprintln!("\n== {}", step.name);
    let start = Instant::now();
    let outcome = (step.run)(places);
    let time = start.elapsed();
    match outcome {
        Ok(()) => {
            eprintln!("== {}: passed in {}", step.name, seconds(time));
            Result::Passed(time)
        }
        Err(words) => {
            eprintln!("{words}\n== {}: FAILED after {}", step.name, seconds(time));
            Result::Failed(time)
        }
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
