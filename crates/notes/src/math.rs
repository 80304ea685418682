//! TeX to MathML, at build time.

use pulldown_latex::{Parser, RenderConfig, Storage, config::DisplayMode, mathml::push_mathml};

use crate::html::escape;

/// Our macros for one colour, one meaning: `\\cx{x}` is an input wherever it stands.
/// Each goes through the renderer as a colour that nobody else uses, and comes out as a class.
const MEANINGS: &[(&str, &str)] = &[
    ("\\cx{", "c-input"),
    ("\\cw{", "c-weight"),
    ("\\cy{", "c-output"),
    ("\\cq{", "c-query"),
    ("\\ck{", "c-key"),
    ("\\cv{", "c-value"),
    ("\\cF{", "c-residual"),
    ("\\cs{", "c-statistic"),
];

fn coloured(tex: &str) -> String {
    let each = MEANINGS.iter().enumerate();
    each.fold(tex.to_owned(), |tex, (i, (name, _))| {
        tex.replace(name, &format!("\\textcolor{{#0102{i:02x}}}{{"))
    })
}

fn classed(mathml: String) -> String {
    let each = MEANINGS.iter().enumerate();
    each.fold(mathml, |mathml, (i, (_, class))| {
        mathml.replace(&format!("style=\"color: rgb(1 2 {i})\""), &format!("class=\"{class}\""))
    })
}

/// The formula as MathML with its TeX as an annotation, or what is wrong with it.
pub(crate) fn mathml(tex: &str, display: bool) -> Result<String, String> {
    let (storage, text) = (Storage::new(), coloured(tex));
    let mut wrong = None;
    let events: Vec<_> = Parser::new(&text, &storage)
        .map(|event| event.inspect_err(|e| wrong = Some(e.to_string())))
        .collect();
    if let Some(words) = wrong {
        return Err(words.lines().next().unwrap_or("not a formula").trim().to_owned());
    }
    let mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode: mode, ..RenderConfig::default() };
    let mut out = String::new();
    push_mathml(&mut out, events.into_iter(), config).map_err(|e| e.to_string())?;
    // The renderer escapes the entity that its parser puts for a space.
    // And it leaves a comparison as it is, which no reader of tags may take for one.
    // Its μ is the sign for a millionth, which browsers leave upright.
    let out = classed(out)
        .replace("&amp;nbsp;", "\u{a0}")
        .replace('\u{b5}', "\u{3bc}")
        .replace("><</m", ">&lt;</m")
        .replace(">></m", ">&gt;</m");
    if out.contains(" style=") {
        return Err("a style that the page's policy does not allow".to_owned());
    }
    // The TeX goes in as an annotation: for copying, and for readers of the source.
    let Some(open) = out.find('>') else { return Err("empty".to_owned()) };
    let (head, rest) = out.split_at(open + 1);
    let Some(body) = rest.strip_suffix("</math>") else { return Err("unfinished".to_owned()) };
    let plain = MEANINGS.iter().fold(tex.to_owned(), |t, (name, _)| t.replace(name, "{"));
    let tex = escape(plain.trim());
    Ok(format!(
        "{head}<semantics><mrow>{body}</mrow><annotation encoding=\"application/x-tex\">{tex}</annotation></semantics></math>"
    ))
}
