//! The JavaScript that wasm-bindgen writes beside a module.

/// The names of the functions that the glue exports, islands among them.
pub(crate) fn exported_functions(glue: &str) -> Vec<&str> {
    let name = |text: &'_ str| -> usize {
        text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(text.len())
    };
    glue.split("export function ").skip(1).map(|text| &text[..name(text)]).collect()
}

/// The worker's glue, started by the first message, which brings the compiled module.
///
/// The listener stands there before any message can arrive; what fails is thrown
/// outside of the promise, so that the page's `worker.onerror` sees it. The
/// worker holds a lock as long as it lives: the page, which waits for the same
/// lock, learns of an end that raises no event. It is told whether there is a lock: a frame
/// without an origin has none.
pub(crate) fn started_by_message(glue: &str) -> String {
    let start = "addEventListener(\"message\", (e) => {\n  \
                 const told = (held) => postMessage({ held });\n  \
                 if (navigator.locks) navigator.locks.request(e.data.lock, () => { told(true); return new Promise(() => {}); }).catch(() => told(false));\n  \
                 else told(false);\n  \
                 __wbg_init({ module_or_path: e.data.wasm })\
                 .catch((error) => setTimeout(() => { throw error; }));\n}, { once: true });";
    format!("{glue}\n{start}\n")
}

/// The text with each placeholder replaced; one that is missing is an error.
pub(crate) fn fill(name: &str, text: &str, values: &[(&str, &str)]) -> Result<String, String> {
    let mut out = text.to_owned();
    for (placeholder, value) in values {
        if !out.contains(placeholder) {
            return Err(format!("{name} does not hold {placeholder}"));
        }
        out = out.replace(placeholder, value);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_are_read_from_the_glue() {
        let glue = "let wasm;\nexport function hydrate() {}\nfunction inner() {}\n\
                    export function Convolution_123(el) {}\nexport { initSync, __wbg_init as default };";
        assert_eq!(exported_functions(glue), ["hydrate", "Convolution_123"]);
    }

    #[test]
    fn a_placeholder_that_is_gone_is_an_error() {
        assert_eq!(fill("a.js", "x __A__", &[("__A__", "1")]).as_deref(), Ok("x 1"));
        assert_eq!(
            fill("a.js", "x", &[("__A__", "1")]),
            Err("a.js does not hold __A__".to_owned())
        );
    }
}
