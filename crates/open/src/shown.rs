//! Blocks to one piece of HTML.

use notes::{Block, Call, Note, Warning, escape, parse_own};
use share::Lang;

use crate::widgets::{complaints, element};

/// The faults that are listed; a file of another kind has thousands.
const MOST_FAULTS: usize = 50;

/// The characters of a fault in the list; in its place the text has it whole.
const MOST_CHARS: usize = 160;

/// A note, ready to be put into the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The text of its first heading; may be empty.
    pub title: String,
    /// Whole elements.
    pub html: String,
    /// A list item for each fault, with its line; empty where there is none.
    pub faults: String,
}

/// Reads a note. `claims` are the ids of the cards that the page has.
#[must_use]
pub fn show(text: &str, lang: Lang, claims: &[String]) -> Shown {
    let of = match lang {
        Lang::Zh => notes::Lang::Zh,
        Lang::En => notes::Lang::En,
    };
    let (note, warnings) = parse_own(text, of, &|call| wrong(call, lang, claims));
    Shown { html: html(&note, lang), faults: faults(&warnings, lang), title: note.title }
}

fn wrong(call: Call<'_>, lang: Lang, claims: &[String]) -> Vec<String> {
    let said = |zh: &str, en: &str| {
        let words = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        vec![words.to_owned()]
    };
    match call {
        Call::Widget(call) => complaints(call, lang),
        Call::Claim(id) if claims.iter().any(|c| c == id) => Vec::new(),
        Call::Claim(_) => said("本站没有这张卡片", "this site has no such card"),
        Call::Predict(_) => {
            said("问题只在本站的笔记里有", "questions stand in this site's own notes only")
        }
    }
}

fn html(note: &Note, lang: Lang) -> String {
    let mut out = String::new();
    for block in &note.blocks {
        match block {
            Block::Html(html) | Block::Heading { html, .. } => {
                out.push_str("<div class=\"prose\">");
                out.push_str(html);
                out.push_str("</div>");
            }
            Block::Widget(call) => out.push_str(&element(call, lang)),
            Block::PassStart(passes) => {
                let numbers: Vec<String> = passes.iter().map(u8::to_string).collect();
                let words = match lang {
                    Lang::Zh => format!("第{}遍", numbers.join("、")),
                    Lang::En => format!("Pass {}", numbers.join(", ")),
                };
                out.push_str(&format!(
                    "<section class=\"own-pass\" aria-label=\"{words}\"><p class=\"own-mark\">{words}</p>"
                ));
            }
            Block::PassEnd => out.push_str("</section>"),
            Block::Claim(id) => out.push_str(&place(id)),
            Block::Claims(ids) => out.extend(ids.iter().map(|id| place(id))),
            // Every question is complained of.
            Block::Predict(_) => {}
        }
    }
    out
}

/// Where the page sets the card of a claim.
fn place(id: &str) -> String {
    format!("<div data-own-claim=\"{}\"></div>", escape(id))
}

fn faults(warnings: &[Warning], lang: Lang) -> String {
    let mut sorted: Vec<&Warning> = warnings.iter().collect();
    sorted.sort_by_key(|w| w.line);
    let mut out = String::new();
    for Warning { line, message } in sorted.iter().take(MOST_FAULTS) {
        let mut words: String = message.chars().take(MOST_CHARS).collect();
        if words.len() < message.len() {
            words.push('…');
        }
        let words = escape(&words);
        out.push_str(&match lang {
            Lang::Zh => format!("<li>第{line}行：{words}</li>"),
            Lang::En => format!("<li>Line {line}: {words}</li>"),
        });
    }
    let more = sorted.len().saturating_sub(MOST_FAULTS);
    if more > 0 {
        out.push_str(&match lang {
            Lang::Zh => format!("<li>另有{more}处</li>"),
            Lang::En => format!("<li>and {more} more</li>"),
        });
    }
    out
}
