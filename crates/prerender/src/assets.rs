//! Names by content: scripts, modules and styles that may be cached for ever.
//!
//! A name changes with the file or with anything that the file names, so they
//! are made from the leaves up: worker, `third-pass.js`, page, `boot.js`.

use std::hash::Hasher as _;

use crate::{
    glue::{exported_functions, fill, started_by_message},
    markup::tags,
    stage::Stage,
};

/// The hashed files, as seen from the site's root.
#[derive(Debug)]
pub(crate) struct Assets {
    pub(crate) shell: String,
    pub(crate) style: String,
    pub(crate) boot: String,
    /// Reloads the page after a rebuild; only while serving.
    pub(crate) dev_reload: Option<&'static str>,
    /// Everything whose name says its content.
    pub(crate) immutable: Vec<String>,
    /// The functions that the page's module exports, islands among them.
    pub(crate) exports: Vec<String>,
}

const DEV_RELOAD: &str = "dev-reload.js";

impl Assets {
    /// Renames what Trunk staged and fills in the names.
    pub(crate) fn name(stage: &Stage) -> Result<Self, String> {
        let trunk = stage.read("index.html")?;
        let (page_js, page_wasm) = page_module(&trunk)?;
        let mut immutable = Vec::new();
        let mut keep = |name: String| {
            immutable.push(name.clone());
            name
        };

        let glue = stage.read("worker.js")?;
        let hash = hash(&[glue.as_bytes(), &stage.bytes("worker_bg.wasm")?]);
        let worker_js = keep(format!("worker-{hash}.js"));
        let worker_wasm = keep(format!("worker-{hash}_bg.wasm"));
        stage.write(&worker_js, started_by_message(&glue))?;
        stage.remove("worker.js")?;
        stage.rename("worker_bg.wasm", &worker_wasm)?;

        // The plain name stays for other people's pages; our own use the hashed one.
        let operations = operations();
        let names = [
            ("__WORKER_JS__", worker_js.as_str()),
            ("__WORKER_WASM__", &worker_wasm),
            ("__OPS__", &operations),
        ];
        let module = fill("third-pass.js", &stage.read("third-pass.js")?, &names)?;
        stage.write("third-pass.js", &module)?;
        let third_pass = keep(format!("third-pass-{}.js", self::hash(&[module.as_bytes()])));
        stage.write(&third_pass, &module)?;

        // The import alone: the same text is also the module's key among the wasm's imports.
        let import = |name: &str| format!("from \"./{name}\"");
        let names = [(&*import("third-pass.js"), &*import(&third_pass))];
        let glue = fill(&page_js, &stage.read(&page_js)?, &names)?;
        let exports = exported_functions(&glue).into_iter().map(str::to_owned).collect();
        let hash = self::hash(&[glue.as_bytes(), &stage.bytes(&page_wasm)?]);
        stage.remove(&page_js)?;
        let page_js = keep(format!("web-{hash}.js"));
        stage.write(&page_js, glue)?;
        stage.rename(&page_wasm, &format!("web-{hash}_bg.wasm"))?;
        let page_wasm = keep(format!("web-{hash}_bg.wasm"));

        let names = [("__PAGE_JS__", page_js.as_str()), ("__PAGE_WASM__", &page_wasm)];
        let boot = fill("boot.js", &stage.read("boot.js")?, &names)?;
        stage.remove("boot.js")?;
        let boot = keep(written(stage, "boot", "js", &boot)?);

        let shell = stage.read("shell.js")?;
        stage.remove("shell.js")?;
        let shell = keep(written(stage, "shell", "js", &shell)?);
        let style = keep(written(stage, "styles/site", "css", &take_styles(stage)?)?);

        // Trunk adds its own reloading script, inline, while it serves.
        let serving = trunk.contains(".well-known/trunk/ws");
        if serving {
            stage.write(DEV_RELOAD, include_str!("dev-reload.js"))?;
        }
        let dev_reload = serving.then_some(DEV_RELOAD);
        Ok(Self { shell, style, boot, dev_reload, immutable, exports })
    }
}

/// The table of operations as the module reads it: `{"relu": {"in": ["x"], "args": [], "out": ["y"]}, …}`.
fn operations() -> String {
    let rows = ops::OPS.iter().filter(|op| !op.internal).map(|op| {
        let row = serde_json::json!({ "in": op.inputs, "args": op.args, "out": op.outputs });
        (op.name.to_owned(), row)
    });
    serde_json::Value::Object(rows.collect()).to_string()
}

/// The names that Trunk wrote into its script tag (`pattern_script` in `Trunk.toml`).
fn page_module(html: &str) -> Result<(String, String), String> {
    let script = tags(html).into_iter().find(|t| t.get("data-wasm").is_some());
    let name = |url: &str| url.rsplit('/').next().unwrap_or(url).to_owned();
    script.and_then(|t| Some((name(t.get("data-js")?), name(t.get("data-wasm")?)))).ok_or_else(
        || "Trunk's index.html names no module: see pattern_script in Trunk.toml".to_owned(),
    )
}

/// One style sheet of all: the tokens first, the rest by name.
fn take_styles(stage: &Stage) -> Result<String, String> {
    let mut names = stage.list("styles")?;
    names.retain(|name| name.ends_with(".css"));
    names.sort_by_key(|name| (name != "tokens.css", name.clone()));
    let mut all = String::new();
    for name in names {
        let path = format!("styles/{name}");
        all.push_str(stage.read(&path)?.trim());
        all.push('\n');
        stage.remove(&path)?;
    }
    Ok(all)
}

fn written(stage: &Stage, stem: &str, extension: &str, text: &str) -> Result<String, String> {
    let name = format!("{stem}-{}.{extension}", hash(&[text.as_bytes()]));
    stage.write(&name, text)?;
    Ok(name)
}

/// Sixteen hexadecimal digits that tell contents apart; no defence against forgery.
fn hash(parts: &[&[u8]]) -> String {
    // Without keys of its own it gives the same in every run.
    let mut hasher = std::hash::DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_found_in_trunks_page() {
        let html = "<script type=\"module\" src=\"boot.js\" data-js=\"./web-1.js\" data-wasm=\"./web-1_bg.wasm\"></script>";
        let names = ("web-1.js".to_owned(), "web-1_bg.wasm".to_owned());
        assert_eq!(page_module(html), Ok(names));
        assert!(page_module("<p>").is_err(), "no script, no module");
    }

    #[test]
    fn equal_contents_have_equal_names_and_borders_count() {
        assert_eq!(hash(&[b"ab", b"c"]), hash(&[b"ab", b"c"]));
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
    }
}
