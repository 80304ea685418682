//! How many bytes a reader loads at most. A build that is over fails.
//!
//! Bytes are those of brotli, as hosts send them. Where a limit is above what is wanted, it is
//! what was reached, and two in a hundred: it may only fall.

use std::fs;

use crate::{Outcome, places::Places, size::measure};

/// The bytes of some files, and their limit.
struct Budget {
    what: &'static str,
    files: Files,
    most: u64,
    /// What it should be one day, where that is less.
    goal: Option<u64>,
}

/// Names in `dist/` begin with these letters.
enum Files {
    /// All that begin so.
    Sum(&'static [&'static str]),
    /// What a page loads for its first widget, whichever is the largest: `boot.js`, which names the
    /// parts of each, the base and those.
    FirstWidget,
    /// The largest one.
    Largest(&'static str),
    /// The largest page of a note with the style sheet.
    Notes,
}

const KB: u64 = 1000;

const BUDGETS: &[Budget] = &[
    Budget { what: "a note's text and style", files: Files::Notes, most: 60 * KB, goal: None },
    Budget {
        what: "the first widget of a page",
        files: Files::FirstWidget,
        most: 255 * KB,
        goal: Some(180 * KB),
    },
    Budget {
        what: "what all widgets share",
        files: Files::Sum(&["boot-", "web-page-"]),
        most: 138 * KB,
        goal: None,
    },
    Budget {
        what: "worker",
        files: Files::Sum(&["worker-", "third-pass-"]),
        most: 271 * KB,
        goal: Some(170 * KB),
    },
    Budget { what: "embed.js", files: Files::Sum(&["embed.js"]), most: 6 * KB, goal: None },
    Budget { what: "sw.js", files: Files::Sum(&["sw.js"]), most: 6 * KB, goal: None },
    Budget {
        what: "a language's index of the search",
        files: Files::Largest("search-"),
        most: 100 * KB,
        goal: None,
    },
    Budget {
        what: "a reader's own note",
        files: Files::Sum(&["open-"]),
        most: 204 * KB,
        goal: None,
    },
];

/// Prints every budget, and fails where one is overspent.
pub(crate) fn check(places: &Places) -> Outcome {
    let files = files(places)?;
    let names: Vec<&String> = files.iter().collect();
    let sizes = measure(places, &names)?;
    let sizes: Vec<(&str, u64)> =
        names.into_iter().map(String::as_str).zip(sizes.into_iter().map(|[_, br, _]| br)).collect();
    let boot = files.iter().find(|name| name.starts_with("boot-")).map(String::as_str);
    let boot = fs::read_to_string(places.dist().join(boot.unwrap_or("boot.js")));
    let boot = boot.map_err(|e| format!("boot.js: {e}"))?;
    let parts = parts(&boot);
    println!("{:>9} {:>9} {:>9}  bytes in brotli", "", "at most", "wanted");
    let mut over = Vec::new();
    for Budget { what, files, most, goal } in BUDGETS {
        let spent = spent(files, &sizes, &parts);
        let wanted = goal.map_or(String::new(), |goal| goal.to_string());
        println!("{spent:>9} {most:>9} {wanted:>9}  {what}");
        if spent > *most {
            over.push(format!("{what}: {spent} bytes, at most {most}"));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("\n")) }
}

/// The files that some budget counts.
fn files(places: &Places) -> Outcome<Vec<String>> {
    let dist = places.dist();
    let list = |folder: &str| -> Outcome<Vec<String>> {
        let entries = fs::read_dir(dist.join(folder)).map_err(|e| {
            format!("{}: {e}; `cargo xtask build` comes first", dist.join(folder).display())
        })?;
        Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
    };
    let mut files = list("")?;
    files.retain(|name| dist.join(name).is_file());
    files.extend(list("styles")?.into_iter().map(|name| format!("styles/{name}")));
    for lang in ["zh", "en"] {
        let pages = list(lang)?.into_iter().map(|note| format!("{lang}/{note}/index.html"));
        files.extend(pages.filter(|page| dist.join(page).is_file()));
    }
    files.retain(|name| {
        let ends = [".js", ".wasm", ".css", ".html", ".json"];
        ends.iter().any(|end| name.ends_with(end))
    });
    files.sort();
    Ok(files)
}

/// The parts of each widget, as `boot.js` names them: `"parts":{"Days_1":["./web-days-1.wasm"]}`.
fn parts(boot: &str) -> Vec<Vec<&str>> {
    let all = boot.split_once("\"parts\":{").and_then(|(_, rest)| rest.split_once('}'));
    let lists = all.map_or("", |(all, _)| all).split(']').filter_map(|one| one.split_once('['));
    let names = lists.map(|(_, list)| list.split('"').filter_map(|name| name.strip_prefix("./")));
    names.map(Iterator::collect).collect()
}

fn spent(files: &Files, sizes: &[(&str, u64)], parts: &[Vec<&str>]) -> u64 {
    let begin = |starts: &[&str], name: &str| starts.iter().any(|start| name.starts_with(start));
    let of = |starts: &[&str]| -> u64 {
        sizes.iter().filter(|(name, _)| begin(starts, name)).map(|(_, size)| size).sum()
    };
    let largest = |start: &str| {
        let those = sizes.iter().filter(|(name, _)| name.starts_with(start));
        those.map(|(_, size)| *size).max().unwrap_or_default()
    };
    match files {
        Files::Sum(starts) => of(starts),
        Files::FirstWidget => {
            let first = parts.iter().map(|parts| of(parts)).max().unwrap_or_default();
            of(&["boot-", "web-page-"]) + first
        }
        // Its script has the same first letters.
        Files::Largest(start) => {
            let those = sizes.iter().filter(|(n, _)| n.starts_with(start) && n.ends_with(".json"));
            those.map(|(_, size)| *size).max().unwrap_or_default()
        }
        Files::Notes => of(&["styles/"]) + largest("zh/").max(largest("en/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_files_is_added_up() {
        let sizes = [
            ("boot-1.js", 1),
            ("web-page-1.js", 10),
            ("web-page-1_bg.wasm", 100),
            ("web-shared-1.wasm", 15),
            ("web-full-1.wasm", 30),
            ("web-days-1.wasm", 20),
            ("search-zh-1.json", 7),
            ("search-en-1.json", 5),
            ("search-1.js", 90),
            ("styles/site-1.css", 3),
            ("zh/alexnet/index.html", 40),
            ("en/alexnet/index.html", 50),
        ];
        let boot = r#"{"js":"./a.js","parts":{"Days_2":["./web-shared-1.wasm","./web-days-1.wasm"],
            "Full_7":["./web-full-1.wasm"]},"wasm":"./b"}; f(["./c"])"#;
        let parts = parts(boot);
        assert_eq!(parts, [vec!["web-shared-1.wasm", "web-days-1.wasm"], vec!["web-full-1.wasm"]]);
        let spent = |files| spent(&files, &sizes, &parts);
        assert_eq!(spent(Files::FirstWidget), 146);
        assert_eq!(spent(Files::Sum(&["boot-", "web-page-"])), 111);
        assert_eq!(spent(Files::Largest("search-")), 7);
        assert_eq!(spent(Files::Notes), 53);
        assert_eq!(spent(Files::Sum(&["sw.js"])), 0);
    }

    #[test]
    fn a_goal_is_below_its_limit() {
        for Budget { what, most, goal, .. } in BUDGETS {
            assert!(goal.is_none_or(|goal| goal < *most), "{what}");
        }
    }
}
