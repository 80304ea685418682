//! Trains nets side by side on the digits and writes their logs.

use std::{
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};

use nets::{activation::Rivals, degradation::Twins, digits::digits};
use serde::{Serialize, de::DeserializeOwned};
use train::{Log, activation, degradation};

use crate::{
    Outcome,
    files::{read, write},
};

/// What the page reads too.
const DIGITS: &str = "web/assets/digits";

/// Plain nets and their twins with shortcuts.
pub(crate) fn degradation() -> Outcome {
    log("degradation", &degradation::jobs(), |(twins, residual): (Twins, bool), data| {
        let run = degradation::run(&twins, residual, data).map_err(|e| e.to_string())?;
        let degradation::Run { net, depth, norm, seed, test, train, ended, .. } = &run;
        let ended = ended.as_deref().unwrap_or_default();
        let said = format!(
            "{net}-{depth}, norm {norm}, seed {seed}: test {test:?}, train {train:?} {ended}"
        );
        Ok((run, said))
    })
}

/// A net with ReLU and with tanh.
pub(crate) fn activation() -> Outcome {
    log("activation", &activation::jobs(), |(rivals, which): (Rivals, usize), data| {
        let run = activation::run(&rivals, which, data).map_err(|e| e.to_string())?;
        let activation::Run { net, start, rate, seed, reached, test, train, ended, .. } = &run;
        let ended = ended.as_deref().unwrap_or_default();
        let rate = f64::from(*rate) / 1000.0;
        let said = format!(
            "{net}, {start}, rate {rate}, seed {seed}: a quarter at {reached:?}, test {test:?}, train {train:?} {ended}"
        );
        Ok((run, said))
    })
}

/// All runs of a log, two at a time.
fn log<J: Copy + Sync, R: Serialize + DeserializeOwned + Send>(
    what: &str,
    jobs: &[J],
    one: impl Fn(J, &[nets::digits::Digits; 2]) -> Outcome<(R, String)> + Sync,
) -> Outcome {
    let data = digits(&read(format!("{DIGITS}/digits.bin"))?).map_err(|e| e.to_string())?;
    let next = Mutex::new(0..jobs.len());
    let done: Mutex<Vec<Option<Outcome<R>>>> = Mutex::new(jobs.iter().map(|_| None).collect());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(at) = at else { break };
                    let begun = Instant::now();
                    let ran = one(jobs[at], &data).map(|(run, said)| {
                        println!("{said}, {:.0} s", begun.elapsed().as_secs_f64());
                        run
                    });
                    done.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(ran);
                }
            });
        }
    });
    let runs = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    let runs = runs.into_iter().flatten().collect::<Outcome<Vec<R>>>()?;
    let log = Log { command: format!("cargo xtask train {what}"), runs };
    write(format!("{DIGITS}/{what}.json"), log.to_json().map_err(|e| e.to_string())?)
}
