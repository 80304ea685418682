//! The nets that tell emoji apart, as the site shows them: their recipes, and how they are tested.

use nets::Net;
use nets::training::{Scores, evaluate};
use ops::OpError;
use tensor::Tensor;

use crate::emoji::{self, Emoji, Scenes, Use};
use crate::picture::{Picture, PictureError};
use crate::recipe::Recipe;

/// The seed of the scenes in the test's pictures.
pub const TEST_SEED: u64 = 2012;

/// How many pictures are looked at together when a net is tested.
const AT_ONCE: usize = 49;

/// One of the nets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The small AlexNet.
    AlexNet,
    /// The ResNet of 20 layers (He et al. 2016, section 4.2).
    ResNet,
    /// The same without its shortcuts.
    Plain,
}

impl Shown {
    /// The name of its weights' and its card's files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AlexNet => "alexnet",
            Self::ResNet => "resnet",
            Self::Plain => "plain",
        }
    }

    /// What trains it.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::AlexNet => "cargo xtask train alexnet",
            Self::ResNet | Self::Plain => "cargo xtask train resnet",
        }
    }

    /// Its recipe. The plain net's is the ResNet's but for the shortcuts.
    ///
    /// # Errors
    /// None for the files that are compiled in.
    pub fn recipe(self) -> Result<Recipe, serde_json::Error> {
        let mut recipe = Recipe::read(match self {
            Self::AlexNet => include_str!("../recipes/alexnet.json"),
            Self::ResNet | Self::Plain => include_str!("../recipes/resnet.json"),
        })?;
        if self == Self::Plain {
            recipe.net["shortcut"] = "none".into();
        }
        Ok(recipe)
    }
}

/// What they are trained on.
#[must_use]
pub fn scenes(emoji: &Emoji) -> Scenes {
    Scenes { emoji: emoji.clone(), styles: emoji.styles(Use::Train) }
}

/// The pictures of the test: the styles that are held out.
///
/// # Errors
/// None for styles of the list.
pub fn test_sheet(emoji: &Emoji) -> Result<Picture, PictureError> {
    emoji.test_sheet(&emoji.styles(Use::Test), TEST_SEED)
}

/// As many pictures of the styles that were trained on, in scenes that were not.
///
/// # Errors
/// None for styles of the list.
pub fn seen_sheet(emoji: &Emoji) -> Result<Picture, PictureError> {
    emoji.test_sheet(&emoji.styles(Use::Train), TEST_SEED)
}

/// How often a net is wrong on the pictures of a sheet.
///
/// # Errors
/// Where the weights are not those of the net.
pub fn tested(net: &Net, weights: &[Tensor], sheet: &Picture) -> Result<Scores, OpError> {
    evaluate(net, weights, &emoji::tests(sheet)?, AT_ONCE)
}
