//! What net is meant: a name, or a kind with its parameters as plain data.

use ops::{OpError, Options, Value};

use crate::alexnet::AlexNet;
use crate::build::{Builder, Id};
use crate::cifar::CifarResNet;
use crate::convnet::ConvNet;
use crate::net::Part;
use crate::resnet::ResNet;
use crate::transformer::{PAD, Transformer};

/// What net is meant.
///
/// ```
/// use nets::{Net, Spec};
/// let net = Net::new(Spec::named("resnet18")?)?;
/// assert_eq!(net.example()?.cost().parameters, 11_689_512);
/// assert_eq!(net.weights()[0].name, "conv1.weight");
/// # Ok::<(), ops::OpError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Spec {
    /// AlexNet, as in the paper, as torchvision has it, or small.
    AlexNet(AlexNet),
    /// A ResNet for ImageNet.
    ResNet(ResNet),
    /// A ResNet for CIFAR-10, or its plain twin.
    CifarResNet(CifarResNet),
    /// A small plain convolutional net.
    ConvNet(ConvNet),
    /// The Transformer of 2017.
    Transformer(Transformer),
}

impl Spec {
    /// The nets that have names of their own.
    pub const NAMES: &[&str] = &[
        "alexnet",
        "alexnet-torchvision",
        "alexnet-small",
        "resnet18",
        "resnet34",
        "resnet50",
        "resnet101",
        "resnet152",
    ];
    /// The kinds that take parameters.
    pub const KINDS: &[&str] = &["alexnet", "resnet", "cifarResnet", "convnet", "transformer"];

    /// The net of that name.
    ///
    /// # Errors
    /// Where there is none; says which there are.
    pub fn named(name: &str) -> Result<Self, OpError> {
        match name {
            "alexnet" => return Ok(Self::AlexNet(AlexNet::paper())),
            "alexnet-torchvision" => return Ok(Self::AlexNet(AlexNet::torchvision())),
            "alexnet-small" => return Ok(Self::AlexNet(AlexNet::small())),
            _ => {}
        }
        let depth = name.strip_prefix("resnet").and_then(|d| d.parse().ok());
        depth
            .and_then(ResNet::of_depth)
            .map(Self::ResNet)
            .ok_or_else(|| unknown(format!("there is no net {name:?}")))
    }

    /// The net of `{kind, …}`; what is left out is as in the paper.
    ///
    /// # Errors
    /// Names the kind, the field, and what it may be.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        let kind = match options.0.get("kind") {
            Some(Value::Word(kind)) => kind.as_str(),
            Some(_) => return Err(unknown("kind must be a word".into())),
            None => return Err(unknown("kind is missing".into())),
        };
        let mut rest = options.clone();
        rest.0.remove("kind");
        match kind {
            "alexnet" => AlexNet::parse(&rest).map(Self::AlexNet),
            "resnet" => ResNet::parse(&rest).map(Self::ResNet),
            "cifarResnet" => CifarResNet::parse(&rest).map(Self::CifarResNet),
            "convnet" => ConvNet::parse(&rest).map(Self::ConvNet),
            "transformer" => Transformer::parse(&rest).map(Self::Transformer),
            _ => Err(unknown(format!("there is no kind {kind:?} of net"))),
        }
    }

    /// Its kind, the word of the specification.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::AlexNet(_) => "alexnet",
            Self::ResNet(_) => "resnet",
            Self::CifarResNet(_) => "cifarResnet",
            Self::ConvNet(_) => "convnet",
            Self::Transformer(_) => "transformer",
        }
    }

    /// The names of the inputs of a part, in order.
    #[must_use]
    pub fn inputs(&self, part: Part) -> &'static [&'static str] {
        match (self, part) {
            (Self::Transformer(_), Part::Whole) => &["src", "tgt"],
            (Self::Transformer(_), Part::Encode) => &["src"],
            (Self::Transformer(_), Part::DecodeStep) => &["memory", "src", "tgt"],
            _ => &["x"],
        }
    }

    /// The shapes of one example of the inputs.
    #[must_use]
    pub fn example(&self) -> Vec<Vec<usize>> {
        match self {
            Self::AlexNet(net) => vec![vec![1, 3, net.size, net.size]],
            Self::ResNet(_) => vec![vec![1, 3, 224, 224]],
            Self::CifarResNet(_) => vec![vec![1, 3, 32, 32]],
            Self::ConvNet(net) => vec![vec![1, 3, net.size, net.size]],
            Self::Transformer(_) => vec![vec![1, 1], vec![1, 1]],
        }
    }

    /// The label that does not count in a loss: the id that pads; PyTorch's −100 for nets that
    /// pad nothing.
    #[must_use]
    pub fn ignored_label(&self) -> i64 {
        if matches!(self, Self::Transformer(_)) { PAD as i64 } else { -100 }
    }

    /// Writes a part of the net down and answers its y.
    pub(crate) fn build(
        &self,
        b: &mut Builder,
        part: Part,
        inputs: &[Vec<usize>],
    ) -> Result<Id, OpError> {
        if let Self::Transformer(net) = self {
            return net.build(b, part, inputs);
        }
        let [x] = inputs else { return Err(b.bad("it takes one tensor, x")) };
        if part != Part::Whole {
            return Err(b.bad("it has no encoder and no decoder"));
        }
        match self {
            Self::AlexNet(net) => net.build(b, x),
            Self::ResNet(net) => net.build(b, x),
            Self::CifarResNet(net) => net.build(b, x),
            Self::ConvNet(net) => net.build(b, x),
            Self::Transformer(_) => Err(b.bad("it takes src and tgt")),
        }
    }
}

fn unknown(what: String) -> OpError {
    let (names, kinds) = (Spec::NAMES.join(", "), Spec::KINDS.join(", "));
    OpError::new("model", format!("{what}; nets are {names}, or {{kind}} of {kinds}"))
}
