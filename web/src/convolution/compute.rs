//! A state to numbers, through the engine; what has not changed is not sent again.

use nets::filters::{Filter, filter, masked};
use share::State;

use crate::browser::engine::{Product, Tensor, ThirdPass, engine, values};

/// Tensors that stay in the worker between two states.
#[derive(Default)]
pub(crate) struct Held {
    engine: Option<ThirdPass>,
    input: Option<(u64, i32, Tensor)>,
    output: Option<Tensor>,
}

/// What one forward gave.
#[derive(Clone, Default)]
pub(crate) struct Maps {
    pub(crate) weights: Vec<f32>,
    pub(crate) y: Vec<f32>,
    pub(crate) relu: Vec<f32>,
    pub(crate) pooled: Vec<f32>,
    /// Side of the output and of the pooled map (0: too small to pool).
    pub(crate) sides: [usize; 2],
    pub(crate) time_ms: f64,
}

/// The sides of the output and of the pooled map; the ops decide.
pub(crate) fn sides(state: &State) -> [usize; 2] {
    let pair = |key: &str| [state.int(key) as usize; 2];
    let op = ops::Conv2d {
        stride: pair("stride"),
        padding: pair("padding"),
        dilation: pair("dilation"),
        ..ops::Conv2d::default()
    };
    let out = op.out_size(0, state.int("side") as usize, state.int("size") as usize).unwrap_or(0);
    [out, if out < 3 { 0 } else { (out - 3) / 2 + 1 }]
}

/// The kernel of a state.
pub(crate) fn weights(state: &State) -> tensor::Tensor {
    let kind = Filter::of(state.word("kernel"));
    let made = filter(
        kind,
        state.int("size") as usize,
        f64::from(state.int("angle")),
        state.int("seed") as u64,
    );
    let read = match state.word("channels") {
        "r" => [true, false, false],
        "g" => [false, true, false],
        "b" => [false, false, true],
        _ => [true; 3],
    };
    masked(&made, read)
}

impl Held {
    /// Runs convolution, ReLU and pooling. `picture` is the photograph's pixels
    /// and a number that changes with it.
    pub(crate) async fn run(
        &mut self,
        state: &State,
        backend: &str,
        picture: (&[u8], u64),
    ) -> Result<(Maps, String), String> {
        let kept = self.input.is_some();
        let mut made = self.try_run(state, backend, picture).await;
        if made.is_err() && kept {
            // What we kept in the worker may be gone with it: once more, from the pixels.
            *self = Self::default();
            made = self.try_run(state, backend, picture).await;
        }
        if made.is_err() {
            *self = Self::default();
        }
        made
    }

    async fn try_run(
        &mut self,
        state: &State,
        backend: &str,
        (rgba, number): (&[u8], u64),
    ) -> Result<(Maps, String), String> {
        let tp = match &self.engine {
            Some(tp) => tp.clone(),
            None => engine(backend).await?,
        };
        self.engine = Some(tp.clone());
        let clock = || web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now());
        let began = clock();
        let side = state.int("side");
        let x = match self.input.take() {
            Some((n, s, x)) if n == number && s == side => x,
            old => {
                if let Some((_, _, x)) = old {
                    x.dispose();
                }
                let n = side as usize;
                tp.upload(&figures::picture_tensor(rgba, n), &[1, 3, n, n])?
            }
        };
        self.input = Some((number, side, x.clone()));
        let weights = weights(state);
        let w = tp.upload(weights.data(), weights.shape())?;
        let steps = [state.int("stride"), state.int("padding"), state.int("dilation")];
        let y = tp.convolve(&x, &w, steps)?;
        let relu = tp.relu(&y).map_err(|e| crate::browser::engine::said(&e))?;
        let sides = sides(state);
        let pooled = if sides[1] > 0 { Some(tp.pool(&relu)?) } else { None };
        // Asked for together: one message, one readback.
        let asked = (y.ask(), relu.ask(), pooled.as_ref().map(Tensor::ask));
        let y_values = values(asked.0).await?;
        let relu_values = values(asked.1).await?;
        let pooled_values = match asked.2 {
            Some(promise) => values(promise).await?,
            None => Vec::new(),
        };
        let time_ms = clock() - began;
        w.dispose();
        relu.dispose();
        if let Some(p) = pooled {
            p.dispose();
        }
        if let Some(old) = self.output.replace(y) {
            old.dispose();
        }
        let maps = Maps {
            weights: weights.into_data(),
            y: y_values,
            relu: relu_values,
            pooled: pooled_values,
            sides,
            time_ms,
        };
        Ok((maps, tp.backend()))
    }

    /// The engine and the present output, to ask for a trace.
    pub(crate) fn traced(&self) -> Option<(ThirdPass, Tensor)> {
        Some((self.engine.clone()?, self.output.clone()?))
    }
}

/// The products behind one output cell.
pub(crate) async fn products(
    (tp, y): (ThirdPass, Tensor),
    (row, column): (usize, usize),
) -> Result<Vec<Product>, String> {
    tp.products(&y, &[0, 0, row, column]).await
}
