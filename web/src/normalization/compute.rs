//! A state to two normalizations of one batch, through the engine.

use std::rc::Rc;

use figures::Cell;
use js_sys::Promise;
use nets::{
    batches::{POOL, STEM, stem},
    normalize::{Columns, Norm, PHOTOS, STEP, Setup},
};
use ops::Value;
use wasm_bindgen::JsValue;

use crate::browser::engine::{Tensor, ThirdPass, object, sizes, values};
use crate::normalization::{
    moments::{self, Asked, Moments},
    words::Words,
};
use crate::widget::held::Held;

/// Side of the photographs' centres: AlexNet's input.
pub(crate) const CUT: usize = 227;

/// What is in the worker: the photographs, and their maps by channels and seed.
#[derive(Default)]
pub(crate) struct Kept {
    photos: Option<Held>,
    maps: Option<((usize, u64), Rc<Held>)>,
}

/// What one forward gave.
pub(crate) struct Batch {
    pub(crate) setup: Setup,
    /// `[samples, channels, places]`
    pub(crate) x: Vec<f32>,
    pub(crate) sides: [Side; 2],
    /// x, y and z in PyTorch's order; empty where a side gives nothing.
    pub(crate) in_order: [Vec<f32>; 3],
}

/// One side: what it gave, or why it gives nothing.
pub(crate) type Side = Result<Normal, String>;

/// What a normalization gave.
pub(crate) struct Normal {
    /// `[samples, channels, places]`
    pub(crate) y: Vec<f32>,
    /// Every group's mean and variance, of x and of y.
    pub(crate) before: Moments,
    pub(crate) after: Moments,
    /// The statistics that were stored, where they were used.
    pub(crate) stored: Option<Moments>,
    /// What the normalization itself gave, to ask for a trace.
    traced: Held,
    /// Where padding is skipped: which row of `traced` stands at each place, from 1.
    rows: Option<tensor::Tensor>,
}

impl Normal {
    /// Where a number of the block lies in the traced tensor; `None`: it was skipped.
    pub(crate) fn place(&self, cell: Cell) -> Option<(&Tensor, Vec<usize>)> {
        let index = match &self.rows {
            None => vec![cell.sample, cell.channel, cell.place],
            Some(rows) => {
                let at = cell.sample * rows.shape()[1] + cell.place;
                let row = rows.data().get(at).filter(|row| **row > 0.0)?;
                vec![*row as usize - 1, cell.channel]
            }
        };
        Some((&self.traced, index))
    }
}

/// Runs both normalizations. `photos` are the pixels of the photographs, if they are needed.
pub(crate) async fn run(
    tp: &ThirdPass,
    setup: Setup,
    photos: &[Rc<Vec<u8>>],
    kept: &mut Kept,
    t: &'static Words,
) -> Result<Batch, String> {
    if setup.samples == 0 {
        let wordless = setup.sentences.as_ref().is_some_and(|text| text.there == 0);
        return Err(if wordless { t.no_word } else { t.no_batch }.to_owned());
    }
    let calls = Calls { tp, setup: &setup };
    let (pool, x) = match &setup.sentences {
        Some(text) => {
            let table = calls.upload(&text.table(setup.seed, setup.channels))?;
            let x = calls.rows(&table, &text.ids())?;
            (Rc::new(table), calls.turned(&x)?)
        }
        None => {
            let maps = calls.maps(photos, kept)?;
            let first = object(&[("axis", 0.into()), ("end", number(setup.samples))]);
            let x = calls.op("slice", &[(&*maps).into(), first.into()])?;
            (maps, x)
        }
    };
    let asked = x.ask();
    let sides = setup.norms.map(|norm| calls.side(norm, &pool, &x, t));
    let x = values(asked).await?;
    let [left, right] = sides;
    let sides = [read(left).await?, read(right).await?];
    let in_order = |side: &Side| side.as_ref().map_or(Vec::new(), |n| setup.in_order(&n.y));
    let in_order = [setup.in_order(&x), in_order(&sides[0]), in_order(&sides[1])];
    Ok(Batch { setup, x, sides, in_order })
}

/// What a side has asked for.
struct Waiting {
    y: Promise,
    before: Asked,
    after: Asked,
    stored: Option<[Promise; 2]>,
    normal: Normal,
    _held: Vec<Held>,
}

