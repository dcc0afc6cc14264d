//! What the monitor saw, as small curves.

use bellwether::report::{Report, Sample};
use bellwether::scenario::Scenario;

use super::Align::{Left, Right};
use super::{Cell, Section};
use bellwether::words::{count, instant, rate, rate_beside};

/// The course of the run over time.
pub(super) fn course(scenario: &Scenario, report: &Report) -> Section {
    let mut section = Section::new(
        "Course",
        [("", Left), ("", Left), ("highest", Right), ("last", Right)],
    );
    let samples = &report.samples;
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
        return section;
    };
    if samples.len() < 2 {
        return section;
    }
    for (name, figure) in [
        ("sent", (|sample| sample.messages.sent) as fn(&Sample) -> u64),
        ("failed", |sample| sample.messages.failed),
        ("queued", |sample| sample.messages.queued),
        ("backing off", |sample| sample.messages.backing_off),
        ("senders busy", |sample| u64::from(sample.busy_senders)),
    ] {
        let highest = samples.iter().map(figure).max().unwrap_or(0);
        if highest > 0 {
            section.rows.push(vec![
                name.into(),
                Cell::Series(samples.iter().map(|sample| u128::from(figure(sample))).collect()),
                count(highest).into(),
                count(figure(last)).into(),
            ]);
        }
    }
    let highest = samples
        .iter()
        .map(|sample| sample.throughput)
        .max()
        .unwrap_or_default();
    section.rows.push(vec![
        "throughput".into(),
        Cell::Series(
            samples
                .iter()
                .map(|sample| sample.throughput.billionths())
                .collect(),
        ),
        rate(highest).into(),
        rate_beside(last.throughput, highest).into(),
    ]);
    let every = if samples.len() > 2 && samples[1].at.since(first.at) != scenario.monitor.interval {
        format!("thinned to one every {}", samples[1].at.since(first.at))
    } else {
        format!("one every {}", scenario.monitor.interval)
    };
    section.notes.push(format!(
        "{} samples from {} to {}, {every}",
        count(samples.len() as u64),
        instant(first.at),
        instant(last.at)
    ));
    section
}
