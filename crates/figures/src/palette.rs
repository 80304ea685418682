//! The colours of drawings: one colour, one meaning, as the page's style sheet has it.

use crate::scene::Rgb;

/// Colours and scale of a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Palette {
    /// Edges, and lines of which nothing is said.
    pub line: Rgb,
    /// Words.
    pub text: Rgb,
    /// Faces of which nothing is said.
    pub plain: Rgb,
    /// Padding.
    pub blank: Rgb,
    /// What comes in.
    pub input: Rgb,
    /// What comes out.
    pub output: Rgb,
    /// The faces of what comes in and out, paler where paper is white.
    pub faces: [Rgb; 2],
    /// Layers with weights.
    pub weight: Rgb,
    /// What shares statistics.
    pub statistic: Rgb,
    /// What is selected.
    pub accent: Rgb,
    /// Device pixels per CSS pixel.
    pub scale: f64,
}

/// On white paper.
const LIGHT: Palette = Palette {
    line: (150, 158, 170),
    text: (85, 93, 105),
    plain: (235, 238, 242),
    blank: (213, 217, 224),
    input: (0, 95, 152),
    output: (0, 105, 76),
    faces: [(86, 180, 233), (76, 201, 164)],
    weight: (155, 63, 120),
    statistic: (230, 159, 0),
    accent: (11, 87, 208),
    scale: 1.0,
};

/// In the dark.
const DARK: Palette = Palette {
    line: (104, 112, 124),
    text: (169, 176, 186),
    plain: (52, 57, 66),
    blank: (61, 67, 77),
    input: (86, 180, 233),
    output: (76, 201, 164),
    faces: [(86, 180, 233), (76, 201, 164)],
    weight: (226, 155, 194),
    statistic: (245, 190, 77),
    accent: (138, 180, 248),
    scale: 1.0,
};

impl Palette {
    /// The colours of a theme, at this many device pixels per CSS pixel.
    #[must_use]
    pub const fn new(dark: bool, scale: f64) -> Self {
        Self { scale, ..if dark { DARK } else { LIGHT } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a colour sets words, it is the style sheet's.
    #[test]
    fn words_have_the_colours_of_the_style_sheet() {
        let sheet = include_str!("../../../web/styles/tokens.css");
        let hex = |(r, g, b): Rgb| format!("#{r:02x}{g:02x}{b:02x}");
        let (light, dark) = sheet.split_once("data-theme=\"dark\"").expect("both themes");
        for (palette, sheet) in [(LIGHT, light), (DARK, dark)] {
            for (token, colour) in [
                ("ink-2", palette.text),
                ("input", palette.input),
                ("output", palette.output),
                ("weight", palette.weight),
                ("accent", palette.accent),
            ] {
                let words = format!("--{token}: {};", hex(colour));
                assert!(sheet.contains(&words), "{words}");
            }
        }
    }
}
