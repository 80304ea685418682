//! What a note is once it is read.

/// A note, parsed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Note {
    /// The text of its first heading.
    pub title: String,
    /// The text of its first paragraph.
    pub description: String,
    /// Text and widgets in order.
    pub blocks: Vec<Block>,
    /// The headings below the title.
    pub contents: Vec<Heading>,
}

/// A heading below the title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 for `##`.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// The plain text.
    pub text: String,
}

/// A piece of a note.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Whole elements of HTML.
    Html(String),
    /// A heading below the title that stands in no list and no quotation.
    Heading {
        /// The anchor, as in [`Note::contents`].
        id: String,
        /// The whole element.
        html: String,
    },
    /// A widget between them.
    Widget(WidgetCall),
    /// What follows belongs to these passes of reading.
    PassStart(Vec<u8>),
    /// The part ends.
    PassEnd,
    /// The card of a claim, by its id.
    Claim(String),
    /// The cards of several claims, folded to one line.
    Claims(Vec<String>),
    /// A question to answer before it is run, by its id.
    Predict(String),
}

/// A widget as the note sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WidgetCall {
    /// Its name.
    pub name: String,
    /// Its settings in order.
    pub values: Vec<(String, String)>,
}

/// What a note calls for by name; whoever knows the names judges it.
#[derive(Debug, Clone, Copy)]
pub enum Call<'a> {
    /// A widget block.
    Widget(&'a WidgetCall),
    /// The id of a `:::claim` line, or one of a `:::claims` line.
    Claim(&'a str),
    /// The id of a `:::predict` line.
    Predict(&'a str),
}
