//! A layer on one of two cards, and a real layer, in words.

use nets::columns::Half;
use share::{Lang, State};

use crate::columns::real;
use crate::widget::numbers::thousands;

/// Which layers read what the other card made, and what both cards come to.
pub(crate) fn headline(lang: Lang, halves: &[Half]) -> String {
    let names = |crosses: bool, between: &str| {
        let all = halves.iter().filter(|half| half.crosses == crosses);
        all.map(|half| half.name.as_str()).collect::<Vec<_>>().join(between)
    };
    let sum = |of: fn(&Half) -> u64| halves.iter().map(of).sum::<u64>();
    let parameters = sum(|half| half.parameters);
    let (each, all) = (thousands(parameters), thousands(2 * parameters));
    match lang {
        Lang::Zh => format!(
            "{}要读另一块卡，{}只读自己那块；每块卡{each}个参数，共{all}个",
            names(true, "、"),
            names(false, "、")
        ),
        Lang::En => format!(
            "{} read the other card as well, {} their own alone; {each} parameters a card, {all} in all",
            names(true, ", "),
            names(false, ", ")
        ),
    }
}

/// What a layer is on one card, and what it reads and puts out for a batch.
pub(crate) fn lines(lang: Lang, half: &Half, batch: u64) -> [String; 3] {
    let Half { name, kernels, side, window, before, reads, .. } = half;
    let full = half.window == 1;
    let mib = |bytes: u64| format!("{:.2} MiB", bytes as f64 / f64::from(1 << 20));
    let [own, received] = half.bytes_read(batch).map(mib);
    let out = mib(half.activations * batch * 4);
    let weights = if full {
        format!("{reads}·{kernels}")
    } else {
        format!("{window}·{window}·{reads}·{kernels}")
    };
    let places = if full { String::new() } else { format!(" · {side}·{side}") };
    let [p, m] = [half.parameters, half.multiply_adds].map(thousands);
    let [pp, mm] = [2 * half.parameters, 2 * half.multiply_adds].map(thousands);
    match lang {
        Lang::Zh => {
            let reading = match (name.as_str(), half.crosses) {
                ("conv1", _) => format!("读图片的{reads}个通道，图片两块卡都有"),
                (_, true) => format!("读前一层的全部{before}个，一半在另一块卡上"),
                _ => format!("读前一层{before}个通道里本卡的{reads}个"),
            };
            let has = if full {
                format!("{kernels}个神经元")
            } else {
                format!("{kernels}个{window}×{window}×{reads}的核")
            };
            [
                format!("{name}，每块卡：{has}，{reading}"),
                format!(
                    "每块卡的参数：{weights} + {kernels} = {p}，两块{pp}；乘加：{weights}{places} = {m}，两块{mm}"
                ),
                format!("每批{batch}张：读本卡{own}、另一块卡{received}，写出{out}"),
            ]
        }
        Lang::En => {
            let reading = match (name.as_str(), half.crosses) {
                ("conv1", _) => format!("reading the picture’s {reads} channels, on both cards"),
                (_, true) => {
                    format!(
                        "reading all {before} of the layer before, half of them on the other card"
                    )
                }
                _ => format!("reading this card’s {reads} of the {before} channels before"),
            };
            let has = if full {
                format!("{kernels} neurons")
            } else {
                format!("{kernels} kernels of {window}×{window}×{reads}")
            };
            [
                format!("{name}, each card: {has}, {reading}"),
                format!(
                    "parameters a card: {weights} + {kernels} = {p}, both {pp}; multiply-adds: {weights}{places} = {m}, both {mm}"
                ),
                format!(
                    "A batch of {batch}: reads {own} of its own card, {received} of the other, puts out {out}"
                ),
            ]
        }
    }
}

/// What the selected map of the real layer reads, and how far two groups and one are apart.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "said in the browser"))]
pub(crate) fn groups(lang: Lang, state: &State, weights: [usize; 2], apart: f32) -> String {
    let ([before, stage], map) = (real::stages(state), real::map(state));
    let read = real::read(state);
    let (first, last, all) = (read.start, read.end - 1, before.maps);
    let [grouped, whole] = weights.map(thousands);
    let off = if apart == 0.0 { "0".to_owned() } else { format!("{apart:.1e}") };
    let (name, one) = (stage.name, state.int("groups") == 1);
    match (lang, one) {
        (Lang::Zh, false) => format!(
            "{name}的第{map}张只读通道{first}…{last}；两组共{grouped}个权重。与不分组、其余权重为0（{whole}个）的结果相比，最大差{off}"
        ),
        (Lang::Zh, true) => format!(
            "不分组：{name}的第{map}张读全部{all}个通道，通道{first}…{last}以外的权重是0；{whole}个权重。与分两组（{grouped}个）的结果相比，最大差{off}"
        ),
        (Lang::En, false) => format!(
            "Map {map} of {name} reads channels {first}…{last} alone; {grouped} weights in two groups. Compared with one group whose other weights are 0 ({whole} of them), the largest difference is {off}"
        ),
        (Lang::En, true) => format!(
            "One group: map {map} of {name} reads all {all} channels, with weights of 0 outside {first}…{last}; {whole} weights. Compared with two groups ({grouped}), the largest difference is {off}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nets::accounts::{accounts, spec};
    use nets::{Net, Spec, columns::halves};
    use share::widgets::columns::COLUMNS;

    fn paper() -> Vec<Half> {
        let net = Spec::parse(&spec("paper", 227, 0)).and_then(Net::new).expect("a net");
        halves(&accounts(&net).expect("accounts"), 227)
    }

    #[test]
    fn the_headline_names_who_crosses() {
        let said = headline(Lang::En, &paper());
        assert!(said.starts_with("conv3, fc6, fc7, fc8 read the other card as well, conv1,"));
        assert!(said.ends_with("30,482,612 parameters a card, 60,965,224 in all"), "{said}");
    }

    #[test]
    fn a_layer_s_lines_are_its_half() {
        let halves = paper();
        let said = |at: usize| lines(Lang::En, &halves[at], 128).join("\n");
        assert!(said(1).contains("128 kernels of 5×5×48, reading this card’s 48 of the 96"));
        assert!(said(1).contains("5·5·48·128 + 128 = 153,728, both 307,456"), "{}", said(1));
        assert!(said(2).contains("3·3·256·192 · 13·13 = 74,760,192, both 149,520,384"));
        assert!(said(2).contains("reads 10.56 MiB of its own card, 10.56 MiB of the other"));
        assert!(said(5).contains("2048 neurons, reading all 9216"), "{}", said(5));
        assert!(lines(Lang::Zh, &halves[0], 1)[0].contains("图片两块卡都有"));
    }

    #[test]
    fn groups_are_told_with_their_difference() {
        let mut state = State::of(&COLUMNS);
        let two = groups(Lang::En, &state, [9600, 19_200], 0.0);
        assert!(two.starts_with("Map 6 of conv2 reads channels 0…7 alone; 9,600 weights"));
        assert!(two.ends_with("difference is 0"), "{two}");
        state.set("groups", 1.0);
        assert!(groups(Lang::Zh, &state, [9600, 19_200], 1e-7).ends_with("最大差1.0e-7"));
    }
}
