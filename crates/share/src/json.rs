//! `widgets.json`: the table, for other programs.

use crate::table::{Key, Kind, WIDGETS};

/// The table as JSON.
#[must_use]
pub fn widgets_json() -> String {
    let widgets: Vec<String> = WIDGETS
        .iter()
        .map(|w| {
            let keys: Vec<String> = w.keys.iter().map(key).collect();
            format!(
                "  {{\"name\": {}, \"note\": {}, \"zh\": {}, \"en\": {},\n   \"keys\": [\n    {}\n   ],\n   \"examples\": {},\n   \"exports\": {}}}",
                text(w.name),
                text(w.note),
                text(w.title.zh),
                text(w.title.en),
                keys.join(",\n    "),
                list(w.examples),
                list(w.exports)
            )
        })
        .collect();
    format!("{{\"version\": 1, \"widgets\": [\n{}\n]}}\n", widgets.join(",\n"))
}

fn key(key: &Key) -> String {
    let words = format!("\"zh\": {}, \"en\": {}", text(key.words.zh), text(key.words.en));
    let name = text(key.key);
    match &key.kind {
        Kind::Int { min, max, step, default } => format!(
            "{{\"key\": {name}, \"type\": \"int\", \"min\": {min}, \"max\": {max}, \"step\": {step}, \"default\": {default}, {words}}}"
        ),
        Kind::Steps { values, default } => {
            let numbers: Vec<String> = values.iter().map(i32::to_string).collect();
            let (min, max) = (values[0], values[values.len() - 1]);
            format!(
                "{{\"key\": {name}, \"type\": \"steps\", \"min\": {min}, \"max\": {max}, \"step\": null, \"default\": {default}, {words}, \"values\": [{}]}}",
                numbers.join(", ")
            )
        }
        Kind::Text { max_chars, default } => format!(
            "{{\"key\": {name}, \"type\": \"text\", \"min\": null, \"max\": null, \"step\": null, \"default\": {{\"zh\": {}, \"en\": {}}}, {words}, \"max_chars\": {max_chars}}}",
            text(default.zh),
            text(default.en)
        ),
        Kind::Choice(choices) => {
            let options: Vec<String> = choices
                .iter()
                .map(|c| {
                    let (zh, en) = (text(c.text.zh), text(c.text.en));
                    format!("{{\"word\": {}, \"zh\": {zh}, \"en\": {en}}}", text(c.word))
                })
                .collect();
            format!(
                "{{\"key\": {name}, \"type\": \"choice\", \"min\": null, \"max\": null, \"step\": null, \"default\": {}, {words}, \"options\": [{}]}}",
                text(choices[0].word),
                options.join(", ")
            )
        }
    }
}

fn list(items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|i| text(i)).collect();
    format!("[{}]", items.join(", "))
}

fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn read(kind: Kind) -> serde_json::Value {
        let words = Text { zh: "字", en: "a \"word\"" };
        let json = key(&Key { key: "k", kind, words, unit: Text { zh: "", en: "" } });
        serde_json::from_str(&json).unwrap_or_else(|e| panic!("{e}: {json}"))
    }

    #[test]
    fn every_kind_of_key_is_json() {
        let steps = read(Kind::Steps { values: &[2, 4, 1024], default: 4 });
        assert_eq!(steps["type"], "steps");
        assert_eq!(steps["values"], serde_json::json!([2, 4, 1024]));
        assert_eq!((&steps["min"], &steps["max"]), (&2.into(), &1024.into()));
        let text = read(Kind::Text { max_chars: 9, default: Text { zh: "\\", en: "e" } });
        assert_eq!(text["default"], serde_json::json!({"zh": "\\", "en": "e"}));
        assert_eq!(text["max_chars"], 9);
        assert_eq!(text["en"], "a \"word\"");
    }

    #[test]
    fn the_table_is_json() {
        let json: serde_json::Value = serde_json::from_str(&widgets_json()).unwrap();
        assert_eq!(json["version"], 1);
        let convolution = &json["widgets"][0];
        assert_eq!(convolution["name"], "convolution");
        let stride = convolution["keys"].as_array().unwrap().iter().find(|k| k["key"] == "stride");
        assert_eq!(stride.unwrap()["default"], 4);
    }
}
