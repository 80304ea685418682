use super::Words;

pub(super) static WORDS: Words = Words {
    site: "Third Pass",
    tagline: "A paper takes three passes; in the third you do the work again yourself.",
    about: "Notes to read, and the convolution in them to run on the spot, on a real photograph or your own.",
    notes: "Notes",
    skip: "Skip to the text",
    contents: "Contents",
    other_language: "中文",
    theme: "Theme",
    theme_auto: "auto",
    theme_light: "light",
    theme_dark: "dark",
    source_note: "the original notes",
    full_page: "Open the whole note",
    made_from: "Open source, MIT or Apache-2.0.",
    privacy: "Nothing is collected; no request goes to another site.",
};
