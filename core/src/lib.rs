//! Bellwether: a deterministic discrete-event simulation of an alert-sending pipeline.

pub mod time;
pub mod decimal;
pub mod draws;
mod event_list;
pub mod scenario;
pub mod message;
pub mod distribution;
mod producer;
mod broker;
mod senders;
mod monitor;
pub mod observer;
mod digest;
pub mod simulation;
pub mod figures;
pub mod target;
pub mod theory;
pub mod report;
