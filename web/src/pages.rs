//! Every page of the site, rendered natively.

use leptos::prelude::*;
use notes::{Block, Note, WidgetCall, parse};
use share::{Lang, State, WIDGETS, widget};

use crate::locales::words;
use crate::widget::island;

/// A page. `{root}` in the body stands for the way to the site's root.
#[derive(Debug)]
pub struct Page {
    /// Its folder: `zh/alexnet/`; empty for the front page.
    pub path: String,
    /// The value of the `lang` attribute.
    pub lang: &'static str,
    /// The title.
    pub title: String,
    /// One sentence for previews.
    pub description: String,
    /// What stands in `<body>`.
    pub body: String,
    /// The same page in other languages: tag and path.
    pub alternates: Vec<(&'static str, String)>,
    /// Whether it is made to stand in a frame.
    pub embed: bool,
}

/// The notes: name, Chinese text, English text.
const NOTES: &[(&str, &str, &str)] =
    &[("alexnet", include_str!("../notes/zh/alexnet.md"), include_str!("../notes/en/alexnet.md"))];

/// Every page.
///
/// # Errors
/// What is wrong in a note, with its line.
pub fn pages() -> Result<Vec<Page>, String> {
    // A second call finds the executor there; that is as good.
    let _ = any_spawner::Executor::init_futures_executor();
    let mut notes = Vec::new();
    for (name, zh, en) in NOTES {
        for (lang, text) in [(Lang::Zh, zh), (Lang::En, en)] {
            let (note, warnings) = parse(text, of(lang), &complain);
            if let Some(w) = warnings.first() {
                return Err(format!(
                    "web/notes/{}/{name}.md:{}: {}",
                    lang.folder(),
                    w.line,
                    w.message
                ));
            }
            notes.push((*name, lang, note));
        }
    }
    let mut pages = vec![front(&notes)];
    for (name, lang, note) in &notes {
        pages.push(note_page(name, *lang, note));
    }
    for lang in [Lang::Zh, Lang::En] {
        pages.extend(WIDGETS.iter().map(|w| embed_page(lang, w)));
    }
    Ok(pages)
}

fn of(lang: Lang) -> notes::Lang {
    match lang {
        Lang::Zh => notes::Lang::Zh,
        Lang::En => notes::Lang::En,
    }
}

/// What is wrong with a widget call of a note.
fn complain(call: &WidgetCall) -> Vec<String> {
    match widget(&call.name) {
        None => vec![format!("there is no widget {:?}", call.name)],
        Some(table) => {
            let (_, warnings) = State::read(table, &call.values);
            warnings.iter().map(|w| w.message(Lang::En)).collect()
        }
    }
}

fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new_root(None).with(|| view().to_html())
}

fn header(lang: Lang, here: &str) -> AnyView {
    let t = words(lang);
    let other = lang.other();
    let switch = format!("{{root}}{}/{here}", other.folder());
    let themes = [("auto", t.theme_auto), ("light", t.theme_light), ("dark", t.theme_dark)];
    view! {
        <a class="skip" href="#text">{t.skip}</a>
        <header class="site">
            <a class="name" href="{root}">{t.site}</a>
            <nav aria-label=t.notes>
                <a href=format!("{{root}}{}/alexnet/", lang.folder())>"AlexNet"</a>
            </nav>
            <div class="theme" role="group" aria-label=t.theme>
                {themes.map(|(word, text)| view! {
                    <button type="button" data-theme-choice=word aria-pressed="false">{text}</button>
                }).collect_view()}
            </div>
            <a class="language" data-lang-switch href=switch hreflang=other.tag() lang=other.tag()>{t.other_language}</a>
        </header>
    }
    .into_any()
}

fn footer(lang: Lang) -> AnyView {
    let t = words(lang);
    view! { <footer class="site"><p>{t.privacy}" "{t.made_from}</p></footer> }.into_any()
}

