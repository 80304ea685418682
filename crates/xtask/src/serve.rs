//! `serve`: from a fresh clone to a page in the browser.

use std::net::{Ipv4Addr, TcpListener};

use crate::{
    Outcome,
    options::Options,
    places::Places,
    process::{become_it, trunk},
    progress::say,
    setup,
};

const PORT: u16 = 8080;

pub(crate) fn serve(places: &Places, options: &Options) -> Outcome {
    let port = match options.value("--port") {
        Some(text) => {
            text.parse().map_err(|_| format!("--port wants a number up to 65535, got {text:?}"))?
        }
        None => PORT,
    };
    // Trunk would find out only after the build.
    if let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        return Err(format!("port {port} cannot be had ({error}): choose another with --port"));
    }
    setup::everything(places)?;
    say("building the page and the worker");
    say(format_args!("then at http://127.0.0.1:{port}/ (Ctrl-C ends it)"));
    let mut trunk = trunk(places, &["serve", "--port", &port.to_string()]);
    trunk.arg("--dist").arg(places.served(port));
    if options.has("--release") {
        trunk.arg("--release");
    }
    become_it(trunk)
}
