//! `cargo xtask checks`: everything that must hold before a change goes in.

mod axe;
mod browser;
mod packages;
mod size;
mod tested;
mod trunk;
mod versions;

use crate::breaks;
use crate::project::{Project, WASM};
use crate::run::{cargo, run};
use crate::site;
use crate::step::step;
use anyhow::{Result, bail};
use lexopt::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;

use browser::Browser;
use tested::Tally;

/// What can be asked of `cargo xtask checks`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Leave out what needs a browser.
    pub quick: bool,
    /// Only these steps, in the usual order; all when empty.
    pub only: Vec<String>,
}

impl Options {
    /// Reads the options of the command line.
    ///
    /// # Errors
    /// For an option or a step that does not exist.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut options = Self::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("quick") => options.quick = true,
                Long("only") => {
                    let name = arguments.value()?.string()?;
                    if !CHECKS.iter().any(|check| check.name == name) {
                        let names: Vec<_> = CHECKS.iter().map(|check| check.name).collect();
                        bail!(
                            "--only {name}: there is no such step; there are {}",
                            names.join(", ")
                        );
                    }
                    options.only.push(name);
                }
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }

    fn includes(&self, check: &Check) -> bool {
        !(self.quick && check.needs_browser)
            && (self.only.is_empty() || self.only.iter().any(|name| name == check.name))
    }
}

/// One step of the checks.
struct Check {
    name: &'static str,
    what: &'static str,
    /// Left out by `--quick`.
    needs_browser: bool,
    work: fn(&mut State<'_>) -> Result<()>,
}

/// What the steps share.
struct State<'a> {
    project: &'a Project,
    quick: bool,
    browser: Option<Browser>,
    axe: Option<PathBuf>,
    tally: Tally,
}

impl<'a> State<'a> {
    fn new(project: &'a Project, quick: bool) -> Self {
        Self {
            project,
            quick,
            browser: None,
            axe: None,
            tally: Tally::default(),
        }
    }

    /// The browser, found or installed once.
    fn browser(&mut self) -> Result<Browser> {
        let browser = match self.browser.take() {
            Some(browser) => browser,
            None => Browser::find_or_install()?,
        };
        self.browser = Some(browser.clone());
        Ok(browser)
    }

    /// The script of axe-core, found or installed once.
    fn axe(&mut self) -> Result<PathBuf> {
        let axe = match self.axe.take() {
            Some(axe) => axe,
            None => axe::find_or_install(self.project)?,
        };
        self.axe = Some(axe.clone());
        Ok(axe)
    }
}

/// Measures the worker in a real browser, beside the native program.
///
/// # Errors
/// When something cannot be made, or the measurement fails.
pub(crate) fn measure_browser(project: &Project) -> Result<()> {
    site::build(project)?;
    tested::measure(&mut State::new(project, false))
}

/// All steps, the quickest to fail first.
const CHECKS: &[Check] = &[
    Check {
        name: "format",
        what: "is every file formatted by rustfmt?",
        needs_browser: false,
        work: |state| {
            run(&mut cargo(state.project, "fmt --all --check"))?;
            run(&mut cargo(
                state.project,
                "fmt --manifest-path xtask/wasm-bindgen/Cargo.toml --check",
            ))
        },
    },
    Check {
        name: "versions",
        what: "do page and tools use the same wasm-bindgen?",
        needs_browser: false,
        work: |state| versions::check(state.project),
    },
    Check {
        name: "clippy",
        what: "lints of everything that runs natively, tests too",
        needs_browser: false,
        work: |state| {
            let everything = "clippy --locked --workspace --all-targets --all-features -- -D warnings";
            run(&mut cargo(state.project, everything))?;
            let tool = "clippy --locked --manifest-path xtask/wasm-bindgen/Cargo.toml --target-dir";
            let target = state.project.target.join("tools");
            run(cargo(state.project, tool)
                .arg(target)
                .args(["--", "-D", "warnings"]))
        },
    },
    Check {
        name: "clippy-wasm",
        what: "lints of what runs in the browser",
        needs_browser: false,
        work: |state| {
            site::ensure_wasm_target()?;
            let in_browser =
                format!("clippy --locked --package bellwether --package web --target {WASM} -- -D warnings");
            run(&mut cargo(state.project, &in_browser))
        },
    },
    Check {
        name: "docs",
        what: "does the documentation build without a warning, private items too?",
        needs_browser: false,
        work: |state| {
            let everything = "doc --locked --workspace --all-features --no-deps --document-private-items";
            // Whoever reads these pages reads the private ones too, so links to them are welcome.
            let flags = "-D warnings -A rustdoc::private_intra_doc_links";
            run(cargo(state.project, everything).env("RUSTDOCFLAGS", flags))
        },
    },
    Check {
        name: "site",
        what: "does the site build?",
        needs_browser: true,
        work: |state| site::build(state.project),
    },
    Check {
        name: "size",
        what: "is the site small enough?",
        needs_browser: true,
        work: |state| size::check(&state.project.dist()),
    },
    Check {
        name: "browser",
        what: "are Chromium, its driver and axe-core here?",
        needs_browser: true,
        work: |state| {
            state.browser()?;
            state.axe().map(drop)
        },
    },
    Check {
        name: "tests",
        what: "all tests, in the browser too",
        needs_browser: false,
        work: tested::check,
    },
    Check {
        name: "breaks",
        what: "does the model compile with each deliberate break?",
        needs_browser: false,
        work: |state| breaks::check(state.project),
    },
    Check {
        name: "trunk",
        what: "do `trunk build --release` and `trunk serve` give the same page?",
        needs_browser: true,
        work: trunk::check,
    },
];

/// Runs the checks; the last line says how many tests passed and failed.
#[must_use]
pub fn run_checks(project: &Project, options: &Options) -> ExitCode {
    let mut state = State::new(project, options.quick);
    let mut failed = false;
    for check in CHECKS.iter().filter(|check| options.includes(check)) {
        let failures_before = state.tally.failed;
        if let Err(error) = step(check.name, check.what, || (check.work)(&mut state)) {
            println!("\nchecks failed: {error:#}");
            // A step that fails without a failed test still must not look like success.
            state.tally.failed = state.tally.failed.max(failures_before + 1);
            failed = true;
            break;
        }
    }
    println!("\n{} browser tests ran", state.tally.in_browser);
    println!("{} passed, {} failed", state.tally.passed, state.tally.failed);
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
