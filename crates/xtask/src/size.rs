//! `size`: bytes of the release site's scripts and modules.

use std::{fs, path::Path};

use crate::{Outcome, budgets, node::node, options::Options, places::Places, process::read};

/// Node has brotli and gzip at hand; a line of three numbers for each file.
const MEASURE: &str = "
const fs = require('fs'), zlib = require('zlib');
for (const file of process.argv.slice(1)) {
  const bytes = fs.readFileSync(file);
  console.log(bytes.length, zlib.brotliCompressSync(bytes).length, zlib.gzipSync(bytes, { level: 9 }).length);
}";

/// What is added up: a word for the reader, and the first letters of the files.
const PARTS: &[(&str, &[&str])] = &[
    ("every page", &["shell-", "boot-", "offline-", "styles/"]),
    ("offline", &["sw.js"]),
    ("the widgets: what they share and a piece for each", &["web-"]),
    ("a reader's own note", &["open-"]),
    ("worker", &["third-pass-", "worker-"]),
];

pub(crate) fn size(places: &Places, _: &Options) -> Outcome {
    let dist = places.dist();
    let mut files = Vec::new();
    for folder in ["", "styles/"] {
        let listed = fs::read_dir(dist.join(folder)).map_err(|e| {
            format!("{}: {e}; `cargo xtask build` comes first", dist.join(folder).display())
        })?;
        let names = listed.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        files.extend(names.map(|name| format!("{folder}{name}")));
    }
    files.sort();
    println!("{:12} {:>10} {:>10} {:>10}", "", "raw", "brotli", "gzip");
    for (part, starts) in PARTS {
        let mine: Vec<&String> =
            files.iter().filter(|f| starts.iter().any(|s| f.starts_with(s))).collect();
        let mut sum = [0; 3];
        for (file, sizes) in mine.iter().zip(measure(places, &mine)?) {
            line(file, sizes);
            sum = std::array::from_fn(|i| sum[i] + sizes[i]);
        }
        line(&format!("= {part}"), sum);
        println!();
    }
    views(&dist)?;
    budgets::check(places)
}

/// What the build computed of whole views, as gzip sends them.
fn views(dist: &Path) -> Outcome {
    let file = dist.join("views.txt");
    let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    for row in text.lines() {
        let mut cells = row.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        println!("{:>12} {:>10} {:10}  {}", next(), next(), "", next());
    }
    Ok(())
}

pub(crate) fn measure(places: &Places, files: &[&String]) -> Outcome<Vec<[u64; 3]>> {
    let mut script = node(places);
    script.args(["-e", MEASURE]).args(files).current_dir(places.dist());
    let numbers = |line: &str| {
        let mut words = line.split(' ').map(|w| w.parse().ok());
        Some([words.next()??, words.next()??, words.next()??])
    };
    let said = read(script)?;
    said.lines().map(numbers).collect::<Option<_>>().ok_or_else(|| format!("node said {said:?}"))
}

fn line(name: &str, [raw, brotli, gzip]: [u64; 3]) {
    println!("{raw:>12} {brotli:>10} {gzip:>10}  {name}");
}
