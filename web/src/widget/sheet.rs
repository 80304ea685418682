//! A matrix as squares: its rows' names, its scale of colours, and the number that is read
//! under the pointer or by the arrow keys.

use leptos::{
    ev::{Event, KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};

use crate::element::{Element, canvas, el, html_of, ramp};

/// A matrix, and which of its numbers is read.
#[derive(Clone, Copy)]
pub(crate) struct Sheet {
    canvas: NodeRef<Canvas>,
    ramp: NodeRef<Canvas>,
    numbers: RwSignal<Numbers>,
    read: RwSignal<Option<[usize; 2]>>,
}

#[derive(Clone, Default)]
struct Numbers {
    values: Vec<f32>,
    rows: Vec<String>,
    columns: usize,
    ends: [String; 2],
}

/// How a matrix is named.
#[derive(Clone, Copy)]
pub(crate) struct Named {
    /// Its name, under the colour of this class.
    pub(crate) name: &'static str,
    pub(crate) class: &'static str,
    /// Its letter in numbers: `q[cats, 3] = 0.5`.
    pub(crate) letter: &'static str,
    /// How a number is chosen.
    pub(crate) hint: &'static str,
    /// Whether columns are rows' names too.
    pub(crate) square: bool,
    /// Whether it fills its room, as a picture does, whatever its shape.
    pub(crate) picture: bool,
}

/// Pixels of an element, across and down.
fn square(columns: usize) -> [usize; 2] {
    match columns {
        0..=16 => [18, 18],
        17..=64 => [320 / columns.max(1), 14],
        _ => [2, 14],
    }
}

impl Sheet {
    /// Of rows that are named, with nothing in them yet.
    pub(crate) fn new(rows: Vec<String>, columns: usize) -> Self {
        let numbers = Numbers { rows, columns, ..Numbers::default() };
        Self {
            canvas: NodeRef::new(),
            ramp: NodeRef::new(),
            numbers: RwSignal::new(numbers),
            read: RwSignal::new(None),
        }
    }

    /// Draws a matrix.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn show(
        self,
        values: &[f32],
        rows: Vec<String>,
        range: figures::Range,
        [picture, dark]: [bool; 2],
    ) {
        use crate::browser::canvas::fill;
        let columns = values.len() / rows.len().max(1);
        let [width, height] = if picture { [1, 1] } else { square(columns) };
        let gap = usize::from(width > 4);
        let of = figures::Square { width, height, gap };
        let (rgba, across) = figures::squares(values, columns, of, range, dark);
        fill(self.canvas, &rgba, across);
        fill(self.ramp, &figures::ramp(range, dark, 48), 48);
        let (low, high) = range.ends();
        let share = range == figures::Range::Share;
        let ends = [low, high].map(|end| match share {
            true => end.to_string(),
            false => signed(&format!("{:.2}", end.abs()), end < 0.0),
        });
        self.numbers.set(Numbers { values: values.to_vec(), rows, columns, ends });
    }

    /// Rows and columns.
    pub(crate) fn size(self) -> [usize; 2] {
        self.numbers.with(|n| [n.rows.len(), n.columns])
    }

    /// The matrix under its name, with marks over it in units of its elements; `pick` is told
    /// which number is chosen, and whether by a press or a key.
    pub(crate) fn view(
        self,
        named: Named,
        marks: impl IntoIterator<Item = Element>,
        pick: impl Fn([usize; 2], bool) + Copy + 'static,
    ) -> Element {
        let [rows, columns] = untrack(|| self.size());
        let [width, height] = if named.picture { [1, 1] } else { square(columns) };
        let spans = move || {
            self.numbers.with(|n| html_of(n.rows.iter().map(|row| el("span").text(row.clone()))))
        };
        let view_box = move || {
            let [rows, columns] = self.size();
            format!("0 0 {} {}", columns.max(1), rows.max(1))
        };
        let names =
            |class: &'static str| el("div").class(class).set("aria-hidden", "true").html(spans);
        let point = move |e: &PointerEvent, pressed: bool| {
            if let Some(at) = self.under(e) {
                self.read.set(Some(at));
                pick(at, pressed);
            }
        };
        let key = move |e: KeyboardEvent| {
            let [down, right] = match e.key().as_str() {
                "ArrowUp" => [-1, 0],
                "ArrowDown" => [1, 0],
                "ArrowLeft" => [0, -1],
                "ArrowRight" => [0, 1],
                _ => return,
            };
            e.prevent_default();
            let [rows, columns] = untrack(|| self.size());
            let [row, column] = self.read.get_untracked().unwrap_or_default();
            let at = [
                row.saturating_add_signed(down).min(rows.saturating_sub(1)),
                column.saturating_add_signed(right).min(columns.saturating_sub(1)),
            ];
            self.read.set(Some(at));
            pick(at, true);
        };
        let focus = move |_: Event| {
            if self.read.get_untracked().is_none() {
                self.read.set(Some([0, 0]));
            }
        };
        let forget = move |_: Event| self.read.set(None);
        let end =
            move |at: usize| el("span").text(move || self.numbers.with(|n| n.ends[at].clone()));
        let map = el("div")
            .class("map pick")
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", format!("{}; {}", named.name, named.hint))
            .on("keydown", key)
            .on("focus", focus)
            .on("blur", forget)
            .on("pointerleave", forget)
            .on("pointerdown", move |e: PointerEvent| point(&e, true))
            .on("pointermove", move |e: PointerEvent| point(&e, false))
            .with([
                canvas(self.canvas, named.name, [columns * width, rows * height]),
                el("svg")
                    .set("viewBox", view_box)
                    .set("preserveAspectRatio", "none")
                    .set("aria-hidden", "true")
                    .with(marks),
            ]);
        let plate = el("div").class(if named.picture { "plate whole" } else { "plate sheet" });
        el("figure").class("matrix").set("data-sheet", named.letter).with([
            el("figcaption").class(named.class).text(named.name),
            plate.with([
                names("columns").hidden(!named.square),
                names("rows").hidden(named.picture),
                map,
            ]),
            el("p").class("legend").with([
                end(0),
                ramp(self.ramp, 48),
                end(1),
                el("span").class("read").set("aria-live", "polite").text(move || self.said(named)),
            ]),
        ])
    }

    /// The element under the pointer.
    fn under(self, event: &PointerEvent) -> Option<[usize; 2]> {
        let canvas = self.canvas.get_untracked()?;
        let at = |offset: i32, size: i32, count: usize| {
            let at = f64::from(offset) / f64::from(size.max(1)) * count as f64;
            (at.max(0.0) as usize).min(count.saturating_sub(1))
        };
        let [rows, columns] = untrack(|| self.size());
        Some([
            at(event.offset_y(), canvas.client_height(), rows),
            at(event.offset_x(), canvas.client_width(), columns),
        ])
    }

    /// The number that is read.
    fn said(self, named: Named) -> String {
        let Some([row, column]) = self.read.get() else { return String::new() };
        self.numbers.with(|n| {
            let name = |at: usize| n.rows.get(at).cloned().unwrap_or_default();
            let value = n.values.get(row * n.columns + column).copied();
            let Some(value) = value else { return String::new() };
            let second = if named.square { name(column) } else { column.to_string() };
            format!("{}[{}, {second}] = {}", named.letter, name(row), number(f64::from(value)))
        })
    }
}

/// The outline of a block of elements, for a mark.
pub(crate) fn outline([row, column]: [usize; 2], [rows, columns]: [usize; 2]) -> String {
    format!("M{column} {row}h{columns}v{rows}h-{columns}Z")
}

/// A number as one reads it: four places, a true minus, −∞ for what is hidden.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    let text = match size {
        _ if value == f64::NEG_INFINITY => return "−∞".to_owned(),
        0.0 => return "0".to_owned(),
        _ if size < 1e-3 => format!("{size:.1e}"),
        _ if size < 100.0 => format!("{size:.3}"),
        _ => format!("{size:.1}"),
    };
    signed(&text, value < 0.0)
}

/// With a true minus before what is below zero.
fn signed(size: &str, below: bool) -> String {
    format!("{}{size}", if below { "−" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_a_hyphen() {
        for (value, want) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-1.5, "−1.500"),
            (f64::NEG_INFINITY, "−∞"),
            (-2.5e-7, "−2.5e-7"),
            (1234.56, "1234.6"),
        ] {
            assert_eq!(number(value), want);
        }
    }

    #[test]
    fn an_outline_goes_around_its_block() {
        assert_eq!(outline([2, 16], [8, 4]), "M16 2h4v8h-4Z");
    }
}
