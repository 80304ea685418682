//! Claim cards: what is said of a paper beside what the paper says.

use leptos::prelude::*;
use serde::Deserialize;
use share::{Lang, Widget, widget};

use crate::locales::words;

/// Words in both languages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Both {
    zh: String,
    en: String,
}

impl Both {
    pub(super) fn get(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh.clone(),
            Lang::En => self.en.clone(),
        }
    }
}

/// How a claim compares with the paper.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Exact,
    Imprecise,
    Wrong,
}

impl Verdict {
    fn sign(self) -> &'static str {
        match self {
            Self::Exact => "✓",
            Self::Imprecise => "≈",
            Self::Wrong => "✗",
        }
    }
}

/// A row of `web/notes/claims.json`.
#[derive(Deserialize)]
pub(super) struct Claim {
    pub(super) id: String,
    /// The note that it is said in.
    note: String,
    claim: Both,
    paper: Both,
    #[serde(rename = "where")]
    place: Both,
    /// The state of a widget that shows it, as a link.
    run: Option<String>,
    verdict: Verdict,
    reason: Both,
}

#[derive(Deserialize)]
struct Table {
    claims: Vec<Claim>,
}

/// The committed table.
///
/// # Errors
/// What is wrong with the file, with line and column.
pub(super) fn table() -> Result<Vec<Claim>, String> {
    let table: Table = serde_json::from_str(include_str!("../../notes/claims.json"))
        .map_err(|e| format!("web/notes/claims.json: {e}"))?;
    Ok(table.claims)
}

impl Claim {
    /// All that its card says.
    pub(super) fn said(&self, lang: Lang) -> String {
        [&self.claim, &self.paper, &self.place, &self.reason].map(|both| both.get(lang)).join(" ")
    }
}

/// The card of a claim, on the page of its note or (`abroad`) on another of the same language.
pub(super) fn card(claim: &Claim, lang: Lang, abroad: bool) -> AnyView {
    let t = words(lang);
    // The sign says the same as the colour, the word the same as both.
    let (kind, word) = match claim.verdict {
        Verdict::Exact => ("exact", t.verdict_exact),
        Verdict::Imprecise => ("imprecise", t.verdict_imprecise),
        Verdict::Wrong => ("wrong", t.verdict_wrong),
    };
    let sign = claim.verdict.sign();
    let run = claim.run.as_ref().and_then(|query| {
        let table = shown_by(query)?;
        let elsewhere = abroad || table.note != claim.note;
        let page = if elsewhere { format!("../{}/", table.note) } else { String::new() };
        let href = format!("{page}?{query}#{}", table.name);
        Some(view! { <p class="run"><a href=href>{t.claim_run}{table.title.get(lang)}</a></p> })
    });
    let label = format!("{}{}", t.claim_label, claim.claim.get(lang));
    view! {
        <aside class="claim" role="note" data-claim=claim.id.clone() data-verdict=kind aria-label=label>
            <p class="verdict"><span class="sign" aria-hidden="true">{sign}</span>{word}</p>
            <p class="said">{claim.claim.get(lang)}</p>
            <p class="paper"><b>{t.claim_paper}</b>{claim.paper.get(lang)}</p>
            <p class="place">{claim.place.get(lang)}</p>
            <p class="reason">{claim.reason.get(lang)}</p>
            {run}
        </aside>
    }
    .into_any()
}

/// The cards of what one passage says, folded to a line in the margin: a page that opens
/// all it has checked could not be read for it.
pub(super) fn folded(claims: &[&Claim], lang: Lang) -> AnyView {
    let t = words(lang);
    let signs: String = claims.iter().map(|c| c.verdict.sign()).collect();
    let words = t.claims_checked.replace("{}", &claims.len().to_string());
    let cards = claims.iter().map(|c| card(c, lang, false)).collect_view();
    view! {
        <details class="claims">
            <summary><span class="signs" aria-hidden="true">{signs}</span>{words}</summary>
            {cards}
        </details>
    }
    .into_any()
}

/// The widget that a link names.
fn shown_by(query: &str) -> Option<&'static Widget> {
    widget(query.strip_prefix("w=")?.split('&').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::decode;

    /// A claim that can be run leads to a widget, of its own note where that has any, in a
    /// state that is understood to the last key.
    #[test]
    fn what_can_be_run_is_run_by_the_same_note() {
        let claims = table().unwrap();
        let runs = claims.iter().filter_map(|c| Some((c, c.run.as_ref()?)));
        let mut count = 0;
        for (claim, run) in runs {
            let table = shown_by(run).unwrap_or_else(|| panic!("{}: {run}", claim.id));
            let (_, warnings) = decode(run, table);
            assert_eq!(warnings, [], "{}: {run}", claim.id);
            let stray = run.split('&').filter_map(|pair| pair.split('=').next()).find(|key| {
                !["w", "v"].contains(key) && table.keys.iter().all(|known| known.key != *key)
            });
            assert_eq!(stray, None, "{}: {run} sets what the widget does not have", claim.id);
            let own = claim.note == table.note || claim.note == "how-to-read";
            assert!(own, "{} runs {}", claim.id, table.name);
            count += 1;
        }
        assert!(count >= 50, "{count}");
    }
}
