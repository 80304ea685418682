//! What the end of a paragraph, a heading or a code block makes of it: directives, anchors, widgets; and the faults.

use std::ops::Range;

use super::{UNCLOSED, Walk};
use crate::directive::{Directive, complaint, directive, settings};
use crate::html::escape;
use crate::note::{Block, Call, Heading, Note, WidgetCall};
use crate::{Lang, Warning};

impl Walk<'_> {
    pub(super) fn end_paragraph(&mut self, at: &Range<usize>) {
        let said = if self.in_footnote.is_none() { directive(&self.plain) } else { None };
        let Some(said) = said else {
            self.html.push_str("</p>\n");
            if self.note.description.is_empty() {
                self.note.description = self.plain.chars().take(160).collect();
            }
            return;
        };
        self.html.truncate(self.mark);
        match said {
            Directive::Pass(passes) if self.depth == 0 => {
                self.flush();
                self.passes_open += 1;
                self.note.blocks.push(Block::PassStart(passes));
            }
            Directive::End if self.depth == 0 && self.passes_open > 0 => {
                self.flush();
                self.passes_open -= 1;
                self.note.blocks.push(Block::PassEnd);
            }
            Directive::Claim(id) if self.depth == 0 => {
                let wrong = (self.complain)(Call::Claim(&id));
                self.card(Block::Claim(id.clone()), &id, ("核对卡片", "claim"), wrong, at);
            }
            Directive::Claims(ids) if self.depth == 0 => {
                let known: Vec<String> = ids
                    .into_iter()
                    .filter(|id| {
                        let wrong = (self.complain)(Call::Claim(id));
                        self.wrong(id, ("核对卡片", "claim"), &wrong, at);
                        wrong.is_empty()
                    })
                    .collect();
                if !known.is_empty() {
                    self.flush();
                    self.note.blocks.push(Block::Claims(known));
                }
            }
            Directive::Predict(id) if self.depth == 0 => {
                let wrong = (self.complain)(Call::Predict(&id));
                self.card(Block::Predict(id.clone()), &id, ("问题", "question"), wrong, at);
            }
            _ => {
                let zh = format!("这一行的指令无法识别：{}", self.plain);
                self.warn(at, &zh, &format!("{:?} is no directive", self.plain));
                let shown = complaint(
                    self.lang,
                    &zh,
                    &format!("This line is no directive that is known: {}", self.plain),
                );
                self.html.push_str(&shown);
            }
        }
    }

    /// Sets a block that a line calls for by its id, or says in place what is wrong with it.
    fn card(
        &mut self,
        block: Block,
        id: &str,
        kind: (&str, &str),
        wrong: Vec<String>,
        at: &Range<usize>,
    ) {
        if wrong.is_empty() {
            self.flush();
            self.note.blocks.push(block);
            return;
        }
        self.wrong(id, kind, &wrong, at);
    }

    /// Says in place what is wrong with what a line calls for.
    fn wrong(&mut self, id: &str, (zh, en): (&str, &str), wrong: &[String], at: &Range<usize>) {
        for words in wrong {
            let said = format!("{zh}“{id}”无法显示：{words}");
            self.warn(at, &said, &format!("{en} {id}: {words}"));
            let shown =
                complaint(self.lang, &said, &format!("The {en} “{id}” cannot be shown: {words}"));
            self.html.push_str(&shown);
        }
    }

    pub(super) fn end_heading(&mut self) {
        let Some((level, id)) = self.heading.take() else { return };
        let inner = self.html.split_off(self.mark);
        if level == 1 {
            // The page sets its title itself.
            if self.note.title.is_empty() {
                self.note.title.clone_from(&self.plain);
                return;
            }
        }
        let id = escape(&id);
        let label = match self.lang {
            Lang::Zh => "这一节的链接",
            Lang::En => "Link to this section",
        };
        let html = format!(
            "<h{level} id=\"{id}\">{inner} <a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\">#</a></h{level}>\n"
        );
        if level == 1 {
            self.html.push_str(&html);
            return;
        }
        self.note.contents.push(Heading { level, id: id.clone(), text: self.plain.clone() });
        if self.depth > 0 || self.in_footnote.is_some() {
            self.html.push_str(&html);
        } else {
            self.flush();
            self.note.blocks.push(Block::Heading { id, html });
        }
    }

    pub(super) fn end_code(&mut self, at: &Range<usize>) {
        let Some((info, body, line)) = self.code.take() else { return };
        let source = self.markdown[at.clone()].trim_end();
        let fence = |l: &str| {
            let l = l.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
            l.starts_with("```") || l.starts_with("~~~")
        };
        if self.own
            && source.lines().next().is_some_and(fence)
            && !source.lines().skip(1).last().is_some_and(fence)
        {
            self.warnings.push(Warning { line, message: UNCLOSED.to_owned() });
        }
        let mut words = info.split_whitespace();
        if words.next() != Some("widget") {
            let language = escape(info.split_whitespace().next().unwrap_or("text"));
            let body = escape(&body);
            self.html.push_str(&format!(
                "<pre tabindex=\"0\"><code class=\"language-{language}\">{body}</code></pre>\n"
            ));
            return;
        }
        let (values, bad) = settings(&body);
        let call = WidgetCall { name: words.next().unwrap_or_default().to_owned(), values };
        let mut wrong: Vec<String> = (self.complain)(Call::Widget(&call));
        wrong.extend(bad.iter().map(|n| format!("{}: key = value", n + 1)));
        if self.depth > 0 || self.in_footnote.is_some() {
            let said = match self.lang {
                Lang::Zh => "不能放在列表、引用或脚注里",
                Lang::En => "it must not stand in a list, a quotation or a footnote",
            };
            wrong.push(said.to_owned());
        }
        if wrong.is_empty() {
            self.flush();
            self.note.blocks.push(Block::Widget(call));
            return;
        }
        for words in wrong {
            let zh = format!("组件“{}”无法显示：{words}", call.name);
            let shown = complaint(
                self.lang,
                &zh,
                &format!("The widget “{}” cannot be shown: {words}", call.name),
            );
            self.html.push_str(&shown);
            self.warn_at(line, &zh, &format!("widget {}: {words}", call.name));
        }
    }

    /// A reader's `$$` that opens a formula and has no other to close it.
    pub(super) fn loose_formula(&mut self, at: &Range<usize>) {
        let bytes = self.markdown.as_bytes();
        let source = &bytes[at.start..bytes.len().min(at.end + 2)];
        let opens = |three: &[u8]| {
            three.starts_with(b"$$")
                || matches!(three, [b'$', b'\\', letter] if letter.is_ascii_alphabetic())
        };
        if self.own
            && bytes[at.clone()].contains(&b'$')
            && (source.windows(3).any(opens) || source.ends_with(b"$$"))
        {
            self.warn(at, "这里的公式没有收尾的$", "the formula that begins here has no closing $");
        }
    }

    pub(super) fn footnote_number(&mut self, name: &str) -> usize {
        if let Some(at) = self.numbers.get(name) {
            return at + 1;
        }
        self.numbers.insert(name.to_owned(), self.footnotes.len());
        self.footnotes.push((name.to_owned(), String::new()));
        self.footnotes.len()
    }

    pub(super) fn line(&self, at: &Range<usize>) -> usize {
        // Events come in order: counted from the start each time, a long note would take for ever.
        let (from, line) = self.counted.get();
        let (from, line) = if at.start >= from { (from, line) } else { (0, 1) };
        let line =
            line + self.markdown.as_bytes()[from..at.start].iter().filter(|b| **b == b'\n').count();
        self.counted.set((at.start, line));
        line
    }

    /// Notes a fault, for whoever reads it: a reader in his language, else the build.
    pub(super) fn warn(&mut self, at: &Range<usize>, zh: &str, en: &str) {
        let line = self.line(at);
        self.warn_at(line, zh, en);
    }

    fn warn_at(&mut self, line: usize, zh: &str, en: &str) {
        let message = if self.own && self.lang == Lang::Zh { zh } else { en };
        self.warnings.push(Warning { line, message: message.to_owned() });
    }

    fn flush(&mut self) {
        let html = std::mem::take(&mut self.html);
        self.mark = 0;
        if !html.trim().is_empty() {
            self.note.blocks.push(Block::Html(html));
        }
    }

    pub(super) fn finish(mut self) -> (Note, Vec<Warning>) {
        self.flush();
        let last = self.markdown.lines().count();
        for _ in 0..self.passes_open {
            self.warn_at(last, "有一个:::pass没有用:::收尾", "a :::pass is not closed");
            self.note.blocks.push(Block::PassEnd);
        }
        if !self.footnotes.is_empty() {
            let back = match self.lang {
                Lang::Zh => "回到正文",
                Lang::En => "Back to the text",
            };
            let mut html =
                String::from("<section class=\"footnotes\" role=\"doc-endnotes\"><ol>\n");
            for (name, body) in &self.footnotes {
                let id = escape(name);
                html.push_str(&format!("<li id=\"note-{id}\">{body}<a role=\"doc-backlink\" href=\"#ref-{id}\" aria-label=\"{back}\">↩</a></li>\n"));
            }
            html.push_str("</ol></section>\n");
            self.note.blocks.push(Block::Html(html));
        }
        (self.note, self.warnings)
    }
}
