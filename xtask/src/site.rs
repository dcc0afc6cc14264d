//! Makes the site as Trunk would, from the same `index.html`, but needs no Trunk.

mod assemble;
mod finish;
mod integrity;
mod program;
mod scripts;
mod styles;
mod shell;
mod toolchain;

use crate::project::{Project, WASM};
use crate::run::{cargo, run};
use crate::step::step;
use anyhow::Result;
use std::process::Command;

pub use finish::finish_trunk_build;
pub use toolchain::{ensure_wasm_target, make_wasm_bindgen};

/// Makes the site in `dist/`; it works below any path of any static host.
///
/// # Errors
/// When a tool is missing or a part does not build; an earlier `dist/` then stays as it was.
pub fn build(project: &Project) -> Result<()> {
    step(
        "wasm target",
        "looks whether Rust can build for the browser",
        ensure_wasm_target,
    )?;
    step(
        "wasm-bindgen",
        "builds the tool that joins wasm and JavaScript",
        || make_wasm_bindgen(project),
    )?;
    step("web", "compiles the page and its worker", || {
        run(cargo(
            project,
            &format!("build --locked --package web --profile page --target {WASM} --target-dir"),
        )
        .arg(&project.target))
    })?;
    step("site", "puts the site together in dist/", || {
        // The last part of the name tells the tool to leave out the names of functions.
        let glue = project.target.join("site").join("wasm-bindgen").join("release");
        let wasm = project.target.join(WASM).join("page").join("web.wasm");
        let _ = std::fs::remove_dir_all(&glue);
        run(Command::new(project.tools().join("wasm-bindgen"))
            .args(["--target=web", "--no-typescript", "--out-name=web", "--out-dir"])
            .arg(&glue)
            .arg(&wasm))?;
        assemble::assemble(project, &glue)
    })
}
