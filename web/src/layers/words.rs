//! The words of the layers widget.

use nets::accounts::Account;
use share::Lang;

use crate::layers::counted::Counted;
use crate::widget::numbers::thousands;

crate::wording::wording! {
    parameters: "参数", "Parameters";
    multiply_adds: "乘加次数，一张图", "Multiply-adds, one picture";
    activations: "激活（输出的个数），一张图", "Activations (numbers put out), one picture";
    keys_hint: "各层；方向键换一层", "Layers; arrow keys choose another";
    work: "乘加", "Multiply-adds";
    caption: "点一根柱子，或让图获得焦点后按上下键：下面写出这一层的数是怎么乘出来的。参数的长柱在下面三层，乘加的长柱在上面五层。再把边长调到224：conv1成了54×54，一路缩到5×5，fc6读的数就少了；填充2把它补回55。",
        "Press a bar, or focus a chart and use the arrow keys: below stands how that layer’s numbers come about. The long bars of parameters are the last three, those of multiply-adds the first five convolutions. Then set the side to 224: conv1 gives 54×54, the pools end at 5×5, and fc6 reads fewer numbers; padding 2 brings 55 back.";
    table: "各层的数", "The numbers of all layers";
    layer: "层", "layer";
    kernel: "权重的形状", "shape of the weight";
    output: "输出", "output";
}

/// A big number with three digits: `37.8M`.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn short(n: u64) -> String {
    let (scaled, unit) = match n {
        0..1000 => return n.to_string(),
        1000..1_000_000 => (n as f64 / 1e3, "k"),
        1_000_000..1_000_000_000 => (n as f64 / 1e6, "M"),
        _ => (n as f64 / 1e9, "G"),
    };
    match scaled {
        s if s >= 100.0 => format!("{s:.0}{unit}"),
        s if s >= 10.0 => format!("{s:.1}{unit}"),
        s => format!("{s:.2}{unit}"),
    }
}

/// Where parameters and work are.
pub(crate) fn shares(lang: Lang, counted: &Counted) -> String {
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let [parameters, work] = [0, 1].map(|which| counted.share_of_full(which));
    let (p, w) = (percent(parameters), percent(1.0 - work));
    let [all, products] = [0, 1].map(|which| thousands(counted.sum(which)));
    match lang {
        Lang::Zh => {
            format!("{all}个参数，{p}%在全连接层；{products}次乘加，{w}%在卷积层")
        }
        Lang::En => format!(
            "{all} parameters, {p}% in fully connected layers; {products} multiply-adds, {w}% in convolutions"
        ),
    }
}

/// What side the picture leads to.
pub(crate) fn input(lang: Lang, counted: &Counted) -> String {
    let Counted { side, padding, .. } = *counted;
    let exact = (side + 2 * padding) as f64 - 11.0;
    let exact = exact / 4.0 + 1.0;
    let sides: Vec<String> = counted.sides().iter().map(usize::to_string).collect();
    let chain = sides.join(" → ");
    let fc6 = counted.layers.iter().find(|layer| layer.full());
    let reads = fc6.and_then(|layer| layer.weight.get(1).copied()).unwrap_or_default();
    let reads = thousands(reads);
    match lang {
        Lang::Zh => format!(
            "conv1：({side} + 2×{padding} − 11)/4 + 1 = {exact}，取整；边长 {chain}；第一个全连接层读{reads}个数"
        ),
        Lang::En => format!(
            "conv1: ({side} + 2×{padding} − 11)/4 + 1 = {exact}, rounded down; sides {chain}; the first fully connected layer reads {reads} numbers"
        ),
    }
}

