//! What an attribute or a text is: fixed, or what a closure over signals says.

use std::borrow::Cow;

/// What is shown at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(Cow<'static, str>),
    /// An attribute without a value, there or not.
    Flag(bool),
}

/// What is shown at any time.
pub(crate) enum Value {
    Fixed(Piece),
    Live(Box<dyn Fn() -> Piece>),
}

/// What may be given as a [`Value`]. `M` keeps things and closures apart.
pub(crate) trait IntoValue<M> {
    fn into_value(self) -> Value;
}

impl<T: Into<Piece>> IntoValue<()> for T {
    fn into_value(self) -> Value {
        Value::Fixed(self.into())
    }
}

impl<F: Fn() -> T + 'static, T: Into<Piece>> IntoValue<(T,)> for F {
    fn into_value(self) -> Value {
        Value::Live(Box::new(move || self().into()))
    }
}

impl Value {
    pub(super) fn now(&self) -> Piece {
        match self {
            Self::Fixed(piece) => piece.clone(),
            Self::Live(say) => say(),
        }
    }
}

impl Piece {
    /// The text, which for `true` is empty; `None` for what is not there.
    pub(super) fn said(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Flag(there) => there.then_some(""),
        }
    }
}

impl From<&'static str> for Piece {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Piece {
    fn from(there: bool) -> Self {
        Self::Flag(there)
    }
}

impl<T: Into<Self>> From<Option<T>> for Piece {
    fn from(text: Option<T>) -> Self {
        text.map_or(Self::Flag(false), Into::into)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Piece {
            fn from(number: $number) -> Self {
                number.to_string().into()
            }
        }
    )*};
}

numbers!(i32, usize, f32);
