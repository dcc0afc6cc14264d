//! axe-core, which tells whether everybody can use the page. Only the tests want it, so it is not kept here.

use super::packages;
use crate::project::{Project, find_program};
use crate::run::run;
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// The very version, so that the same page always gets the same answer.
const VERSION: &str = "4.14.1";

/// The script that the browser tests put into the page: named by the variable `AXE`, or there from the last time, or
/// installed below the folder of the builds.
pub(super) fn find_or_install(project: &Project) -> Result<PathBuf> {
    if let Some(named) = env::var_os("AXE").filter(|path| !path.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let folder = project.target.join(format!("axe-core-{VERSION}"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    if find_program("npm").is_none() {
        packages::try_to_install(&["npm"]);
    }
    let Some(npm) = find_program("npm") else {
        bail!(
            "install npm (Debian: apt-get install npm), or name axe.min.js of axe-core {VERSION} by the variable AXE"
        );
    };
    let mut command = Command::new(npm);
    command
        .args("install --no-package-lock --no-save --no-audit --no-fund --ignore-scripts --prefix".split(' '))
        .arg(&folder)
        .arg(format!("axe-core@{VERSION}"));
    run(&mut command)?;
    if !script.is_file() {
        bail!("npm has installed no {}", script.display());
    }
    Ok(script)
}
