//! A note in parts, by heading and by pass: what the lens folds.

use crate::note::Block;

/// The passes of reading there are.
pub const PASSES: [u8; 3] = [1, 2, 3];

/// What stands under one heading, or before the first one, or behind the end of a `:::pass`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part<'a> {
    /// The passes it belongs to; none: to every one.
    pub passes: &'a [u8],
    /// Its heading: the anchor and the whole element.
    pub heading: Option<(&'a str, &'a str)>,
    /// What follows, without headings and borders of passes.
    pub blocks: &'a [Block],
}

/// The parts of a note, in order; together they hold every block of it but the borders.
#[must_use]
pub fn parts(blocks: &[Block]) -> Vec<Part<'_>> {
    let (mut all, mut open, mut rest) = (Vec::new(), Vec::new(), blocks);
    while let Some((first, behind)) = rest.split_first() {
        let heading = match first {
            Block::PassStart(passes) => {
                open.push(passes.as_slice());
                rest = behind;
                continue;
            }
            Block::PassEnd => {
                open.pop();
                rest = behind;
                continue;
            }
            Block::Heading { id, html } => {
                rest = behind;
                Some((id.as_str(), html.as_str()))
            }
            _ => None,
        };
        let border =
            |b: &Block| matches!(b, Block::Heading { .. } | Block::PassStart(_) | Block::PassEnd);
        let (own, behind) = rest.split_at(rest.iter().position(border).unwrap_or(rest.len()));
        all.push(Part { passes: open.last().copied().unwrap_or_default(), heading, blocks: own });
        rest = behind;
    }
    all
}

/// Where a pass ends: the place of the last part that names it.
#[must_use]
pub fn last_of(parts: &[Part<'_>], pass: u8) -> Option<usize> {
    parts.iter().rposition(|part| part.passes.contains(&pass))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, parse};

    fn told(markdown: &str) -> Vec<String> {
        let (note, _) = parse(markdown, Lang::En, &|_| Vec::new());
        let tell = |p: &Part<'_>| {
            format!("{:?} {} {}", p.passes, p.heading.map_or("-", |h| h.0), p.blocks.len())
        };
        parts(&note.blocks).iter().map(tell).collect()
    }

    #[test]
    fn a_part_is_what_stands_under_a_heading() {
        let note = "# T\n\nin\n\n:::pass 1 2\n\n## A {#a}\n\none\n\n### B {#b}\n\n```widget w\n```\n\ntwo\n\n:::\n\nbetween\n\n## C {#c}\n\nthree";
        assert_eq!(told(note), ["[] - 1", "[1, 2] a 1", "[1, 2] b 2", "[] - 1", "[] c 1"]);
    }

    #[test]
    fn the_inner_pass_counts_and_an_empty_one_is_nothing() {
        let note = ":::pass 1\n\na\n\n:::pass 3\n\n:::\n\n:::pass 2\n\nb\n\n:::\n\nc\n\n:::";
        assert_eq!(told(note), ["[1] - 1", "[2] - 1", "[1] - 1"]);
        assert_eq!(told(""), [""; 0]);
    }

    #[test]
    fn a_pass_ends_behind_its_last_part() {
        let text = ":::pass 1\n\n## A {#a}\n\na\n\n:::\n\n:::pass 1 2\n\n## B {#b}\n\nb\n\n:::";
        let (note, _) = parse(text, Lang::En, &|_| Vec::new());
        let parts = parts(&note.blocks);
        assert_eq!([1, 2, 3].map(|pass| last_of(&parts, pass)), [Some(1), Some(1), None]);
    }

    #[test]
    fn a_heading_in_a_quotation_cuts_nothing() {
        assert_eq!(told("> ## A {#a}\n>\n> b\n\nc"), ["[] - 1"]);
    }
}