/// How a layer's numbers come about.
pub(crate) fn formulas(lang: Lang, account: &Account) -> Vec<String> {
    let name = &account.name;
    let out: Vec<String> = account.out.iter().map(usize::to_string).collect();
    let (out, count) = (out.join("×"), thousands(account.activations()));
    let made = match lang {
        Lang::Zh => format!("{name}的输出：{out} = {count}个数"),
        Lang::En => format!("{name} puts out {out} = {count} numbers"),
    };
    let [parameters, products] = [account.parameters, account.multiply_adds].map(thousands);
    let sides: Vec<String> = account.weight.iter().skip(1).rev().map(usize::to_string).collect();
    let kernel = sides.join("·");
    let (t, places) = (words(lang), account.out[1..].iter().map(usize::to_string));
    let places: Vec<String> = places.collect();
    let (what, work) = (t.parameters.to_ascii_lowercase(), t.work.to_ascii_lowercase());
    match account.weight.first() {
        None => vec![
            made,
            match lang {
                Lang::Zh => format!("{name}没有权重，也没有乘加"),
                Lang::En => format!("{name} has no weights, and no multiply-adds"),
            },
        ],
        Some(n) if places.is_empty() => vec![
            made,
            format!("{what}: {kernel}·{n} + {n} = {parameters}"),
            format!("{work}: {kernel}·{n} = {products}"),
        ],
        Some(n) => vec![
            made,
            format!("{what}: {kernel}·{n} + {n} = {parameters}"),
            format!("{work}: {kernel}·{n} · {} = {products}", places.join("·")),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::memory;
    use nets::{
        Net, Spec,
        accounts::{accounts, spec},
    };
    use share::{State, widgets::layers::LAYERS};

    fn of(settings: &[(&str, &str)]) -> Counted {
        let mut state = State::of(&LAYERS);
        for (key, value) in settings {
            match value.parse() {
                Ok(number) => state.set(key, number),
                Err(_) => state.choose(key, value),
            }
        }
        let size = |key: &str| state.int(key) as usize;
        let spec = spec(state.word("net"), size("side"), size("padding"));
        let net = Spec::parse(&spec).and_then(Net::new).expect("a net");
        Counted::of(&state, accounts(&net).expect("accounts"))
    }

    #[test]
    fn the_note_s_shares_are_counted() {
        assert_eq!(
            shares(Lang::En, &of(&[])),
            "60,965,224 parameters, 96.2% in fully connected layers; 724,406,816 multiply-adds, 91.9% in convolutions"
        );
        assert!(shares(Lang::Zh, &of(&[("net", "whole")])).starts_with("62,378,344个参数"));
    }

    #[test]
    fn a_side_is_followed_to_the_first_full_layer() {
        let said = |settings: &[(&str, &str)]| input(Lang::En, &of(settings));
        assert!(
            said(&[]).contains("= 55, rounded down; sides 55 → 27 → 13 → 6; "),
            "{}",
            said(&[])
        );
        let cut = said(&[("side", "224")]);
        assert!(cut.contains("= 54.25, rounded down; sides 54 → 26 → 12 → 5; "), "{cut}");
        assert!(cut.ends_with("reads 6,400 numbers"), "{cut}");
        assert!(said(&[("side", "224"), ("padding", "2")]).ends_with("reads 9,216 numbers"));
    }

    #[test]
    fn a_layer_s_formulas_are_its_shape() {
        let said = |layer: usize| formulas(Lang::En, &of(&[]).layers[layer]).join("; ");
        assert_eq!(
            said(3),
            "conv2 puts out 256×27×27 = 186,624 numbers; parameters: 5·5·48·256 + 256 = 307,456; multiply-adds: 5·5·48·256 · 27·27 = 223,948,800"
        );
        assert!(said(10).ends_with("multiply-adds: 9216·4096 = 37,748,736"), "{}", said(10));
        assert!(said(2).ends_with("pool1 has no weights, and no multiply-adds"));
    }

    #[test]
    fn whether_it_fits_is_said_of_the_batch() {
        let said = |settings: &[(&str, &str)]| memory::verdict(Lang::En, &of(settings).cards);
        assert_eq!(
            said(&[]),
            "A batch of 128 takes at least 1.36 GiB on one card, which fits into 3 GiB; on two cards at least 0.73 GiB each, which fits"
        );
        let both = said(&[("batch", "256"), ("hold", "both")]);
        assert!(both.contains("does not fit into 3 GiB; on two cards"), "{both}");
        assert!(both.ends_with("each, which fits"), "{both}");
    }

    #[test]
    fn big_numbers_are_short() {
        for (n, want) in [(0, "0"), (999, "999"), (34_944, "34.9k"), (307_456, "307k")] {
            assert_eq!(short(n), want);
        }
        assert_eq!((short(4_097_000), short(1_135_256_096)), ("4.10M".into(), "1.14G".into()));
    }
}
