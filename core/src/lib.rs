//! Bellwether: a deterministic discrete-event simulation of an alert-sending pipeline.

pub mod time;
pub mod decimal;
pub mod draws;
mod event_list;
pub mod distribution;
pub mod scenario;
pub mod target;
pub mod report;
