//! How the selected cell adds up, from the engine's traces.

use share::Lang;

use crate::bottleneck::{
    card::no_channel,
    compute::{Both, Half},
    look::Seen,
    words::{Words, words},
};
use crate::browser::engine::{ThirdPass, Trace};
use crate::widget::{Table, numbers::thousands};

/// Lines under the picture, and the table of numbers.
pub(crate) struct Told {
    pub(crate) lines: Vec<String>,
    pub(crate) table: Table,
}

/// The sum of either block at the selected cell; with the products of one block's last
/// layer, where `which` asks for them.
pub(crate) async fn tell(
    engine: &ThirdPass,
    both: &Both,
    seen: &Seen,
    which: &str,
    lang: Lang,
) -> Result<Told, String> {
    let t = words(lang);
    let names = [t.basic, t.bottleneck];
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    for (half, name) in both.halves.iter().zip(names) {
        let (line, row) = sum(engine, half, seen, name, t).await?;
        lines.push(line);
        rows.extend(row);
    }
    let head = [t.block, t.residual, t.shortcut, t.sum_head, "y"].map(str::to_owned).to_vec();
    let mut table = Table { head, rows };
    let at = match which {
        "basic" => 0,
        "bottleneck" => 1,
        _ => return Ok(Told { lines, table }),
    };
    let half = &both.halves[at];
    if seen.channel < half.block.output {
        let [row, column] = seen.cell;
        let last = half.last(engine)?;
        let found = engine.terms(&last, &[0, seen.channel, row, column]).await?;
        let (count, value) = (thousands(found.terms.len()), found.value);
        let normal = half.at_cell(seen)[0];
        lines.push(format!(
            "{} F(x){}{count}{}{value:.4}{}{normal:.4}",
            names[at], t.colon, t.products, t.norm
        ));
        table = products(&found, t);
    }
    Ok(Told { lines, table })
}

/// A block's line, and its row of the table.
async fn sum(
    engine: &ThirdPass,
    half: &Half,
    seen: &Seen,
    name: &str,
    t: &Words,
) -> Result<(String, Option<Vec<String>>), String> {
    let (channel, [row, column], colon) = (seen.channel, seen.cell, t.colon);
    if let Some(said) = no_channel(t, channel, half.block.output) {
        return Ok((format!("{name}{colon}{said}"), None));
    }
    let place = format!("[0, {channel}, {row}, {column}]");
    let [f, _, y] = half.at_cell(seen);
    let Some(made) = &half.sum else {
        return Ok((format!("{name}{colon}F(x){place} = {f:.4} · {}", t.no_sum), None));
    };
    let found = engine.terms(made, &[0, channel, row, column]).await?;
    let terms: Vec<f64> = found.terms.iter().map(|term| term.value).collect();
    let cells = |numbers: [String; 3]| {
        Some([&[name.to_owned()][..], &numbers[..], &[format!("{y:.4}")]].concat())
    };
    Ok(match terms[..] {
        [f, x] => {
            let sign = if x < 0.0 { '-' } else { '+' };
            let (more, sum) = (x.abs(), found.value);
            let line = format!(
                "{name}{colon}F(x) + {} = {f:.4} {sign} {more:.4} = {sum:.4} → ReLU → y{place} = {y:.4}",
                t.shortcut
            );
            (line, cells([f, x, sum].map(|v| format!("{v:.4}"))))
        }
        _ => {
            let line = format!("{name}{colon}F(x) = {f:.4} → ReLU → y{place} = {y:.4}");
            (line, cells([format!("{f:.4}"), "–".to_owned(), format!("{f:.4}")]))
        }
    })
}

/// The products of a convolution, a row each.
fn products(found: &Trace, t: &Words) -> Table {
    let rows = found.terms.iter().filter_map(|term| {
        let [x, w] = term.factors.as_slice() else { return None };
        let &[_, channel, u, v] = w.index.as_slice() else { return None };
        let place = [channel, u, v].map(|i| i.to_string());
        let values = [x.value, w.value].map(|v| format!("{v:.4}"));
        Some([&place[..], &values[..], &[format!("{:.5}", term.value)]].concat())
    });
    let head = [t.read, "u", "v", t.input, t.weight, t.product];
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}

impl Half {
    /// F(x), what the shortcut brings, and y at the selected cell.
    fn at_cell(&self, seen: &Seen) -> [f32; 3] {
        let [row, column] = seen.cell;
        self.planes(seen.channel).map(|plane| {
            let number = plane.and_then(|p| p.values.get(row * p.side + column).copied());
            number.unwrap_or(f32::NAN)
        })
    }
}
