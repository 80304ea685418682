//! Tables as HTML text: a view of its own for each cell would weigh more than the numbers.

use crate::widget::frame::Table;

/// Text as it may stand in an element or an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// What stands in a `<table>`. `class` names the cell in a row's last column.
pub(crate) fn table(table: &Table, class: impl Fn(usize) -> &'static str) -> String {
    let mut out = String::from("<thead><tr>");
    for cell in &table.head {
        out.push_str(&format!("<th scope=\"col\">{}</th>", escaped(cell)));
    }
    out.push_str("</tr></thead><tbody>");
    for (at, row) in table.rows.iter().enumerate() {
        out.push_str("<tr>");
        for (i, cell) in row.iter().enumerate() {
            let last = i + 1 == row.len();
            let class = if last { class(at) } else { "" };
            if class.is_empty() {
                out.push_str("<td>");
            } else {
                out.push_str(&format!("<td class=\"{class}\">"));
            }
            out.push_str(&escaped(cell));
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_markup() {
        let words = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let cells = Table { head: words(&["<b>"]), rows: vec![words(&["a&b", "\"x\""]), vec![]] };
        assert_eq!(
            table(&cells, |_| "pass"),
            "<thead><tr><th scope=\"col\">&lt;b&gt;</th></tr></thead><tbody><tr><td>a&amp;b</td>\
             <td class=\"pass\">&quot;x&quot;</td></tr><tr></tr></tbody>"
        );
    }
}
