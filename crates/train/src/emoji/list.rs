//! Which emoji, in whose drawings, under which licence: `emoji.json`, which the page reads too.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Styles and classes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Whose drawings.
    pub styles: Vec<Style>,
    /// Of what; a class's number is its place here.
    pub classes: Vec<Class>,
}

/// An icon set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Its name among the packages `@iconify-json/…`.
    pub set: String,
    /// Its name.
    pub name: String,
    /// Who drew it.
    pub by: String,
    /// Its licence, an SPDX identifier.
    pub licence: String,
    /// Where it comes from.
    pub url: String,
    /// The version of the package.
    pub version: String,
    /// What it is used for.
    #[serde(rename = "use")]
    pub used: Use,
}

/// What a style is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// Trained on.
    Train,
    /// Never trained on.
    Test,
}

/// A kind of thing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name in most sets.
    pub id: String,
    /// Its English name.
    pub en: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its names in the sets that call it otherwise.
    #[serde(default)]
    pub icons: BTreeMap<String, String>,
}

impl List {
    /// Reads `emoji.json`.
    ///
    /// # Errors
    /// Says where it is not such a list.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }
}

impl Class {
    /// Its name in a set.
    #[must_use]
    pub fn icon(&self, set: &str) -> &str {
        self.icons.get(set).unwrap_or(&self.id)
    }
}
