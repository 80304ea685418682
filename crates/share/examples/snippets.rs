//! Prints the PyTorch code of the states that `tests/golden/make_golden.py` executes:
//! the default and three others, each behind a line `#### query`.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use share::{WIDGETS, decode, widgets::convolution::snippet};

fn main() {
    for query in [
        "",
        "kernel=edge&stride=2&size=4&padding=3&angle=120&side=64&picture=coffee",
        "kernel=random&seed=7&size=5&dilation=3&side=65&channels=g",
        "kernel=sharpen&stride=3&size=9&side=80&picture=brick",
        "kernel=blob&stride=5&size=7&side=90&picture=rocket",
    ] {
        let (link, _) = decode(query, WIDGETS[0]);
        println!("#### {query}\n{}", snippet(&link.state));
    }
}
