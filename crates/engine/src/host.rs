//! The CPU backend: every operation by the functions of `ops`.

use std::rc::Rc;

use ops::OpError;
use tensor::Tensor;

use crate::node::{Call, Node, Recipe};

/// The values of a node, computed where they are not there yet.
pub(crate) fn values(node: &Node) -> Result<Rc<Tensor>, OpError> {
    if let Some(done) = node.held() {
        return Ok(done);
    }
    let Recipe::Output(call, at) = &node.recipe else {
        return Err(OpError::new("tensor", "the values of an uploaded tensor are gone"));
    };
    let made = outputs(call)?.into_iter().nth(*at).map(Rc::new);
    let made = made.ok_or_else(|| OpError::new("tensor", "its call has no such output"))?;
    *node.host.borrow_mut() = Some(Rc::clone(&made));
    Ok(made)
}

/// All outputs of a call.
pub(crate) fn outputs(call: &Call) -> Result<Vec<Tensor>, OpError> {
    let held = arguments(call)?;
    call.work.forward(&held.iter().map(Option::as_deref).collect::<Vec<_>>())
}

/// The arguments of a call.
pub(crate) fn arguments(call: &Call) -> Result<Vec<Option<Rc<Tensor>>>, OpError> {
    call.inputs.iter().map(|n| n.as_ref().map(|n| values(n)).transpose()).collect()
}
