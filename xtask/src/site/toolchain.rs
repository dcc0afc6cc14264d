//! What must be there before the site can be built.

use crate::project::{Project, WASM, find_program};
use crate::run::{cargo, output, run};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// Adds the wasm target to the Rust toolchain if it is not there.
///
/// # Errors
/// When it is missing and `rustup` cannot add it; the error says what to install.
pub fn ensure_wasm_target() -> Result<()> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(&sysroot)
        .join("lib/rustlib")
        .join(WASM)
        .join("lib")
        .is_dir()
    {
        return Ok(());
    }
    if find_program("rustup").is_none() {
        bail!(
            "Rust cannot build for {WASM} here: install that target with your system's packages (often \
             `rust-std-{WASM}` or `libstd-rust-dev-wasm32`), or use https://rustup.rs"
        );
    }
    println!("    adding the target {WASM} to the Rust toolchain");
    run(Command::new("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("install the target by hand: rustup target add {WASM}"))
}

/// Builds `wasm-bindgen` from `xtask/wasm-bindgen/`, which takes far less time than the whole program.
///
/// # Errors
/// When it does not build.
pub fn make_wasm_bindgen(project: &Project) -> Result<()> {
    run(cargo(
        project,
        "build --locked --manifest-path xtask/wasm-bindgen/Cargo.toml --target-dir",
    )
    .arg(project.target.join("tools")))
}
