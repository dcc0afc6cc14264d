//! What `cargo xtask checks` tells the browser tests: where the site and the programs are.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The site to test.
#[derive(Debug, Clone)]
pub(super) enum Site {
    /// A folder, which the test serves itself.
    Folder(PathBuf),
    /// Something that is served already, by its address.
    Address(String),
}

/// The site named by `BELLWETHER_SITE`.
pub(super) fn site() -> Result<Site> {
    let site = told("BELLWETHER_SITE")?;
    Ok(if site.starts_with("http://") {
        Site::Address(site)
    } else {
        Site::Folder(PathBuf::from(site))
    })
}

/// The value of a variable that `cargo xtask checks` sets.
pub(super) fn told(variable: &str) -> Result<String> {
    std::env::var(variable)
        .ok()
        .with_context(|| format!("{variable} is not set; the browser tests are run by `cargo xtask checks`"))
}
