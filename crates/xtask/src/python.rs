//! Python with packages of PyPI, in environments of their own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Outcome,
    places::Places,
    process::{command, run},
    progress::say,
};

/// What a folder of sources needs from PyPI.
const NEEDS: &str = "requirements.txt";

/// The Python of an environment in `venv` with what `sources` needs; `what` says so in words.
pub(crate) fn environment(
    places: &Places,
    venv: &Path,
    sources: &Path,
    what: &str,
) -> Outcome<PathBuf> {
    let python = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if stamped(venv, sources, &[NEEDS]) {
        return Ok(python);
    }
    say(format_args!("{what}: installing from PyPI"));
    let mut make = command(places, if cfg!(windows) { "python" } else { "python3" });
    make.args(["-m", "venv", "--clear"]).arg(venv);
    run(make).map_err(|e| format!("{e}: it takes Python 3.11 or newer, with venv"))?;
    let mut install = command(places, &python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    install.arg("--requirement").arg(sources.join(NEEDS));
    run(install)?;
    stamp(venv, sources, &[NEEDS])?;
    Ok(python)
}

/// Whether `folder` was made by these files as they are now: it holds copies of them.
pub(crate) fn stamped(folder: &Path, sources: &Path, files: &[&str]) -> bool {
    let same = |file: &&str| {
        let made_by = fs::read(folder.join(file));
        made_by.is_ok_and(|text| fs::read(sources.join(file)).is_ok_and(|now| now == text))
    };
    files.iter().all(same)
}

pub(crate) fn stamp(folder: &Path, sources: &Path, files: &[&str]) -> Outcome {
    for file in files {
        fs::copy(sources.join(file), folder.join(file)).map_err(|e| format!("{file}: {e}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_knows_what_made_it() {
        let home = std::env::temp_dir().join(format!("third-pass-python-{}", std::process::id()));
        let (made, sources) = (home.join("made"), home.join("sources"));
        fs::create_dir_all(&made).unwrap();
        fs::create_dir_all(&sources).unwrap();
        fs::write(sources.join("a.py"), "1").unwrap();
        assert!(!stamped(&made, &sources, &["a.py"]), "never made");
        stamp(&made, &sources, &["a.py"]).unwrap();
        assert!(stamped(&made, &sources, &["a.py"]));
        fs::write(sources.join("a.py"), "2").unwrap();
        assert!(!stamped(&made, &sources, &["a.py"]), "made by what it was");
        fs::remove_dir_all(home).unwrap();
    }
}
