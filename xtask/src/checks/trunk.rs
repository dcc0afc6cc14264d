//! Trunk, where it is installed: it must make the same page from the same files.

use super::State;
use super::tested::check_site;
use crate::group::Group;
use crate::project::{Project, find_program};
use crate::run::run;
use anyhow::{Context, Result, bail};
use std::env;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// How often `trunk serve` is asked whether its page is there.
const ASK_AGAIN: Duration = Duration::from_millis(500);

/// Builds and serves with Trunk, and runs the browser tests on both.
pub(super) fn check(state: &mut State<'_>) -> Result<()> {
    if find_program("trunk").is_none() {
        println!("    trunk not found: its two checks not run; they run where Trunk is installed");
        return Ok(());
    }
    crate::site::make_wasm_bindgen(state.project)?;
    let site = state.project.target.join("trunk-site");
    run(trunk(state.project)?
        .args(["build", "--release", "--dist"])
        .arg(&site))?;
    check_site(state, &site, "browser::")?;

    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let served = state.project.target.join("trunk-serve");
    let mut command = trunk(state.project)?;
    command
        .args([
            "serve",
            "--address",
            "127.0.0.1",
            "--port",
            &port.to_string(),
            "--dist",
        ])
        .arg(&served);
    let mut serving = Group::start(command)?;
    while !answers(port) {
        if let Some(status) = serving.ended()? {
            bail!("`trunk serve` ended with {status}");
        }
        thread::sleep(ASK_AGAIN);
    }
    // Only a finished site has a policy, so not every test fits here.
    check_site(
        state,
        format!("http://127.0.0.1:{port}/"),
        "browser::visit::the_picture_runs_at_once",
    )
}

/// Trunk in the repository, with our `wasm-bindgen` first in `PATH`, so that it downloads none.
fn trunk(project: &Project) -> Result<Command> {
    let mut folders = vec![project.tools()];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new("trunk");
    command
        .current_dir(&project.root)
        .stdin(Stdio::null())
        .env("PATH", env::join_paths(folders).context("PATH")?)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk takes only `true` and `false` here and stops at the usual `1`.
        .env_remove("NO_COLOR");
    Ok(command)
}

/// Whether the page is served: Trunk listens before it has built anything.
fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(ASK_AGAIN))?;
        stream.write_all(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.contains("data-wasm="))
}
