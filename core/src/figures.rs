//! The report's figures by name: what targets compare, and what an experiment averages.
//!
//! A name is the path to the figure in the JSON report. Figures of groups and kinds have the group's or kind's name in
//! their path: `groups.carrier-a.utilisation`, `kinds.alert.delivery.p99`.

use crate::decimal::Decimal;
use crate::report::{KindReport, Report, SenderReport, Summary};
use crate::time::SimDuration;

/// What a figure counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A whole number of messages, attempts or events.
    Count,
    /// A share of a whole, from 0 to 1.
    Share,
    /// Seconds.
    Time,
    /// Per second.
    Rate,
    /// A number that need not be whole.
    Number,
}

/// One figure of a `T`: of a [`Report`], of one group's [`SenderReport`], of one [`KindReport`].
#[derive(Debug)]
pub struct Figure<T: 'static> {
    /// Its path in the JSON of a `T`.
    pub name: &'static str,
    /// What it measures.
    pub unit: Unit,
    of: fn(&T) -> Option<Decimal>,
}

impl<T> Figure<T> {
    /// Its value; `None` where nothing was observed.
    #[must_use]
    pub fn of(&self, whole: &T) -> Option<Decimal> {
        (self.of)(whole)
    }
}

/// All figures of a report but those of groups and senders, in its order.
pub fn figures() -> impl Iterator<Item = &'static Figure<Report>> {
    [
        &START[..],
        &MESSAGES,
        &ATTEMPTS,
        &SHARES,
        &RATES,
        &WAITING,
        &SERVICE,
        &SOJOURN,
        &DELIVERY,
        &QUEUE,
    ]
    .into_iter()
    .flatten()
}

/// The figures of each group, in their order in the report.
#[must_use]
pub fn group_figures() -> &'static [Figure<SenderReport>] {
    &GROUP
}

/// The figures of each kind of messages, in their order in the report.
pub fn kind_figures() -> impl Iterator<Item = &'static Figure<KindReport>> {
    [&KIND[..], &KIND_WAITING, &KIND_DELIVERY].into_iter().flatten()
}

/// A report's figure by name.
// not inlined at its callers, the page is smaller
#[must_use]
#[inline(never)]
pub fn figure(name: &str) -> Option<&'static Figure<Report>> {
    figures().find(|figure| figure.name == name)
}

fn count(of: u64) -> Option<Decimal> {
    Some(Decimal::from_whole(of))
}

fn time(of: Option<SimDuration>) -> Option<Decimal> {
    of.map(SimDuration::seconds)
}

/// Figures named as their fields are.
macro_rules! fields {
    ($whole:ty, $unit:ident, $of:expr; $($($field:ident).+),+) => {
        [$(Figure::<$whole> {
            name: path(concat!($(".", stringify!($field)),+)),
            unit: Unit::$unit,
            of: |whole| $of(whole.$($field).+),
        }),+]
    };
}

