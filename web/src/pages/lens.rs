//! Reading in passes, as it is prerendered: the bar over a note, what can be folded, and the
//! question at the end of a pass. `web/static/lens.js` folds; without it all is open.

use leptos::prelude::*;
use share::Lang;

use crate::locales::words;

/// The word of a pass: `Pass 2`.
fn name(lang: Lang, pass: u8) -> &'static str {
    let t = words(lang);
    match pass {
        1 => t.pass_1,
        2 => t.pass_2,
        _ => t.pass_3,
    }
}

/// The bar at the top: three passes, the whole, and what the reader wrote down.
pub(super) fn bar(lang: Lang, note: &'static str) -> AnyView {
    let t = words(lang);
    let passes = notes::PASSES.map(|pass| {
        let how = format!("{{root}}{}/how-to-read/#{}", lang.folder(), anchor(pass));
        view! {
            <a href=format!("?pass={pass}") data-pass=pass.to_string() data-how=how>{name(lang, pass)}</a>
        }
    });
    view! {
        <div class="passes" data-lens data-note=note data-how=t.pass_how>
            <nav aria-label=t.passes>
                {passes.collect_view()}
                <a href="?" data-pass="" aria-current="true">{t.pass_all}</a>
            </nav>
            <p role="status" data-lens-says></p>
            <details class="journal"><summary>{t.journal}<span data-progress></span></summary><div></div></details>
        </div>
    }
    .into_any()
}

/// The heading of the first note that says how to read this pass.
fn anchor(pass: u8) -> &'static str {
    match pass {
        1 => "first-pass",
        2 => "second-pass",
        _ => "third-pass",
    }
}

/// What stands under the heading `id`, and belongs to some passes only.
pub(super) fn folding(id: &str, passes: &[u8], body: Vec<AnyView>) -> AnyView {
    let passes = passes.iter().map(u8::to_string).collect::<Vec<_>>().join(" ");
    view! { <div class="part" data-of=id.to_owned() data-passes=passes>{body}</div> }.into_any()
}

/// The question where a pass ends.
pub(super) fn decide(lang: Lang, pass: u8) -> AnyView {
    let t = words(lang);
    let group = format!("decide-{pass}");
    let choices =
        [("go", if pass < 3 { t.decide_go } else { t.decide_use }), ("stop", t.decide_stop)].map(
            |(value, text)| {
                view! { <label><input type="radio" name=group.clone() value=value/>{text}</label> }
            },
        );
    let next = (pass < 3).then(|| {
        view! { <a href=format!("?pass={}", pass + 1) hidden>{name(lang, pass + 1)}" →"</a> }
    });
    view! {
        <fieldset class="decide" data-decide=pass.to_string()>
            <legend>{name(lang, pass)}{t.decide}</legend>
            {choices.collect_view()}
            <label class="why">{t.decide_why}<input type="text" maxlength="300" autocomplete="off"/></label>
            {next}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use crate::pages::{NOTES, pages};

    /// Each part that folds says to what it belongs, and every paper asks three times.
    #[test]
    fn every_note_has_its_bar_and_its_parts() {
        for page in
            pages(None).unwrap().iter().filter(|p| p.body.contains("<article data-card-words"))
        {
            let count = |what: &str| page.body.matches(what).count();
            assert_eq!(count("class=\"passes\""), 1, "{}", page.path);
            assert!(count("class=\"part\"") >= 3, "{}", page.path);
            assert_eq!(count("class=\"part\""), count("data-passes=\""), "{}", page.path);
            let of_it = |source: &&crate::pages::Source| page.path.contains(source.name);
            let paper = NOTES.iter().find(of_it).is_some_and(|source| source.paper);
            let asked = if paper { 3 } else { 0 };
            assert_eq!(count("data-decide=\""), asked, "{}", page.path);
        }
    }
}
