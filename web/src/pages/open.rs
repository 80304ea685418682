//! A reader's own note. `web/static/open-page.js` reads it, `crates/open` sets it.

mod words;

use leptos::prelude::*;
use share::{Lang, WIDGETS};

use super::{
    Page,
    claims::{Claim, card},
    frame::{footer, header},
    html,
};

/// The page's folder, and what the links to it begin with.
pub(super) const NAME: &str = "open";

/// What the page is called, for links to it.
pub(super) fn title(lang: Lang) -> &'static str {
    words::words(lang).title
}

/// What a reader begins with, ready to be opened.
fn template(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("../../assets/own/template-zh.md"),
        Lang::En => include_str!("../../assets/own/template-en.md"),
    }
}

/// The page; `claims` are the cards that a note may set.
pub(super) fn page(lang: Lang, claims: &[Claim]) -> Page {
    let t = words::words(lang);
    let here = format!("{NAME}/");
    let body = html(|| {
        let cards = claims.iter().map(|c| {
            view! { <template data-card=c.id.clone()>{card(c, lang, true)}</template> }
        });
        view! {
            {header(lang, NAME)}
            <main
                id="text" class="own" data-open data-root="{root}" data-lang=lang.folder()
                data-reading=t.reading data-opened=t.opened data-gbk=t.gbk data-utf16=t.utf16
                data-kept=t.kept data-not-kept=t.not_kept data-pictures-stay=t.pictures_stay
                data-long=t.long data-zip=t.zip data-binary=t.binary data-none=t.none
                data-damaged=t.damaged data-failed=t.failed data-empty=t.empty
                data-remote=t.remote data-missing=t.missing data-broken=t.broken
                data-copied=t.copied data-by-hand=t.by_hand data-forgotten=t.forgotten data-again=t.again
            >
                <h1>{t.title}</h1>
                <p>{t.about}</p>
                <noscript><p class="note-error">{t.no_script}</p></noscript>
                <div class="own-drop" data-drop>
                    <p><label for="own-files">{t.files}</label>
                    <input type="file" id="own-files" multiple accept=".md,.markdown,.txt,text/markdown,text/plain,image/*"/></p>
                    <p><label for="own-folder">{t.folder}</label>
                    <input type="file" id="own-folder" webkitdirectory/></p>
                    <p class="own-hint">{t.drop}</p>
                </div>
                <p class="actions" data-last hidden>
                    <button type="button" data-reopen></button>
                    <button type="button" data-forget>{t.forget}</button>
                </p>
                <details data-write>
                    <summary>{t.write}</summary>
                    <label for="own-text">{t.text}</label>
                    <textarea id="own-text" rows="12" spellcheck="false" autocomplete="off"></textarea>
                    <p class="actions">
                        <button type="button" data-show>{t.show}</button>
                        <button type="button" data-template>{t.template}</button>
                    </p>
                </details>
                <p role="status" data-said></p>
                <nav data-others hidden aria-label=t.others><p>{t.others}</p><ul></ul></nav>
                <section class="own-faults" data-faults hidden aria-label=t.faults><h2>{t.faults}</h2><ul></ul></section>
                <p class="actions" data-tools hidden>
                    <button type="button" data-share>{t.share}</button>
                    <button type="button" data-teach>{t.teach}</button>
                    <button type="button" data-all-remote hidden>{t.all_remote}</button>
                    <button type="button" data-close>{t.close}</button>
                </p>
                <input type="text" data-link readonly hidden aria-label=t.link/>
                <div data-stage data-previous=t.previous data-next=t.next data-end=t.end data-part=t.part><article data-note data-more=t.more tabindex="-1" hidden></article></div>
                {lesson(lang)}
                {cards.collect_view()}
            </main>
            {footer(lang)}
        }
        .into_any()
    });
    Page::beside(lang, &here, t.title, t.about, body)
}

/// The directives by example, and the template.
fn lesson(lang: Lang) -> AnyView {
    let t = words::words(lang);
    let rows = [
        (t.lesson_formula, "$y = F(x) + x$\n\n$$\n\\cy{y} = \\cF{F(x)} + \\cx{x}\n$$"),
        (t.lesson_widget, "```widget bottleneck\nwidth = 16\nshortcut = none\n```"),
        (t.lesson_pass, ":::pass 2\n\n…\n\n:::"),
        (t.lesson_claim, ":::claim alexnet.training"),
        (t.lesson_footnote, "…[^1]\n\n[^1]: …"),
        (t.lesson_picture, "![…](pictures/a.png)"),
        (t.lesson_teach, "## …\n\n```widget bottleneck\nask = …?\nlock = width\n```\n\n---"),
    ];
    let rows = rows.map(|(say, code)| {
        view! { <div class="own-row"><p>{say}</p><pre tabindex="0"><code>{code}</code></pre></div> }
    });
    let widgets = WIDGETS.iter().map(|w| {
        view! { <li><code>{w.name}</code>" "{w.title.get(lang)}</li> }
    });
    let file = format!("{{root}}assets/own/template-{}.md", lang.folder());
    view! {
        <section class="own-lesson" data-lesson aria-label=t.lesson>
            <h2>{t.lesson}</h2>
            <p>{t.lesson_about}</p>
            {rows.collect_view()}
            <p>{t.lesson_safe}</p>
            <details>
                <summary>{t.lesson_template}</summary>
                <p class="actions"><button type="button" data-template>{t.template}</button>" "<a href=file download="">{t.download}</a></p>
                <pre tabindex="0"><code data-template-text>{template(lang)}</code></pre>
            </details>
            <details>
                <summary>{t.lesson_widgets}</summary>
                <ul>{widgets.collect_view()}</ul>
            </details>
        </section>
    }
    .into_any()
}
