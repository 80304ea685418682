//! A CIFAR ResNet found from the weights of a file: how deep it is, how wide, of what kind.

use std::collections::{BTreeMap, BTreeSet};

use ops::{OpError, Shortcut};
use tensor::{Tensor, show_shape};

use crate::cifar::CifarResNet;

/// Who errors name.
const NET: &str = "cifarResnet";
/// The most stages and blocks of a stage that are looked for.
const MOST: usize = 400;

/// What a file of weights is brought to before a net is found in it: without `module.` before
/// every name and without `num_batches_tracked`, and in torchvision's words.
#[must_use]
pub fn usual_names(tensors: BTreeMap<String, Tensor>) -> BTreeMap<String, Tensor> {
    let wrapped = tensors.keys().all(|name| name.starts_with("module."));
    let usual = |name: String| {
        let name = if wrapped { name.replacen("module.", "", 1) } else { name };
        let name = match name.strip_prefix("linear.") {
            Some(rest) => format!("fc.{rest}"),
            None => name,
        };
        let name = name.replace(".shortcut.0.", ".downsample.0.");
        let name = name.replace(".shortcut.1.", ".downsample.1.");
        name.replace(".downsample.conv.", ".downsample.0.")
            .replace(".downsample.bn.", ".downsample.1.")
            .replace(".gamma", ".weight")
            .replace(".beta", ".bias")
    };
    let kept = tensors.into_iter().filter(|(name, _)| !name.ends_with("num_batches_tracked"));
    tensor::map(kept.map(|(name, tensor)| (usual(name), tensor)))
}

impl CifarResNet {
    /// The net whose weights these are, by [`usual_names`]. Where channels grow without a
    /// projection the shortcut is option A: a plain net's file looks the same.
    ///
    /// # Errors
    /// Says what is missing, or what no net of this kind has. Whether every tensor fits, its
    /// reader says.
    pub fn found(tensors: &BTreeMap<String, Tensor>) -> Result<Self, OpError> {
        let bad = |words: String| OpError::new(NET, format!("the weights do not fit: {words}"));
        let shape = |name: &str| {
            let found = tensors.get(name).map(Tensor::shape);
            found.ok_or_else(|| bad(format!("{name} is missing")))
        };
        let stem = shape("conv1.weight")?;
        if stem.len() != 4 || stem[1..] != [3, 3, 3] {
            let got = show_shape(stem);
            return Err(bad(format!(
                "conv1.weight is {got}, such a net needs [channels, 3, 3, 3]"
            )));
        }
        if !tensors.contains_key("bn1.running_mean") {
            return Err(bad(
                "bn1.running_mean is missing: only nets with batch norm are taken".into()
            ));
        }
        let mut stages = BTreeSet::new();
        stages.extend(tensors.keys().filter_map(|name| stage_of(name)));
        let count = stages.len();
        if count == 0 || count > MOST || stages.iter().copied().ne(1..=count) {
            return Err(bad("layer1, layer2, … are not there from the first to the last".into()));
        }
        let blocks = |stage: usize| {
            let there = |i: &usize| tensors.contains_key(&format!("layer{stage}.{i}.conv1.weight"));
            (0..MOST).take_while(there).count()
        };
        let n = blocks(1);
        let uneven = (1..=count).map(|stage| (stage, blocks(stage))).find(|(_, b)| *b != n);
        if let Some((stage, other)) = uneven {
            let words =
                format!("layer{stage} has {other} blocks, layer1 {n}: not one of 6n + 2 layers");
            return Err(bad(words));
        }
        if n == 0 {
            return Err(bad("layer1.0.conv1.weight is missing".into()));
        }
        if tensors.contains_key("layer1.0.conv3.weight") {
            return Err(bad("layer1.0.conv3.weight: bottlenecks are not taken here".into()));
        }
        let width = |stage: usize| {
            let kernels = shape(&format!("layer{stage}.0.conv1.weight"))?;
            Ok(kernels.first().copied().unwrap_or_default())
        };
        let widths: Vec<usize> = (1..=count).map(width).collect::<Result<_, OpError>>()?;
        let projects = tensors.keys().any(|name| name.contains(".downsample.0."));
        let classes = shape("fc.weight")?.first().copied().unwrap_or_default();
        let shortcut = if projects { Shortcut::Projection } else { Shortcut::ZeroPad };
        Ok(Self { n, widths, shortcut, norm: true, classes })
    }

