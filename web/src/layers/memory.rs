//! What a batch in training holds in the memory of one card or of two: its bars, its parts, and
//! whether it fits.

use leptos::{html::Canvas, prelude::NodeRef};
use nets::accounts::{CARD, Cards};
use share::Lang;

use crate::element::{Element, canvas, el, html_of};
use crate::widget::numbers::thousands;

crate::wording::wording! {
    memory: "训练时一块卡的显存里至少有什么", "What training holds in a card’s memory at least";
    one_card: "一块卡", "one card";
    each_of_two: "两块卡，每块", "each of two";
    limit: "3 GiB", "3 GiB";
    part: "MiB", "MiB";
    weights: "权重", "weights";
    gradients: "权重的梯度", "their gradients";
    momentum: "动量", "momentum";
    kept: "激活（连同输入）", "activations and picture";
    received: "从另一块卡取来的激活", "activations from the other card";
    backward: "激活的梯度", "gradients of activations";
    total: "合计", "total";
    fits: "最多能放几张一批", "largest batch that fits";
    counts: "每个数4字节。激活只算各层的输出，ReLU就地改写；dropout的掩码、卷积的中间缓冲、程序自己的占用都没有算；作者的程序另外占了多少，论文没有写。",
        "Four bytes a number. Of activations every layer’s output counts, ReLU in place; dropout’s masks, buffers of convolutions and what a program takes for itself do not; how much that was in the authors’ program, the paper does not say.";
}

/// The bars, whether the batch fits, and the parts as a table.
pub(crate) fn panel(
    lang: Lang,
    node: NodeRef<Canvas>,
    cards: impl Fn() -> Cards + Copy + 'static,
) -> [Element; 3] {
    let t = words(lang);
    // Of nothing counted there is nothing to say.
    let said = move || Some(cards()).filter(|c| !c.held.is_empty()).map(|c| verdict(lang, &c));
    [
        el("figure")
            .class("chart memory")
            .with([canvas(node, t.memory, [480, 96]), el("figcaption").text(t.memory)]),
        el("p").class("ratio fits").text(said),
        el("div")
            .class("table parts")
            .set("tabindex", "0")
            .hidden(move || cards().held.is_empty())
            .with([el("table").html(move || html_of(table(lang, &cards())))]),
    ]
}

/// What counts, and what does not.
pub(crate) fn counts(lang: Lang) -> Element {
    el("p").class("unit").text(words(lang).counts)
}

/// The table of what memory holds.
fn table(lang: Lang, cards: &Cards) -> Vec<Element> {
    let t = words(lang);
    let Cards { held, largest, .. } = cards;
    let names = [t.one_card, t.each_of_two].into_iter().take(held.len());
    let head =
        [t.part].into_iter().chain(names).map(|name| el("th").set("scope", "col").text(name));
    let mib = |bytes: u64| format!("{:.1}", bytes as f64 / f64::from(1 << 20));
    let row = |name: &'static str, class: &'static str, cells: Vec<String>| {
        let swatch = (!class.is_empty()).then(|| el("i").class(format!("swatch {class}")));
        let name = el("span").text(name);
        let first = el("th").set("scope", "row").with(swatch).with([name]);
        el("tr").with([first]).with(cells.into_iter().map(|cell| el("td").text(cell)))
    };
    let names = [
        (t.weights, "weights"),
        (t.gradients, "gradients"),
        (t.momentum, "momentum"),
        (t.kept, "kept"),
        (t.received, "received"),
        (t.backward, "backward"),
    ];
    let of = |part: usize| held.iter().map(move |card| card.parts()[part]);
    let rows = names.into_iter().enumerate().filter(|(part, _)| of(*part).any(|bytes| bytes > 0));
    let rows = rows.map(|(part, (name, class))| row(name, class, of(part).map(mib).collect()));
    let totals = held.iter().map(|card| mib(card.total())).collect();
    let most = largest.iter().map(thousands).collect();
    vec![
        el("thead").with([el("tr").with(head)]),
        el("tbody").with(rows).with([row(t.total, "", totals), row(t.fits, "", most)]),
    ]
}

/// Whether it fits into a card, by this count.
pub(crate) fn verdict(lang: Lang, cards: &Cards) -> String {
    let Cards { batch, held, largest } = cards;
    let held: Vec<String> = held
        .iter()
        .map(|card| format!("{:.2}", card.total() as f64 / (1_u64 << 30) as f64))
        .collect();
    let fits: Vec<bool> = largest.iter().map(|most| most >= batch).collect();
    let card = CARD >> 30;
    match lang {
        Lang::Zh => {
            let fit = |at: usize| if fits[at] { "放得下" } else { "放不下" };
            let one = format!("每批{batch}张，一块卡至少要放{} GiB，{card} GiB{}", held[0], fit(0));
            match held.get(1) {
                Some(two) => format!("{one}；分到两块卡，每块至少{two} GiB，{}", fit(1)),
                None => one,
            }
        }
        Lang::En => {
            let fit = |at: usize| if fits[at] { "fits" } else { "does not fit" };
            let one = format!(
                "A batch of {batch} takes at least {} GiB on one card, which {} into {card} GiB",
                held[0],
                fit(0)
            );
            match held.get(1) {
                Some(two) => {
                    format!("{one}; on two cards at least {two} GiB each, which {}", fit(1))
                }
                None => one,
            }
        }
    }
}

/// Draws a bar a card, in its parts, and where it is full.
#[cfg(target_arch = "wasm32")]
pub(crate) fn draw(node: NodeRef<Canvas>, cards: &Cards, lang: Lang, dark: bool) {
    use crate::browser::canvas;
    use figures::{Bar, Bars};
    use leptos::prelude::GetUntracked;

    let Some(node) = node.get_untracked() else { return };
    let t = words(lang);
    let rows: Vec<Bar> = [t.one_card, t.each_of_two]
        .into_iter()
        .zip(&cards.held)
        .map(|(name, card)| Bar {
            name: name.to_owned(),
            parts: card.parts().map(|bytes| bytes as f64).to_vec(),
            label: format!("{:.2} GiB", card.total() as f64 / f64::from(1 << 30)),
        })
        .collect();
    let limit = Some((CARD as f64, t.limit));
    let colours = &canvas::parts(dark);
    let bars = Bars { rows: &rows, colours, chosen: None, limit, tenfold: false };
    canvas::bars(&node, &bars, 96.0, dark);
}
