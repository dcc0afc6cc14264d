//! What crosses crates.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

#[cfg(feature = "browser")]
mod browser;
