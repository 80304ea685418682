//! What a reader downloads: the bytes of a page's first view, from the files that it loads.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use web::Page;

use crate::{
    assets::Assets,
    document::MATH_FONT,
    extras::is_note,
    kept::{Kept, bytes},
    links::resolve,
    markup::tags,
    scales::Scales,
    stage::Stage,
};

/// Where the figures stand for `cargo xtask size`.
const NAME: &str = "views.txt";

/// Bytes as they travel: text and wasm after gzip, what is packed already as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct View {
    /// To read: the page, its style, scripts and font.
    read: usize,
    /// And with every widget awake: their modules and the engine. What some widgets fetch
    /// besides, photographs and nets, is not in it.
    awake: usize,
}

/// What the site costs.
pub(crate) struct Views {
    /// Notes and embed pages by path.
    views: BTreeMap<String, View>,
    once: usize,
    once_sent: usize,
    save: usize,
    worker: usize,
    archive: usize,
    /// What widgets fetch besides.
    assets: usize,
}

impl Views {
    pub(crate) fn of(
        scales: &mut Scales<'_>,
        assets: &Assets,
        pages: &[Page],
    ) -> Result<Self, String> {
        let stage = scales.stage();
        let mut views = BTreeMap::new();
        for page in pages {
            if !page.embed && !is_note(page) {
                continue;
            }
            let [read, awake] = files(stage, assets, page)?;
            let view = View { read: scales.all(&read)?, awake: scales.all(&awake)? };
            views.insert(page.path.clone(), view);
        }
        let kept = Kept::of(stage, &assets.immutable)?;
        let file = |key: &str| {
            let path = key.split('?').next().unwrap_or_default().to_owned();
            if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path }
        };
        let once: BTreeSet<String> = kept.once.iter().map(|(key, _)| file(key)).collect();
        let (once_sent, worker) = (scales.all(&once)?, scales.sent("sw.js")?);
        let files = stage.all()?;
        let archive = files.iter().map(|path| scales.sent(path)).sum::<Result<_, _>>()?;
        let fetched = |path: &&String| {
            let folders = ["pictures", "nets", "digits", "classes"];
            path.rsplit('.').next().is_some_and(|end| !["md", "py"].contains(&end))
                && folders.iter().any(|folder| path.starts_with(&format!("assets/{folder}/")))
        };
        let besides = files.iter().filter(fetched).map(|path| scales.sent(path));
        let besides = besides.sum::<Result<_, _>>()?;
        let (once, save) = (bytes(&kept.once), bytes(&kept.save));
        Ok(Self { views, once, once_sent, save, worker, archive, assets: besides })
    }

    /// Writes the figures as a table of text.
    pub(crate) fn write(&self, stage: &Stage) -> Result<(), String> {
        let mut text = "read\tawake\tpage\n".to_owned();
        for (path, View { read, awake }) in &self.views {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{read}\t{awake}\t{path}");
        }
        let Self { once, once_sent, save, worker, .. } = self;
        let _ = writeln!(text, "{once_sent}\t{once}\tkept at once for offline, sent and stored");
        let _ = writeln!(text, "\t{save}\tkept when asked for");
        let _ = writeln!(text, "{worker}\t\tsw.js, all that a second view asks for");
        stage.write(NAME, text)
    }

    /// A page's text with the figures in place of `{views}`, `{once}` and the like.
    pub(crate) fn fill(&self, page: &Page, pages: &[Page], text: &str) -> String {
        let embeds = self.views.iter().filter(|(path, _)| path.contains("/embed/"));
        let embeds: Vec<usize> = embeds.map(|(_, view)| view.awake).collect();
        let least = kilobytes(embeds.iter().copied().min().unwrap_or_default());
        let most = kilobytes(embeds.iter().copied().max().unwrap_or_default());
        text.replace("<p>{views}</p>", &self.table(page, pages))
            .replace("{once}", &megabytes(self.once))
            .replace("{once-sent}", &megabytes(self.once_sent))
            .replace("{save}", &megabytes(self.save))
            .replace("{zip}", &megabytes(self.archive))
            .replace("{once-million}", &terabytes(self.once_sent))
            .replace("{assets}", &megabytes(self.assets))
            .replace("{sw}", &kilobytes(self.worker))
            .replace("{embed}", &format!("{}–{most}", least.trim_end_matches(" kB")))
    }

    /// The notes of the page's language, a row each.
    fn table(&self, page: &Page, pages: &[Page]) -> String {
        let zh = page.lang.starts_with("zh");
        let head = if zh {
            ["笔记", "第一次打开，只读", "全部组件都启动", "第二次打开", "一百万人第一次打开"]
        } else {
            [
                "Note",
                "First view, to read",
                "With every widget awake",
                "Second view",
                "A million first views",
            ]
        };
        let cells = head.map(|words| format!("<th scope=\"col\">{words}</th>")).concat();
        let mut out = format!(
            "<div class=\"table\" tabindex=\"0\"><table><thead><tr>{cells}</tr></thead><tbody>"
        );
        let own = pages.iter().filter(|p| p.lang == page.lang && !p.embed);
        for (note, view) in own.filter_map(|p| Some((p, self.views.get(&p.path)?))) {
            // Before the colon and the site's name stands what the note is on.
            let title = note.title.split([':', '：', '·']).next().unwrap_or_default().trim_end();
            let row = [
                notes::escape(title),
                kilobytes(view.read),
                kilobytes(view.awake),
                format!("≤ {}", kilobytes(self.worker)),
                terabytes(view.awake),
            ];
            let cells = row.iter().enumerate().map(|(i, cell)| {
                let class = if i == 0 { "" } else { " class=\"right\"" };
                format!("<td{class}>{cell}</td>")
            });
            let _ = write!(out, "<tr>{}</tr>", cells.collect::<String>());
        }
        out + "</tbody></table></div>"
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.0} kB", bytes as f64 / 1e3)
}

