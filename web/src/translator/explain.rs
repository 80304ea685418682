//! The step and the selected square in words.

use nets::{Site, transformer::START};
use share::{
    Lang, State,
    widgets::translator::{HEADS, LAYERS, SENTENCES},
};
use translation::{Known, LONGEST, MOST_WORDS, Reading};

use crate::browser::engine::{ThirdPass, Trace};
use crate::translator::{
    compute::Pass,
    look::Chosen,
    tables::{self, sentence, word},
    words::{listed, words},
};
use crate::widget::Table;

/// What the decoder reads at each step.
pub(crate) fn fed(pass: &Pass, lang: Lang) -> Vec<String> {
    let shown = |&id: &usize| match id {
        START => words(lang).start.to_owned(),
        id => word(pass, id, lang),
    };
    pass.fed.iter().map(shown).collect()
}

/// The translation, and that of the net as trained where something is switched: a label and words.
pub(crate) fn results(pass: &Pass, state: &State, lang: Lang) -> Vec<(&'static str, String)> {
    let t = words(lang);
    let mut all = Vec::new();
    if let Some(reference) = &pass.reference {
        let ids = reference.ids();
        let loss = tables::mean_loss(pass);
        all.push((t.forced, format!("{} · {} {loss:.3}", sentence(pass, &ids, lang), t.mean_loss)));
    }
    let free = sentence(pass, &pass.free.ids, lang);
    let text = state.text("text", lang);
    let known = SENTENCES.into_iter().find(|(english, ..)| *english == text);
    let grammar = known.filter(|_| pass.reference.is_none()).map(|(_, chinese, _)| {
        let right = chinese == free;
        (t.by_grammar, if right { t.right_answer.to_owned() } else { chinese.to_owned() })
    });
    all.push((t.written, free));
    all.extend(grammar);
    if let Some(plain) = &pass.plain {
        let same = *plain == pass.free.ids;
        all.push((
            t.as_trained,
            if same { t.same.to_owned() } else { sentence(pass, plain, lang) },
        ));
    }
    all
}

/// What is wrong or missing in what the reader wrote.
pub(crate) fn remarks(pass: &Pass, off: &str, heads: usize, lang: Lang) -> Vec<String> {
    let t = words(lang);
    let mut said = Vec::new();
    for reading in [Some(&pass.read), pass.reference.as_ref()].into_iter().flatten() {
        let of = |known: Known| -> Vec<&str> {
            let words = reading.words.iter().filter(|word| word.known == known);
            words.map(|word| word.text.as_str()).collect()
        };
        for (known, what) in [(Known::Chinese, t.chinese), (Known::No, t.unknown)] {
            let words = of(known);
            if !words.is_empty() {
                said.push(format!("{what}{}", listed(&words, lang)));
            }
        }
        said.extend(length(reading, lang));
    }
    if pass.read.is_all_unknown() {
        said.push(t.all_unknown.to_owned());
    }
    let free = &pass.free.ids;
    if free.last() != Some(&nets::transformer::END) {
        said.push(format!("{}{}", t.endless, free.len()));
    }
    let named = off.split([',', ' ', '，']).filter(|part| !part.is_empty()).count();
    if off != "none" && !off.contains("cross") && named != heads {
        said.push(t.no_head.to_owned());
    }
    said
}

fn length(reading: &Reading, lang: Lang) -> Option<String> {
    let t = words(lang);
    if reading.all > MOST_WORDS {
        return Some(format!("{}{MOST_WORDS}{}{}", t.cut_1, t.cut_2, reading.all));
    }
    (reading.all > LONGEST).then(|| format!("{}{LONGEST}", t.long))
}

/// What the step reads and writes.
pub(crate) fn step(pass: &Pass, at: usize, lang: Lang) -> String {
    let t = words(lang);
    let Some(&id) = pass.written.get(at) else { return String::new() };
    let p = pass.log_probabilities(at).get(id).map_or(0.0, |log| log.exp());
    let read = fed(pass, lang)[..=at].join(" ");
    format!(
        "{}{}{}{}{}{read}{}{} · p = {p:.3}",
        t.step,
        at + 1,
        t.of,
        pass.written.len(),
        t.steps_read,
        t.steps_write,
        word(pass, id, lang)
    )
}