async fn read(side: Result<Waiting, Refusal>) -> Result<Side, String> {
    let mut waiting = match side {
        Ok(waiting) => waiting,
        Err(Refusal::Side(words)) => return Ok(Err(words)),
        Err(Refusal::All(error)) => return Err(error),
    };
    waiting.normal.y = values(waiting.y).await?;
    waiting.normal.before = waiting.before.read().await?;
    waiting.normal.after = waiting.after.read().await?;
    if let Some([mean, variance]) = waiting.stored {
        let (mean, variance) = (values(mean).await?, values(variance).await?);
        waiting.normal.stored = Some(Moments { mean, variance });
    }
    Ok(Ok(waiting.normal))
}

/// Why a side gives nothing: for a reason of its own, or as all computing failed.
enum Refusal {
    Side(String),
    All(String),
}

impl From<String> for Refusal {
    fn from(error: String) -> Self {
        Self::All(error)
    }
}

fn number(value: usize) -> JsValue {
    (value as f64).into()
}

/// Calls of the engine for a state.
struct Calls<'a> {
    tp: &'a ThirdPass,
    setup: &'a Setup,
}

impl Calls<'_> {
    fn upload(&self, tensor: &tensor::Tensor) -> Result<Held, String> {
        self.tp.upload(tensor.data(), tensor.shape()).map(Held::from)
    }

    fn op(&self, name: &str, given: &[JsValue]) -> Result<Held, String> {
        self.tp.op(name, given).map(Held::from)
    }

    /// The first answer: BatchNorm in training gives its statistics as well.
    fn first(&self, name: &str, given: &[JsValue]) -> Result<Held, String> {
        if name != "batchNormTrain" {
            return self.op(name, given);
        }
        let [y] = self.tp.op_several(name, given, ["y"])?;
        Ok(y.into())
    }

    fn reshape(&self, x: &Held, shape: &[usize]) -> Result<Held, String> {
        self.op("reshape", &[x.into(), sizes(shape).into()])
    }

    fn turned(&self, x: &Held) -> Result<Held, String> {
        self.op("transpose", &[x.into(), sizes(&[0, 2, 1]).into()])
    }

    /// The rows of a table by their numbers.
    fn rows(&self, table: &Held, ids: &tensor::Tensor) -> Result<Held, String> {
        self.op("embedding", &[(&self.upload(ids)?).into(), table.into()])
    }

    /// The maps of all photographs, `[6, channels, places]`.
    fn maps(&self, photos: &[Rc<Vec<u8>>], kept: &mut Kept) -> Result<Rc<Held>, String> {
        let (channels, seed) = (self.setup.channels, self.setup.seed);
        if let Some((known, maps)) = &kept.maps
            && *known == (channels, seed)
        {
            return Ok(Rc::clone(maps));
        }
        if kept.photos.is_none() {
            let pixels = photos.iter().flat_map(|rgba| figures::picture_tensor(rgba, CUT));
            let pixels: Vec<f32> = pixels.collect();
            kept.photos = Some(self.tp.upload(&pixels, &[PHOTOS, 3, CUT, CUT])?.into());
        }
        let Some(photos) = &kept.photos else { return Err("no photographs".to_owned()) };
        let w = self.upload(&stem(channels, seed))?;
        let options = object(&[("stride", number(STEM[1]))]);
        let y = self.op("conv2d", &[photos.into(), (&w).into(), JsValue::NULL, options.into()])?;
        let y = self.op("relu", &[(&y).into()])?;
        let window = object(&[("kernel", number(POOL[0])), ("stride", number(POOL[1]))]);
        let y = self.op("maxPool2d", &[(&y).into(), window.into()])?;
        let maps = Rc::new(self.reshape(&y, &[PHOTOS, channels, self.setup.places()])?);
        kept.maps = Some(((channels, seed), Rc::clone(&maps)));
        Ok(maps)
    }

    /// Running mean and variance after the steps of a training, from 0 and 1.
    fn running(&self, pool: &Held) -> Result<[Held; 2], String> {
        let (c, places) = (self.setup.channels, self.setup.places());
        let (size, row, shape) = match self.setup.sentences {
            Some(_) => (STEP[0], c, vec![STEP[0], c]),
            None => (STEP[1], c * places, vec![STEP[1], c, places]),
        };
        let flat = match self.setup.sentences {
            Some(_) => None,
            None => Some(self.reshape(pool, &[PHOTOS, row])?),
        };
        let full = |v: f32| self.upload(&tensor::Tensor::from_fn(&[c], |_| v));
        let mut now = [full(0.0)?, full(1.0)?];
        for drawn in self.setup.drawn().chunks(size) {
            let ids = tensor::Tensor::from_fn(&[drawn.len()], |i| drawn[i]);
            let batch = self.rows(flat.as_ref().unwrap_or(pool), &ids)?;
            let batch = self.reshape(&batch, &shape)?;
            let options = statistics(&now);
            let given = [(&batch).into(), options];
            let answers = ["y", "mean", "var", "runningMean", "runningVar"];
            let [_, _, _, mean, var] =
                self.tp.op_several("batchNormTrain", &given, answers)?.map(Held::from);
            now = [mean, var];
        }
        Ok(now)
    }

    /// Starts one side, and asks for all that it will show.
    fn side(
        &self,
        norm: Norm,
        pool: &Held,
        x: &Held,
        t: &'static Words,
    ) -> Result<Waiting, Refusal> {
        let setup = self.setup;
        let stored = setup.stored(norm).is_some();
        if setup.members(norm) == 1 && !stored {
            return Err(Refusal::Side(t.alone.to_owned()));
        }
        setup.cost(norm).map_err(|e| Refusal::Side(e.to_string()))?;
        let (name, options) = setup.call(norm);
        let columns = Columns::of(norm, setup.shape(), setup.groups);
        if let Some(text) = setup.sentences.as_ref().filter(|_| setup.skips(norm)) {
            let words = self.rows(pool, &text.real())?;
            let traced = self.first(name, &[(&words).into()])?;
            let shape = [text.real().data().len(), setup.channels];
            let before = moments::of_columns(self.tp, &words, shape)?;
            let after = moments::of_columns(self.tp, &traced, shape)?;
            let blank = self.upload(&tensor::Tensor::from_fn(&[1, setup.channels], |_| 0.0))?;
            let both: js_sys::Array = [&blank, &traced].into_iter().map(JsValue::from).collect();
            let table = self.op("concat", &[both.into(), object(&[("axis", 0.into())]).into()])?;
            let spread = text.spread();
            let y = self.turned(&self.rows(&table, &spread)?)?;
            let normal = normal(traced, Some(spread));
            let (y, held) = (y.ask(), vec![y, words]);
            return Ok(Waiting { y, before, after, stored: None, normal, _held: held });
        }
        let running = if stored { Some(self.running(pool)?) } else { None };
        let given = match &running {
            Some(now) => vec![x.into(), statistics(now)],
            None => vec![x.into(), said(&options)],
        };
        let y = self.first(name, &given)?;
        Ok(Waiting {
            y: y.ask(),
            before: moments::of_block(self.tp, x, &columns)?,
            after: moments::of_block(self.tp, &y, &columns)?,
            stored: running.as_ref().map(|[mean, var]| [mean.ask(), var.ask()]),
            normal: normal(y, None),
            _held: running.into_iter().flatten().collect(),
        })
    }
}

fn normal(traced: Held, rows: Option<tensor::Tensor>) -> Normal {
    let (before, after) = (Moments::default(), Moments::default());
    Normal { y: Vec::new(), before, after, stored: None, traced, rows }
}

fn statistics([mean, var]: &[Held; 2]) -> JsValue {
    object(&[("runningMean", mean.into()), ("runningVar", var.into())]).into()
}

/// Options as the module takes them.
fn said(options: &[(&'static str, Value)]) -> JsValue {
    let one = |value: &Value| match value {
        Value::Number(n) => JsValue::from(*n),
        Value::Numbers(all) => sizes(&all.iter().map(|n| *n as usize).collect::<Vec<_>>()).into(),
        Value::Word(word) => JsValue::from(word.as_str()),
        Value::Flag(flag) => JsValue::from(*flag),
    };
    let fields: Vec<(&str, JsValue)> = options.iter().map(|(key, v)| (*key, one(v))).collect();
    object(&fields).into()
}
