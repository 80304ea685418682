//! How a net is trained, as plain data in PyTorch's names.

use ops::{AdamStep, CrossEntropy, FROM_0, OpError, Optimizer, Options, Schedule, SgdStep};

use crate::read::KEPT;
use crate::spec::Spec;
use crate::training::{Augment, OP, bad};

/// How a net is trained.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainOptions {
    /// What is done with gradients.
    pub optimizer: Optimizer,
    /// The learning rate of each step.
    pub schedule: Schedule,
    /// Examples of a step.
    pub batch: usize,
    /// How many steps there are.
    pub steps: u64,
    /// What the first weights, the order of the examples, dropout and augmentation come from.
    pub seed: u64,
    /// The loss; its mean over the batch.
    pub loss: CrossEntropy,
    /// How likely a number is set to 0, where the net has dropout.
    pub dropout: f64,
    /// How pictures are changed; for whoever makes the examples.
    pub augment: Augment,
    /// Whether the deviations of the layers' responses are wanted.
    pub responses: bool,
}

impl TrainOptions {
    /// Reads `steps`, `batch` (128), `seed` (0), `labelSmoothing` (0), `dropout` (0), `shift`
    /// (0), `flip` (false) and `responses` (true); and the optimizer: `name`, `"sgd"` with `lr`, `momentum` (0) and
    /// `weightDecay` (0), or `"adam"` with `lr`, `betas` ([0.9, 0.999]), `eps` (1e-8) and
    /// `weightDecay`. The rate is always `lr`; or it is times `gamma` (0.1) from each of the
    /// steps `milestones` on; with `warmup` it grows to that over so many steps. Without `lr`,
    /// with `warmup` it is the Transformer's, for the width `dModel` (the net's own, where it is
    /// one).
    ///
    /// # Errors
    /// Names the option that is impossible or unknown.
    pub fn parse(spec: &Spec, run: &Options, optimizer: &Options) -> Result<Self, OpError> {
        let known = ["steps", "batch", "seed", "labelSmoothing", "dropout"];
        run.only(OP, &[&known[..], &["shift", "flip", "responses"]].concat())?;
        let seed = run.whole(OP, "seed")?.unwrap_or(0);
        let seed = u64::try_from(seed).map_err(|_| bad(format!("seed must be from 0, got {seed}")));
        let dropout = run.number(OP, "dropout", (0.0, 1.0))?.unwrap_or(0.0);
        if dropout > 0.0 && !matches!(spec, Spec::AlexNet(_)) {
            let kind = spec.kind();
            return Err(bad(format!("dropout: of the nets here only alexnet has it, not {kind}")));
        }
        if dropout == 1.0 {
            return Err(bad("dropout must be below 1: nothing would be left"));
        }
        let options = Self {
            optimizer: read_optimizer(optimizer)?,
            schedule: read_schedule(spec, optimizer)?,
            batch: run.positive(OP, "batch")?.unwrap_or(128),
            steps: run.positive(OP, "steps")?.ok_or_else(|| bad("steps is missing"))? as u64,
            seed: seed?,
            loss: CrossEntropy {
                smoothing: run.number(OP, "labelSmoothing", (0.0, 1.0))?.unwrap_or(0.0),
                ignore_index: spec.ignored_label(),
                mean: true,
            },
            dropout,
            augment: Augment {
                shift: read_shift(run)?,
                flip: run.flag(OP, "flip")?.unwrap_or(false),
            },
            responses: run.flag(OP, "responses")?.unwrap_or(true),
        };
        Ok(options)
    }

    /// The word by which a checkpoint knows the optimizer.
    pub(crate) fn optimizer_name(&self) -> &'static str {
        if matches!(self.optimizer, Optimizer::Sgd(_)) { "sgd" } else { "adam" }
    }

    /// PyTorch's names of what the optimizer keeps for each learned tensor.
    pub(crate) fn kept_names(&self) -> &'static [&'static str] {
        let names = match self.optimizer {
            Optimizer::Sgd(_) => &KEPT[..1],
            Optimizer::Adam(_) => &KEPT[1..],
        };
        &names[..self.optimizer.kept()]
    }
}

