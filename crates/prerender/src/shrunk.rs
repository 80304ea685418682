//! The modules that Trunk staged, made small: trimmed, then optimized.

use std::{env, fs, path::PathBuf, process::Command};

use crate::stage::Stage;

/// What a module is called in cargo's folder, and how it is optimized: what computes for speed.
const MODULES: &[(&str, &str)] = &[("web-page", "-Oz"), ("worker", "-O3"), ("open", "-Oz")];

/// Modules as they came from the linker, with relocations.
pub(crate) struct Linked {
    folder: PathBuf,
}

impl Linked {
    /// What Trunk had built, beside this program in cargo's folder. In a debug build, which is made
    /// anew for every change, modules stay as they are.
    pub(crate) fn find() -> Result<Option<Self>, String> {
        if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "debug") {
            return Ok(None);
        }
        let program = env::current_exe().map_err(|e| e.to_string())?;
        let target = program.ancestors().nth(2).unwrap_or(&program);
        Ok(Some(Self { folder: target.join("wasm32-unknown-unknown/release") }))
    }

    /// The module of this name.
    pub(crate) fn module(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.folder.join(format!("{name}.wasm"));
        fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// Makes every module small.
    pub(crate) fn shrink(&self, stage: &Stage) -> Result<(), String> {
        let staged = stage.list("")?;
        for (name, level) in MODULES {
            let is_it = |file: &&String| file.starts_with(name) && file.ends_with("_bg.wasm");
            let file = staged.iter().find(is_it).ok_or(format!("Trunk staged no {name}"))?;
            let trimmed = split::trim(&self.module(name)?, &stage.bytes(file)?)
                .map_err(|fault| format!("{file} cannot be trimmed: {fault}"))?;
            stage.write(file, trimmed)?;
            optimize(stage, file, level)?;
        }
        Ok(())
    }
}

/// Has wasm-opt do what compilers leave: it learns from the module which instructions it may use.
fn optimize(stage: &Stage, file: &str, level: &str) -> Result<(), String> {
    let path = stage.path(file);
    let mut tool = Command::new("wasm-opt");
    // Below 1024 there is only the end of the stack.
    tool.args([level, "--low-memory-unused", "--strip-target-features"]);
    tool.arg(&path).arg("-o").arg(&path);
    let out = tool.output().map_err(|e| format!("wasm-opt: {e}; `cargo xtask build` has it"))?;
    if out.status.success() {
        return Ok(());
    }
    Err(format!("wasm-opt {file}: {}", String::from_utf8_lossy(&out.stderr).trim_end()))
}
