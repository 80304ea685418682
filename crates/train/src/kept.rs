//! How far a run has come, so that one that was broken off goes on where it was.

use std::fs;

use nets::training::{Checkpoint, Examples, Trainer};
use serde::{Deserialize, Serialize};
use train::{Curve, Recipe};

use crate::{Outcome, files::read};

/// Where it is kept, from the clone's folder on.
const FOLDER: &str = "target/train";

/// What a checkpoint does not know of its run.
#[derive(Serialize, Deserialize)]
struct Kept {
    recipe: Recipe,
    curve: Curve,
}

/// Keeps a run as it is now.
pub(crate) fn keep<E: Examples>(
    name: &str,
    recipe: &Recipe,
    trainer: &Trainer<E>,
    curve: &Curve,
) -> Outcome {
    let kept = Kept { recipe: recipe.clone(), curve: curve.clone() };
    let json = serde_json::to_vec(&kept).map_err(|e| e.to_string())?;
    let state = trainer.checkpoint().to_bytes().map_err(|e| e.to_string())?;
    fs::create_dir_all(FOLDER).map_err(|e| format!("{FOLDER}: {e}"))?;
    for (ending, bytes) in [("safetensors", state), ("json", json)] {
        let file = format!("{FOLDER}/{name}.{ending}");
        // Under its name there is always a whole one.
        fs::write(format!("{file}.new"), bytes)
            .and_then(|()| fs::rename(format!("{file}.new"), &file))
            .map_err(|e| format!("{file}: {e}"))?;
    }
    Ok(())
}

/// Goes on from what is kept of a run of this recipe, and answers its curve; where nothing is,
/// from the beginning.
pub(crate) fn resume<E: Examples>(name: &str, recipe: &Recipe, trainer: &mut Trainer<E>) -> Curve {
    let kept = || -> Outcome<(Checkpoint, Kept)> {
        let [state, json] = ["safetensors", "json"].map(|e| read(format!("{FOLDER}/{name}.{e}")));
        let kept: Kept = serde_json::from_slice(&json?).map_err(|e| e.to_string())?;
        Ok((Checkpoint::from_bytes(&state?).map_err(|e| e.to_string())?, kept))
    };
    let Ok((state, kept)) = kept() else { return Curve::default() };
    let step = kept.curve.points.last().map_or(0, |point| point.step);
    if kept.recipe != *recipe || step != state.step || trainer.restore(&state).is_err() {
        return Curve::default();
    }
    println!("{name}: goes on from step {step}, kept in {FOLDER}");
    kept.curve
}
