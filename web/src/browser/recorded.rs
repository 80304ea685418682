//! A function of one tensor that the module has recorded, and runs as one plan.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use crate::browser::engine::{Tensor, ThirdPass, called, get, list, said, sizes};
use crate::widget::held::Held;

/// A recorded function; given back when nobody has it any more.
pub(crate) struct Recorded(Function);

impl ThirdPass {
    /// Has `compile`, or `vjp`, of the module record `of` for a tensor of this shape. What `of`
    /// uses besides are constants.
    pub(crate) fn recorded(
        &self,
        how: &str,
        shape: &[usize],
        of: impl Fn(&Tensor) -> Result<Tensor, String> + 'static,
    ) -> Result<Recorded, String> {
        let of = move |x: JsValue| -> Result<JsValue, JsValue> {
            of(&x.unchecked_into()).map(Into::into).map_err(|words| JsValue::from(&*words))
        };
        let of = Closure::<dyn Fn(JsValue) -> Result<JsValue, JsValue>>::new(of);
        // It is called once, now.
        let made = self.called(how, &[of.as_ref().clone(), Array::of1(&sizes(shape)).into()])?;
        made.dyn_into().map(Recorded).map_err(|e| said(&e))
    }
}

impl Recorded {
    /// What `compile` recorded, of x.
    pub(crate) fn run(&self, x: &Held) -> Result<Held, String> {
        let y = self.0.call1(&JsValue::UNDEFINED, &x.into()).map_err(|e| said(&e))?;
        Ok(y.unchecked_into::<Tensor>().into())
    }

    /// What `vjp` recorded: y, and the gradient of Σ y·dy by x.
    pub(crate) fn with_gradient(&self, x: &Held, dy: &Held) -> Result<[Held; 2], String> {
        let made =
            self.0.call2(&JsValue::UNDEFINED, &x.into(), &dy.into()).map_err(|e| said(&e))?;
        let dx = list(&get(&made, "grads")).get(0);
        Ok([get(&made, "y"), dx].map(|tensor| tensor.unchecked_into::<Tensor>().into()))
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        // Of an engine that is closed there is nothing to forget.
        let _ = called(&self.0, "dispose", &[]);
    }
}
