//! Names by content: scripts, modules and styles that may be cached for ever.
//!
//! A name changes with the file or with anything that the file names, so they
//! are made from the leaves up: worker, `third-pass.js`, page, `boot.js`.

use std::hash::Hasher as _;

use serde_json::json;

use crate::{
    code::code,
    glue::{fill, started_by_message},
    page_module::{Cuts, PageModule},
    stage::Stage,
};

/// The hashed files, as seen from the site's root.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    pub(crate) shell: String,
    pub(crate) style: String,
    pub(crate) boot: String,
    /// What an embed page says to the page around it.
    pub(crate) framed: String,
    /// Shows two links side by side, on the pages made for it.
    pub(crate) compare: String,
    /// Opens a reader's own note, on the pages made for it.
    pub(crate) open: String,
    /// Folds a note to a pass of reading.
    pub(crate) lens: String,
    /// Judges what a reader predicts.
    pub(crate) predict: String,
    /// Keeps the site for when there is no network; not while serving, where files change.
    pub(crate) offline: Option<String>,
    /// The index that is searched, by a page's language.
    pub(crate) indexes: Vec<(&'static str, String)>,
    /// Reloads the page after a rebuild; only while serving.
    pub(crate) dev_reload: Option<&'static str>,
    /// Everything whose name says its content.
    pub(crate) immutable: Vec<String>,
    /// The page's module, and the functions that it exports, islands among them.
    pub(crate) page: PageModule,
}

const DEV_RELOAD: &str = "dev-reload.js";

impl Assets {
    /// Renames what Trunk staged and fills in the names.
    pub(crate) fn name(stage: &Stage, cuts: Option<&Cuts<'_>>) -> Result<Self, String> {
        let trunk = stage.read("index.html")?;
        let mut immutable = Vec::new();
        let mut keep = |name: String| {
            immutable.push(name.clone());
            name
        };

        let glue = stage.read("worker.js")?;
        let hash = hash(&[glue.as_bytes(), &stage.bytes("worker_bg.wasm")?]);
        let worker_js = keep(format!("worker-{hash}.js"));
        let worker_wasm = keep(format!("worker-{hash}_bg.wasm"));
        stage.write(&worker_js, code(&started_by_message(&glue)))?;
        stage.remove("worker.js")?;
        stage.rename("worker_bg.wasm", &worker_wasm)?;

        // The plain name stays for other people's pages; our own use the hashed one.
        let operations = operations();
        let names = [
            ("__WORKER_JS__", worker_js.as_str()),
            ("__WORKER_WASM__", &worker_wasm),
            ("__OPS__", &operations),
        ];
        let module = code(&fill("third-pass.js", &stage.read("third-pass.js")?, &names)?);
        stage.write("third-pass.js", &module)?;
        let third_pass = keep(format!("third-pass-{}.js", self::hash(&[module.as_bytes()])));
        stage.write(&third_pass, &module)?;

        let page = PageModule::stage(stage, &trunk, &third_pass, cuts)?;
        page.files().into_iter().for_each(|name| drop(keep(name.to_owned())));

        let [open_js, open_wasm] = loaded(stage, "open")?.map(&mut keep);
        // Each names what it imports.
        let mut plain = |name: &str, imports: &[(&str, &str)]| -> Result<String, String> {
            let staged = format!("{name}.js");
            let quoted = |file: &str| format!("\"./{file}\"");
            let imports: Vec<_> = imports.iter().map(|(a, b)| (quoted(a), quoted(b))).collect();
            let names: Vec<_> = imports.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            let text = fill(&staged, &stage.read(&staged)?, &names)?;
            stage.remove(&staged)?;
            Ok(keep(written(stage, name, "js", &code(&text))?))
        };
        let make = plain("make", &[])?;
        let make = ("make.js", make.as_str());
        let markdown = plain("markdown", &[])?;
        let journal = plain("journal", &[make, ("markdown.js", &markdown)])?;
        let lens = plain("lens", &[("journal.js", &journal)])?;
        let [framed, compare, predict] =
            ["framed", "compare", "predict"].map(|name| plain(name, &[]));
        let (framed, compare, predict) = (framed?, compare?, predict?);
        let [offline, slides, search] =
            ["offline", "slides", "search"].map(|name| plain(name, &[make]));
        let (offline, slides, search) = (offline?, slides?, search?);
        let open = ["open.js", "open_bg.wasm", "slides.js"];
        let open = open.into_iter().zip([&*open_js, &open_wasm, &slides]);
        let open = plain("open-page", &open.collect::<Vec<_>>())?;
        let shell = plain("shell", &[("search.js", &search)])?;
        // Which cards there are, for a link's Markdown.
        let cards = stage.list("assets/og").unwrap_or_default().join(" ");
        let share = fill("share.js", &stage.read("share.js")?, &[("__CARDS__", &cards)])?;
        stage.write("share.js", &share)?;
        let parts = ["share-codes", "share-data", "share-picture", "qr"];
        let parts = parts.map(|name| Ok::<_, String>((format!("{name}.js"), plain(name, &[])?)));
        let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut parts: Vec<_> = parts.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        parts.push(make);
        let [share, notebook, teach] =
            [plain("share", &parts), plain("notebook", &[]), plain("teach", &[make])];
        let [share, notebook, teach] =
            [share?, notebook?, teach?].map(|name| format!("\"./{name}\""));
        let modules = page.named();
        let names = [
            ("__PAGE__", modules.as_str()),
            ("\"./notebook.js\"", &notebook),
            ("\"./share.js\"", &share),
            ("\"./teach.js\"", &teach),
        ];
        let boot = fill("boot.js", &stage.read("boot.js")?, &names)?;
        stage.remove("boot.js")?;
        let boot = keep(written(stage, "boot", "js", &code(&boot))?);
        let style = keep(written(stage, "styles/site", "css", &take_styles(stage)?)?);

        // Trunk adds its own reloading script, inline, while it serves.
        let serving = trunk.contains(".well-known/trunk/ws");
        if serving {
            stage.write(DEV_RELOAD, include_str!("dev-reload.js"))?;
        }
        let dev_reload = serving.then_some(DEV_RELOAD);
        let offline = (!serving).then_some(offline);
        let indexes = Vec::new();
        Ok(Self {
            shell,
            style,
            boot,
            framed,
            compare,
            open,
            lens,
            predict,
            offline,
            indexes,
            dev_reload,
            immutable,
            page,
        })
    }
}

