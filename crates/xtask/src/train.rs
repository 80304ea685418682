//! `train`: the nets that the site shows, and the pictures that they are trained on.

use crate::{
    Outcome, node,
    options::Options,
    places::Places,
    process::{cargo, run},
};

/// What there is to train, and what it is trained on.
pub(crate) const WHAT: &[&str] = &["activation", "alexnet", "degradation", "emoji", "resnet"];

pub(crate) fn train(places: &Places, options: &Options) -> Outcome {
    let [what] = options.words() else {
        return Err(format!("name one of {}", WHAT.join(", ")));
    };
    // With every optimization: it goes on for many minutes.
    let mut program = cargo(places, &["run", "--quiet", "--locked", "--profile", "train"]);
    program.args(["-p", "train", "--", what]);
    match (what.as_str(), options.value("--seed")) {
        ("emoji", Some(_)) => return Err("the emoji have no seed".to_owned()),
        ("activation" | "degradation", Some(_)) => {
            return Err("it has three seeds of its own".to_owned());
        }
        ("emoji", None) => {
            program.arg(node::install_icons(places)?);
        }
        (_, seed) => {
            program.args(seed);
        }
    }
    run(program)
}
