//! The browser that the tests drive.

use super::packages;
use crate::project::find_program;
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;

const CHROMIUM_NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const DRIVER_NAMES: &[&str] = &["chromedriver", "chromium.chromedriver"];

/// Where Chromium and its driver are.
#[derive(Debug, Clone)]
pub(super) struct Browser {
    pub(super) chromium: PathBuf,
    pub(super) driver: PathBuf,
}

impl Browser {
    /// Finds both, by the variables `CHROMIUM` and `CHROMEDRIVER` or in `PATH`; installs them where that can be done
    /// without asking anybody.
    pub(super) fn find_or_install() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        packages::try_to_install(&["chromium", "chromium-driver"]);
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        bail!(
            "install Chromium and chromedriver of the same version (Debian: apt-get install chromium chromium-driver)"
        )
    }

    fn find() -> Option<Self> {
        Some(Self {
            chromium: program("CHROMIUM", CHROMIUM_NAMES)?,
            driver: program("CHROMEDRIVER", DRIVER_NAMES)?,
        })
    }
}

/// The program that a variable names, or else the first of these names in `PATH`.
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match env::var_os(variable) {
        Some(path) if !path.is_empty() => Some(PathBuf::from(path)),
        _ => names.iter().find_map(|name| find_program(name)),
    }
}
