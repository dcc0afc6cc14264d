//! What crosses crates.

mod scenarios;
mod golden;
#[cfg(feature = "browser")]
mod browser;
