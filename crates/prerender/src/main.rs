//! Writes every route of the site as HTML into Trunk's staging folder.
//!
//! Trunk runs it after the wasm of page and worker is built (`Trunk.toml`, the
//! `post_build` hook). It names scripts, modules and styles by their content,
//! makes the modules small, cuts the page's, writes each page that [`web::pages`] gives, and
//! refuses what would break in a browser; `site/tests.rs` has it write a small site. By hand it says
//!
//! ```sh
//! $ cargo run -q -p prerender
//! prerender: Trunk runs this program; use `cargo xtask build` or `cargo xtask serve`
//! ```
//!
//! May depend on: `web` with its feature `ssr`, `share`, `split`.

mod archive;
mod assets;
mod checks;
mod code;
mod document;
mod extras;
mod glue;
mod headers;
mod kept;
mod links;
mod markup;
mod page_module;
mod scales;
mod shrunk;
mod site;
mod stage;
mod views;

use std::{env, process::ExitCode};

use shrunk::Linked;
use site::{Site, write_site};
use stage::Stage;

fn main() -> ExitCode {
    let Some(folder) = env::var_os("TRUNK_STAGING_DIR") else {
        eprintln!(
            "prerender: Trunk runs this program; use `cargo xtask build` or `cargo xtask serve`"
        );
        return ExitCode::FAILURE;
    };
    let stage = Stage::new(folder.into());
    let site = Site::at(env::var("THIRD_PASS_SITE_URL").ok().as_deref());
    let repository = env::var("THIRD_PASS_REPOSITORY_URL").ok().filter(|url| !url.is_empty());
    let written = web::pages(repository.as_deref())
        .and_then(|pages| Ok((pages, web::searched()?)))
        .and_then(|(pages, searched)| Ok((pages, searched, Linked::find()?)))
        .map_err(|words| vec![words])
        .and_then(|(pages, searched, linked)| {
            let widgets = share::widgets_json();
            write_site(&stage, &site, &pages, &widgets, &searched, linked.as_ref())
        });
    match written {
        Ok(count) => {
            eprintln!("prerender: {count} pages");
            ExitCode::SUCCESS
        }
        Err(errors) => {
            for error in errors {
                eprintln!("prerender: {error}");
            }
            ExitCode::FAILURE
        }
    }
}
