//! A look at the run: what the page is told each time.

use super::Engine;
use super::watch::{self, Watch, seconds};
use crate::protocol::{Gauges, GroupRow, LogRow, SenderRow, Snapshot, TargetRow, TheoryNote, What};
use bellwether::chart::{amount, bins};
use bellwether::decimal::Decimal;
use bellwether::report::Report;
use bellwether::scenario::{Action, Change, Entry, Settings};
use bellwether::simulation::{SenderView, Simulation};
use bellwether::theory;
use bellwether::words::{apart, distance, figure, optional};
use serde_json::Value;

/// Senders that are told one by one; if there are more, only their groups are.
pub(crate) const MOST_SENDERS: u32 = 1000;
/// Bars of the histogram.
const BINS: u32 = 60;
/// Of the lines that were collected about so many are told at a look, and at least so many of the monitor's.
const MOST_LINES: usize = 200;
const LEAST_SAMPLES: usize = 50;

impl Engine {
    /// How the run is now, and what happened since the last look.
    pub(crate) fn look(&mut self, wall: f64) -> Snapshot {
        let now = seconds(self.simulation.now());
        let speed = self.last_look.map_or(0.0, |(wall_then, then)| {
            (now - then) / (wall - wall_then).max(0.001) * 1000.0
        });
        self.last_look = (!self.is_returning()).then_some((wall, now));
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
            rate: self.last_done(|action| match action {
                Action::Set(Change::ArrivalRate(rate)) => Some(*rate),
                _ => None,
            }),
            paused: self.simulation.messages().produced < figures.expected_messages
                && self.last_done(|action| match action {
                    Action::PauseProducer => Some(true),
                    Action::ResumeProducer => Some(false),
                    _ => None,
                }) == Some(true),
        }
    }

    /// The last thing of a kind that the timeline or a hand has done.
    fn last_done<T>(&self, of: impl Fn(&Action) -> Option<T>) -> Option<T> {
        let now = self.simulation.now();
        let timeline = self.simulation.timeline();
        let past = timeline.iter().take_while(|entry| entry.at <= now);
        past.filter_map(|entry| of(&entry.action)).last()
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
            value: row.value.map_or_else(String::new, |value| {
                let rounded = figure(target.unit(), value);
                // a missed one must not look as if it were met
                if row.met {
                    rounded
                } else {
                    apart(rounded, value, &row.target)
                }
            }),
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
        let skipped = fresh.len().saturating_sub(watch::LINES);
        let samples = &mut self.watch.borrow_mut().samples;
        samples.pass_over(skipped);
        for sample in &fresh[skipped..] {
            samples.add(LogRow {
                at: seconds(sample.at),
                what: What::Sampled,
                about: [
                    number(sample.messages.sent),
                    number(sample.messages.failed),
                    number(sample.messages.queued),
                    sample.average_time_per_message.map_or(0.0, Decimal::to_f64),
                    0.0,
                ],
            });
        }
    }

    fn take_lines(&mut self) -> Vec<LogRow> {
        self.log_samples();
        let Watch {
            deeds,
            lines,
            samples,
            ..
        } = std::mem::take(&mut *self.watch.borrow_mut());
        // what was done is told before what broke, and that before what the monitor saw
        let room = MOST_LINES.saturating_sub(deeds.len());
        let mut told = lines.newest(room.saturating_sub(samples.len().min(LEAST_SAMPLES)));
        let room = room.saturating_sub(told.len()).max(LEAST_SAMPLES);
        told.extend(deeds.newest(usize::MAX));
        told.extend(samples.newest(room));
        let mut lines = in_order(told);
        for line in lines.iter_mut().filter(|line| line.what == What::SenderChanged) {
            name_sender(&self.simulation, &mut line.about, 0);
        }
        if let (Some(end), false) = (self.simulation.end(), self.over_logged) {
            self.over_logged = true;
            lines.push(LogRow {
                at: seconds(self.simulation.now()),
                what: What::Over,
                about: [f64::from(end as u32), 0.0, 0.0, 0.0, 0.0],
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
