//! What a link says beside the widget's state.

use crate::blob::Picture;
use crate::link::names;
use crate::table::Widget;
use crate::text::Lang;

/// Keys that every widget's link may carry, and no widget may have.
pub const RESERVED: &[&str] =
    &["w", "v", "d", "hide", "lock", "ask", "pass", "theme", "lang", "backend"];

/// Light, dark, or as the reader's system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Backend {
    /// A real GPU where there is one, else the CPU.
    #[default]
    Auto,
    /// WebGPU or an error.
    Webgpu,
    /// The CPU.
    Cpu,
}

impl Backend {
    /// The word in links and for `open`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Webgpu => "webgpu",
            Self::Cpu => "cpu",
        }
    }
}

/// What a link says beside the widget's state: a teacher's choices.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Controls that are not shown.
    pub hide: Vec<&'static str>,
    /// Controls that are shown and cannot be changed.
    pub lock: Vec<&'static str>,
    /// The pass of reading: 1, 2 or 3.
    pub pass: Option<u8>,
    /// Light or dark.
    pub theme: Theme,
    /// The language of the widget, where it is not the page's.
    pub lang: Option<Lang>,
    /// What computes.
    pub backend: Backend,
    /// A question to the reader, in the teacher's words; never markup.
    pub ask: Option<String>,
    /// A small copy of the reader's own picture; a link has it where its state's `picture` is `own`.
    pub picture: Option<Picture>,
}

impl View {
    /// The keys of what a teacher sets on a widget.
    pub const TASK: [&'static str; 3] = ["ask", "lock", "hide"];

    /// A question, and which controls are fixed or hidden, as a link has them; keys that the
    /// widget has not are left out, and a question is written as links write it.
    #[must_use]
    pub fn of_task<'a>(table: &'static Widget, value: impl Fn(&str) -> Option<&'a str>) -> Self {
        let names = |key| names(value(key), table.keys).0;
        let ask = value("ask").map(str::to_owned);
        Self { hide: names("hide"), lock: names("lock"), ask, ..Self::default() }
    }
}
