//! Bellwether: a deterministic discrete-event simulation of an alert-sending pipeline.
//!
//! This package is the whole model. It does no input or output, reads no clock, prints nothing and knows no
//! browser: a face (terminal or page) hands it the text of a scenario and gets back a report.
//!
//! # A message's journey, and the modules in its order
//!
//! ```text
//! text ─► scenario ─► simulation ─────────────────────────────────────────────► report
//!                     │  owns all of these and is the only one that schedules   ▲
//!                     ▼                                                         │
//!  producer ─► broker ─► senders ─► sent, failed, …          monitor, digest ───┘
//!  when?       who is    how long?  (or back to the broker:  what is observed
//!              next?     success?   backoff, redelivery)
//! ```
//!
//! One message's life can be read from top to bottom in `simulation/journey.rs`; what happens when its time passes
//! or its sender is lost in `redelivery.rs` and `faults.rs` beside it, and how it is counted at its end in `outcomes.rs`.
//!
//! # How a run goes
//!
//! - [`simulation::Simulation`] takes the next event from the event list, moves the clock there and carries it out
//!   in the one `match` that may change the run. What takes no time (a message is accepted, an attempt begins) is no
//!   event but a call.
//! - Where nothing can befall an attempt, `simulation/ahead.rs` follows the same journey from start to start instead of
//!   from event to event, up to the next sample or planned action: the same run in half the time or less.
//! - The parts answer small questions (is there a place? which slot has been free for longest?) and see neither the
//!   event list nor each other.
//! - [`draws::Draws`] gives each random number by what it is for, so nothing that happens can reshuffle another
//!   draw, and runs may be compared under common random numbers.
//!
//! # What always holds
//!
//! - Time is whole nanoseconds; events run in order of (time, insertion number).
//! - All sums are integers, and transcendental functions come from `libm`: native and WebAssembly runs are equal bit
//!   by bit. The [digest](report::Digest) over every event shows it.
//! - A [`scenario::Scenario`] passed every check, so a run of it cannot fail; whatever is wrong with a text is said
//!   all at once and with its place.
//! - No message appears or vanishes: in debug builds the counts are compared with the parts after every event.
//! - Memory follows the messages in the system, not the messages produced: a burst that waits is one entry.
//!
//! # Example
//!
//! ```
//! use bellwether::{scenario::Scenario, simulation::Simulation};
//!
//! let scenario = Scenario::from_text("{producer: {messages: 100}, seed: 7}").expect("a valid scenario");
//! let mut run = Simulation::new(&scenario, 0);
//! run.run_to_end();
//! let report = run.report();
//! assert_eq!(report.messages.sent + report.messages.failed, 100);
//! ```

pub mod time;
pub mod decimal;
pub mod scenario;
pub mod draws;
pub mod distribution;
mod event_list;
pub mod message;
mod producer;
mod broker;
mod senders;
mod monitor;
pub mod observer;
mod digest;
pub mod simulation;
pub mod report;
pub mod figures;
pub mod words;
pub mod target;
pub mod theory;
pub mod chart;
pub mod experiment;
