//! Questions to answer before a widget shows. `web/static/predict.js` runs the widget and judges.

use leptos::prelude::*;
use serde::Deserialize;
use share::{Lang, decode, widget};

use super::claims::Both;
use crate::locales::words;

/// A row of `web/notes/questions.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub(super) id: String,
    /// The note that asks it.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests look for it there"))]
    note: String,
    /// The widget that answers, and its state.
    widget: String,
    query: String,
    pub(super) ask: Both,
    /// Where in the widget the answer stands, and the pattern whose group it is.
    read: String,
    find: String,
    /// What was found when this was written; the browser's test finds it again.
    answer: f64,
    /// How far a guess may be off, as a share of the answer.
    near: f64,
    /// Empty: a number is asked for.
    choices: Vec<Choice>,
    pub(super) because: Both,
}

/// An answer to choose: right where the number is below its bound, and not below one before it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    zh: String,
    en: String,
    below: Option<f64>,
}

impl Choice {
    fn words(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

#[derive(Deserialize)]
struct Table {
    questions: Vec<Question>,
}

/// The committed table.
///
/// # Errors
/// What is wrong with the file, with line and column.
pub(super) fn table() -> Result<Vec<Question>, String> {
    let table: Table = serde_json::from_str(include_str!("../../notes/questions.json"))
        .map_err(|e| format!("web/notes/questions.json: {e}"))?;
    Ok(table.questions)
}

impl Question {
    /// What is wrong with the row, in words.
    pub(super) fn wrong(&self) -> Vec<String> {
        let Some(table) = widget(&self.widget) else {
            return vec![format!("there is no widget {:?}", self.widget)];
        };
        let (_, warnings) = decode(&self.query, table);
        warnings.iter().map(|w| w.message(Lang::En)).collect()
    }

    /// What is right, in words.
    fn right(&self, lang: Lang) -> String {
        let fits = |c: &&Choice| c.below.is_none_or(|below| self.answer < below);
        match self.choices.iter().find(fits) {
            Some(choice) => choice.words(lang).to_owned(),
            None => self.answer.to_string(),
        }
    }

    /// The question with its answers to choose from, or a field; without JavaScript, its answer.
    pub(super) fn card(&self, lang: Lang) -> AnyView {
        let t = words(lang);
        let group = format!("predict-{}", self.id.replace('.', "-"));
        let choices = self.choices.iter().map(|choice| {
            let below = choice.below.map(|b| b.to_string());
            view! {
                <label><input type="radio" name=group.clone() data-below=below/>{choice.words(lang).to_owned()}</label>
            }
        });
        let field = self.choices.is_empty().then(|| {
            view! { <label>{t.predict_guess}<input type="text" inputmode="decimal" maxlength="20" autocomplete="off"/></label> }
        });
        let src = format!("{{root}}{}/embed/{}/?v=1&{}", lang.folder(), self.widget, self.query);
        let title = widget(&self.widget).map(|table| table.title.get(lang));
        view! {
            <fieldset
                class="predict" data-predict=self.id.clone() data-src=src data-name=title
                data-read=self.read.clone() data-find=self.find.clone() data-near=self.near.to_string()
            >
                <legend>{t.predict}</legend>
                <p>{self.ask.get(lang)}</p>
                <div class="guesses">
                    {choices.collect_view()}{field}
                    <button type="button">{t.predict_run}</button>
                </div>
                <p role="status"></p>
                <details><summary>{t.predict_answer}</summary><p>{self.right(lang)}</p><p class="because">{self.because.get(lang)}</p></details>
            </fieldset>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_has_four_questions_that_a_widget_answers() {
        let questions = table().unwrap();
        for note in crate::pages::NOTES.iter().map(|source| source.name) {
            assert!(questions.iter().filter(|q| q.note == note).count() >= 4, "{note}");
        }
        for q in &questions {
            assert_eq!(q.wrong(), Vec::<String>::new(), "{}", q.id);
            assert!(q.id.starts_with(&q.note), "{}", q.id);
            for said in [&q.ask, &q.because] {
                let warnings = notes::lint_zh(&said.get(Lang::Zh));
                assert!(warnings.is_empty(), "{}: {warnings:?}", q.id);
            }
            // Only the last choice has no bound, and bounds grow.
            let bounds: Vec<Option<f64>> = q.choices.iter().map(|c| c.below).collect();
            if let Some((last, others)) = bounds.split_last() {
                assert!(last.is_none() && others.iter().all(Option::is_some), "{}", q.id);
                assert!(others.is_sorted(), "{}", q.id);
            }
        }
    }

    /// What is written into the table stands in both notes.
    #[test]
    fn every_question_is_asked() {
        let pages = crate::pages(None).unwrap();
        for q in table().unwrap() {
            for lang in ["zh", "en"] {
                let path = format!("{lang}/{}/", q.note);
                let page = pages.iter().find(|p| p.path == path).unwrap();
                assert!(
                    page.body.contains(&format!("data-predict=\"{}\"", q.id)),
                    "{path}: {}",
                    q.id
                );
            }
        }
    }
}
