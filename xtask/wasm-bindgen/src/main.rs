//! `wasm-bindgen` with the few options that `cargo xtask` and Trunk use.
//!
//! The full program brings a test server and takes three times as long to build. Trunk takes this one when it
//! comes first in `PATH`, since its version is the one in the lock file.

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use std::path::PathBuf;
use wasm_bindgen_cli_support::Bindgen;

/// The version of the library, which is the version of this package too: `cargo xtask checks` compares both locks.
const VERSION: &str = env!("CARGO_PKG_VERSION");

struct Options {
    wasm: PathBuf,
    folder: PathBuf,
    name: String,
    keep_names: bool,
}

fn main() -> Result<()> {
    let Some(options) = read(lexopt::Parser::from_env())? else {
        println!("wasm-bindgen {VERSION}");
        return Ok(());
    };
    Bindgen::new()
        .input_path(&options.wasm)
        .out_name(&options.name)
        .web(true)?
        .typescript(false)
        .remove_name_section(!options.keep_names)
        .generate(&options.folder)
        .with_context(|| format!("no glue can be made for {}", options.wasm.display()))
}

/// The options given; `None` when only the version is asked for.
fn read(mut arguments: lexopt::Parser) -> Result<Option<Options>> {
    let (mut wasm, mut folder, mut name) = (None, None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('V') | Long("version") => return Ok(None),
            Long("target") => {
                let target = arguments.value()?.string()?;
                if target != "web" {
                    bail!("--target={target}: only `web` is made here");
                }
            }
            Long("out-dir") => folder = Some(PathBuf::from(arguments.value()?)),
            Long("out-name") => name = Some(arguments.value()?.string()?),
            // Never made here; Trunk says so all the same.
            Long("no-typescript") => {}
            Value(path) if wasm.is_none() => wasm = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let folder = folder.context("--out-dir=FOLDER is missing")?;
    // The names of functions help in a developer's build only. Trunk has no switch for them, but names its folder.
    let keep_names = !folder.ends_with("wasm-bindgen/release");
    Ok(Some(Options {
        wasm: wasm.context("the wasm file is missing")?,
        folder,
        name: name.context("--out-name=NAME is missing")?,
        keep_names,
    }))
}
