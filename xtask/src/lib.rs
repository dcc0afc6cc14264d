//! The commands of this repository.
//!
//! - `cargo xtask page`: makes the site and opens it.
//! - `cargo xtask checks`: everything that must hold before a change goes in.
//! - `cargo xtask bench`: how fast the model runs.
//! - `cargo xtask breaks`: which test notices which mistake.
//! - `cargo xtask build`: makes the site in `dist/`, ready for any static host.
//! - `cargo xtask trunk-hook`: what Trunk calls at the end of a build (see `Trunk.toml`).
//!
//! All of them need Rust and nothing else that they cannot get themselves; where that fails they say in one line
//! what to install.
#![expect(clippy::print_stdout, reason = "these are commands: what they do, they say")]

pub mod bench;
pub mod breaks;
pub mod group;
pub mod page;
mod packed;
pub mod checks;
pub mod project;
pub mod run;
pub mod serve;
pub mod site;
pub mod step;
