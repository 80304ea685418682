//! The small AlexNet: its recipe, and how it is tested.

use nets::Net;
use nets::training::{Scores, evaluate};
use ops::OpError;
use tensor::Tensor;

use crate::emoji::{self, Emoji, Scenes, Use};
use crate::picture::{Picture, PictureError};
use crate::recipe::Recipe;

/// The seed of the scenes in the test's pictures.
pub const TEST_SEED: u64 = 2012;

/// How many pictures are looked at together when the net is tested.
const AT_ONCE: usize = 49;

/// The recipe.
///
/// # Errors
/// None for the file that is compiled in.
pub fn recipe() -> Result<Recipe, serde_json::Error> {
    Recipe::read(include_str!("../recipes/alexnet.json"))
}

/// What it is trained on.
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

/// How often the net is wrong on the pictures of a sheet.
///
/// # Errors
/// Where the weights are not those of the net.
pub fn tested(net: &Net, weights: &[Tensor], sheet: &Picture) -> Result<Scores, OpError> {
    evaluate(net, weights, &emoji::tests(sheet)?, AT_ONCE)
}