/// The selected square, in an attention that is masked or not: its symbol and value, its PyTorch line.
pub(crate) fn square(pass: &Pass, chosen: Chosen, masked: bool, lang: Lang) -> Vec<String> {
    let Chosen { at, site, head, row, column } = chosen;
    let [rows, columns] = pass.size().of(site);
    let weight = pass.weights[at].get((head * rows + row) * columns + column).copied();
    let written =
        |at: usize| pass.written.get(at).map_or(String::new(), |&id| word(pass, id, lang));
    let read = |at: usize| pass.read.words.get(at).map_or(String::new(), |w| w.text.clone());
    let names = match site {
        Site::Encoder(_) => [read(row), read(column)],
        Site::Decoder(_) => {
            [written(row), fed(pass, lang).get(column).cloned().unwrap_or_default()]
        }
        Site::Cross(_) => [written(row), read(column)],
    };
    let (value, [query, key]) = (weight.unwrap_or_default(), names);
    let mask = if masked { ".masked_fill(later, -math.inf)" } else { "" };
    vec![
        format!("a[{query}, {key}] = softmax(q·k/√d_k) = {value:.4}"),
        format!(
            "(q @ k.transpose(1, 2) / math.sqrt({})){mask}.softmax(-1)[{head}, {row}, {column}]  # {}",
            pass.width() / HEADS,
            site.name()
        ),
    ]
}

/// How the weight of the selected square comes about, and the products of q·k as a table.
pub(crate) async fn made(
    tp: &ThirdPass,
    pass: &Pass,
    chosen: Chosen,
    masked: bool,
    lang: Lang,
) -> Result<(String, Table), String> {
    let t = words(lang);
    let Chosen { at, site, head, row, column } = chosen;
    let trace = tp.terms(&pass.scores[at], &[0, head, row, column]).await?;
    let dot: f64 = trace.terms.iter().map(|term| term.value).sum();
    let (keys, hidden) = match site {
        _ if masked => (row + 1, column > row),
        _ => (pass.size().of(site)[1], false),
    };
    let count = trace.terms.len();
    let products = format!(
        "q·k = {dot:.3}{}{count}{}{count} = {:.3}",
        t.products_1,
        t.products_2,
        dot / (count as f64).sqrt()
    );
    let said = match hidden {
        true => format!("{products}{}", t.masked),
        false => format!("{products}{}{keys}", t.over),
    };
    Ok((said, table(&trace, lang)))
}

fn table(trace: &Trace, lang: Lang) -> Table {
    let t = words(lang);
    let rows = trace.terms.iter().enumerate().map(|(at, term)| {
        let factor =
            |i: usize| term.factors.get(i).map_or(String::new(), |f| format!("{:.5}", f.value));
        vec![at.to_string(), factor(0), factor(1), format!("{:.6}", term.value)]
    });
    let head = [t.number, "q", "k", t.product].map(str::to_owned).to_vec();
    Table { head, rows: rows.collect() }
}

/// Every attention by its name in the code, its head, its words: lines of CSV.
pub(crate) fn csv(pass: &Pass, lang: Lang) -> String {
    let quoted = |word: String| format!("\"{}\"", word.replace('"', "\"\""));
    let line = |numbers: &[f32]| numbers.iter().map(f32::to_string).collect::<Vec<_>>().join(",");
    let mut out = vec!["attention,head,row,weights".to_owned()];
    for (site, weights) in Site::all(LAYERS).zip(&pass.weights) {
        let [rows, columns] = pass.size().of(site);
        for (at, row) in weights.chunks(columns.max(1)).enumerate() {
            let (head, row_at) = (at / rows.max(1), at % rows.max(1));
            let name = match site {
                Site::Encoder(_) => pass.read.words[row_at].text.clone(),
                _ => word(pass, pass.written[row_at], lang),
            };
            out.push(format!(
                "{},{},{},{}",
                site.name(),
                head % HEADS + 1,
                quoted(name),
                line(row)
            ));
        }
    }
    for (at, &id) in pass.written.iter().enumerate() {
        let p = pass.log_probabilities(at).get(id).map_or(0.0, |log| log.exp());
        out.push(format!("p,{},{},{p}", at + 1, quoted(word(pass, id, lang))));
    }
    out.join("\n")
}
