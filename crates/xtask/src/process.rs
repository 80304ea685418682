//! Other programs, started in the clone with the tools at hand.

use std::{
    env,
    ffi::OsStr,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use crate::{Outcome, places::Places};

/// A command that runs in the clone and finds the tools before anything else.
pub(crate) fn command(places: &Places, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&places.root).stdin(Stdio::null());
    command.env("PATH", path(places)).env("CARGO_TARGET_DIR", &places.target);
    // They would replace the flags in .cargo/config.toml, and SIMD with them.
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    // What `cargo run` told about this program is not for the next one.
    for (name, _) in env::vars_os() {
        let about_xtask = name
            .to_str()
            .is_some_and(|n| n.starts_with("CARGO_PKG_") || n.starts_with("CARGO_MANIFEST_"));
        if about_xtask {
            command.env_remove(name);
        }
    }
    command
}

pub(crate) fn cargo(places: &Places, arguments: &[&str]) -> Command {
    let mut cargo = command(places, "cargo");
    cargo.args(arguments);
    cargo
}

pub(crate) fn trunk(places: &Places, arguments: &[&str]) -> Command {
    let mut trunk = command(places, "trunk");
    // A backtrace of Trunk would bury what the compiler or the hook has to say.
    trunk.args(arguments).arg("--skip-version-check").env("RUST_LIB_BACKTRACE", "0");
    trunk
}

/// Runs to the end, showing what the program prints.
pub(crate) fn run(mut command: Command) -> Outcome {
    let status = command.status().map_err(|e| not_started(&command, &e))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", line(&command))) }
}

/// Runs to the end and gives what the program wrote to its output.
pub(crate) fn read(mut command: Command) -> Outcome<String> {
    let Output { status, stdout, stderr } =
        command.output().map_err(|e| not_started(&command, &e))?;
    if status.success() {
        Ok(String::from_utf8_lossy(&stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&stderr);
        Err(format!("`{}` failed ({status})\n{}", line(&command), said.trim_end()))
    }
}

/// Becomes the program, so that who ends this process ends that one.
pub(crate) fn become_it(mut command: Command) -> Outcome {
    #[cfg(unix)]
    {
        let error = std::os::unix::process::CommandExt::exec(&mut command);
        Err(not_started(&command, &error))
    }
    #[cfg(not(unix))]
    run(command)
}

fn path(places: &Places) -> std::ffi::OsString {
    let ours = [places.bin(), places.node().join("node_modules/.bin")];
    let theirs = env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = ours.into_iter().chain(env::split_paths(&theirs)).collect();
    // A folder with a colon in its name cannot stand in PATH: then theirs has to do.
    env::join_paths(all).unwrap_or(theirs)
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    let program = command.get_program().to_string_lossy();
    match error.kind() {
        std::io::ErrorKind::NotFound => format!("{program} is not installed"),
        _ => format!("{program} cannot be started: {error}"),
    }
}

/// The command as it would be typed.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|w| w.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
