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
    /// The sum of the first, and the largest of the others.
    AndLargest(&'static [&'static str], &'static str),
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
        files: Files::AndLargest(&["boot-", "web-page-"], "web-"),
        most: 300 * KB,
        goal: Some(180 * KB),
    },
    Budget {
        what: "what all widgets share",
        files: Files::Sum(&["boot-", "web-page-"]),
        most: 200 * KB,
        goal: None,
    },
    Budget {
        what: "worker",
        files: Files::Sum(&["worker-", "third-pass-"]),
        most: 300 * KB,
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
        most: 270 * KB,
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
    println!("{:>9} {:>9} {:>9}  bytes in brotli", "", "at most", "wanted");
    let mut over = Vec::new();
    for Budget { what, files, most, goal } in BUDGETS {
        let spent = spent(files, &sizes);
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

fn spent(files: &Files, sizes: &[(&str, u64)]) -> u64 {
    let begin = |starts: &[&str], name: &str| starts.iter().any(|start| name.starts_with(start));
    let of = |starts: &[&str]| -> u64 {
        sizes.iter().filter(|(name, _)| begin(starts, name)).map(|(_, size)| size).sum()
    };
    let largest = |start: &str, but: &[&str]| {
        let those = sizes.iter().filter(|(name, _)| name.starts_with(start) && !begin(but, name));
        those.map(|(_, size)| *size).max().unwrap_or_default()
    };
    match files {
        Files::Sum(starts) => of(starts),
        Files::AndLargest(starts, other) => of(starts) + largest(other, starts),
        // Its script has the same first letters.
        Files::Largest(start) => {
            let those = sizes.iter().filter(|(n, _)| n.starts_with(start) && n.ends_with(".json"));
            those.map(|(_, size)| *size).max().unwrap_or_default()
        }
        Files::Notes => of(&["styles/"]) + largest("zh/", &[]).max(largest("en/", &[])),
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
            ("web-full-1.wasm", 30),
            ("web-days-1.wasm", 20),
            ("search-zh-1.json", 7),
            ("search-en-1.json", 5),
            ("search-1.js", 90),
            ("styles/site-1.css", 3),
            ("zh/alexnet/index.html", 40),
            ("en/alexnet/index.html", 50),
        ];
        let first = Files::AndLargest(&["boot-", "web-page-"], "web-");
        assert_eq!(spent(&first, &sizes), 141);
        assert_eq!(spent(&Files::Sum(&["boot-", "web-page-"]), &sizes), 111);
        assert_eq!(spent(&Files::Largest("search-"), &sizes), 7);
        assert_eq!(spent(&Files::Notes, &sizes), 53);
        assert_eq!(spent(&Files::Sum(&["sw.js"]), &sizes), 0);
    }

    #[test]
    fn a_goal_is_below_its_limit() {
        for Budget { what, most, goal, .. } in BUDGETS {
            assert!(goal.is_none_or(|goal| goal < *most), "{what}");
        }
    }
}
