//! A look at the run: what the page is told each time.

use super::Engine;
use super::watch::{Watch, seconds};
use crate::protocol::{Gauges, GroupRow, LogRow, SenderRow, Snapshot, TargetRow, TheoryNote, What};
use bellwether::chart::{amount, bins};
use bellwether::decimal::Decimal;
use bellwether::report::Report;
use bellwether::scenario::{Action, Change, Entry, Settings};
use bellwether::simulation::{SenderView, Simulation};
use bellwether::theory;
use bellwether::words::{distance, figure, optional};
use serde_json::Value;

/// Senders that are told one by one; if there are more, only their groups are.
pub(crate) const MOST_SENDERS: u32 = 1000;
/// Bars of the histogram.
const BINS: u32 = 60;
/// Of the lines that were collected so many are told at a look; and so many samples become lines at once.
const MOST_LINES: usize = 200;
const SAMPLE_LINES: usize = 100;

impl Engine {
    /// How the run is now, and what happened since the last look.
    pub(crate) fn look(&mut self, wall: f64) -> Snapshot {
        let now = seconds(self.simulation.now());
        let speed = (now - self.last_look.1) / (wall - self.last_look.0).max(0.001) * 1000.0;
        self.last_look = (wall, now);
        let motions = std::mem::take(&mut self.watch.borrow_mut().motions);
        let log = self.take_lines();
        let words = self.words(&log);
        let theory = self.theory();
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
            returning: self.is_returning(),
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
            words,
            targets: self.targets(),
            theory,
        }
    }

    /// What theory says of a run that is over: worked out once, as it takes a report.
    fn theory(&mut self) -> Option<TheoryNote> {
        if self.simulation.end().is_none() {
            self.theory = None;
        } else if self.theory.is_none() {
            let theory = self.report().theory;
            let mut figures = Vec::new();
            for line in theory.figures {
                let unit = theory::unit_of(&line.name);
                figures.extend([
                    line.name,
                    figure(unit, line.expected),
                    figure(unit, line.observed),
                    optional(line.standard_errors, distance),
                ]);
            }
            self.theory = Some(TheoryNote {
                model: theory.model.unwrap_or_default(),
                note: theory.note,
                figures,
            });
        }
        self.theory.clone()
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
            average_time_per_message: figures.average_time_per_message.map_or(0.0, Decimal::to_f64),
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
            rate: self.rate(),
        }
    }

    /// Arrivals per second, where the timeline or a hand has set them.
    fn rate(&self) -> Option<f64> {
        let now = self.simulation.now();
        let timeline = self.simulation.timeline();
        let past = timeline.iter().take_while(|entry| entry.at <= now);
        past.filter_map(|entry| match entry.action {
            Action::Set(Change::ArrivalRate(rate)) => Some(rate),
            _ => None,
        })
        .last()
    }

    /// What the timeline's entries among the lines do, one by one.
    fn words(&self, lines: &[LogRow]) -> Vec<String> {
        let entries = lines.iter().filter(|line| line.what == What::Acted);
        let timeline: Vec<Entry> = entries
            .filter_map(|line| {
                self.simulation
                    .timeline()
                    .get(index(line.about[0]) as usize)
                    .cloned()
            })
            .collect();
        if timeline.is_empty() {
            return Vec::new();
        }
        let mut told = Settings {
            senders: self.scenario.senders.clone(),
            timeline,
            ..Settings::default()
        };
        told.producer.kinds.clone_from(&self.scenario.producer.kinds);
        let told = told.to_value();
        let entries = told.get("timeline").and_then(Value::as_array);
        entries.into_iter().flatten().map(entry_in_words).collect()
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
            value: row
                .value
                .map(|value| figure(target.unit(), value))
                .unwrap_or_default(),
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
                    sample.average_time_per_message.map_or(0.0, Decimal::to_f64),
                    0.0,
                ],
            })
            .collect();
        let watch = &mut *self.watch.borrow_mut();
        watch.samples.extend(rows);
        // many slices may pass between two looks
        let more = watch.samples.len().saturating_sub(MOST_LINES);
        watch.samples.drain(..more);
        watch.left_out = watch
            .left_out
            .saturating_add(u32::try_from(skipped + more).unwrap_or(u32::MAX));
    }

    fn take_lines(&mut self) -> Vec<LogRow> {
        self.log_samples();
        let end = self.simulation.end();
        let at = seconds(self.simulation.now());
        let watch = std::mem::take(&mut *self.watch.borrow_mut());
        let Watch {
            mut lines,
            samples,
            left_out,
            ..
        } = watch;
        lines.extend(samples);
        let mut lines = in_order(lines);
        let all = lines.len();
        // what was done and what broke is told before what the monitor saw
        let kinds: [fn(&LogRow) -> bool; 2] = [
            |line| line.what == What::Sampled,
            |line| line.what == What::SenderChanged,
        ];
        thin(&mut lines, MOST_LINES, kinds);
        let skipped = all - lines.len();
        for line in lines.iter_mut().filter(|line| line.what == What::SenderChanged) {
            name_sender(&self.simulation, &mut line.about, 0);
        }
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
pub(super) fn name_sender(run: &Simulation, about: &mut [f64; 5], place: usize) {
    if let Some(view) = run.sender(index(about[place])) {
        about[place] = f64::from(view.group);
        about[place + 1] = f64::from(view.number);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was an index before"
)]
const fn index(number: f64) -> u32 {
    number as u32
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
pub(super) const fn number(count: u64) -> f64 {
    count as f64
}

/// Takes the oldest lines away until there are so many: of the first kind, and of the next if that is not enough.
pub(crate) fn thin<T, const N: usize>(lines: &mut Vec<T>, most: usize, kinds: [fn(&T) -> bool; N]) {
    for is_of_kind in kinds {
        let mut surplus = lines.len().saturating_sub(most);
        lines.retain(|line| {
            let goes = surplus > 0 && is_of_kind(line);
            surplus -= usize::from(goes);
            !goes
        });
    }
}

/// An entry of the timeline as it is read: `set: failure rate 50 %`.
fn entry_in_words(entry: &Value) -> String {
    let mut words = String::new();
    let members = entry.as_object().into_iter().flatten();
    for (action, details) in members.filter(|(key, _)| *key != "at") {
        words.push_str(&action.replace('_', " "));
        let mut between = ": ";
        for (key, value) in details.as_object().into_iter().flatten() {
            let value = match (key.as_str(), value) {
                (_, Value::Null) => continue,
                (_, Value::String(text)) => text.clone(),
                ("failure_rate" | "hang", share) => {
                    format!("{} %", amount(share.as_f64().unwrap_or_default() * 100.0))
                }
                (_, number) => number.to_string(),
            };
            words.push_str(between);
            // a sender's name says itself what it is
            if key != "sender" {
                words.push_str(&key.replace('_', " "));
                words.push(' ');
            }
            words.push_str(&value);
            between = ", ";
        }
    }
    words
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
