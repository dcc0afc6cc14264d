//! Queueing theory beside a run.

pub mod birth_death;
pub mod constant_service;
pub mod drain;
pub mod erlang;
pub mod priority;
pub mod single_server;
