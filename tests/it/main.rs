//! What crosses crates.

#[cfg(feature = "browser")]
mod browser;
