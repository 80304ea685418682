//! One walk over the Markdown's events.

mod ends;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::html::{escape, live};
use crate::math::mathml;
use crate::note::{Call, Note};
use crate::{Lang, Warning};

/// Reads a note. `complain` says what is wrong with a call; nothing is fine.
pub fn parse(
    markdown: &str,
    lang: Lang,
    complain: &dyn Fn(Call<'_>) -> Vec<String>,
) -> (Note, Vec<Warning>) {
    read(markdown, lang, complain, false)
}

/// Reads a note that a reader brought. Headings need no anchors; warnings are in the note's
/// language; of a picture there is `<span data-picture="…">` with its description, so that the
/// HTML by itself asks for nothing.
pub fn parse_own(
    markdown: &str,
    lang: Lang,
    complain: &dyn Fn(Call<'_>) -> Vec<String>,
) -> (Note, Vec<Warning>) {
    let (mut text, mut open) = (Cow::Borrowed(markdown), Vec::new());
    // A fence that nobody closed takes the rest with it: it is closed at the first empty line.
    loop {
        let (note, mut warnings) = read(&text, lang, complain, true);
        let last = warnings.iter().position(|w| w.message == UNCLOSED);
        let Some(last) = last.filter(|_| open.len() < MOST_FENCES) else {
            warnings.retain(|w| w.message != UNCLOSED);
            warnings.extend(open);
            return (note, warnings);
        };
        let line = warnings[last].line;
        let message = match lang {
            Lang::Zh => "这里的代码块没有收尾",
            Lang::En => "the code block that begins here is not closed",
        };
        open.push(Warning { line, message: message.to_owned() });
        let Some(closed) = closed(&text, line) else {
            warnings.retain(|w| w.message != UNCLOSED);
            warnings.extend(open);
            return (note, warnings);
        };
        text = Cow::Owned(closed);
    }
}

/// How deep quotations are shown: a browser takes minutes over a hundred thousand.
const MOST_DEPTH: usize = 64;
/// What marks a fence that is not closed, between two readings.
const UNCLOSED: &str = "\0";
/// The fences that are closed for a reader; a file with more is no Markdown.
const MOST_FENCES: usize = 8;

/// The text with the fence of a line closed in place of the first empty line behind it, so that
/// no line moves; `None` where there is none.
fn closed(text: &str, line: usize) -> Option<String> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let opening = lines.get(line.checked_sub(1)?)?;
    let fence = opening.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let length = fence.chars().take_while(|c| fence.starts_with(*c)).count();
    let at = lines.iter().skip(line).position(|l| l.trim().is_empty())? + line;
    // What stands before it in a list or a quotation ends with the empty line by itself.
    let closing = fence.get(..length).filter(|_| opening.starts_with(['`', '~']))?;
    lines[at] = closing;
    Some(lines.join("\n"))
}

fn read(
    markdown: &str,
    lang: Lang,
    complain: &dyn Fn(Call<'_>) -> Vec<String>,
    own: bool,
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
        own,
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
        ids: HashSet::new(),
        numbers: HashMap::new(),
        counted: Cell::new((0, 1)),
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
    /// Whether a reader brought it.
    own: bool,
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
    /// The anchors that are taken.
    ids: HashSet<String>,
    /// Where each footnote stands in `footnotes`.
    numbers: HashMap<String, usize>,
    /// A place in the text, and its line: the next is counted from there.
    counted: Cell<(usize, usize)>,
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        if let Some((_, body, _)) = &mut self.code {
            match event {
                Event::Text(text) => body.push_str(&text),
                Event::End(TagEnd::CodeBlock) => self.end_code(&at),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, &at),
            Event::End(tag) => self.end(tag, &at),
            Event::Text(text) => {
                self.loose_formula(&at);
                self.text(&text);
            }
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
                self.warn(at, &format!("公式有误：{words}"), &format!("formula: {words}"));
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
                let bad = level > 1 && (!plain || self.ids.contains(&id));
                if bad && !self.own {
                    let words = "this heading needs an anchor of its own: {#ascii-words}";
                    self.warn(at, words, words);
                }
                let id = if bad { format!("section-{}", self.note.contents.len() + 1) } else { id };
                self.ids.insert(id.clone());
                self.heading = Some((level, id));
            }
            Tag::BlockQuote(_) => {
                self.depth += 1;
                if self.depth <= MOST_DEPTH {
                    self.html.push_str("<blockquote>\n");
                }
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
            Tag::HtmlBlock => self.html.push_str("<p>"),
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
                    self.warn(
                        at,
                        &format!("这个链接不能点，只有http(s)、mailto和相对链接可以：{dest_url}"),
                        &format!("a link to {dest_url} is not live"),
                    );
                }
            }
            Tag::Image { dest_url, .. } => {
                if self.own && !live(&dest_url) {
                    let given: String = dest_url.chars().take(40).collect();
                    self.warn(
                        at,
                        &format!("这样的图片地址不显示：{given}"),
                        &format!("a picture at {given} is not shown"),
                    );
                }
                self.image = Some((dest_url.to_string(), String::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, at: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(at),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => {
                if self.depth <= MOST_DEPTH {
                    self.html.push_str("</blockquote>\n");
                }
                self.depth -= 1;
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
                    let at = self.numbers.get(&name).copied();
                    if let Some(entry) = at.and_then(|at| self.footnotes.get_mut(at)) {
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
            TagEnd::HtmlBlock => self.html.push_str("</p>\n"),
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => {
                if let Some((url, alt)) = self.image.take() {
                    let alt = escape(&alt);
                    if live(&url) && self.own {
                        let url = escape(&url);
                        self.html.push_str(&format!("<span data-picture=\"{url}\">{alt}</span>"));
                    } else if live(&url) {
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
