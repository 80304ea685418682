//! A state to patches, through the engine.

use nets::augmentation::{Chance, Cut, Eigen, PATCH, SIDE, components, shift, ten};
use share::State;

use crate::augmentation::look::cut;
use crate::browser::engine::{ThirdPass, object, values};
use crate::widget::{held::Held, photos::Photo};

/// What stays in the worker: the photograph by its number, and what mirrors.
#[derive(Default)]
pub(crate) struct Kept {
    photo: Option<(u64, Held, Eigen)>,
    mirror: Option<Held>,
}

/// What one forward gave.
pub(crate) struct Patches {
    pub(crate) photo: Photo,
    pub(crate) eigen: Eigen,
    /// The standard deviation times a normal number, for each component.
    pub(crate) alphas: [f64; 3],
    pub(crate) shift: [f64; 3],
    /// The patch as it is cut out, and with its colours shifted, `[3, 224, 224]`.
    pub(crate) cut: Vec<f32>,
    pub(crate) patch: Vec<f32>,
    /// The ten of testing, where they are shown.
    pub(crate) ten: Vec<Vec<f32>>,
    /// What "check" compares: eigenvalues, shift, every 16th pixel of the patch.
    pub(crate) compared: [Vec<f32>; 3],
}

/// Cuts a patch out and mirrors it.
fn patch(tp: &ThirdPass, x: &Held, mirror: &Held, at: Cut) -> Result<Held, String> {
    let slice = |x: &Held, axis: i32, start: usize| -> Result<Held, String> {
        let end = (start + PATCH) as f64;
        let options =
            object(&[("axis", axis.into()), ("start", (start as f64).into()), ("end", end.into())]);
        tp.op("slice", &[x.into(), options.into()]).map(Held::from)
    };
    let cut = slice(&slice(x, 1, at.top)?, 2, at.left)?;
    if !at.mirror {
        return Ok(cut);
    }
    // A product with ones on the other diagonal turns every row around.
    tp.op("matmul", &[(&cut).into(), mirror.into()]).map(Held::from)
}

/// Makes the patches of a state.
pub(crate) async fn run(
    tp: &ThirdPass,
    state: &State,
    photo: Photo,
    kept: &mut Kept,
) -> Result<Patches, String> {
    if kept.photo.as_ref().is_none_or(|(number, ..)| *number != photo.number) {
        let values = figures::picture_tensor(&photo.rgba, SIDE);
        let x = tp.upload(&values, &[3, SIDE, SIDE])?;
        kept.photo = Some((photo.number, x.into(), components(&photo.rgba)));
    }
    if kept.mirror.is_none() {
        let ones = |i: usize| f32::from(u8::from(i / PATCH + i % PATCH == PATCH - 1));
        let ones: Vec<f32> = (0..PATCH * PATCH).map(ones).collect();
        kept.mirror = Some(tp.upload(&ones, &[PATCH, PATCH])?.into());
    }
    let (Some((_, x, eigen)), Some(mirror)) = (&kept.photo, &kept.mirror) else {
        return Err("no picture".to_owned());
    };
    let chance = Chance::of(u64::from(state.int("seed").unsigned_abs()));
    let sigma = match state.word("colour") {
        "none" => 0.0,
        _ => f64::from(state.int("sigma")) / 100.0,
    };
    let shift = shift(eigen, chance.alphas, sigma);
    let cut = patch(tp, x, mirror, cut(state))?;
    let colour: Held = tp.upload(&shift.map(|v| v as f32), &[3, 1, 1])?.into();
    let shifted: Held = tp.op("add", &[(&cut).into(), (&colour).into()])?.into();
    let mut made = vec![cut, shifted];
    if state.word("show") == "test" {
        for at in ten() {
            made.push(patch(tp, x, mirror, at)?);
        }
    }
    // Asked for together: one message.
    let asked: Vec<_> = made.iter().map(|tensor| tensor.ask()).collect();
    let mut got = Vec::new();
    for promise in asked {
        got.push(values(promise).await?);
    }
    let ten = got.split_off(2);
    let (patch, cut) = (got.pop().unwrap_or_default(), got.pop().unwrap_or_default());
    let sixteenth = |at: usize| (at % PATCH).is_multiple_of(16);
    let every: Vec<f32> = (0..3 * PATCH * PATCH)
        .filter(|&i| sixteenth(i) && sixteenth(i / PATCH))
        .filter_map(|i| patch.get(i).copied())
        .collect();
    let short = |of: [f64; 3]| of.map(|v| v as f32).to_vec();
    Ok(Patches {
        photo,
        eigen: *eigen,
        alphas: chance.alphas.map(|a| a * sigma),
        shift,
        cut,
        patch,
        ten,
        compared: [short(eigen.values), short(shift), every],
    })
}
