//! Two links of this site side by side, for a lecture. `web/static/compare.js` reads the links.

use leptos::prelude::*;
use share::{Lang, RENAMED, WIDGETS, widget};

use super::{
    Page,
    frame::{footer, header},
    html,
};
use crate::locales::words;

/// The page's folder, and what the links to it begin with.
pub(super) const NAME: &str = "compare";

/// Pairs worth showing: what they set side by side, and the two links.
fn pairs(lang: Lang) -> [(&'static str, [&'static str; 2]); 4] {
    let t = words(lang);
    [
        (t.pair_blocks, ["w=family&net=resnet34&stage=conv4", "w=family&net=resnet50&stage=conv4"]),
        (t.pair_figure_5, ["w=bottleneck", "w=bottleneck&compare=paper"]),
        (t.pair_plain, ["w=bottleneck&shortcut=none", "w=bottleneck"]),
        (t.pair_depth, ["w=degradation&depth=20", "w=degradation&depth=56"]),
    ]
}

/// A link as a value of a query.
fn encoded(link: &str) -> String {
    link.replace('=', "%3D").replace('&', "%26")
}

pub(super) fn page(lang: Lang) -> Page {
    let t = words(lang);
    let here = format!("{NAME}/");
    let body = html(|| {
        let examples = pairs(lang).map(|(name, [a, b])| {
            let href = format!("?a={}&b={}", encoded(a), encoded(b));
            view! { <li><a href=href>{name}</a></li> }
        });
        let before = RENAMED.iter().filter_map(|(old, _)| Some((*old, widget(old)?)));
        let widgets = WIDGETS.iter().map(|w| (w.name, *w)).chain(before).map(|(name, w)| {
            view! {
                <li><code>{format!("w={name}")}</code>" "<span data-widget-name=name>{w.title.get(lang)}</span></li>
            }
        });
        let sides = [("a", "A"), ("b", "B")].map(|(key, name)| {
            let (id, wrong) = (format!("link-{key}"), format!("wrong-{key}"));
            view! {
                <section class="compared" data-side=key aria-label=name>
                    <label for=id.clone()>{format!("{name}{}", t.compare_field)}</label>
                    <input type="text" id=id data-name=name spellcheck="false" autocomplete="off" aria-describedby=wrong.clone()/>
                    <p class="note-error" id=wrong data-wrong role="alert">{t.compare_empty}</p>
                    <iframe title=name hidden></iframe>
                </section>
            }
        });
        view! {
            {header(lang, NAME)}
            <main
                id="text" class="compare" data-compare data-root="{root}" data-lang=lang.folder()
                data-empty=t.compare_empty data-long=t.compare_long data-foreign=t.compare_foreign
                data-nested=t.compare_nested data-none=t.compare_none data-unknown=t.compare_unknown
                data-copied=t.compare_copied data-by-hand=t.compare_by_hand
            >
                <h1>{t.compare}</h1>
                <p>{t.compare_about}</p>
                <noscript><p class="note-error">{t.compare_no_script}</p></noscript>
                <div class="pair-of-widgets">{sides.collect_view()}</div>
                <p class="actions">
                    <button type="button" data-share>{t.compare_share}</button>
                    <button type="button" data-swap>{t.compare_swap}</button>
                </p>
                <input type="text" data-link readonly hidden aria-label=t.compare_link/>
                <p role="status" data-said></p>
                <h2>{t.compare_examples}</h2>
                <ul>{examples.collect_view()}</ul>
                <details>
                    <summary>{t.compare_widgets}</summary>
                    <ul>{widgets.collect_view()}</ul>
                </details>
            </main>
            {footer(lang)}
        }
        .into_any()
    });
    Page::beside(lang, &here, t.compare, t.compare_about, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::decode;

    /// The ready pairs are links that nothing is wrong with.
    #[test]
    fn every_ready_link_is_understood() {
        for lang in [Lang::Zh, Lang::En] {
            for (name, links) in pairs(lang) {
                assert!(!name.is_empty());
                for link in links {
                    let (_, warnings) = decode(link, WIDGETS[0]);
                    assert_eq!(warnings, [], "{link}");
                    assert!(link.starts_with("w="));
                }
            }
        }
    }

    #[test]
    fn the_page_has_every_widget_s_name() {
        let page = page(Lang::En);
        for w in WIDGETS {
            assert!(page.body.contains(&format!("data-widget-name=\"{}\"", w.name)), "{}", w.name);
        }
        assert!(page.body.contains("?a=w%3Dbottleneck&amp;b=w%3Dbottleneck%26compare%3Dpaper"));
    }
}
