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
    #[test]
    fn the_table_is_json() {
        let json: serde_json::Value = serde_json::from_str(&super::widgets_json()).unwrap();
        assert_eq!(json["version"], 1);
        let convolution = &json["widgets"][0];
        assert_eq!(convolution["name"], "convolution");
        let stride = convolution["keys"].as_array().unwrap().iter().find(|k| k["key"] == "stride");
        assert_eq!(stride.unwrap()["default"], 4);
    }
}
