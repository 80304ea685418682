//! What the site can be searched for: the sections of the notes, the widgets, the terms.

use notes::{Block, Entry, plain};
use share::{Lang, Widget, widget};

use super::{
    Read,
    claims::Claim,
    glossary::{Glossary, NAME},
};
use crate::locales::words;

/// Every place in one language, in the order of reading.
pub(super) fn entries(
    lang: Lang,
    read: &[Read],
    claims: &[Claim],
    glossary: &Glossary,
) -> Vec<Entry> {
    let mut all = Vec::new();
    for Read { source, note, .. } in read.iter().filter(|r| r.lang == lang) {
        let place = |anchor: &str| match anchor {
            "" => format!("{}/", source.name),
            _ => format!("{}/#{anchor}", source.name),
        };
        let page = source.short.get(lang);
        for part in notes::parts(&note.blocks) {
            let text: Vec<String> =
                part.blocks.iter().map(|block| said(block, lang, claims)).collect();
            let text = text.join(" ").trim().to_owned();
            let heading =
                part.heading.and_then(|(id, _)| note.contents.iter().find(|h| h.id == id));
            match heading {
                Some(h) => all.push(entry(place(&h.id), page, &h.text, text)),
                None if all.iter().all(|e: &Entry| e.place != place("")) => {
                    all.push(entry(place(""), page, &note.title, text));
                }
                // What stands between the parts of two passes belongs to what is before it.
                None => all.iter_mut().rev().take(1).for_each(|e| e.text.push_str(&text)),
            }
        }
        for block in &note.blocks {
            if let Block::Widget(call) = block
                && let Some(table) = widget(&call.name)
                && all.iter().all(|e| e.place != place(table.name))
            {
                let found =
                    entry(place(table.name), page, table.title.get(lang), knobs(table, lang));
                all.push(Entry { widget: true, ..found });
            }
        }
    }
    let t = words(lang);
    all.extend(glossary.terms.iter().map(|row| {
        let (name, other) = row.names(lang);
        let title = format!("{name} {}", other.unwrap_or_default());
        entry(format!("{NAME}/#{}", row.id), t.glossary, title.trim(), row.say.get(lang))
    }));
    all
}

fn entry(place: String, page: &str, title: &str, text: String) -> Entry {
    Entry { place, page: page.to_owned(), title: title.to_owned(), text, widget: false }
}

fn said(block: &Block, lang: Lang, claims: &[Claim]) -> String {
    match block {
        Block::Html(html) => plain(html),
        Block::Claim(id) => claims.iter().filter(|c| c.id == *id).map(|c| c.said(lang)).collect(),
        // A folded card says of its passage what the passage says.
        _ => String::new(),
    }
}

/// What can be set on a widget.
fn knobs(table: &Widget, lang: Lang) -> String {
    let separator = if lang == Lang::Zh { "、" } else { ", " };
    table.keys.iter().map(|key| key.words.get(lang)).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use crate::searched;

    #[test]
    fn every_section_widget_and_term_can_be_found() {
        for (lang, entries) in searched().unwrap() {
            let has = |place: &str| entries.iter().any(|e| e.place == place && !e.title.is_empty());
            for place in ["alexnet/", "resnet/#shortcuts", "alexnet/#convolution", "glossary/#bleu"]
            {
                assert!(has(place), "{lang}: {place}");
            }
            let mut places: Vec<&str> = entries.iter().map(|e| e.place.as_str()).collect();
            places.sort_unstable();
            assert!(places.windows(2).all(|two| two[0] != two[1]), "{lang}: a place twice");
            let markup = entries.iter().find(|e| e.text.contains("</") || e.text.contains(":::"));
            assert!(markup.is_none(), "{markup:?}");
        }
    }
}
