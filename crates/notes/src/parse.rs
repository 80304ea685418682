//! One walk over the Markdown's events.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::directive::{Directive, complaint, directive, settings};
use crate::html::{escape, live};
use crate::math::mathml;
use crate::note::{Block, Call, Heading, Note, WidgetCall};
use crate::{Lang, Warning};

/// Reads a note. `complain` says what is wrong with a call; nothing is fine.
pub fn parse(
    markdown: &str,
    lang: Lang,
    complain: &dyn Fn(Call<'_>) -> Vec<String>,
) -> (Note, Vec<Warning>) {
    let mut options = Options::empty();
    options.insert(Options::ENABLE_TABLES);
    options.insert(Options::ENABLE_FOOTNOTES);
    options.insert(Options::ENABLE_HEADING_ATTRIBUTES);
    options.insert(Options::ENABLE_MATH);
    let mut walk = Walk {
        markdown,
        lang,
        complain,
        note: Note::default(),
        warnings: Vec::new(),
        html: String::new(),
        plain: String::new(),
        mark: 0,
        heading: None,
        code: None,
        cells: Vec::new(),
        column: 0,
        in_head: false,
        footnotes: Vec::new(),
        in_footnote: None,
        image: None,
        links: Vec::new(),
        passes_open: 0,
        depth: 0,
    };
    for (event, at) in Parser::new_ext(markdown, options).into_offset_iter() {
        walk.event(event, at);
    }
    walk.finish()
}

struct Walk<'a> {
    markdown: &'a str,
    lang: Lang,
    complain: &'a dyn Fn(Call<'_>) -> Vec<String>,
    note: Note,
    warnings: Vec<Warning>,
    html: String,
    /// The plain text of the heading or paragraph under way.
    plain: String,
    /// Where in `html` the paragraph or heading under way begins.
    mark: usize,
    heading: Option<(u8, String)>,
    code: Option<(String, String, usize)>,
    cells: Vec<Alignment>,
    column: usize,
    in_head: bool,
    footnotes: Vec<(String, String)>,
    in_footnote: Option<(String, String)>,
    image: Option<(String, String)>,
    links: Vec<bool>,
    passes_open: usize,
    /// How many lists and quotations are open: a block cannot be cut out of them.
    depth: usize,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        if let Some((_, body, _)) = &mut self.code {
            match event {
                Event::Text(text) => body.push_str(&text),
                Event::End(TagEnd::CodeBlock) => self.end_code(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, &at),
            Event::End(tag) => self.end(tag, &at),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                self.plain.push_str(&code);
                self.html.push_str(&format!("<code>{}</code>", escape(&code)));
            }
            Event::InlineMath(tex) => self.math(&tex, false, &at),
            Event::DisplayMath(tex) => self.math(&tex, true, &at),
            // Raw HTML is shown as text.
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::SoftBreak => {
                self.plain.push(' ');
                self.html.push('\n');
            }
            Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::FootnoteReference(name) => {
                let id = escape(&name);
                let n = self.footnote_number(&name);
                self.html.push_str(&format!(
                    "<sup><a role=\"doc-noteref\" id=\"ref-{id}\" href=\"#note-{id}\">{n}</a></sup>"
                ));
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, alt)) = &mut self.image {
            alt.push_str(text);
            return;
        }
        self.plain.push_str(text);
        let rest = self.kept_with_formula(text);
        self.html.push_str(&escape(rest));
    }

    /// Binds the punctuation that closes a formula to it, where a browser would begin a line with
    /// it, and gives the rest of the text.
    fn kept_with_formula<'t>(&mut self, text: &'t str) -> &'t str {
        let rest = text.trim_start_matches(|c| "，。、；：？！）」』”’》".contains(c));
        let closing = &text[..text.len() - rest.len()];
        if !closing.is_empty()
            && self.html.ends_with("</math>")
            && let Some(begin) = self.html.rfind("<math")
        {
            self.html.insert_str(begin, "<span class=\"kept\">");
            self.html.push_str(closing);
            self.html.push_str("</span>");
            return rest;
        }
        text
    }

    fn math(&mut self, tex: &str, display: bool, at: &Range<usize>) {
        match mathml(tex, display) {
            Ok(math) if display => {
                self.html
                    .push_str(&format!("<span class=\"formula\" tabindex=\"0\">{math}</span>"));
            }
            Ok(math) => self.html.push_str(&math),
            Err(words) => {
                self.warn(at, format!("formula: {words}"));
                self.html.push_str(&format!("<code class=\"note-error\">{}</code>", escape(tex)));
            }
        }
        self.plain.push_str(tex);
    }

    fn start(&mut self, tag: Tag<'_>, at: &Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.mark = self.html.len();
                self.plain.clear();
                self.html.push_str("<p>");
            }
            Tag::Heading { level, id, .. } => {
                self.mark = self.html.len();
                self.plain.clear();
                let level = depth(level);
                let id = id.map(|id| id.to_string()).unwrap_or_default();
                let plain =
                    !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                let taken = self.note.contents.iter().any(|h| h.id == id);
                if level > 1 && (!plain || taken) {
                    self.warn(at, "this heading needs an anchor of its own: {#ascii-words}".into());
                }
                let id = if level > 1 && (!plain || taken) {
                    format!("section-{}", self.note.contents.len() + 1)
                } else {
                    id
                };
                self.heading = Some((level, id));
            }
            Tag::BlockQuote(_) => {
                self.depth += 1;
                self.html.push_str("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new(), self.line(at)));
            }
            Tag::List(from) => {
                self.depth += 1;
                let open = from.map(|from| format!("<ol start=\"{from}\">\n"));
                self.html.push_str(open.as_deref().unwrap_or("<ul>\n"));
            }
            Tag::Item => self.html.push_str("<li>"),
            Tag::FootnoteDefinition(name) => {
                let whole = std::mem::take(&mut self.html);
                self.in_footnote = Some((name.to_string(), whole));
            }
            Tag::Table(cells) => {
                self.cells = cells;
                self.html.push_str("<div class=\"table\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.html.push_str("<tr>");
            }
            Tag::TableCell => {
                let align = match self.cells.get(self.column) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                let name = if self.in_head { "th scope=\"col\"" } else { "td" };
                self.mark = self.html.len();
                self.html.push_str(&format!("<{name}{align}>"));
            }
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Link { dest_url, .. } => {
                let open = live(&dest_url);
                self.links.push(open);
                if open {
                    let outside = dest_url.starts_with("http");
                    let rel = if outside { " rel=\"noreferrer noopener\"" } else { "" };
                    self.html.push_str(&format!("<a href=\"{}\"{rel}>", escape(&dest_url)));
                } else {
                    self.warn(at, format!("a link to {dest_url} is not live"));
                }
            }
            Tag::Image { dest_url, .. } => self.image = Some((dest_url.to_string(), String::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, at: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(at),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => {
                self.depth -= 1;
                self.html.push_str("</blockquote>\n");
            }
            TagEnd::List(numbered) => {
                self.depth -= 1;
                self.html.push_str(if numbered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.html.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((name, whole)) = self.in_footnote.take() {
                    let body = std::mem::replace(&mut self.html, whole);
                    self.footnote_number(&name);
                    if let Some(entry) = self.footnotes.iter_mut().find(|(n, _)| *n == name) {
                        entry.1 = body;
                    }
                }
            }
            TagEnd::Table => self.html.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.html.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.html.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.column += 1;
                let cell = self.html.split_off(self.mark);
                // A header that names nothing is no header.
                let nothing = cell.find('>') == Some(cell.len() - 1);
                if self.in_head && nothing {
                    self.html.push_str("<td></td>");
                    return;
                }
                self.html.push_str(&cell);
                self.html.push_str(if self.in_head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => {
                if let Some((url, alt)) = self.image.take() {
                    let alt = escape(&alt);
                    if live(&url) {
                        let url = escape(&url);
                        self.html.push_str(&format!(
                            "<img src=\"{url}\" alt=\"{alt}\" loading=\"lazy\">"
                        ));
                    } else {
                        self.html.push_str(&alt);
                    }
                }
            }
            _ => {}
        }
    }

    fn end_link(&mut self) {
        if self.links.pop() == Some(true) {
            self.html.push_str("</a>");
        }
    }

    fn end_paragraph(&mut self, at: &Range<usize>) {
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
            Directive::Predict(id) if self.depth == 0 => {
                let wrong = (self.complain)(Call::Predict(&id));
                self.card(Block::Predict(id.clone()), &id, ("问题", "question"), wrong, at);
            }
            _ => {
                self.warn(at, format!("{:?} is no directive", self.plain));
                let shown = complaint(
                    self.lang,
                    &format!("这一行的指令无法识别：{}", self.plain),
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
        (zh, en): (&str, &str),
        wrong: Vec<String>,
        at: &Range<usize>,
    ) {
        if wrong.is_empty() {
            self.flush();
            self.note.blocks.push(block);
            return;
        }
        for words in wrong {
            self.warn(at, format!("{en} {id}: {words}"));
            let shown = complaint(
                self.lang,
                &format!("{zh}“{id}”无法显示：{words}"),
                &format!("The {en} “{id}” cannot be shown: {words}"),
            );
            self.html.push_str(&shown);
        }
    }

    fn end_heading(&mut self) {
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

    fn end_code(&mut self) {
        let Some((info, body, line)) = self.code.take() else { return };
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
            wrong.push("it must not stand in a list, a quotation or a footnote".to_owned());
        }
        if wrong.is_empty() {
            self.flush();
            self.note.blocks.push(Block::Widget(call));
            return;
        }
        for words in wrong {
            let message = format!("widget {}: {words}", call.name);
            let shown = complaint(
                self.lang,
                &format!("组件“{}”无法显示：{words}", call.name),
                &format!("The widget “{}” cannot be shown: {words}", call.name),
            );
            self.html.push_str(&shown);
            self.warnings.push(Warning { line, message });
        }
    }

    fn footnote_number(&mut self, name: &str) -> usize {
        let found = self.footnotes.iter().position(|(n, _)| n == name);
        found.unwrap_or_else(|| {
            self.footnotes.push((name.to_owned(), String::new()));
            self.footnotes.len() - 1
        }) + 1
    }

    fn line(&self, at: &Range<usize>) -> usize {
        self.markdown.as_bytes()[..at.start].iter().filter(|b| **b == b'\n').count() + 1
    }

    fn warn(&mut self, at: &Range<usize>, message: String) {
        let line = self.line(at);
        self.warnings.push(Warning { line, message });
    }

    fn flush(&mut self) {
        let html = std::mem::take(&mut self.html);
        self.mark = 0;
        if !html.trim().is_empty() {
            self.note.blocks.push(Block::Html(html));
        }
    }

    fn finish(mut self) -> (Note, Vec<Warning>) {
        self.flush();
        for _ in 0..self.passes_open {
            self.warnings.push(Warning { line: 0, message: "a :::pass is not closed".into() });
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

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
