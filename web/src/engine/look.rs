//! A look at the run: what the page is told each time.

use super::Engine;
use super::watch::{Watch, seconds};
use crate::protocol::{Gauges, GroupRow, LogRow, SenderRow, Snapshot, TargetRow, What};
use bellwether::chart::{self, amount, bins, exact};
use bellwether::figures::Unit;
use bellwether::report::Report;
use bellwether::simulation::{SenderView, Simulation};

/// Senders that are told one by one; if there are more, only their groups are.
pub(crate) const MOST_SENDERS: u32 = 1000;
/// Bars of the histogram.
const BINS: u32 = 60;
/// Samples that become lines at one look.
const SAMPLE_LINES: usize = 100;

impl Engine {
    /// How the run is now, and what happened since the last look.
    pub(crate) fn look(&mut self, wall: f64) -> Snapshot {
        let now = seconds(self.simulation.now());
        let speed = (now - self.last_look.1) / (wall - self.last_look.0).max(0.001) * 1000.0;
        self.last_look = (wall, now);
        let motions = std::mem::take(&mut self.watch.borrow_mut().motions);
        let log = self.take_lines();
        let simulation = &self.simulation;
        let senders = if simulation.sender_count() > MOST_SENDERS {
            Vec::new()
        } else {
            (0..simulation.sender_count())
                .filter_map(|index| simulation.sender(index))
                .map(|view| sender_row(&view))
                .collect()
        };
        let groups = simulation.groups();
        Snapshot {
            run: self.run,
            heard: self.heard,
            status: self.status(),
            skipping: self.skip.is_some(),
            point: self.point.to_string(),
            digest: simulation.digest().to_string(),
            now,
            messages: *simulation.messages(),
            duplicates: simulation.duplicates(),
            gauges: self.gauges(speed),
            moments: self.track.with(simulation).collect(),
            bins: bins(simulation.delivery_histogram(), BINS),
            senders,
            groups: groups
                .iter()
                .map(|group| GroupRow {
                    states: group.states,
                    sent: group.sent,
                    failed: group.failed,
                })
                .collect(),
            motions,
            log,
            targets: self.targets(),
        }
    }

    /// The report so far.
    pub(crate) fn report(&self) -> Report {
        self.simulation.report()
    }

    /// What the run is made of: scenario and hand actions so far.
    pub(crate) fn source(&self) -> (&str, &[String]) {
        (&self.text, &self.journal)
    }

    /// The virtual clock.
    pub(crate) const fn now(&self) -> bellwether::time::SimTime {
        self.simulation.now()
    }

    fn gauges(&self, speed: f64) -> Gauges {
        let figures = self.simulation.figures();
        let time = |time: bellwether::time::SimDuration| time.seconds().to_f64();
        Gauges {
            throughput: figures.throughput.to_f64(),
            average_time_per_message: figures.average_time_per_message.to_f64(),
            utilisation: figures.utilisation.to_f64(),
            busy_senders: figures.busy_senders,
            senders: figures.senders,
            redelivered: figures.redelivered,
            delivery_p50: figures.delivery_p50.map(time),
            delivery_p90: figures.delivery_p90.map(time),
            delivery_p99: figures.delivery_p99.map(time),
            max_queue: figures.queue.max_length,
            expected_messages: figures.expected_messages,
            remaining: figures.remaining.map(time),
            speed,
        }
    }

    fn targets(&self) -> Vec<TargetRow> {
        let many = self.simulation.sender_count() > MOST_SENDERS && self.simulation.end().is_none();
        if self.scenario.targets.is_empty() || many {
            return Vec::new();
        }
        let report = self.report();
        let rows = report.targets.iter().zip(&self.scenario.targets);
        rows.map(|(row, target)| TargetRow {
            target: row.target.clone(),
            value: row.value.map_or_else(
                || "none".to_owned(),
                |value| in_words(target.unit(), value.to_f64()),
            ),
            met: row.met,
        })
        .collect()
    }

