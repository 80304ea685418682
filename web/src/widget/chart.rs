//! A chart of curves whose numbers can be read: under the pointer, and by the arrow keys.

use figures::{Curve, Plane, numbers_at, places};
use leptos::{
    ev::{Event, KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};

use crate::element::{Element, canvas, el};

/// The width in CSS pixels that is meant before the chart is on a page.
const WIDTH: f64 = 240.0;

/// A chart, and which of its places is read.
#[derive(Clone, Copy)]
pub(crate) struct Chart {
    canvas: NodeRef<Canvas>,
    drawn: RwSignal<Option<Drawn>>,
    read: RwSignal<Option<f64>>,
}

/// What was drawn last.
#[derive(Clone)]
struct Drawn {
    curves: Vec<Curve>,
    plane: Plane,
}

/// What a chart is called, and its numbers.
#[derive(Clone, Copy)]
pub(crate) struct Said {
    pub(crate) name: &'static str,
    /// How the numbers can be read.
    pub(crate) hint: &'static str,
    /// What stands before and behind a place: `step` 37.
    pub(crate) place: [&'static str; 2],
    /// What a curve is called, by its number among all; `None` for one that is only a mark.
    pub(crate) curve: fn(&[Curve], usize, [&'static str; 3]) -> Option<String>,
    /// For the curves' names.
    pub(crate) names: [&'static str; 3],
}

impl Chart {
    /// Nothing drawn.
    pub(crate) fn new() -> Self {
        Self { canvas: NodeRef::new(), drawn: RwSignal::new(None), read: RwSignal::new(None) }
    }

    /// Draws curves on a canvas that may not be there yet.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn show(self, curves: &[Curve], x: [f64; 2], powers: bool, top: f64) {
        let Some(node) = self.canvas.get_untracked() else { return };
        let plane = Plane { x, powers, top, text: (0, 0, 0), scale: 1.0 };
        crate::browser::canvas::curves(&node, curves, plane);
        self.drawn.set(Some(Drawn { curves: curves.to_vec(), plane }));
    }

    /// The chart under its name, with a line for what is read.
    pub(crate) fn view(self, said: Said) -> Element {
        let seen = move |seen: &dyn Fn(&Drawn, f64) -> String| {
            let place = self.read.get()?;
            self.drawn.with(|drawn| drawn.as_ref().map(|drawn| seen(drawn, place)))
        };
        let words = move || seen(&|drawn, place| said.numbers(drawn, place)).unwrap_or_default();
        let line = move || {
            seen(&|drawn, place| {
                (1e3 * drawn.plane.across(place, self.width()) / self.width()).to_string()
            })
        };
        let forget = move |_: Event| self.read.set(None);
        el("figure").class("chart").with([
            el("figcaption").text(said.name),
            el("div")
                .class("reads")
                .set("tabindex", "0")
                .set("role", "group")
                .set("aria-label", format!("{}; {}", said.name, said.hint))
                .on("keydown", move |e: KeyboardEvent| self.key(&e))
                .on("pointermove", move |e: PointerEvent| self.point(&e))
                .on("pointerdown", move |e: PointerEvent| self.point(&e))
                .on("pointerleave", forget)
                .on("focus", move |_: Event| {
                    // A press has chosen a place before.
                    if self.read.get_untracked().is_none() {
                        self.step(isize::MAX);
                    }
                })
                .on("blur", forget)
                .with([
                    canvas(self.canvas, said.name, [240, 120]),
                    el("svg")
                        .set("viewBox", "0 0 1000 1")
                        .set("preserveAspectRatio", "none")
                        .set("aria-hidden", "true")
                        .set("hidden", move || self.read.get().is_none())
                        .with([el("line")
                            .set("x1", line)
                            .set("x2", line)
                            .set("y1", "0")
                            .set("y2", "1")]),
                ]),
            el("p").class("unit readout").set("aria-live", "polite").text(words),
        ])
    }

    fn width(self) -> f64 {
        let width = self.canvas.get_untracked().map_or(0, |canvas| canvas.client_width());
        if width > 0 { f64::from(width) } else { WIDTH }
    }

    /// Reads the place nearest to the pointer.
    fn point(self, event: &PointerEvent) {
        let across = f64::from(event.offset_x());
        let nearest = self.drawn.with_untracked(|drawn| {
            let drawn = drawn.as_ref()?;
            let wanted = drawn.plane.place(across, self.width());
            let off = |x: &f64| (x - wanted).abs();
            places(&drawn.curves).into_iter().min_by(|a, b| off(a).total_cmp(&off(b)))
        });
        self.read.set(nearest);
    }

    /// Arrow keys read the place before or behind, Home and End the first and the last.
    fn key(self, event: &KeyboardEvent) {
        let by = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            "PageUp" => -10,
            "PageDown" => 10,
            "Home" => isize::MIN,
            "End" => isize::MAX,
            "Escape" => return self.read.set(None),
            _ => return,
        };
        event.prevent_default();
        self.step(by);
    }

    fn step(self, by: isize) {
        let next = self.drawn.with_untracked(|drawn| {
            let all = places(&drawn.as_ref()?.curves);
            let last = all.len().checked_sub(1)?;
            let here = self.read.get_untracked();
            let at = here.and_then(|here| all.iter().position(|x| *x == here)).unwrap_or(last);
            all.get(at.saturating_add_signed(by).min(last)).copied()
        });
        self.read.set(next);
    }
}

impl Said {
    /// The numbers at a place in words.
    fn numbers(&self, drawn: &Drawn, place: f64) -> String {
        let [before, behind] = self.place;
        let mut said = vec![format!("{before}{place}{behind}")];
        for (i, number) in numbers_at(&drawn.curves, place).into_iter().enumerate() {
            if let (Some(number), Some(name)) = (number, (self.curve)(&drawn.curves, i, self.names))
            {
                let number = if drawn.plane.powers {
                    format!("{number:.2e}")
                } else {
                    format!("{number:.4}")
                };
                said.push(format!("{name} {number}"));
            }
        }
        said.join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_with_the_curves_names() {
        let curve = |points: &[(f64, f64)]| Curve {
            points: points.to_vec(),
            colour: (0, 0, 0),
            behind: false,
            discs: false,
        };
        let drawn = |powers| Drawn {
            curves: vec![curve(&[(1.0, 0.5), (2.0, 0.25)]), curve(&[(2.0, 100.0)])],
            plane: Plane { x: [0.0, 2.0], powers, top: 1.0, text: (0, 0, 0), scale: 1.0 },
        };
        let said = Said {
            name: "Loss",
            hint: "",
            place: ["Step ", ""],
            curve: |_, i, names| names.get(i).map(|name| (*name).to_owned()),
            names: ["plain", "residual", ""],
        };
        assert_eq!(said.numbers(&drawn(false), 2.0), "Step 2 · plain 0.2500 · residual 100.0000");
        assert_eq!(said.numbers(&drawn(true), 2.0), "Step 2 · plain 2.50e-1 · residual 1.00e2");
        assert_eq!(said.numbers(&drawn(false), 1.0), "Step 1 · plain 0.5000");
    }
}
