//! What a link got wrong, in the reader's language.

use crate::text::Lang;

/// Something in a link that was not taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A note sets a key that the widget does not have.
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A value that is none of the key's.
    UnknownValue {
        /// The key.
        key: &'static str,
        /// What stood there.
        given: String,
        /// What is used instead.
        used: String,
    },
    /// A number beyond its range.
    OutOfRange {
        /// The key.
        key: &'static str,
        /// What stood there.
        given: String,
        /// The nearest allowed number.
        used: String,
    },
    /// A value of a key that every widget has (`theme`, `pass` …), and no such value.
    Ignored {
        /// The key.
        key: &'static str,
        /// What stood there.
        given: String,
    },
    /// A list of controls to hide or fix, with names that the widget has not.
    UnknownControl {
        /// `hide` or `lock`.
        key: &'static str,
        /// The names.
        given: String,
    },
    /// A question longer than is shown.
    QuestionTooLong {
        /// How many characters it has.
        chars: usize,
        /// How many are shown.
        shown: usize,
    },
    /// A link to a widget that does not exist.
    UnknownWidget {
        /// The name.
        given: String,
    },
    /// A link made by a later version.
    NewerVersion {
        /// The number.
        given: String,
    },
    /// A link longer than any that is read.
    TooLong,
    /// A blob that lost or changed something on its way.
    BlobDamaged,
    /// A blob longer than any that is read.
    BlobTooLong,
    /// A text with nothing in it.
    EmptyText {
        /// The key.
        key: &'static str,
    },
    /// A text of too many characters.
    TextTooLong {
        /// The key.
        key: &'static str,
        /// How many it has.
        chars: usize,
        /// How many it may have.
        most: usize,
    },
    /// A blob of a scheme or a kind that a later version may know.
    BlobUnknown {
        /// The scheme, and the kind where the scheme is known.
        given: String,
    },
}

impl Warning {
    /// One sentence for the reader.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::UnknownKey { key }, Lang::Zh) => format!("这个组件没有{key}这一项，已忽略。"),
            (Self::UnknownKey { key }, Lang::En) => {
                format!("This widget has no setting {key}; it was ignored.")
            }
            (Self::UnknownValue { key, given, used }, Lang::Zh) => {
                format!("链接里的{key}={given}无法识别，已改用{used}。")
            }
            (Self::UnknownValue { key, given, used }, Lang::En) => {
                format!("The link says {key}={given}, which is not understood; {used} is used.")
            }
            (Self::OutOfRange { key, given, used }, Lang::Zh) => {
                format!("链接里的{key}={given}超出范围，已改用{used}。")
            }
            (Self::OutOfRange { key, given, used }, Lang::En) => {
                format!("The link says {key}={given}, which is out of range; {used} is used.")
            }
            (Self::Ignored { key, given }, Lang::Zh) => {
                format!("链接里的{key}={given}无法识别，已忽略。")
            }
            (Self::Ignored { key, given }, Lang::En) => {
                format!("The link says {key}={given}, which is not understood; it was ignored.")
            }
            (Self::UnknownControl { key, given }, Lang::Zh) => {
                format!("链接里的{key}={given}：这个组件没有这样的控件，已忽略。")
            }
            (Self::UnknownControl { key, given }, Lang::En) => format!(
                "The link says {key}={given}; the widget has no such control, and it was ignored."
            ),
            (Self::QuestionTooLong { chars, shown }, Lang::Zh) => {
                format!("链接里的问题有{chars}个字符，只显示前{shown}个。")
            }
            (Self::QuestionTooLong { chars, shown }, Lang::En) => {
                format!("The link's question has {chars} characters; the first {shown} are shown.")
            }
            (Self::UnknownWidget { given }, Lang::Zh) => {
                format!("链接指向的组件{given}不存在，已忽略。")
            }
            (Self::UnknownWidget { given }, Lang::En) => {
                format!("The link names a widget {given}, which does not exist; it was ignored.")
            }
            (Self::NewerVersion { given }, Lang::Zh) => {
                format!("链接由更新的版本（v={given}）生成，能识别的部分已采用。")
            }
            (Self::NewerVersion { given }, Lang::En) => {
                format!(
                    "The link was made by a later version (v={given}); what is understood is used."
                )
            }
            (Self::TooLong, Lang::Zh) => "链接太长，只读取了前一部分。".to_owned(),
            (Self::TooLong, Lang::En) => {
                "The link is too long; only its beginning was read.".to_owned()
            }
            (Self::BlobDamaged, Lang::Zh) => {
                "链接不完整：所附内容校验失败，已忽略。请复制完整的链接再试。".to_owned()
            }
            (Self::BlobDamaged, Lang::En) => {
                "The link is not whole: what it carries was cut or changed on the way and was \
                 ignored. Try copying the whole link again."
                    .to_owned()
            }
            (Self::BlobTooLong, Lang::Zh) => "链接所附内容太长，已忽略。".to_owned(),
            (Self::BlobTooLong, Lang::En) => {
                "What the link carries is too long; it was ignored.".to_owned()
            }
            (Self::EmptyText { key }, Lang::Zh) => {
                format!("{key}是空的，未采用：至少要写一个字。")
            }
            (Self::EmptyText { key }, Lang::En) => {
                format!("The text {key} is empty and was not taken; it needs a word at least.")
            }
            (Self::TextTooLong { key, chars, most }, Lang::Zh) => {
                format!("{key}有{chars}个字符，最多{most}个，未采用。")
            }
            (Self::TextTooLong { key, chars, most }, Lang::En) => format!(
                "The text {key} has {chars} characters and was not taken; at most {most} fit."
            ),
            (Self::BlobUnknown { given }, Lang::Zh) => {
                format!("链接所附内容的格式（{given}）本版本不认识，已忽略。")
            }
            (Self::BlobUnknown { given }, Lang::En) => format!(
                "What the link carries is in a form ({given}) that this version does not know; \
                 it was ignored."
            ),
        }
    }
}

