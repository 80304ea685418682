//! The set: sheets of emoji, scenes to train on, and the pictures of the test.

use nets::training::{Batch, Examples, Pairs};
use ops::OpError;
use tensor::{Tensor, random::SplitMix64};

use super::list::{List, Use};
use super::scene::paint;
use super::{SHEET_COLUMNS, SPRITE, draws};
use crate::picture::{Picture, PictureError};

/// Height and width of a picture, in pixels.
pub const SIDE: usize = 32;
/// How many pictures of the test each class has.
pub const TEST_PICTURES: usize = 12;

/// Emoji, cut out of their sheets.
#[derive(Debug, Clone)]
pub struct Emoji {
    /// What they are.
    pub list: List,
    /// Of each style in the list's order, of each class in the list's order.
    sprites: Vec<Vec<Picture>>,
}

impl Emoji {
    /// Cuts the sheets of the styles, in the list's order: 7 emoji of 48×48 RGBA a row.
    ///
    /// # Errors
    /// Where a sheet is missing, or has another size.
    pub fn new(list: List, sheets: &[Picture]) -> Result<Self, PictureError> {
        let cut = |sheet: &Picture| -> Result<Vec<Picture>, PictureError> {
            let at = |i: usize| [i / SHEET_COLUMNS * SPRITE, i % SHEET_COLUMNS * SPRITE];
            (0..list.classes.len()).map(|i| sheet.cut(at(i), [SPRITE; 2])).collect()
        };
        let sprites: Vec<_> = sheets.iter().map(cut).collect::<Result<_, _>>()?;
        if sprites.len() != list.styles.len() {
            let words = format!("{} sheets for {} styles", sprites.len(), list.styles.len());
            return Err(PictureError::new(words));
        }
        Ok(Self { list, sprites })
    }

    /// The places of the styles of a use.
    #[must_use]
    pub fn styles(&self, used: Use) -> Vec<usize> {
        let styles = self.list.styles.iter().enumerate();
        styles.filter(|(_, s)| s.used == used).map(|(i, _)| i).collect()
    }

    /// The pictures by which styles are tested, `TEST_PICTURES` of each class, as one sheet:
    /// a column a class, 32×32 RGB each; with several styles, by turns.
    ///
    /// # Errors
    /// None for styles of the list.
    pub fn test_sheet(&self, styles: &[usize], seed: u64) -> Result<Picture, PictureError> {
        let classes = self.list.classes.len();
        let mut sheet = Picture::new([TEST_PICTURES * SIDE, classes * SIDE, 3]);
        for (row, &style) in (0..TEST_PICTURES).zip(styles.iter().cycle()) {
            for (class, emoji) in self.sprites[style].iter().enumerate() {
                let mut rng = SplitMix64::named(seed, &format!("test {row} {class}"));
                let scene = draws::tested(&mut rng, SIDE);
                sheet.paste([row * SIDE, class * SIDE], &paint(emoji, &scene, SIDE))?;
            }
        }
        Ok(sheet)
    }
}

/// The emoji of some styles, in another scene each time: what is trained on.
#[derive(Debug)]
pub struct Scenes {
    /// All emoji.
    pub emoji: Emoji,
    /// The places of the styles that are taken.
    pub styles: Vec<usize>,
}

impl Examples for Scenes {
    fn count(&self) -> usize {
        self.styles.len() * self.emoji.list.classes.len()
    }

    fn shapes(&self) -> (Vec<Vec<usize>>, usize) {
        (vec![vec![3, SIDE, SIDE]], 1)
    }

    /// Without chance the scenes are those of a test.
    fn batch(&self, which: &[usize], chance: Option<&mut SplitMix64>) -> Batch {
        let classes = self.emoji.list.classes.len();
        let mut fixed = SplitMix64::named(0, "scenes");
        let (rng, draw): (_, fn(&mut SplitMix64, usize) -> _) = match chance {
            Some(rng) => (rng, draws::trained),
            None => (&mut fixed, draws::tested),
        };
        let picture = |&at: &usize| {
            let emoji = &self.emoji.sprites[self.styles[at / classes]][at % classes];
            paint(emoji, &draw(rng, SIDE), SIDE)
        };
        let pictures: Vec<Picture> = which.iter().map(picture).collect();
        let labels = Tensor::from_fn(&[which.len()], |i| (which[i] % classes) as f32);
        Batch { inputs: vec![as_input(&pictures)], labels }
    }
}

/// The pictures of a test's sheet with their classes, row by row.
///
/// # Errors
/// None for what [`Emoji::test_sheet`] has made.
pub fn tests(sheet: &Picture) -> Result<Pairs, OpError> {
    let bad = |e: PictureError| OpError::new("emoji", e.to_string());
    let [h, w, _] = sheet.shape;
    let (rows, classes) = (h / SIDE, w / SIDE);
    let cut = |i: usize| sheet.cut([i / classes * SIDE, i % classes * SIDE], [SIDE; 2]);
    let pictures: Result<Vec<_>, _> = (0..rows * classes).map(cut).collect();
    let labels = Tensor::from_fn(&[rows * classes], |i| (i % classes) as f32);
    Pairs::new(vec![as_input(&pictures.map_err(bad)?)], labels)
}

/// RGB pictures as the net takes them, `[n, 3, h, w]`: (byte − 128) / 64.
///
/// The paper subtracts the mean and leaves the scale of pixels; a 64th of it lets weights
/// begin at the usual scale.
#[must_use]
pub fn as_input(pictures: &[Picture]) -> Tensor {
    let [h, w, channels] = pictures.first().map_or([0; 3], |p| p.shape);
    let plane = h * w;
    Tensor::from_fn(&[pictures.len(), channels, h, w], |i| {
        let (n, c, at) = (i / (channels * plane), i / plane % channels, i % plane);
        (f32::from(pictures[n].bytes[at * channels + c]) - 128.0) / 64.0
    })
}
