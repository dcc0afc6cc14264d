//! What crosses crates.

mod scenarios;
mod golden;
mod theory;
#[cfg(feature = "browser")]
mod browser;
