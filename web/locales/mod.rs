//! The words of the page, one file a language; a missing word does not compile.
//! A widget's words stand beside its code.

mod en;
mod zh;

use share::Lang;

macro_rules! words {
    ($($name:ident),* $(,)?) => {
        /// Every word of the page.
        #[derive(Debug)]
        pub struct Words {
            $(
                #[doc = stringify!($name)]
                pub $name: &'static str,
            )*
        }
    };
}

words! {
    site, tagline, about, notes, skip, contents, other_language, theme, theme_auto, theme_light,
    theme_dark, source_note, full_page, made_from, privacy,
    claim_label, claim_paper, verdict_exact, verdict_imprecise, verdict_wrong, go_there, onward,
    previous, next, edit_page, widget_on_paper,
}

/// The words of a language.
#[must_use]
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &zh::WORDS,
        Lang::En => &en::WORDS,
    }
}
