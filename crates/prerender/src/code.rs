//! JavaScript as it is shipped: without the lines that only people read.

/// The text without comments that have lines of their own, empty lines and indentation; what
/// stands above everything else stays.
///
/// Text between backquotes over several lines is not looked into: a file with such is left as it is.
pub(crate) fn code(js: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let (mut head, mut inside) = (true, false);
    for line in js.lines() {
        let line = line.trim();
        let comment = inside || line.starts_with("//") || line.starts_with("/*");
        if comment {
            let open = inside || line.starts_with("/*");
            inside = open && !line.contains("*/");
            // Behind the end of a comment stands code.
            if !head && (!open || inside || line.ends_with("*/")) {
                continue;
            }
        } else if line.matches('`').count() % 2 == 1 {
            return js.to_owned();
        }
        head &= comment || line.is_empty();
        if !line.is_empty() {
            kept.push(line);
        }
    }
    kept.join("\n") + if js.ends_with('\n') { "\n" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_read_is_left_out() {
        let js = "// What it is.\n\nimport a from \"a\"; // why\n\n  /** Says\n   * how. */\n  function f() {\n    // Here.\n    return `//`;\n  }\n/* a */ g();\n";
        let code = code(js);
        assert_eq!(
            code,
            "// What it is.\nimport a from \"a\"; // why\nfunction f() {\nreturn `//`;\n}\n/* a */ g();\n"
        );
        assert_eq!(super::code(&code), code);
    }

    #[test]
    fn a_text_of_several_lines_stays() {
        let js = "f(`\n  // no comment\n`);\n";
        assert_eq!(code(js), js);
    }
}
