//! A query to its weights and output, through the engine; the map of the plane only when it
//! is another.

use std::rc::Rc;

use nets::attention::{Similarity, places};
use share::{
    State,
    widgets::query::{Points, mapped, points},
};
use wasm_bindgen::JsValue;

use crate::attention::compute::Calls;
use crate::browser::engine::{ThirdPass, object, values};
use crate::widget::held::Held;

/// What a map of the plane depends on.
type Source = (Similarity, i32, Vec<[f32; 2]>);

/// The map that was made last: the weights of every key, place by place.
#[derive(Default)]
pub(crate) struct Kept(Option<(Source, Rc<Vec<f32>>)>);

/// What one forward gave.
pub(crate) struct Heard {
    pub(crate) points: Points,
    pub(crate) scores: Vec<f32>,
    pub(crate) weights: Vec<f32>,
    /// The weighted mean of the values.
    pub(crate) y: Vec<f32>,
    pub(crate) field: Rc<Vec<f32>>,
    /// The map of the key that the state looks at.
    pub(crate) first: Vec<f32>,
}

impl Heard {
    /// The map of one key.
    pub(crate) fn map(&self, key: usize) -> Vec<f32> {
        map(&self.field, key, self.points.keys.len())
    }
}

/// The weights of one key out of those of all.
fn map(field: &[f32], key: usize, keys: usize) -> Vec<f32> {
    field.iter().skip(key).step_by(keys.max(1)).copied().collect()
}

/// The query of a state, answered.
pub(crate) async fn run(tp: &ThirdPass, state: &State, kept: &mut Kept) -> Result<Heard, String> {
    let points = points(state);
    let similarity = Similarity::of(state.word("similarity"));
    let source = (similarity, state.int("temperature"), points.keys.clone());
    let given = Given::upload(tp, &points, similarity, f64::from(source.1) / 10.0)?;
    let [scores, weights, y] = given.attend(&points.query)?;
    let field = match &kept.0 {
        Some((known, field)) if *known == source => Rc::clone(field),
        _ => {
            let [_, weights, _] = given.attend(places().data())?;
            let field = Rc::new(values(weights.ask()).await?);
            kept.0 = Some((source, Rc::clone(&field)));
            field
        }
    };
    let [scores, weights, y] = [scores.ask(), weights.ask(), y.ask()];
    let (scores, weights, y) = (values(scores).await?, values(weights).await?, values(y).await?);
    let first = map(&field, mapped(state), points.keys.len());
    Ok(Heard { points, scores, weights, y, field, first })
}

/// What is in the worker.
struct Given<'a> {
    calls: Calls<'a>,
    similarity: Similarity,
    temperature: f64,
    count: usize,
    keys: Held,
    values: Held,
    /// The additive similarity's weights: 1 and 1.
    ones: Held,
    /// The unit matrix.
    unit: Held,
}

impl<'a> Given<'a> {
    fn upload(
        tp: &'a ThirdPass,
        points: &Points,
        similarity: Similarity,
        temperature: f64,
    ) -> Result<Self, String> {
        let count = points.keys.len();
        let pairs = |of: &[[f32; 2]]| tp.upload(of.as_flattened(), &[count, 2]).map(Held::from);
        let unit: Vec<f32> =
            (0..count * count).map(|at| f32::from(u8::from(at % (count + 1) == 0))).collect();
        Ok(Self {
            similarity,
            temperature,
            count,
            keys: pairs(&points.keys)?,
            values: pairs(&points.values)?,
            ones: tp.upload(&[1.0, 1.0], &[1, 2])?.into(),
            unit: tp.upload(&unit, &[count, count])?.into(),
            calls: Calls(tp),
        })
    }

    /// Scores, weights and outputs of queries `[n, 2]`.
    fn attend(&self, queries: &[f32]) -> Result<[Held; 3], String> {
        let (n, scale) = (queries.len() / 2, self.similarity.scale(2));
        let q: Held = self.calls.0.upload(queries, &[n, 2])?.into();
        let of = [&q, &self.keys, &self.ones];
        let (deep, _) = self.calls.scores(self.similarity, of, [n, self.count, 2])?;
        let flat = self.calls.reshape(&deep, &[n, self.count])?;
        let scale_it = self.calls.number(scale)?;
        let scores = self.calls.op("mul", &[(&flat).into(), (&scale_it).into()])?;
        // Scores of another kind than products are queries to the unit keys.
        let (asking, asked, factor) = match self.similarity {
            Similarity::Scaled | Similarity::Dot => (&q, &self.keys, f64::from(scale)),
            _ => (&scores, &self.unit, 1.0),
        };
        let options = object(&[("scale", (factor / self.temperature).into())]);
        let given: [JsValue; 4] =
            [asking.into(), asked.into(), (&self.values).into(), options.into()];
        let [y, weights] = self
            .calls
            .0
            .op_several("scaledDotProductAttention", &given, ["y", "weights"])?
            .map(Held::from);
        Ok([scores, weights, y])
    }
}
