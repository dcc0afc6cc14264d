//! The program as people run it: what it prints, what it writes, how it ends.

mod program;
mod golden;
mod statuses;
mod bad_input;
mod real_input;
mod formats;
mod complete;
mod dead_letters;
mod files;
#[cfg(unix)]
mod pipes;
mod flags;
mod commands;
mod schemas;
mod resolved;
mod replications;
mod ways_to_end;