/// A path without the full stop that it starts with.
const fn path(dotted: &'static str) -> &'static str {
    match dotted.split_at_checked(1) {
        Some((_, path)) => path,
        None => dotted,
    }
}

/// The figures of a distribution of times.
macro_rules! summary {
    ($field:ident) => {
        [
            summary!($field, Count, count, |s| count(s.count)),
            summary!($field, Time, mean, |s| s.mean),
            summary!($field, Time, standard_deviation, |s| s.standard_deviation),
            summary!($field, Time, min, |s| time(s.min)),
            summary!($field, Time, max, |s| time(s.max)),
            summary!($field, Time, p50, |s| time(s.p50)),
            summary!($field, Time, p90, |s| time(s.p90)),
            summary!($field, Time, p95, |s| time(s.p95)),
            summary!($field, Time, p99, |s| time(s.p99)),
            summary!($field, Time, p999, |s| time(s.p999)),
        ]
    };
    ($field:ident, $unit:ident, $name:ident, $of:expr) => {
        Figure {
            name: concat!(stringify!($field), ".", stringify!($name)),
            unit: Unit::$unit,
            of: |whole| {
                let of: fn(&Summary) -> Option<Decimal> = $of;
                of(&whole.$field)
            },
        }
    };
}

static START: [Figure<Report>; 1] = [Figure {
    name: "clock",
    unit: Unit::Time,
    of: |report| Some(report.clock.elapsed().seconds()),
}];
static MESSAGES: [Figure<Report>; 14] = fields!(
    Report, Count, count;
    messages.produced, messages.sent, messages.failed, messages.rejected, messages.evicted, messages.expired,
    messages.lost, messages.cancelled, messages.in_transit, messages.queued, messages.reserved, messages.sending,
    messages.backing_off, messages.held
);
static ATTEMPTS: [Figure<Report>; 7] = fields!(
    Report, Count, count;
    attempts.started, attempts.succeeded, attempts.failed, attempts.timed_out, attempts.abandoned,
    duplicates, redelivered
);
static SHARES: [Figure<Report>; 7] = fields!(
    Report, Share, Some;
    shares.sent, shares.failed, shares.rejected, shares.evicted, shares.expired, shares.lost, shares.cancelled
);
static RATES: [Figure<Report>; 3] = [
    Figure {
        name: "throughput",
        unit: Unit::Rate,
        of: |report| Some(report.throughput),
    },
    Figure {
        name: "makespan",
        unit: Unit::Time,
        of: |report| report.makespan.map(|makespan| makespan.elapsed().seconds()),
    },
    Figure {
        name: "average_time_per_message",
        unit: Unit::Time,
        of: |report| report.average_time_per_message,
    },
];
static WAITING: [Figure<Report>; 10] = summary!(waiting);
static SERVICE: [Figure<Report>; 10] = summary!(service);
static SOJOURN: [Figure<Report>; 10] = summary!(sojourn);
static DELIVERY: [Figure<Report>; 10] = summary!(delivery);
static QUEUE: [Figure<Report>; 2] = [
    Figure {
        name: "queue.mean_length",
        unit: Unit::Number,
        of: |report| Some(report.queue.mean_length),
    },
    Figure {
        name: "queue.max_length",
        unit: Unit::Count,
        of: |report| count(report.queue.max_length),
    },
];
static GROUP: [Figure<SenderReport>; 7] = [
    group("sent", Unit::Count, |group| count(group.sent)),
    group("failed", Unit::Count, |group| count(group.failed)),
    group("attempts", Unit::Count, |group| count(group.attempts)),
    group("busy", Unit::Time, |group| Some(group.busy)),
    group("utilisation", Unit::Share, |group| Some(group.utilisation)),
    group("crashes", Unit::Count, |group| count(group.crashes)),
    group("restarts", Unit::Count, |group| count(group.restarts)),
];

static KIND: [Figure<KindReport>; 2] = fields!(KindReport, Count, count; sent, failed);
static KIND_WAITING: [Figure<KindReport>; 10] = summary!(waiting);
static KIND_DELIVERY: [Figure<KindReport>; 10] = summary!(delivery);

const fn group(
    name: &'static str,
    unit: Unit,
    of: fn(&SenderReport) -> Option<Decimal>,
) -> Figure<SenderReport> {
    Figure { name, unit, of }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::simulation::Simulation;
    use serde_json::Value;

    /// Paths of all numbers in a JSON value, those in lists left out.
    fn numbers(prefix: &str, value: &Value, found: &mut Vec<(String, f64)>) {
        match value {
            Value::Number(number) => found.push((prefix.to_owned(), number.as_f64().unwrap())),
            Value::Object(members) => {
                for (key, member) in members {
                    let dot = if prefix.is_empty() { "" } else { "." };
                    numbers(&format!("{prefix}{dot}{key}"), member, found);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn every_number_of_the_report_has_its_name_in_order() {
        let mut run = Simulation::new(&Scenario::default(), 0);
        run.run_to_end();
        let report = run.report();
        let named = |(name, value): (&str, Option<Decimal>)| (name.to_owned(), value.unwrap().to_f64());
        let mut found = Vec::new();
        numbers("", &serde_json::from_str(&report.to_json()).unwrap(), &mut found);
        found.retain(|(name, _)| name != "replication" && !name.starts_with("scenario."));
        let ours: Vec<_> = figures()
            .map(|figure| named((figure.name, figure.of(&report))))
            .collect();
        assert_eq!(ours, found);
        let mut found = Vec::new();
        let group = &report.groups[0];
        numbers("", &serde_json::to_value(group).unwrap(), &mut found);
        let ours: Vec<_> = group_figures()
            .iter()
            .map(|figure| named((figure.name, figure.of(group))))
            .collect();
        assert_eq!(ours, found);
        let mut found = Vec::new();
        let kind = &report.kinds[0];
        numbers("", &serde_json::to_value(kind).unwrap(), &mut found);
        found.retain(|(name, _)| name != "priority");
        let ours: Vec<_> = kind_figures()
            .map(|figure| named((figure.name, figure.of(kind))))
            .collect();
        assert_eq!(ours, found);
    }

    #[test]
    fn found_by_name() {
        assert_eq!(figure("delivery.p99").map(|figure| figure.unit), Some(Unit::Time));
        assert!(figure("delivery").is_none());
    }
}
