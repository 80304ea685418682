//! What the reader sees of two nets that are trained side by side.

use figures::Curve;
use leptos::{ev::MouseEvent, prelude::*};
use share::Lang;

use crate::element::{Element, el, html_of};
use crate::side_by_side::{
    look::{Look, Press},
    words::words,
};
use crate::widget::chart::{Chart, Said};

/// Which curve is whose.
pub(crate) fn legend(lang: Lang, [first, second]: [&'static str; 2]) -> Element {
    el("p").class("legend twins").with([
        el("span").class("first").text(first),
        el("span").class("second").text(second),
        el("span").class("what").text(words(lang).pale),
    ])
}

/// The answer, the buttons of the training, and what is said in place.
pub(crate) fn training<const N: usize>(lang: Lang, look: Look<N>) -> Vec<Element> {
    let t = words(lang);
    let said = move || html_of(look.said.get().into_iter().map(|words| el("p").text(words)));
    let button = move |press: Press| {
        el("button")
            .set("type", "button")
            .set("disabled", move || !look.can.get() && !look.playing.get())
            .on("click", move |_: MouseEvent| look.press(press))
    };
    vec![
        el("p").class("ratio").text(move || look.answer.get()),
        el("div").class("stepper").set("role", "group").set("aria-label", t.train_group).with([
            button(Press::Play)
                .set("data-press", "play")
                .text(move || if look.playing.get() { t.pause } else { t.start }),
            button(Press::Step).set("data-press", "step").text(t.step),
            el("p").class("status").text(move || look.status.get()),
        ]),
        el("div")
            .class("said")
            .set("role", "status")
            .hidden(move || look.said.with(Vec::is_empty))
            .html(said),
    ]
}

/// Loss, training error and test error, which every such widget draws, of nets of these names.
pub(crate) fn charts<const N: usize>(
    lang: Lang,
    look: Look<N>,
    nets: [&'static str; 2],
) -> Element {
    let t = words(lang);
    let names = [t.loss, t.error, t.test].into_iter().zip(look.charts);
    let step = [t.step_1, t.step_3];
    el("div").class("charts").with(names.map(|(name, one)| chart(lang, one, name, step, nets)))
}

/// A chart under its name; `place` is what stands before and behind a number across.
pub(crate) fn chart(
    lang: Lang,
    chart: Chart,
    name: &'static str,
    place: [&'static str; 2],
    [first, second]: [&'static str; 2],
) -> Element {
    let t = words(lang);
    let names = [first, second, t.logged];
    chart.view(Said { name, hint: t.read_hint, place, curve: curve_name, names })
}

/// The name of a curve among those of both nets, in each of which the logged one comes first.
fn curve_name(
    curves: &[Curve],
    at: usize,
    [first, second, logged]: [&'static str; 3],
) -> Option<String> {
    let before = curves[..at].iter().filter(|curve| !curve.behind).count();
    let net = *[first, second].get(before)?;
    Some(if curves[at].behind { format!("{net}{logged}") } else { net.to_owned() })
}

/// What the table of numbers is.
pub(crate) fn data(lang: Lang) -> &'static str {
    words(lang).table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_its_net_s_and_a_mark_is_nobody_s() {
        let curve = |behind| Curve { points: Vec::new(), colour: (0, 0, 0), behind, discs: false };
        let names = |curves: &[Curve]| -> Vec<Option<String>> {
            (0..curves.len()).map(|at| curve_name(curves, at, ["a", "b", " (logged)"])).collect()
        };
        let some = |name: &str| Some(name.to_owned());
        let all = [true, false, true, false, true].map(curve);
        let want = [some("a (logged)"), some("a"), some("b (logged)"), some("b"), None];
        assert_eq!(names(&all), want);
        assert_eq!(names(&[false, false].map(curve)), [some("a"), some("b")]);
    }
}
