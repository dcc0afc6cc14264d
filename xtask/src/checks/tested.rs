//! Runs the tests and counts them.

use super::State;
use crate::run::{cargo, run, shown};
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

/// How many tests passed and failed, over all test programs.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u32,
    pub(super) failed: u32,
    /// How many of all these drove a browser.
    pub(super) in_browser: u32,
}

/// All tests; those in the browser too, unless they are left out.
pub(super) fn check(state: &mut State<'_>) -> Result<()> {
    let mut command = cargo(state.project, "test --locked --workspace --no-fail-fast");
    if state.quick {
        println!("    the browser tests are left out, as --quick asks");
    } else {
        drive(&mut command, state, state.project.dist())?;
    }
    let ran = count(&mut command, &mut state.tally)?;
    if !state.quick && ran.in_browser == 0 {
        bail!("no browser test ran; there must be some");
    }
    Ok(())
}

/// Runs the browser tests whose names contain `filter` on another site: a folder, or something served already.
pub(super) fn check_site(state: &mut State<'_>, site: impl AsRef<OsStr>, filter: &str) -> Result<()> {
    let mut command = cargo(state.project, "test --locked --package tests --test it");
    drive(&mut command, state, site)?;
    command.args(["--", filter]);
    let ran = count(&mut command, &mut state.tally)?;
    if ran.passed == 0 {
        bail!("no test has a name with `{filter}`");
    }
    Ok(())
}

/// The test that measures the speed in a browser, in the profile that people run.
pub(super) fn measure(state: &mut State<'_>) -> Result<()> {
    let mut command = cargo(
        state.project,
        "test --quiet --release --locked --package tests --test it",
    );
    drive(&mut command, state, state.project.dist())?;
    run(command.args(["--", "--ignored", "--nocapture", "browser::speed::"]))
}

/// Turns the browser tests on and tells them where everything is.
fn drive(command: &mut Command, state: &mut State<'_>, site: impl AsRef<OsStr>) -> Result<()> {
    let browser = state.browser()?;
    command
        .args(["--features", "tests/browser"])
        .env("BELLWETHER_SITE", site)
        .env("CHROMIUM", &browser.chromium)
        .env("CHROMEDRIVER", &browser.driver)
        .env("AXE", state.axe()?);
    Ok(())
}

/// Runs tests, shows what they print, adds up what they say; gives what this run alone came to.
fn count(command: &mut Command, tally: &mut Tally) -> Result<Tally> {
    let line = shown(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{line}`"))?;
    let mut ran = Tally::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            println!("{line}");
            ran.add(&line);
        }
    }
    let status = child.wait()?;
    tally.passed += ran.passed;
    tally.failed += ran.failed;
    tally.in_browser += ran.in_browser;
    if !status.success() || ran.failed > 0 {
        bail!("`{line}` ended with {status}, {} tests failed", ran.failed);
    }
    Ok(ran)
}

impl Tally {
    /// Takes one line of what `cargo test` prints.
    fn add(&mut self, line: &str) {
        if line.starts_with("test browser::") && (line.ends_with("... ok") || line.ends_with("... FAILED")) {
            self.in_browser += 1;
        }
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in result.split([';', '.']) {
            let mut words = part.split_whitespace();
            if let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse::<u32>), words.next()) {
                match what {
                    "passed" => self.passed += number,
                    "failed" => self.failed += number,
                    _ => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_prints_is_added_up() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test browser::a ... ok",
            "test browser::b ... FAILED",
            "test other ... ok",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.53s",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 3.00s",
        ] {
            tally.add(line);
        }
        assert_eq!(
            tally,
            Tally {
                passed: 14,
                failed: 1,
                in_browser: 2
            }
        );
    }
}
