//! One forward of the whole net on a photograph, row by row of table 1.

use std::rc::Rc;

use figures::picture_tensor;
use nets::family::ROWS;

use crate::browser::engine::{Net, ThirdPass, values};
use crate::family::seen::Seen;
use crate::widget::{held::Held, weights::Taken};

/// Pixels along a side of what the nets read.
const SIDE: usize = 224;
/// What torchvision takes off each colour, and divides it by.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const STD: [f32; 3] = [0.229, 0.224, 0.225];

/// The net that stays in the worker, and what it was made of.
pub(crate) type Kept = Option<(String, Net)>;

/// What is run.
pub(crate) struct Job<'a> {
    pub(crate) seen: &'a Seen,
    pub(crate) rgba: &'a [u8],
    /// Of random weights.
    pub(crate) seed: u32,
    /// The reader's weights in place of random ones.
    pub(crate) taken: Option<Rc<Taken>>,
}

/// How far it is: the weights are being made, or a row is being computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Weights,
    /// A row, in a run that is timed or not.
    Row(usize, bool),
}

/// What a run came to.
pub(crate) struct Run {
    /// Milliseconds of each row.
    pub(crate) times: Vec<f64>,
    /// The logits.
    pub(crate) y: Vec<f32>,
    /// Their softmax, where the weights are the reader's.
    pub(crate) shares: Vec<f32>,
}

pub(crate) async fn run(
    engine: &ThirdPass,
    job: Job<'_>,
    kept: &mut Kept,
    tell: impl Fn(Step),
) -> Result<Run, String> {
    let key = match &job.taken {
        Some(taken) => format!("file {}", taken.number),
        None => format!("{} {:?}", job.seed, job.seen.net),
    };
    if kept.as_ref().is_none_or(|(known, _)| *known != key) {
        tell(Step::Weights);
        // Two large nets are more than a tab may have.
        *kept = None;
        let net = match &job.taken {
            Some(taken) => taken.net(engine).await?,
            None => {
                let net = engine.model(&job.seen.net.options(), job.seed)?;
                net.ready().await?;
                net
            }
        };
        *kept = Some((key, net));
    }
    let Some((_, net)) = kept else { return Err("model: there is no net".to_owned()) };
    let x = prepared(engine, job.rgba)?;
    // Waited for, so that it is in nobody's time.
    values(x.ask()).await?;
    if engine.backend() == "webgpu" {
        rows(engine, net, &x, |row| tell(Step::Row(row, false))).await?;
    }
    let (times, y) = rows(engine, net, &x, |row| tell(Step::Row(row, true))).await?;
    let shares = match job.taken {
        Some(_) => {
            let p: Held = engine.op("softmax", &[(&y).into()])?.into();
            values(p.ask()).await?
        }
        None => Vec::new(),
    };
    Ok(Run { times, y: values(y.ask()).await?, shares })
}

/// The picture as the nets are given it, `[1, 3, 224, 224]`.
fn prepared(engine: &ThirdPass, rgba: &[u8]) -> Result<Held, String> {
    let x: Held = engine.upload(&picture_tensor(rgba, SIDE), &[1, 3, SIDE, SIDE])?.into();
    let colours = |of: [f32; 3]| Ok::<_, String>(Held::from(engine.upload(&of, &[1, 3, 1, 1])?));
    let (mean, over) = (colours(MEAN)?, colours(STD.map(f32::recip))?);
    let x: Held = engine.op("sub", &[(&x).into(), (&mean).into()])?.into();
    Ok(engine.op("mul", &[(&x).into(), (&over).into()])?.into())
}

/// Every row from what the one before gave: the milliseconds of each, and the logits.
async fn rows(
    engine: &ThirdPass,
    net: &Net,
    x: &Held,
    tell: impl Fn(usize),
) -> Result<(Vec<f64>, Held), String> {
    net.timed_parts(engine, x, ROWS.iter().map(|stage| stage.until), tell).await
}
