//! Prints the PyTorch code that `tests/golden/make_golden.py` executes: of every widget
//! the default state and a few others, each behind a line `#### widget results query`.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use share::{Lang, State, WIDGETS, decode};

fn main() {
    for widget in WIDGETS {
        let default = [("default", State::reference(widget))];
        let others = widget.executed.iter().map(|query| (*query, decode(query, widget).0.state));
        for (query, state) in default.into_iter().chain(others) {
            let results = widget.results.join(",");
            let code = (widget.snippet)(&state, Lang::En);
            println!("#### {} {results} {query}\n{code}", widget.name);
        }
    }
}
