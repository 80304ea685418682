//! The program as the head of `main.rs` shows it.

use std::process::Command;

#[test]
fn without_a_stage_it_says_who_runs_it() {
    let shown = include_str!("../src/main.rs").lines().find(|l| l.contains("//! prerender: "));
    let shown = shown.expect("an example").trim_start_matches("//! ");
    let program =
        Command::new(env!("CARGO_BIN_EXE_prerender")).env_remove("TRUNK_STAGING_DIR").output();
    let ran = program.expect("the program");
    assert!(!ran.status.success());
    assert_eq!(String::from_utf8_lossy(&ran.stderr).trim_end(), shown);
}
