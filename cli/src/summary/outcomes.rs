//! Where the messages went, how attempts ended and how long things took.

use bellwether::decimal::Decimal;
use bellwether::report::{Report, Summary};
use bellwether::scenario::WarmUp;
use bellwether::time::SimTime;

use super::Align::{Left, Right};
use super::{Cell, Section};
use bellwether::words::{count, instant, number, optional, percent, rate, seconds, things, time};

/// Where the messages are: final outcomes, and what is not settled.
pub(super) fn messages(report: &Report) -> Section {
    let mut section = Section::new("Messages", [("", Left), ("", Right), ("", Right), ("", Left)]);
    let (messages, shares) = (&report.messages, &report.shares);
    let unsettled =
        |count| Decimal::ratio(u128::from(count), u128::from(messages.produced)).unwrap_or_default();
    for (name, number, share, always) in [
        ("sent", messages.sent, shares.sent, true),
        ("failed", messages.failed, shares.failed, true),
        ("rejected", messages.rejected, shares.rejected, false),
        ("evicted", messages.evicted, shares.evicted, false),
        ("expired", messages.expired, shares.expired, false),
        ("lost", messages.lost, shares.lost, false),
        ("cancelled", messages.cancelled, shares.cancelled, false),
        (
            "in transit",
            messages.in_transit,
            unsettled(messages.in_transit),
            false,
        ),
        ("queued", messages.queued, unsettled(messages.queued), false),
        ("reserved", messages.reserved, unsettled(messages.reserved), false),
        ("sending", messages.sending, unsettled(messages.sending), false),
        (
            "backing off",
            messages.backing_off,
            unsettled(messages.backing_off),
            false,
        ),
        ("held", messages.held, unsettled(messages.held), false),
    ] {
        if always || number > 0 {
            section.rows.push(vec![
                name.into(),
                count(number).into(),
                percent(share).into(),
                Cell::Bar(share),
            ]);
        }
    }
    section
        .rows
        .push(vec!["produced".into(), count(messages.produced).into()]);
    section
}

/// How attempts ended, and what the queue did.
pub(super) fn attempts(report: &Report) -> Section {
    let attempts = &report.attempts;
    let mut ends = vec![
        format!("{} succeeded", count(attempts.succeeded)),
        format!("{} failed", count(attempts.failed)),
    ];
    for (number, end) in [
        (attempts.timed_out, "failed after the time-out"),
        (attempts.abandoned, "cut off"),
    ] {
        if number > 0 {
            ends.push(format!("{} {end}", count(number)));
        }
    }
    let mut facts = vec![(
        "attempts",
        format!("{}: {}", count(attempts.started), ends.join(", ")),
    )];
    if report.duplicates > 0 {
        facts.push((
            "duplicates",
            match report.duplicates {
                1 => "1 success after the first".to_owned(),
                successes => format!("{} successes after the first", count(successes)),
            },
        ));
    }
    if report.redelivered > 0 {
        facts.push(("redelivered", things(report.redelivered, "time")));
    }
    facts.push(("throughput", format!("{} sent", rate(report.throughput))));
    facts.push(("makespan", optional(report.makespan, instant)));
    facts.push((
        "average time per message",
        optional(report.average_time_per_message, seconds),
    ));
    let queue = &report.queue;
    facts.push((
        "queue",
        format!(
            "{} on average, {} at most",
            number(queue.mean_length),
            count(queue.max_length)
        ),
    ));
    Section::facts("Flow", facts)
}

/// What became of each kind of messages, where there are several.
pub(super) fn kinds(report: &Report) -> Section {
    let mut section = Section::new(
        "Kinds",
        [
            ("", Left),
            ("priority", Right),
            ("sent", Right),
            ("failed", Right),
            ("waiting", Right),
            ("p99", Right),
            ("delivery", Right),
            ("p99", Right),
        ],
    )
    .with_spare(&["priority", "p99"]);
    for kind in report.kinds.iter().filter(|_| report.kinds.len() > 1) {
        let (waiting, delivery) = (&kind.waiting, &kind.delivery);
        section.rows.push(vec![
            kind.name.clone().into(),
            kind.priority.to_string().into(),
            count(kind.sent).into(),
            count(kind.failed).into(),
            optional(waiting.mean, seconds).into(),
            optional(waiting.p99, time).into(),
            optional(delivery.mean, seconds).into(),
            optional(delivery.p99, time).into(),
        ]);
    }
    section
}

/// How long things took.
pub(super) fn times(report: &Report, warm_up: WarmUp) -> Section {
    let mut section = Section::new(
        "Times",
        [
            ("", Left),
            ("mean", Right),
            ("p50", Right),
            ("p90", Right),
            ("p95", Right),
            ("p99", Right),
            ("max", Right),
        ],
    )
    .with_spare(&["p95", "p90", "p50"]);
    for (name, summary) in [
        ("waiting", &report.waiting),
        ("service", &report.service),
        ("sojourn", &report.sojourn),
        ("delivery", &report.delivery),
    ] {
        section.rows.push(row(name, summary));
    }
    section.notes.push(
        "waiting: to the first attempt · service: of an attempt · sojourn: to the outcome · delivery: to sent"
            .to_owned(),
    );
    if matches!(warm_up, WarmUp::Time(time) if report.clock < SimTime::ZERO.after(time)) {
        section
            .notes
            .push("the run ended before its warm-up did: its figures are of all of it".to_owned());
    }
    section
}

fn row(name: &str, summary: &Summary) -> Vec<Cell> {
    let percentiles = [summary.p50, summary.p90, summary.p95, summary.p99, summary.max];
    let mut row = vec![name.into(), optional(summary.mean, seconds).into()];
    row.extend(percentiles.map(|figure| Cell::from(optional(figure, time))));
    row
}
