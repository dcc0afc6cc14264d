//! What is measured, here and in a browser.

pub mod workload;
