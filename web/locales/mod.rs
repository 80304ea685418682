//! The words of the page, one file a language; a missing word does not compile.

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
    theme_dark, source_note, reset, copy_link, embed, copied, copy_failed, csv, code, table, input,
    kernel, output, relu, pooled, histogram, own_picture, own_note, numbers_shape, numbers_params,
    numbers_macs, numbers_time, on_cpu, on_gpu, caption, loading, running, ready, failed, retry,
    dismiss, bad_picture, huge_picture, no_own_picture, selected, terms, sum_of_products, channel,
    keys_hint, full_page, no_script, boot_error, made_from, privacy, value, x_value, weight, product,
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
