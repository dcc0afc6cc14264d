//! What crosses crates.

mod scenarios;
mod golden;
mod theory;
mod pace;
#[cfg(feature = "browser")]
mod browser;
