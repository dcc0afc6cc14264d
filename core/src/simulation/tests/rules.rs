//! Rules of the model, one scenario each, with results that can be worked out by hand.

mod broker;
mod redelivery;
mod senders;
mod producer;
mod timeline;
mod monitor;
mod burst;
mod chance;
mod content;
mod edges;
mod memory;

use crate::observer::{Observation, Observer};
use crate::report::{End, Report, SenderState};
use crate::scenario::{
    Acknowledge, Action, Arrivals, Backoff, Broker, Change, Discipline, Entry, Group, Kind, Overflow,
    Producer, Scenario, SenderName, Settings, Shape, Supervisor,
};
use crate::simulation::Simulation;
use crate::simulation::tests::run;
use crate::simulation::tests::watched_to_end;
use crate::time::{SimDuration, SimTime};

/// A sender that takes exactly one second and never fails.
const ONE: &str = "senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}]";
/// Two of them.
const TWO: &str = "senders: [{count: 2, mean_time: 1s, service: constant, failure_rate: 0}]";

fn seconds(count: u64) -> SimDuration {
    SimDuration::from_seconds(count)
}

fn at(count: u64) -> SimTime {
    SimTime::ZERO.after(seconds(count))
}

fn at_ms(count: u64) -> SimTime {
    SimTime::from_nanoseconds(count * 1_000_000)
}

fn ms(count: u64) -> SimDuration {
    at_ms(count).elapsed()
}

/// So many messages at once to so many senders that take exactly one second and never fail.
fn constant(messages: u32, count: u32) -> Settings {
    Settings {
        producer: Producer {
            messages,
            ..Producer::default()
        },
        senders: vec![Group {
            count,
            mean_time: seconds(1),
            service: Shape::Constant,
            failure_rate: 0.0,
            ..Group::default()
        }],
        ..Settings::default()
    }
}

fn with_broker(settings: Settings, change: impl FnOnce(&mut Broker)) -> Settings {
    let mut settings = settings;
    change(&mut settings.broker);
    settings
}

fn sent_failed_clock(report: &Report) -> (u64, u64, SimTime) {
    (report.messages.sent, report.messages.failed, report.clock)
}

/// A scenario of these sections.
fn scenario(sections: &[&str]) -> Scenario {
    let text = format!("{{{}}}", sections.join(", "));
    Scenario::from_text(&text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
}

/// The report at the end of a scenario of these sections.
fn played(sections: &[&str]) -> Report {
    run(&scenario(sections))
}

/// Starts of attempts in their order: message, milliseconds, sender.
fn starts(sections: &[&str]) -> Vec<(u32, u64, u32)> {
    watched_to_end::<Starts>(&scenario(sections)).1.0
}

/// Attempts in the order of their starts.
#[derive(Debug, Default)]
struct Starts(Vec<(u32, u64, u32)>);

impl Observer for Starts {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        if let Observation::Started { message, sender, .. } = observation {
            self.0.push((message.0, at.nanoseconds() / 1_000_000, *sender));
        }
    }
}