/// A whole number of pixels, 0 too.
fn read_shift(run: &Options) -> Result<usize, OpError> {
    let shift = run.whole(OP, "shift")?.unwrap_or(0);
    let size = usize::try_from(shift).ok().filter(|&s| s <= 64);
    size.ok_or_else(|| bad(format!("shift must be from 0 to 64 pixels, got {shift}")))
}

const RATE: [&str; 5] = ["lr", "milestones", "gamma", "dModel", "warmup"];

fn read_optimizer(options: &Options) -> Result<Optimizer, OpError> {
    let inside = |e: OpError| e.inside(OP, "optimizer");
    let known = |own: &[&'static str]| [&["name", "weightDecay"], own, &RATE].concat();
    let name = options.word(OP, "name", &["sgd", "adam"])?;
    let weight_decay = options.number(OP, "weightDecay", FROM_0)?.unwrap_or(0.0) as f32;
    match name {
        None => Err(bad("optimizer: name is missing; \"sgd\" and \"adam\" are known")),
        Some("sgd") => {
            options.only("sgd", &known(&["momentum"])).map_err(inside)?;
            let momentum = options.number(OP, "momentum", (0.0, 1.0))?.unwrap_or(0.0) as f32;
            Ok(Optimizer::Sgd(SgdStep { momentum, weight_decay }))
        }
        Some(_) => {
            options.only("adam", &known(&["betas", "eps"])).map_err(inside)?;
            let betas = options.numbers(OP, "betas")?.unwrap_or_else(|| vec![0.9, 0.999]);
            let right = betas.iter().all(|b| (0.0..1.0).contains(b));
            let (&[beta1, beta2], true) = (&betas[..], right) else {
                return Err(bad(format!(
                    "betas must be two numbers from 0 to below 1, got {betas:?}"
                )));
            };
            let eps = options.number(OP, "eps", FROM_0)?.unwrap_or(1e-8) as f32;
            Ok(Optimizer::Adam(AdamStep { beta1, beta2, eps, weight_decay }))
        }
    }
}

fn read_schedule(spec: &Spec, options: &Options) -> Result<Schedule, OpError> {
    let rate = options.number(OP, "lr", FROM_0)?;
    let whole = |list: Vec<i64>| -> Option<Vec<u64>> {
        list.into_iter().map(|step| u64::try_from(step).ok().filter(|&s| s > 0)).collect()
    };
    let at = options.wholes(OP, "milestones")?.map(|list| {
        whole(list).ok_or_else(|| bad("milestones must be numbers of steps, the first being 1"))
    });
    let (at, warmup) = (at.transpose()?, options.positive(OP, "warmup")?);
    let gamma = options.number(OP, "gamma", (0.0, 1.0))?;
    if gamma == Some(0.0) || (gamma.is_some() && at.is_none()) {
        return Err(bad("gamma is above 0 and goes with milestones"));
    }
    let own = match spec {
        Spec::Transformer(net) => Some(net.d_model),
        _ => None,
    };
    let d_model = options.positive(OP, "dModel")?;
    let plain = match (rate, at) {
        (None, None) => {
            let words = || bad("the optimizer needs lr, or warmup and dModel");
            let warmup = warmup.ok_or_else(words)? as u64;
            let d_model = d_model.or(own).ok_or_else(|| bad("warmup: dModel is missing"))?;
            return Ok(Schedule::Transformer { d_model, warmup });
        }
        (None, Some(_)) => return Err(bad("the optimizer needs lr beside milestones")),
        (Some(_), _) if d_model.is_some() => {
            return Err(bad("the optimizer takes dModel with warmup alone, without lr"));
        }
        (Some(rate), None) => Schedule::Constant { rate },
        (Some(rate), Some(at)) => Schedule::Drops { rate, at, by: 1.0 / gamma.unwrap_or(0.1) },
    };
    Ok(match warmup {
        None => plain,
        Some(over) => Schedule::Warmup { over: over as u64, then: Box::new(plain) },
    })
}
