//! The two sentences side by side, and the lines of cross-attention between them.

use figures::{Align, Link};

use crate::element::{Element, el, html_of};

/// The least weight that is drawn as a line.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "drawn in the browser"))]
pub(crate) const LEAST: f32 = 0.06;

/// What is drawn.
#[derive(Clone, Default)]
pub(crate) struct Drawn {
    /// What is read, and whether each word is known.
    pub(crate) sources: Vec<(String, bool)>,
    /// What is written, with its probability.
    pub(crate) targets: Vec<(String, f64)>,
    pub(crate) links: Vec<Link>,
    /// The word of the step that is looked at.
    pub(crate) chosen: Option<usize>,
    /// How many words have been written.
    pub(crate) shown: usize,
}

impl Drawn {
    pub(crate) fn of(&self) -> Align {
        Align { sources: self.sources.len(), targets: self.targets.len() }
    }

    pub(crate) fn view_box(&self) -> String {
        format!("0 0 {} {}", Align::WIDTH, self.of().height())
    }

    /// Words and lines as SVG's elements.
    pub(crate) fn html(&self) -> String {
        let (align, [left, right]) = (self.of(), Align::ENDS);
        let source = |at| align.row(at, align.sources);
        let target = |at| align.row(at, align.targets);
        let line = |link: &&Link| link.target < self.shown;
        let lines = self.links.iter().filter(line).map(|link| {
            let chosen = self.chosen == Some(link.target);
            el("line")
                .class(if chosen { "chosen" } else { "" })
                .set("x1", left)
                .set("y1", source(link.source))
                .set("x2", right)
                .set("y2", target(link.target))
                .set("stroke-width", 0.5 + 5.0 * link.weight)
                .set("stroke-opacity", 0.15 + 0.85 * link.weight)
        });
        let read = self.sources.iter().enumerate().map(|(at, (word, known))| {
            let class = if *known { "read" } else { "read unknown" };
            word_at([left - 8.0, source(at)], class, word).set("lang", "en")
        });
        let written =
            self.targets.iter().take(self.shown).enumerate().flat_map(|(at, (word, p))| {
                let class = if self.chosen == Some(at) { "written now" } else { "written" };
                [
                    word_at([right + 8.0, target(at)], class, word).set("lang", "zh-CN"),
                    word_at([Align::WIDTH, target(at)], "share", &format!("{p:.2}")),
                ]
            });
        html_of(lines.chain(read).chain(written))
    }
}

fn word_at([x, y]: [f32; 2], class: &'static str, word: &str) -> Element {
    el("text").class(class).set("x", x).set("y", y).text(word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_yet_written_is_not_drawn() {
        let mut drawn = Drawn {
            sources: vec![("tea".to_owned(), true), ("<b>".to_owned(), false)],
            targets: vec![("茶".to_owned(), 0.9), ("〈终〉".to_owned(), 0.8)],
            links: vec![
                Link { source: 1, target: 1, weight: 0.5 },
                Link { source: 0, target: 0, weight: 1.0 },
            ],
            chosen: Some(0),
            shown: 2,
        };
        let whole = drawn.html();
        assert_eq!((whole.matches("<line").count(), whole.matches("<text").count()), (2, 6));
        assert!(
            whole.contains("read unknown") && whole.contains("&lt;b&gt;") && whole.contains("0.90")
        );
        drawn.shown = 1;
        let part = drawn.html();
        assert_eq!((part.matches("<line").count(), part.matches("<text").count()), (1, 4));
        assert_eq!(drawn.view_box(), "0 0 360 208");
    }
}