impl Assets {
    /// Writes the indexes that are searched, each by a language's tag.
    pub(crate) fn index(&mut self, stage: &Stage, searched: &[Searched]) -> Result<(), String> {
        for (lang, entries) in searched {
            let rows: Vec<_> = entries
                .iter()
                .map(|e| json!([e.place, e.page, e.title, e.text, u8::from(e.widget)]))
                .collect();
            let text = json!({ "entries": rows, "terms": notes::index(entries) }).to_string();
            let name = written(stage, &format!("search-{}", &lang[..2]), "json", &text)?;
            self.immutable.push(name.clone());
            self.indexes.push((lang, name));
        }
        Ok(())
    }
}

/// What can be found in a language, by its tag.
pub(crate) type Searched = (&'static str, Vec<notes::Entry>);

/// The table of operations as the module reads it: `{"relu": {"in": ["x"], "args": [], "out": ["y"]}, …}`.
fn operations() -> String {
    let rows = ops::OPS.iter().filter(|op| !op.internal).map(|op| {
        let row = serde_json::json!({ "in": op.inputs, "args": op.args, "out": op.outputs });
        (op.name.to_owned(), row)
    });
    serde_json::Value::Object(rows.collect()).to_string()
}

/// Renames a module that a script loads, and gives its glue and its wasm.
fn loaded(stage: &Stage, stem: &str) -> Result<[String; 2], String> {
    let names = [format!("{stem}.js"), format!("{stem}_bg.wasm")];
    let hash = hash(&[&stage.bytes(&names[0])?, &stage.bytes(&names[1])?]);
    let hashed = [format!("{stem}-{hash}.js"), format!("{stem}-{hash}_bg.wasm")];
    for (name, hashed) in names.iter().zip(&hashed) {
        stage.rename(name, hashed)?;
    }
    Ok(hashed)
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

pub(crate) fn written(
    stage: &Stage,
    stem: &str,
    extension: &str,
    text: &str,
) -> Result<String, String> {
    let name = format!("{stem}-{}.{extension}", hash(&[text.as_bytes()]));
    stage.write(&name, text)?;
    Ok(name)
}

/// Sixteen hexadecimal digits that tell contents apart; no defence against forgery.
pub(crate) fn hash(parts: &[&[u8]]) -> String {
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
    fn equal_contents_have_equal_names_and_borders_count() {
        assert_eq!(hash(&[b"ab", b"c"]), hash(&[b"ab", b"c"]));
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
    }
}
