//! The macro that makes a table of words: both languages side by side, a missing one does not compile.

/// Makes `Words`, a field a name, and `words(lang)`.
macro_rules! wording {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        /// The words in one language.
        #[derive(Debug)]
        #[cfg_attr(
            not(target_arch = "wasm32"),
            allow(dead_code, reason = "some words are said in the browser alone")
        )]
        pub(crate) struct Words {
            $(pub(crate) $name: &'static str,)*
        }

        /// The words of a language.
        pub(crate) fn words(lang: share::Lang) -> &'static Words {
            static ZH: Words = Words { $($name: $zh,)* };
            static EN: Words = Words { $($name: $en,)* };
            match lang {
                share::Lang::Zh => &ZH,
                share::Lang::En => &EN,
            }
        }
    };
}

pub(crate) use wording;
