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
    claim_label, claim_paper, claim_run, claims_checked, verdict_exact, verdict_imprecise, verdict_wrong, go_there, onward,
    previous, next, edit_page, widget_on_paper,
    guide, guide_about,
    compare, compare_about, compare_field, compare_share, compare_swap, compare_link,
    compare_copied, compare_by_hand, compare_no_script, compare_examples, compare_widgets,
    compare_empty, compare_long, compare_foreign, compare_nested, compare_none, compare_unknown,
    glossary, glossary_about, search, search_keys,
    predict, predict_guess, predict_run, predict_answer,
    passes, pass_1, pass_2, pass_3, pass_all, pass_how, journal,
    decide, decide_go, decide_use, decide_stop, decide_why,
    pair_blocks, pair_figure_5, pair_plain, pair_depth,
}

/// The words of a language.
#[must_use]
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &zh::WORDS,
        Lang::En => &en::WORDS,
    }
}
