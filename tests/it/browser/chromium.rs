//! Starts Chromium by its driver, and ends both whatever happens.

use super::place::told;
use anyhow::{Context, Result, bail};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use tempfile::TempDir;
use thirtyfour::{
    CapabilitiesHelper as _, ChromeCapabilities, ChromiumLikeCapabilities as _, LoggingPrefsLogLevel,
    PageLoadStrategy,
};
use xtask::group::Group;

/// A driver that listens; dropping it ends it together with the browsers it started.
pub(super) struct Driver {
    _group: Group,
    /// Where it listens.
    pub(super) address: String,
    profile: TempDir,
}

/// The port that a driver finds free may be taken before it listens on it in both versions of the protocol: then it ends, and
/// another driver finds another port.
const TRIES: u32 = 5;

impl Driver {
    /// Starts a driver on a free port.
    pub(super) fn start() -> Result<Self> {
        for _ in 0..TRIES {
            if let Some(driver) = Self::try_start()? {
                return Ok(driver);
            }
        }
        bail!("{TRIES} drivers ended before they listened")
    }

    /// One that listens; none if it ended before.
    fn try_start() -> Result<Option<Self>> {
        let mut command = Command::new(told("CHROMEDRIVER")?);
        command
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut group = Group::start(command)?;
        let mut lines = BufReader::new(group.output().context("the driver has no output")?).lines();
        let port = loop {
            let Some(line) = lines.next() else {
                return Ok(None);
            };
            let line = line?;
            if let Some(port) = line.split("started successfully on port ").nth(1) {
                break port.trim_end_matches('.').to_owned();
            }
        };
        // A full pipe would stop the driver: whatever else it says is read and left.
        thread::spawn(move || lines.for_each(drop));
        Ok(Some(Self {
            _group: group,
            address: format!("http://127.0.0.1:{port}"),
            profile: TempDir::new()?,
        }))
    }

    /// What the browser is asked to be: unseen, silent on the network, with a profile of its own.
    pub(super) fn capabilities(&self) -> Result<ChromeCapabilities> {
        let mut capabilities = ChromeCapabilities::new();
        capabilities.set_binary(&told("CHROMIUM")?)?;
        for argument in [
            "--headless",
            // The sandbox needs rights that a container lacks; the only page visited is ours.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            // without a graphics card, moving pictures take the time that the tests need
            "--force-prefers-reduced-motion",
            "--window-size=1440,1000",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ] {
            capabilities.add_arg(argument)?;
        }
        capabilities.add_arg(&format!("--user-data-dir={}", self.profile.path().display()))?;
        // every test waits for what it wants to see; the driver's own waiting for the load can hang for a minute
        capabilities.set_page_load_strategy(PageLoadStrategy::None)?;
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        Ok(capabilities)
    }
}
