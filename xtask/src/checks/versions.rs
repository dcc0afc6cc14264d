//! wasm-bindgen's library and its tool only work together in the very same version, and stand in two lock files.

use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;

/// Compares the two lock files.
pub(super) fn check(project: &Project) -> Result<()> {
    let read = |path: &str| fs::read_to_string(project.root.join(path)).with_context(|| path.to_owned());
    let (page, tools) = (read("Cargo.lock")?, read("xtask/wasm-bindgen/Cargo.lock")?);
    let library = version(&page, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    // The tool calls itself by its own version, and Trunk believes it.
    for package in ["wasm-bindgen-cli-support", "wasm-bindgen-for-site"] {
        let found = version(&tools, package)
            .with_context(|| format!("xtask/wasm-bindgen/Cargo.lock has no {package}"))?;
        if found != library {
            bail!(
                "Cargo.lock has wasm-bindgen {library}, but xtask/wasm-bindgen/Cargo.lock has {package} {found}: make them equal"
            );
        }
    }
    Ok(())
}

/// The version of a package in a lock file.
fn version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_that_of_the_very_package() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";
        assert_eq!(version(lock, "a"), Some("2.0.0"));
        assert_eq!(version(lock, "b"), None);
    }
}