fn note_page(name: &'static str, lang: Lang, note: &Note) -> Page {
    let t = words(lang);
    let here = format!("{name}/");
    let body = html(|| {
        let contents = note
            .contents
            .iter()
            .filter(|h| h.level == 2)
            .map(|h| view! { <li><a href=format!("#{}", h.id)>{h.text.clone()}</a></li> })
            .collect_view();
        let mut parts = Vec::new();
        let mut before: Vec<&str> = Vec::new();
        for block in &note.blocks {
            match block {
                Block::Html(html) => {
                    parts.push(
                        view! { <div class="prose" inner_html=html.clone()></div> }.into_any(),
                    );
                }
                Block::Widget(call) => {
                    let query: Vec<String> =
                        call.values.iter().map(|(k, v)| format!("{k}={v}")).collect();
                    // Its number among its kind: links mean the first.
                    let index = before.iter().filter(|name| **name == call.name).count();
                    before.push(&call.name);
                    parts.push(island(&call.name, query.join("&"), lang, false, index));
                }
                // Which pass a part belongs to is for the lens, not for the text.
                Block::PassStart(_) | Block::PassEnd => {}
            }
        }
        view! {
            {header(lang, &here)}
            <div class="page">
                <nav class="contents" data-contents aria-label=t.contents><h2>{t.contents}</h2><ol>{contents}</ol></nav>
                <main id="text"><article><h1>{note.title.clone()}</h1>{parts}</article></main>
            </div>
            {footer(lang)}
        }
        .into_any()
    });
    Page {
        path: format!("{}/{here}", lang.folder()),
        lang: lang.tag(),
        title: format!("{} · {}", note.title, t.site),
        description: note.description.clone(),
        body,
        alternates: alternates(&here),
        embed: false,
    }
}

fn alternates(here: &str) -> Vec<(&'static str, String)> {
    [Lang::Zh, Lang::En].map(|l| (l.tag(), format!("{}/{here}", l.folder()))).to_vec()
}

fn front(notes: &[(&'static str, Lang, Note)]) -> Page {
    let body = html(|| {
        let sides = [Lang::Zh, Lang::En].map(|lang| {
            let t = words(lang);
            let items = notes
                .iter()
                .filter(|(_, l, _)| *l == lang)
                .map(|(name, _, note)| {
                    let href = format!("{{root}}{}/{name}/", lang.folder());
                    view! { <li><a href=href>{note.title.clone()}</a></li> }
                })
                .collect_view();
            view! {
                <section lang=lang.tag()>
                    <h1>{t.site}</h1>
                    <p class="tagline">{t.tagline}</p>
                    <p>{t.about}</p>
                    <h2>{t.notes}</h2>
                    <ul>{items}</ul>
                </section>
            }
        });
        view! { <main id="text" class="front">{sides.collect_view()}</main> }.into_any()
    });
    let (zh, en) = (words(Lang::Zh), words(Lang::En));
    Page {
        path: String::new(),
        lang: Lang::Zh.tag(),
        title: format!("{} · {}", zh.site, en.site),
        description: format!("{} {}", zh.tagline, en.tagline),
        body,
        alternates: Vec::new(),
        embed: false,
    }
}

fn embed_page(lang: Lang, table: &'static share::Widget) -> Page {
    let t = words(lang);
    let here = format!("embed/{}/", table.name);
    let body = html(|| {
        let full = format!("{{root}}{}/{}/", lang.folder(), table.note);
        view! {
            <main id="text" class="embed">
                <h1 class="visually-hidden">{table.title.get(lang)}</h1>
                {island(table.name, String::new(), lang, true, 0)}
                <p class="full"><a href=full target="_blank" rel="noopener">{t.full_page}" ↗"</a></p>
            </main>
        }
        .into_any()
    });
    Page {
        path: format!("{}/{here}", lang.folder()),
        lang: lang.tag(),
        title: format!("{} · {}", table.title.get(lang), t.site),
        description: table.title.get(lang).to_owned(),
        body,
        alternates: alternates(&here),
        embed: true,
    }
}
