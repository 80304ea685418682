//! Widget blocks of a reader's note.

use notes::{WidgetCall, escape};
use share::{Lang, Link, State, View, WIDGETS, Warning, encode, widget};

/// What is wrong with a call, in the reader's language.
pub(crate) fn complaints(call: &WidgetCall, lang: Lang) -> Vec<String> {
    let Some(table) = widget(&call.name) else {
        let names: Vec<&str> = WIDGETS.iter().map(|w| w.name).collect();
        let names = names.join(match lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        });
        return vec![match lang {
            Lang::Zh => format!("没有这个组件。现有：{names}"),
            Lang::En => format!("there is no such widget. There are: {names}"),
        }];
    };
    let (_, warnings) = State::read(table, &settings(call));
    let mut all: Vec<String> = warnings.iter().map(|w| said(w, lang)).collect();
    // What a teacher fixes or hides must be there.
    for (_, names) in call.values.iter().filter(|(key, _)| key == "lock" || key == "hide") {
        let named = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        let unknown = named.filter(|name| table.keys.iter().all(|key| key.key != *name));
        all.extend(unknown.map(|key| said(&Warning::UnknownKey { key: key.to_owned() }, lang)));
    }
    all
}

/// The settings of a call without what a teacher sets on the widget.
fn settings(call: &WidgetCall) -> Vec<(String, String)> {
    let of_state = |(key, _): &&(String, String)| !View::TASK.contains(&key.as_str());
    call.values.iter().filter(of_state).cloned().collect()
}

/// What is wrong with a setting; the words for links say what a link says.
fn said(warning: &Warning, lang: Lang) -> String {
    match (warning, lang) {
        (Warning::UnknownKey { key }, Lang::Zh) => format!("没有{key}这一项"),
        (Warning::UnknownKey { key }, Lang::En) => format!("it has no setting {key}"),
        (Warning::UnknownValue { key, given, used }, Lang::Zh) => {
            format!("{key} = {given}无法识别，可以写{key} = {used}")
        }
        (Warning::UnknownValue { key, given, used }, Lang::En) => {
            format!("{key} = {given} is not understood; {key} = {used} would be")
        }
        (Warning::OutOfRange { key, given, used }, Lang::Zh) => {
            format!("{key} = {given}超出范围，可以写{key} = {used}")
        }
        (Warning::OutOfRange { key, given, used }, Lang::En) => {
            format!("{key} = {given} is out of range; {key} = {used} is not")
        }
        (other, lang) => other.message(lang),
    }
}

/// The element that `embed.js` makes a frame of; where it does not, a link to the widget.
pub(crate) fn element(call: &WidgetCall, lang: Lang) -> String {
    let Some(table) = widget(&call.name) else { return String::new() };
    let (state, _) = State::read(table, &settings(call));
    let value = |wanted: &str| {
        call.values.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str())
    };
    let query = encode(&Link { named: false, state, view: View::of_task(table, value) });
    let (folder, title) = (lang.folder(), escape(table.title.get(lang)));
    let query = escape(&query);
    format!(
        "<third-pass class=\"own-widget\" widget=\"{}\" lang=\"{folder}\" title=\"{title}\" state=\"{query}\">\
         <a href=\"../embed/{}/?{query}\">{title}</a></third-pass>",
        table.name, table.name,
    )
}
