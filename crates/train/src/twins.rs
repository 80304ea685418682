//! Trains deep nets with and without shortcuts and writes their log.

use std::{
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};

use nets::digits::{Digits, digits};
use train::degradation::{Log, Run, jobs, run};

use crate::{
    Outcome,
    files::{read, write},
};

/// What the page reads too.
const DIGITS: &str = "web/assets/digits";

/// All runs, two at a time.
pub(crate) fn degradation() -> Outcome {
    let data = digits(&read(format!("{DIGITS}/digits.bin"))?).map_err(|e| e.to_string())?;
    let jobs = jobs();
    let next = Mutex::new(0..jobs.len());
    let done: Mutex<Vec<Option<Outcome<Run>>>> = Mutex::new(jobs.iter().map(|_| None).collect());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(at) = at else { break };
                    let ran = one(jobs[at], &data);
                    done.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(ran);
                }
            });
        }
    });
    let runs = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    let runs = runs.into_iter().flatten().collect::<Outcome<Vec<Run>>>()?;
    let log = Log { command: "cargo xtask train degradation".to_owned(), runs };
    write(format!("{DIGITS}/degradation.json"), log.to_json().map_err(|e| e.to_string())?)
}

fn one((twins, residual): (nets::degradation::Twins, bool), data: &[Digits; 2]) -> Outcome<Run> {
    let begun = Instant::now();
    let ran = run(&twins, residual, data).map_err(|e| e.to_string())?;
    let Run { net, depth, norm, seed, test, train, ended, .. } = &ran;
    let spent = begun.elapsed().as_secs_f64();
    println!(
        "{net}-{depth}, norm {norm}, seed {seed}: test {test:?}, train {train:?}, {spent:.0} s {}",
        ended.as_deref().unwrap_or_default()
    );
    Ok(ran)
}
