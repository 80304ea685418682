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
        }
    }
}