    /// Puts the monitor's samples since the last time into the log.
    pub(super) fn log_samples(&mut self) {
        let samples = self.simulation.samples();
        let fresh = samples.partition_point(|sample| self.logged.is_some_and(|logged| sample.at <= logged));
        let fresh = &samples[fresh..];
        let Some(last) = fresh.last() else { return };
        self.logged = Some(last.at);
        let skipped = fresh.len().saturating_sub(SAMPLE_LINES);
        let rows: Vec<LogRow> = fresh[skipped..]
            .iter()
            .map(|sample| LogRow {
                at: seconds(sample.at),
                what: What::Sampled,
                about: [
                    number(sample.messages.sent),
                    number(sample.messages.failed),
                    number(sample.messages.queued),
                    sample.average_time_per_message.to_f64(),
                    0.0,
                ],
            })
            .collect();
        let mut watch = self.watch.borrow_mut();
        watch.left_out = watch
            .left_out
            .saturating_add(u32::try_from(skipped).unwrap_or(u32::MAX));
        watch.lines.extend(rows);
    }

    fn take_lines(&mut self) -> Vec<LogRow> {
        self.log_samples();
        let end = self.simulation.end();
        let at = seconds(self.simulation.now());
        let Watch { lines, left_out, .. } = &mut *self.watch.borrow_mut();
        let (mut lines, left_out) = (in_order(std::mem::take(lines)), std::mem::take(left_out));
        for line in lines.iter_mut().filter(|line| line.what == What::SenderChanged) {
            name_sender(&self.simulation, &mut line.about, 0);
        }
        let skipped = lines.len().saturating_sub(2 * SAMPLE_LINES);
        lines.drain(..skipped);
        let left_out = left_out.saturating_add(u32::try_from(skipped).unwrap_or(u32::MAX));
        if left_out > 0 {
            let first = lines.first().map_or(at, |line| line.at);
            let about = [f64::from(left_out), 0.0, 0.0, 0.0, 0.0];
            lines.insert(
                0,
                LogRow {
                    at: first,
                    what: What::LeftOut,
                    about,
                },
            );
        }
        if let (Some(end), false) = (end, self.over_logged) {
            self.over_logged = true;
            let about = [f64::from(end as u32), 0.0, 0.0, 0.0, 0.0];
            lines.push(LogRow {
                at,
                what: What::Over,
                about,
            });
        }
        lines
    }
}

/// Puts group and number in the place of a sender's index.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was an index before"
)]
pub(super) fn name_sender(run: &Simulation, about: &mut [f64; 5], place: usize) {
    if let Some(view) = run.sender(about[place] as u32) {
        about[place] = f64::from(view.group);
        about[place + 1] = f64::from(view.number);
    }
}

/// A figure as it is read.
fn in_words(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Count => exact(value),
        Unit::Share => format!("{:.2} %", value * 100.0),
        Unit::Time => chart::seconds(value),
        Unit::Rate => format!("{}/s", amount(value)),
        Unit::Number => amount(value),
    }
}

fn sender_row(view: &SenderView) -> SenderRow {
    SenderRow {
        group: view.group,
        number: view.number,
        state: view.state,
        running: view.running,
        reserved: view.reserved,
        sent: view.sent,
        failed: view.failed,
        message: view.message.map(|(message, _)| f64::from(message.0)),
        utilisation: view.utilisation.to_f64(),
        crashes: view.crashes,
        restarts: view.restarts,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a line is read by people")]
const fn number(count: u64) -> f64 {
    count as f64
}

/// In order of time. They are nearly so, and a library's sorting is much for a visitor to load.
fn in_order(lines: Vec<LogRow>) -> Vec<LogRow> {
    let mut ordered: Vec<LogRow> = Vec::with_capacity(lines.len());
    for line in lines {
        let later = ordered
            .iter()
            .rev()
            .take_while(|other| other.at > line.at)
            .count();
        ordered.insert(ordered.len() - later, line);
    }
    ordered
}