/// What a link said, short enough for a sentence, and without what would disturb the sentence.
pub(crate) fn quoted(given: &str) -> String {
    // Marks that turn the direction of writing are no control characters to Rust.
    let turns = |c: char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut visible = given.chars().filter(|c| !c.is_control() && !turns(*c));
    let mut out: String = visible.by_ref().take(40).collect();
    if visible.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_short_and_harmless() {
        assert_eq!(quoted("九"), "九");
        assert_eq!(quoted("a\n\u{202e}b\u{0}"), "ab");
        assert_eq!(quoted(&"x".repeat(41)), format!("{}…", "x".repeat(40)));
        assert_eq!(quoted(&"x".repeat(40)), "x".repeat(40));
    }

    #[test]
    fn every_warning_is_a_sentence_in_both_languages() {
        let (key, given, used) = ("stride", "many".to_owned(), "4".to_owned());
        let all = [
            Warning::UnknownKey { key: key.to_owned() },
            Warning::UnknownValue { key, given: given.clone(), used: used.clone() },
            Warning::OutOfRange { key, given: given.clone(), used },
            Warning::Ignored { key, given: given.clone() },
            Warning::UnknownControl { key: "hide", given: given.clone() },
            Warning::QuestionTooLong { chars: 500, shown: 200 },
            Warning::UnknownWidget { given: given.clone() },
            Warning::NewerVersion { given: given.clone() },
            Warning::TooLong,
            Warning::BlobDamaged,
            Warning::BlobTooLong,
            Warning::EmptyText { key },
            Warning::TextTooLong { key, chars: 10_000, most: 200 },
            Warning::BlobUnknown { given },
        ];
        for warning in all {
            let (zh, en) = (warning.message(Lang::Zh), warning.message(Lang::En));
            assert!(zh.ends_with('。'), "{zh}");
            assert!(en.ends_with('.') && en.is_ascii() && !en.contains("  "), "{en}");
        }
    }
}
