//! What a state says, worked out: the tokens, what of them counts, the score.

use share::{Lang, State, widgets::bleu::sentences};
use translation::{Bleu, Counts, Cut, Found, Order, covered, found, grams};

use crate::bleu::words::words;
use crate::element::{Element, el, html_of};
use crate::widget::Table;

/// A translation and its references, counted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) cut: Cut,
    pub(crate) words: Vec<String>,
    pub(crate) references: Vec<Vec<String>>,
    pub(crate) order: Order,
    pub(crate) bleu: Bleu,
    /// How long the n-grams are that are looked at.
    pub(crate) n: usize,
}

impl Seen {
    pub(crate) fn of(state: &State, lang: Lang) -> Self {
        let (translation, references) = sentences(state, lang);
        let all = [&[translation], &references[..]].concat();
        let cut = Cut::of(state.word("cut"), &all);
        let words = cut.tokens(translation);
        let references: Vec<Vec<String>> = references.into_iter().map(|r| cut.tokens(r)).collect();
        let order = if state.word("order") == "corpus" { Order::Whole } else { Order::Effective };
        let counts = Counts::of(&words, &slices(&references));
        let n = state.int("n").unsigned_abs() as usize;
        Self { cut, words, references, order, bleu: counts.bleu(order), n }
    }

    /// How many lengths of n-grams the score is made of.
    pub(crate) fn orders(&self) -> usize {
        let there = self.bleu.counts.totals.iter().filter(|total| **total > 0).count();
        if self.order == Order::Whole { 4 } else { there }
    }

    /// The precisions as bars, markup.
    pub(crate) fn bars(&self, lang: Lang) -> String {
        let t = words(lang);
        let bar = |at: usize| {
            let (counts, share) = (self.bleu.counts, self.bleu.precisions[at]);
            let name = format!("{}{} {}/{}", at + 1, t.gram, counts.matches[at], counts.totals[at]);
            el("li").set("data-right", (at + 1 == self.n).then_some("true")).with([
                el("span").class("name").text(name),
                el("svg")
                    .class("bar")
                    .set("viewBox", "0 0 100 1")
                    .set("preserveAspectRatio", "none")
                    .set("aria-hidden", "true")
                    .with([el("rect").set("width", share as f32).set("height", "1")]),
                el("span").class("share").text(format!("{share:.1}%")),
            ])
        };
        html_of((0..4).map(bar))
    }

    /// The n-grams of the translation and what becomes of each, markup.
    pub(crate) fn grams(&self) -> String {
        let chip = |(words, found): (String, Found)| {
            let (class, mark) = match found {
                Found::Counted => ("counted", "✓"),
                Found::Clipped => ("clipped", "✂"),
                Found::Absent => ("absent", "✗"),
            };
            el("span").class(class).text([&words, " ", mark].concat())
        };
        let places = found(&self.words, &slices(&self.references), self.n);
        html_of(places.into_iter().map(chip))
    }

    /// The references, with what of them the translation has, markup.
    pub(crate) fn others(&self, lang: Lang) -> String {
        let reference = |(at, reference): (usize, &Vec<String>)| {
            let lit = covered(reference, &self.words, self.n);
            let name = format!("{}{} [{}]", words(lang).reference, at + 1, reference.len());
            let tokens = reference.iter().zip(lit);
            let tokens = tokens.map(|(word, lit)| -> Element {
                el("span").set("data-lit", lit.then_some("true")).text(word.clone())
            });
            el("p").with([el("span").class("unit").text(name)]).with(tokens)
        };
        html_of(self.references.iter().enumerate().map(reference))
    }

    /// Every n-gram of every length, and how often it counts.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "shown in the browser"))]
    pub(crate) fn table(&self, lang: Lang) -> Table {
        let t = words(lang);
        let head = ["n", t.head_gram, t.head_here, t.head_most, t.head_counted];
        let rows = (1..=4).flat_map(|n| {
            let all = grams(&self.words, &slices(&self.references), n).into_iter();
            all.map(move |gram| {
                let numbers = [gram.here, gram.most, gram.counted()].map(|n| n.to_string());
                [vec![n.to_string(), gram.words], numbers.into()].concat()
            })
        });
        Table { head: head.map(str::to_owned).into(), rows: rows.collect() }
    }
}

fn slices(references: &[Vec<String>]) -> Vec<&[String]> {
    references.iter().map(Vec::as_slice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::bleu::BLEU};

    fn seen(settings: &str, lang: Lang) -> Seen {
        let (link, warnings) = decode(settings, &BLEU);
        assert_eq!(warnings, [], "{settings}");
        Seen::of(&link.state, lang)
    }

    #[test]
    fn the_default_shows_what_counts_what_is_clipped_and_what_is_not_there() {
        for lang in [Lang::Zh, Lang::En] {
            let seen = seen("", lang);
            let counts = seen.bleu.counts;
            assert!(counts.matches.iter().all(|n| *n > 0), "{counts:?}");
            let grams = seen.grams();
            assert!(grams.contains("clipped"), "{grams}");
            assert_eq!(grams.matches("<span").count(), seen.words.len());
            assert_eq!(grams.matches("✓").count(), counts.matches[0]);
            assert_eq!(seen.bars(lang).matches("<li").count(), 4);
            assert_eq!(seen.others(lang).matches("<p>").count(), 2);
        }
        assert_eq!(seen("", Lang::En).bleu.counts.matches, [7, 6, 4, 3]);
    }

    /// Papineni et al. 2002, example 2: seven of seven, clipped to two.
    #[test]
    fn the_classic_is_clipped_to_two_sevenths() {
        let seen = seen(BLEU.examples[0], Lang::En);
        assert_eq!((seen.bleu.counts.matches, seen.bleu.counts.totals[0]), ([2, 0, 0, 0], 7));
        let table = seen.table(Lang::En);
        assert_eq!(table.rows[0], ["1", "the", "7", "2", "2"]);
        assert_eq!(seen.grams().matches("✂").count(), 5);
    }

    #[test]
    fn the_grammar_s_example_is_of_its_words() {
        let seen = seen(BLEU.examples[2], Lang::Zh);
        let vocabulary = translation::Vocabulary::new();
        let all = seen.words.iter().chain(&seen.references[0]);
        assert!(all.clone().count() > 10 && all.clone().all(|word| vocabulary.id(word).is_some()));
    }

    #[test]
    fn markup_in_a_sentence_is_text() {
        let seen = seen("cut=none&translation=%3Cb%3E%20x&reference=%3Cb%3E", Lang::En);
        assert!(seen.grams().contains("&lt;b&gt; ✓") && !seen.grams().contains("<b>"));
        assert!(seen.others(Lang::En).contains("&lt;b&gt;"));
    }
}
