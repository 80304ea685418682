//! The paper's net counted, and a real layer computed in two groups and in one.

use js_sys::Uint8Array;
use nets::{
    accounts::{Account, spec},
    columns::{Half, block_diagonal, halves, strengths},
};
use share::State;
use tensor::{Difference, Tensor, read_safetensors};

use crate::browser::engine::{Net, ThirdPass, object, values};
use crate::columns::{real, view::SIDE};
use crate::layers::live::accounts;
use crate::network::{
    NET,
    shipped::{SIDE as SMALL, Shipped},
};
use crate::widget::held::Held;

/// What was counted and computed.
pub(crate) struct Seen {
    pub(crate) accounts: Vec<Account>,
    pub(crate) halves: Vec<Half>,
    /// Parameters, multiply-adds, activations, numbers received: a row a layer, as checked.
    pub(crate) counts: Vec<f32>,
    /// The layer's input, and its output in the state's number of groups.
    pub(crate) x: Vec<f32>,
    pub(crate) y: Vec<f32>,
    /// A row an input.
    pub(crate) strengths: Vec<f32>,
    /// How many weights two groups have, and one.
    pub(crate) weights: [usize; 2],
    /// How far the two results are apart at most.
    pub(crate) apart: f32,
}

pub(crate) async fn run(
    engine: &ThirdPass,
    shipped: &Shipped,
    state: &State,
    kept: &mut Option<Net>,
) -> Result<Seen, String> {
    let accounts = accounts(engine, &spec("paper", SIDE, 0)).await?;
    let halves = halves(&accounts, SIDE as u64);
    let row = |half: &Half| {
        [half.parameters, half.multiply_adds, half.activations, half.received].map(|n| n as f32)
    };
    let counts = halves.iter().flat_map(row).collect();
    let net = match kept {
        Some(net) => net,
        None => {
            let file = Uint8Array::from(&shipped.weights[..]);
            kept.insert(Net::open(engine, NET, file).await?)
        }
    };
    let [before, stage] = real::stages(state);
    let rgba = shipped.picture(state.int("kind") as usize, 0);
    let picture: Held = engine.upload(&figures::centred(&rgba), &[1, 3, SMALL, SMALL])?.into();
    let (_, mut held) = net.run_keeping(&picture, &[before.name])?;
    let x = held.pop().ok_or("model: a layer is missing")?;
    let (tensors, _) = read_safetensors(&shipped.weights).map_err(|e| e.to_string())?;
    let weight = |part: &str| {
        let name = format!("{}.{part}", stage.name);
        tensors.get(&name).ok_or_else(|| format!("model: {name} is missing"))
    };
    let upload = |of: &Tensor| engine.upload(of.data(), of.shape()).map(Held::from);
    let (grouped, bias) = (weight("weight")?, upload(weight("bias")?)?);
    let whole = block_diagonal(grouped, 2);
    let convolve = |weight: &Tensor, groups: i32| {
        let options =
            object(&[("padding", stage.window[2].into()), ("groups", groups.into())]).into();
        // Held until the call is on its way.
        let weight = upload(weight)?;
        let given = [(&x).into(), (&weight).into(), (&bias).into(), options];
        engine.op("conv2d", &given).map(Held::from)
    };
    let (two, one) = (convolve(grouped, 2)?, convolve(&whole, 1)?);
    // Asked for in one turn: they come in one message.
    let (asked, two, one) = (x.ask(), two.ask(), one.ask());
    let (x, two, one) = (values(asked).await?, values(two).await?, values(one).await?);
    let apart = Difference::of(&two, &one, (0.0, 0.0)).map_or(f32::NAN, |d| d.largest);
    let weights = [grouped.data().len(), whole.data().len()];
    let strengths = strengths(&whole);
    let y = if state.int("groups") == 1 { one } else { two };
    Ok(Seen { accounts, halves, counts, x, y, strengths, weights, apart })
}