/// Of a million readers.
fn terabytes(bytes: usize) -> String {
    format!("{:.2} TB", bytes as f64 / 1e6)
}

fn megabytes(bytes: usize) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The files of a view: to read, and with every widget awake.
fn files(stage: &Stage, assets: &Assets, page: &Page) -> Result<[BTreeSet<String>; 2], String> {
    let path = format!("{}index.html", page.path);
    let html = stage.read(&path)?;
    let mut read = BTreeSet::from([path]);
    let mut islands = BTreeSet::new();
    for tag in tags(&html) {
        let name = match tag.name {
            "script" => tag.get("src"),
            "link" if tag.get("rel") == Some("stylesheet") => tag.get("href"),
            _ => None,
        };
        read.extend(name.and_then(|name| resolve(&page.path, name)));
        islands.extend(tag.get("data-component").map(str::to_owned));
    }
    if html.contains("<math") {
        // The font's other file is for readers' own notes.
        read.insert(MATH_FONT.to_owned());
    }
    // `lens.js` asks for it as soon as it runs.
    if read.iter().any(|name| name.starts_with("lens-")) {
        read.extend(starting(assets, "journal-"));
    }
    let read = with_imports(stage, read)?;
    let mut awake = read.clone();
    if !islands.is_empty() {
        awake.extend(assets.page.files_of(&islands).into_iter().map(str::to_owned));
        awake.extend(starting(assets, "worker-"));
    }
    Ok([read, with_imports(stage, awake)?])
}

fn starting(assets: &Assets, start: &str) -> impl Iterator<Item = String> {
    assets.immutable.iter().filter(move |name| name.starts_with(start)).cloned()
}

/// The files, and what their scripts import before they run.
fn with_imports(stage: &Stage, mut files: BTreeSet<String>) -> Result<BTreeSet<String>, String> {
    let mut fresh: Vec<String> = files.iter().cloned().collect();
    while let Some(path) = fresh.pop() {
        if !path.ends_with(".js") {
            continue;
        }
        for name in imports(&stage.read(&path)?) {
            if stage.has(&name) && files.insert(name.clone()) {
                fresh.push(name);
            }
        }
    }
    Ok(files)
}

/// What a script imports by a statement; `import(…)` comes later, or never.
fn imports(script: &str) -> Vec<String> {
    let starts = ["from \"./", "import \"./"];
    let after = |start: &&'static str| script.split(*start).skip(1).collect::<Vec<_>>();
    let names = starts.iter().flat_map(after).filter_map(|rest| rest.split('"').next());
    names.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_script_imports_at_once() {
        let script = "import { a } from \"./a-1.js\";\nimport \"./b-2.js\";\nimport(\"./c-3.js\");\n\
                      const text = \"from ./d-4.js\";";
        assert_eq!(imports(script), ["a-1.js", "b-2.js"]);
    }
}
