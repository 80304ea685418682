//! The change in words: whether the guess is another, and how the selected cell came about.

use nets::changed::deviation;
use ops::Shortcut;
use share::Lang;

use crate::block::{
    compute::Pass,
    look::Seen,
    words::{self, words},
};
use crate::browser::engine::{ThirdPass, Trace};
use crate::widget::{guesses::ranked, numbers::thousands};

/// Whether the first guess is the same as without the change.
pub(crate) fn verdict(pass: &Pass, lang: Lang) -> &'static str {
    let t = words(lang);
    let same = ranked(&pass.logits).first() == ranked(&pass.base.logits).first();
    match (pass.change.is_none(), same) {
        (true, _) => t.untouched,
        (false, true) => t.same_first,
        (false, false) => t.other_first,
    }
}

/// The selected cell through the block, and how far F(x) and x spread.
pub(crate) fn lines(pass: &Pass, seen: &Seen, lang: Lang) -> Vec<String> {
    let t = words(lang);
    let side = seen.block.side;
    let [row, column] = seen.cell;
    let at = (seen.channel * side + row) * side + column;
    // Adding 0 takes the sign from −0.
    let [x, f, sum, y] =
        [0, 1, 2, 3].map(|i: usize| pass.panels[i].get(at).copied().unwrap_or(f32::NAN) + 0.0);
    let percent = (pass.change.scale * 100.0).round() as i32;
    let name = words::residual(percent, pass.change.early_relu);
    let cut = pass.change.cut || pass.source.net.shortcut == Shortcut::None;
    let place = format!(
        "{}, {} {}, {} {row}, {} {column}: ",
        seen.block.name, t.channel, seen.channel, t.row, t.column
    );
    let relu = if pass.change.early_relu { "" } else { " → ReLU" };
    let added = match cut {
        true => format!("{name} = {f:.4}{relu} → {y:.4}"),
        false => {
            let sign = if x < 0.0 { '-' } else { '+' };
            format!("{name} + x = {f:.4} {sign} {:.4} = {sum:.4}{relu} → {y:.4}", x.abs())
        }
    };
    let of_x = pass.base.spreads.get(seen.at).map_or(f64::NAN, |[_, x]| *x);
    let of_f = deviation(&pass.panels[1]);
    let ratio = format!("{}: {of_f:.3} / {of_x:.3} = {:.2}", t.ratio, of_f / of_x);
    vec![format!("{place}{added}"), ratio]
}

/// How the last convolution and its normalization made F(x) at the selected cell.
pub(crate) async fn made(
    engine: &ThirdPass,
    pass: &Pass,
    seen: &Seen,
    lang: Lang,
) -> Result<(String, Trace), String> {
    let t = words(lang);
    let products = engine.terms(&pass.traced[0], &seen.index()).await?;
    let normal = engine.terms(&pass.traced[1], &seen.index()).await?;
    let (count, value) = (thousands(products.terms.len()), products.value);
    let line = format!(
        "{}{count}{}{value:.4}{}{:.4}",
        t.products, t.their_sum, t.normalized, normal.value
    );
    Ok((line, products))
}
