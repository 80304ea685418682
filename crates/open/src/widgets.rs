//! Widget blocks of a reader's note.

use notes::{WidgetCall, escape};
use share::{Lang, Link, State, View, WIDGETS, encode, widget};

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
    let (_, warnings) = State::read(table, &call.values);
    warnings.iter().map(|w| w.message(lang)).collect()
}

/// The element that `embed.js` makes a frame of; where it does not, a link to the widget.
pub(crate) fn element(call: &WidgetCall, lang: Lang) -> String {
    let Some(table) = widget(&call.name) else { return String::new() };
    let (state, _) = State::read(table, &call.values);
    let query = encode(&Link { named: false, state, view: View::default() });
    let (folder, title) = (lang.folder(), escape(table.title.get(lang)));
    let query = escape(&query);
    format!(
        "<third-pass class=\"own-widget\" widget=\"{}\" lang=\"{folder}\" title=\"{title}\" state=\"{query}\">\
         <a href=\"../embed/{}/?{query}\">{title}</a></third-pass>",
        table.name, table.name,
    )
}
