//! A checkpoint's tensors as the weights of a net, by name.

use std::collections::BTreeMap;

use ops::OpError;
use tensor::{Tensor, show_shape};

use crate::net::Net;

/// PyTorch's names of what optimizers keep, which stand before a weight's in checkpoints.
pub(crate) const KEPT: [&str; 3] = ["momentum_buffer", "exp_avg", "exp_avg_sq"];

/// How many complaints an error spells out.
const SPELT: usize = 6;

impl Net {
    /// The tensors of a checkpoint in the order of the weights, and the net that has just these:
    /// optional ones that are not there are left out.
    ///
    /// `num_batches_tracked` is passed over, and so are `module.` before every name, which
    /// `DataParallel` writes, and what an optimizer keeps in a checkpoint of our own.
    ///
    /// # Errors
    /// Names each tensor that is missing, one too many or of another shape, with the shapes.
    pub fn read(&self, tensors: BTreeMap<String, Tensor>) -> Result<(Self, Vec<Tensor>), OpError> {
        let mut tensors = plain_names(tensors);
        let (mut weights, mut values, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for weight in &self.all {
            let (name, want) = (&weight.name, show_shape(&weight.shape));
            let names = || std::iter::once(name).chain(&weight.aliases);
            // A second tensor for one weight stays behind and is one too many.
            let found = names().find_map(|n| tensors.remove(n).map(|t| (n.clone(), t)));
            match found {
                Some((found, t)) if t.shape() != weight.shape => {
                    let got = show_shape(t.shape());
                    wrong.push(format!("{found} is {got}, this net needs {want}"));
                }
                Some((_, t)) => {
                    weights.push(weight.clone());
                    values.push(t);
                }
                None if weight.optional => {}
                None => wrong.push(format!("{name} {want} is missing")),
            }
        }
        let surplus = tensors
            .iter()
            .map(|(n, t)| format!("{n} {} is no weight of this net", show_shape(t.shape())));
        wrong.extend(surplus);
        if wrong.is_empty() {
            let net = Self { weights, ..self.clone() };
            let values = net.silenced(values);
            return Ok((net, values));
        }
        let rest = wrong.len().saturating_sub(SPELT);
        wrong.truncate(SPELT);
        let mut words = format!("the weights do not fit: {}", wrong.join("; "));
        if rest > 0 {
            words += &format!("; and {rest} more");
        }
        Err(OpError::new(self.spec.kind(), words))
    }
}

fn plain_names(tensors: BTreeMap<String, Tensor>) -> BTreeMap<String, Tensor> {
    let wrapped = tensors.keys().all(|name| name.starts_with("module."));
    let plain = |name: String| match name.strip_prefix("module.") {
        Some(rest) if wrapped => rest.to_owned(),
        _ => name,
    };
    let tensors = tensors.into_iter().map(|(name, t)| (plain(name), t));
    let kept = |name: &str| name.split_once('/').is_some_and(|(kept, _)| KEPT.contains(&kept));
    tensor::map(tensors.filter(|(name, _)| !name.ends_with("num_batches_tracked") && !kept(name)))
}