    /// How many layers it has, as the paper counts.
    #[must_use]
    pub fn depth(&self) -> usize {
        2 * self.n * self.widths.len() + 2
    }
}

/// The number of `layer2.0.conv1.weight` is 2.
fn stage_of(name: &str) -> Option<usize> {
    let (number, _) = name.strip_prefix("layer")?.split_once('.')?;
    number.parse().ok()
}

/// How the pixels of a picture become what a net was trained on: its word in links, and what is
/// subtracted from each colour in 0…1 and what that is divided by.
pub const PIXELS: [(&str, [f32; 3], [f32; 3]); 4] = [
    ("cifar", [0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]),
    ("imagenet", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ("unit", [0.0; 3], [1.0; 3]),
    ("half", [0.5; 3], [0.5; 3]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Net, Spec};

    fn tensors(net: &CifarResNet) -> BTreeMap<String, Tensor> {
        let net = Net::new(Spec::CifarResNet(net.clone())).unwrap();
        let names = net.weights().iter().map(|w| w.name.clone());
        names.zip(net.seeded(1)).collect()
    }

    fn net(n: usize, shortcut: Shortcut) -> CifarResNet {
        CifarResNet { n, widths: vec![4, 6, 8], shortcut, norm: true, classes: 10 }
    }

    #[test]
    fn depth_width_and_shortcut_are_found() {
        for (n, shortcut) in
            [(1, Shortcut::ZeroPad), (3, Shortcut::Projection), (9, Shortcut::ZeroPad)]
        {
            let net = net(n, shortcut);
            let found = CifarResNet::found(&usual_names(tensors(&net))).unwrap();
            assert_eq!((found.depth(), &found), (6 * n + 2, &net));
        }
    }

    /// Names of the usual implementations: `linear`, `shortcut.0`, `module.`, and a counter.
    #[test]
    fn others_names_are_known() {
        let net = net(2, Shortcut::Projection);
        let theirs = tensors(&net).into_iter().map(|(name, t)| {
            let name = name.replace("fc.", "linear.").replace("downsample", "shortcut");
            (format!("module.{name}"), t)
        });
        let mut theirs: BTreeMap<String, Tensor> = theirs.collect();
        theirs.insert("module.bn1.num_batches_tracked".into(), Tensor::from_fn(&[1], |_| 3.0));
        let usual = usual_names(theirs);
        assert_eq!(CifarResNet::found(&usual).unwrap(), net);
        assert_eq!(usual.keys().collect::<Vec<_>>(), tensors(&net).keys().collect::<Vec<_>>());
    }

    #[test]
    fn what_is_no_such_net_is_named() {
        let refused = |change: &dyn Fn(&mut BTreeMap<String, Tensor>), said: &str| {
            let mut tensors = tensors(&net(2, Shortcut::ZeroPad));
            change(&mut tensors);
            let error = CifarResNet::found(&tensors).expect_err(said).to_string();
            assert!(error.contains(said) && error.contains("the weights do not fit"), "{error}");
        };
        let without =
            |name: &'static str| move |t: &mut BTreeMap<String, Tensor>| drop(t.remove(name));
        refused(&BTreeMap::clear, "conv1.weight is missing");
        refused(&without("fc.weight"), "fc.weight is missing");
        refused(&without("bn1.running_mean"), "batch norm");
        refused(&without("layer2.1.conv1.weight"), "layer2 has 1 blocks, layer1 2");
        let put = |name: &'static str, shape: &'static [usize]| {
            move |t: &mut BTreeMap<String, Tensor>| {
                t.insert(name.to_owned(), Tensor::from_fn(shape, |_| 0.0));
            }
        };
        refused(&put("conv1.weight", &[64, 3, 7, 7]), "[64, 3, 7, 7]");
        refused(&put("layer5.0.conv1.weight", &[4, 4, 3, 3]), "layer1, layer2");
        refused(&put("layer1.0.conv3.weight", &[16, 4, 1, 1]), "bottlenecks");
    }
}
