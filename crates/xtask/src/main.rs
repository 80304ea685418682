//! The commands of this repository: `cargo xtask` lists them.
//!
//! Every command is a function of the same form and stands once in [`COMMANDS`].
//!
//! ```sh
//! $ cargo xtask size
//! ```
//!
//! May depend on: nothing but the standard library.

mod bench;
mod browsers;
mod budgets;
mod build;
mod check;
mod fuzz;
mod hosts;
mod in_browsers;
mod node;
mod options;
mod package;
mod peers;
mod places;
mod process;
mod progress;
mod python;
mod report;
mod serve;
mod setup;
mod size;
mod test;
mod train;
mod versions;

use std::process::ExitCode;

use options::{Accepts, Options};
use places::Places;

const HELP: &str = "\
cargo xtask <command>

  serve [--port N] [--release]
      Sets up what is missing, builds the site, serves it at
      http://127.0.0.1:8080/ and rebuilds it when a file changes.
  build [--site-url URL] [--repository-url URL]
      Writes the release site to dist/, for any static host and any base path,
      and in it third-pass.zip, the same for a class room without a network.
      The site's URL adds absolute addresses: canonical, og:image, oEmbed; the
      repository's adds to every note a link to its source.
  package [--site-url URL]
      Writes the npm package to dist-package/, from the site in dist/: the module,
      the element, their types. With the site's URL, elements find it unasked.
  test [check|unit|fuzz|browser|hosts] [--hosts] [--keep-going]
      Everything that must pass, or one part of it; installs what it needs.
      `hosts` are pages of others in which the widgets live: an mdBook, a sandbox,
      twelve on one page, the npm package; with --hosts also a blog of Hugo, a
      site of VitePress, a notebook, projects of Vite.
  check
      Formatting, clippy natively and for wasm, documentation, licences, tidy.
  bench [--cases A,B] [--quick]
      Measures the module of the built site beside TensorFlow.js and ONNX Runtime
      Web in Chromium and writes BENCH.md, in some 20 minutes; some cases alone
      (`cold`: cold starts), or a quick run, are printed. Fails where a result is
      wrong. Packages, cases and raw times are kept outside the clone.
  bench --page|--train
      Drags a slider of the built site in Chromium: frames, tasks, latency. Or
      times a step of training on both backends, beside PyTorch's if it is there.
  train alexnet|resnet|transformer [--seed N]
      Trains the net on the CPU, a ResNet with its plain twin, and writes weights
      and model card to web/assets/nets/; broken off, it goes on where it was.
      `train emoji` draws the pictures for them again, from npm's icon sets.
      `train degradation` trains plain nets and their twins with shortcuts, for
      some ten minutes, and writes web/assets/digits/; `train activation`
      trains a small net with ReLU and with tanh, for some.
  cards
      Draws the pictures that stand for pages in chats (og:image) anew, from dist/.
  lighthouse
      Audits every page of dist/: performance, accessibility, best practices, search;
      fails below 95. `test` does so with six.
  fuzz [--seconds N]
      Feeds links, files of weights and notes with mutations, N seconds each.
  size
      Bytes of the release site's scripts and modules: raw, brotli, gzip; of every
      note's and embed page's first view, to read and with every widget awake, and
      what is kept for offline; then what a reader loads beside its limit, by which
      a build fails.

Tools and builds live outside the clone, in $THIRD_PASS_CACHE or
~/.cache/third-pass; a CARGO_TARGET_DIR that is set is respected.
";

/// What a command answers: nothing, or words for the reader.
type Outcome<T = ()> = Result<T, String>;

struct Command {
    name: &'static str,
    accepts: Accepts,
    run: fn(&Places, &Options) -> Outcome,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        accepts: Accepts { words: &[], values: &["--port"], flags: &["--release"] },
        run: serve::serve,
    },
    Command {
        name: "build",
        accepts: Accepts { words: &[], values: &["--site-url", "--repository-url"], flags: &[] },
        run: build::build,
    },
    Command {
        name: "package",
        accepts: Accepts { words: &[], values: &["--site-url"], flags: &[] },
        run: package::package,
    },
    Command {
        name: "test",
        accepts: Accepts { words: test::PARTS, values: &[], flags: &["--hosts", "--keep-going"] },
        run: test::test,
    },
    Command { name: "check", accepts: Accepts::NOTHING, run: check::check },
    Command { name: "lighthouse", accepts: Accepts::NOTHING, run: bench::lighthouse },
    Command { name: "cards", accepts: Accepts::NOTHING, run: bench::cards },
    Command {
        name: "bench",
        accepts: Accepts {
            words: &[],
            values: &["--cases"],
            flags: &["--page", "--train", "--quick"],
        },
        run: bench::bench,
    },
    Command {
        name: "fuzz",
        accepts: Accepts { words: &[], values: &["--seconds"], flags: &[] },
        run: fuzz::fuzz,
    },
    Command {
        name: "train",
        accepts: Accepts { words: train::WHAT, values: &["--seed"], flags: &[] },
        run: train::train,
    },
    Command { name: "size", accepts: Accepts::NOTHING, run: size::size },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let Some(command) = COMMANDS.iter().find(|c| c.name == name) else {
        let asked_for_help = matches!(name.as_str(), "" | "help" | "-h" | "--help");
        if !asked_for_help {
            eprintln!("xtask: there is no command {name:?}\n");
        }
        println!("{HELP}");
        return if asked_for_help { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    };
    let outcome = Options::parse(arguments, &command.accepts)
        .and_then(|options| (command.run)(&Places::find()?, &options));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("xtask {name}: {words}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_command_and_option() {
        for command in COMMANDS {
            assert!(
                HELP.contains(&format!("\n  {}", command.name)),
                "{} is not in HELP",
                command.name
            );
            let Accepts { words, values, flags } = command.accepts;
            for option in [words, values, flags].concat() {
                assert!(HELP.contains(option), "{option} is not in HELP");
            }
        }
    }
}
