//! A small site, written into a folder of its own and read again.

use std::{fs, path::PathBuf};

use super::*;

/// As wasm-bindgen writes it: the module's name is also the key of what it imports.
const GLUE: &str = "import * as module from \"./third-pass.js\"\n\
                    const imports = { \"./third-pass.js\": module };\n\
                    export function Widget_1() {}";

/// What Trunk stages, shrunk; gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("third-pass-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let folder = Self(folder);
        let script = "<script src=\"boot.js\" data-js=\"./web-page-0.js\" data-wasm=\"./web-page-0_bg.wasm\"></script>";
        for (name, text) in [
            ("index.html", script),
            ("worker.js", "export { __wbg_init as default };"),
            ("worker_bg.wasm", "worker"),
            ("web-page-0.js", GLUE),
            ("web-page-0_bg.wasm", "page"),
            ("third-pass.js", "'__WORKER_JS__ __WORKER_WASM__ __OPS__'"),
            (
                "boot.js",
                "__PAGE__ import(\"./notebook.js\") import(\"./teach.js\") import(\"./share.js\")",
            ),
            (
                "share.js",
                "__CARDS__ \"./make.js\" \"./share-codes.js\" \"./share-data.js\" \"./share-picture.js\" \"./qr.js\"",
            ),
            ("share-codes.js", "7"),
            ("share-data.js", "8"),
            ("share-picture.js", "9"),
            ("qr.js", "10"),
            ("teach.js", "\"./make.js\""),
            ("notebook.js", "5"),
            ("shell.js", "import(\"./search.js\")"),
            ("search.js", "\"./make.js\""),
            ("predict.js", "6"),
            ("offline.js", "\"./make.js\""),
            ("sw.js", "\"__LIST__\""),
            ("framed.js", "2"),
            ("compare.js", "2"),
            ("open.js", "export default 7"),
            ("open_bg.wasm", "7"),
            ("open-page.js", "import(\"./open.js\") import(\"./slides.js\") \"./open_bg.wasm\""),
            ("slides.js", "\"./make.js\""),
            ("lens.js", "import(\"./journal.js\")"),
            ("journal.js", "\"./make.js\" import(\"./markdown.js\")"),
            ("make.js", "13"),
            ("markdown.js", "3"),
            ("styles/site.css", "p{}"),
            ("styles/tokens.css", ":root{}"),
            ("assets/og/site.png", ""),
        ] {
            folder.stage().write(name, text).unwrap();
        }
        folder
    }
    fn stage(&self) -> Stage {
        Stage::new(self.0.clone())
    }
    /// The one file whose name starts and ends like this.
    fn only(&self, start: &str, end: &str) -> String {
        let mut names = self.stage().list("").unwrap();
        names.retain(|n| n.starts_with(start) && n.ends_with(end));
        assert_eq!(names.len(), 1, "{start}…{end}: {names:?}");
        names.remove(0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn pages() -> Vec<Page> {
    let widget = "<leptos-island data-component=\"Widget_1\"><p>x</p></leptos-island>";
    let mut note = test_page("zh/alexnet/", &format!("<a href=\"{{root}}\">home</a>{widget}"));
    note.alternates = vec![("en", String::new())];
    let mut embed = test_page("zh/embed/convolution/", widget);
    embed.embed = true;
    vec![test_page("", "<a href=\"zh/alexnet/\">AlexNet</a>"), note, embed]
}

#[test]
fn every_name_is_filled_in_and_follows_its_content() {
    let folder = Folder::new("names");
    let stage = folder.stage();
    assert_eq!(write_site(&stage, &Site::at(None), &pages(), "{}", &[], None), Ok(3));
    let worker = folder.only("worker-", ".js");
    assert!(
        stage.read(&worker).unwrap().contains("addEventListener(\"message\""),
        "the start line"
    );
    let wasm = folder.only("worker-", ".wasm");
    let module = folder.only("third-pass-", ".js");
    let text = stage.read(&module).unwrap();
    assert!(text.starts_with(&format!("'{worker} {wasm} ")), "{text}");
    assert!(text.contains("\"conv2d\":"), "the table of operations");
    assert_eq!(stage.read("third-pass.js"), stage.read(&module), "the plain name stays");
    let page = folder.only("web-page-", ".js");
    let glue = stage.read(&page).unwrap();
    assert!(
        glue.contains(&format!("from \"./{module}\"")),
        "the page imports the hashed module: {glue}"
    );
    assert!(
        glue.contains("{ \"./third-pass.js\": module }"),
        "the wasm's name for it stays: {glue}"
    );
    let boot = stage.read(&folder.only("boot-", ".js")).unwrap();
    let wasm = folder.only("web-page-", ".wasm");
    let module = format!("{{\"js\":\"./{page}\",\"parts\":{{}},\"wasm\":\"./{wasm}\"}}");
    let notebook = folder.only("notebook-", ".js");
    let mut shares = stage.list("").unwrap();
    shares.retain(|n| n.starts_with("share-") && stage.read(n).unwrap().contains("qr-"));
    let [share] = &shares[..] else { panic!("{shares:?}") };
    let teach = folder.only("teach-", ".js");
    assert_eq!(
        boot,
        format!("{module} import(\"./{notebook}\") import(\"./{teach}\") import(\"./{share}\")")
    );
    for gone in [
        "worker.js",
        "worker_bg.wasm",
        "web-page-0.js",
        "boot.js",
        "shell.js",
        "search.js",
        "share.js",
        "share-codes.js",
        "qr.js",
        "framed.js",
        "compare.js",
        "open.js",
        "open_bg.wasm",
        "open-page.js",
        "slides.js",
        "lens.js",
        "journal.js",
        "make.js",
        "markdown.js",
        "styles/site.css",
    ] {
        assert!(!stage.has(gone), "{gone} is still there");
    }
    let journal = folder.only("journal-", ".js");
    assert_eq!(
        stage.read(&folder.only("lens-", ".js")),
        Ok(format!("import(\"./{journal}\")")),
        "a module names what it imports"
    );
    let style = &stage.list("styles").unwrap()[..];
    assert_eq!(style.len(), 1, "{style:?}");
    let style = stage.read(&format!("styles/{}", style[0])).unwrap();
    assert_eq!(style, ":root{}\np{}\n", "tokens come first");
    let headers = stage.read("_headers").unwrap();
    assert!(
        page.starts_with("web-page-") && headers.contains("/web-*\n  Cache-Control: public"),
        "{headers}"
    );
    assert!(headers.contains("/third-pass-*\n") && !headers.contains("/third-pass*"), "{headers}");

    let again = Folder::new("names-again");
    again.stage().write("worker_bg.wasm", "another worker").unwrap();
    write_site(&again.stage(), &Site::at(None), &pages(), "{}", &[], None).unwrap();
    assert_ne!(
        again.only("boot-", ".js"),
        folder.only("boot-", ".js"),
        "boot names what has changed"
    );
}

#[test]
fn pages_are_relative_and_load_only_what_they_need() {
    let folder = Folder::new("pages");
    write_site(&folder.stage(), &Site::at(None), &pages(), "{}", &[], None).unwrap();
    let root = folder.stage().read("index.html").unwrap();
    let note = folder.stage().read("zh/alexnet/index.html").unwrap();
    assert!(
        root.starts_with("<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset"),
        "{root}"
    );
    assert!(!root.contains("boot-"), "a page without a widget loads no module");
    let boot = folder.only("boot-", ".js");
    assert!(note.contains(&format!("<script type=\"module\" src=\"../../{boot}\">")), "{note}");
    let framed = folder.only("framed-", ".js");
    let embed = folder.stage().read("zh/embed/convolution/index.html").unwrap();
    assert!(embed.contains(&format!("src=\"../../../{framed}\">")), "{embed}");
    assert!(!note.contains("framed-"), "a page that is not framed says nothing");
    assert!(note.contains("<title>测试 &lt;test&gt;</title>"), "{note}");
    assert!(note.contains("<a href=\"../../\">"), "{note}");
    for word in ["{root}", "hreflang", "canonical", "og:", "oembed", "://"] {
        let head = note.split("<link rel=\"icon\"").next().unwrap();
        assert!(!head.contains(word), "{word} without --site-url: {note}");
    }
    let policy = note.find("Content-Security-Policy").unwrap();
    assert!(policy < note.find("<script").unwrap(), "the policy comes before any script");
    assert!(
        !folder.stage().has("zh/embed/convolution/oembed.json"),
        "oEmbed wants the site's address"
    );
}

#[test]
fn a_known_address_adds_the_absolute_ones() {
    let folder = Folder::new("absolute");
    let site = Site::at(Some("https://example.org/third-pass"));
    write_site(&folder.stage(), &site, &pages(), "{}", &[], None).unwrap();
    let embed = folder.stage().read("zh/embed/convolution/index.html").unwrap();
    let url = "https://example.org/third-pass/zh/embed/convolution/";
    assert!(embed.contains(&format!("<link rel=\"canonical\" href=\"{url}\">")), "{embed}");
    assert!(embed.contains(&format!("href=\"{url}oembed.json\"")), "{embed}");
    assert!(
        embed.contains("content=\"https://example.org/third-pass/assets/og/site.png\""),
        "{embed}"
    );
    let oembed = folder.stage().read("zh/embed/convolution/oembed.json").unwrap();
    assert!(oembed.contains("\"type\":\"rich\"") && oembed.contains(url), "{oembed}");
    let card = "\"thumbnail_url\":\"https://example.org/third-pass/assets/og/site.png\"";
    assert!(oembed.contains(card), "{oembed}");
    let lost = folder.stage().read("404.html").unwrap();
    assert!(lost.contains("<a href=\"/third-pass/\">"), "{lost}");
}

#[test]
fn what_is_wrong_is_all_said_at_once() {
    let folder = Folder::new("wrong");
    let bad = "<p style=\"x\"><a href=\"nowhere/\">";
    let pages = [test_page("", bad), test_page("zh/", bad)];
    let said = write_site(&folder.stage(), &Site::at(None), &pages, "{}", &[], None).unwrap_err();
    assert_eq!(said.len(), 4, "{said:?}");
    let said =
        write_site(&folder.stage(), &Site::at(None), &pages[1..], "{}", &[], None).unwrap_err();
    assert_eq!(said, ["there is no page for the root"]);
}

#[test]
fn what_is_kept_is_listed_by_its_content_and_the_worker_names_the_list() {
    let folder = Folder::new("kept");
    let mut pages = pages();
    pages.push(test_page("zh/more/", "<p data-offline hidden></p>"));
    write_site(&folder.stage(), &Site::at(None), &pages, "{}", &[], None).unwrap();
    let stage = folder.stage();
    let offline = folder.only("offline-", ".js");
    assert!(stage.read("zh/more/index.html").unwrap().contains(&format!("../../{offline}")));
    assert!(!stage.read("zh/embed/convolution/index.html").unwrap().contains(&offline), "a frame");
    let list: serde_json::Value =
        serde_json::from_str(&stage.read("offline.json").unwrap()).unwrap();
    let keys = |set: &str| -> Vec<String> {
        let rows = list[set].as_array().unwrap().iter();
        rows.map(|row| row[0].as_str().unwrap().to_owned()).collect()
    };
    let (once, save) = (keys("once"), keys("save"));
    for start in ["?sha256-", "zh/alexnet/?sha256-", "offline.html?sha256-"] {
        assert!(once.iter().any(|key| key.starts_with(start)), "{start}: {once:?}");
    }
    assert!(once.contains(&offline) && once.contains(&folder.only("worker-", ".wasm")), "{once:?}");
    assert!(save.iter().any(|key| key.starts_with("zh/embed/convolution/?sha256-")), "{save:?}");
    assert!(stage.read("sw.js").unwrap().starts_with("\"sha256-"), "the worker names the list");
    assert!(stage.has("third-pass.zip"));

    let serving = Folder::new("kept-not");
    let stage = serving.stage();
    let html = stage.read("index.html").unwrap() + "/.well-known/trunk/ws";
    stage.write("index.html", html).unwrap();
    write_site(&stage, &Site::at(None), &pages, "{}", &[], None).unwrap();
    assert!(
        !stage.has("sw.js") && !stage.has("offline.json"),
        "files change while they are served"
    );
    assert!(!stage.read("zh/more/index.html").unwrap().contains("offline-"));
}
