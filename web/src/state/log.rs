//! Lines of the log and of a message's life, in words.

use crate::protocol::{Life, LogRow, What};
use bellwether::chart::{exact, seconds};
use bellwether::observer::{Cause, Consequence};
use bellwether::report::{End, Outcome, SenderState};
use bellwether::scenario::Settings;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// When, in words.
    pub(crate) at: String,
    pub(crate) kind: Kind,
    /// Whether something breaks.
    pub(crate) fault: bool,
    pub(crate) text: String,
}

/// What a line is about, for the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Monitor,
    Sender,
    Hand,
    Run,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Monitor, Self::Sender, Self::Hand, Self::Run];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Monitor => "monitor",
            Self::Sender => "senders",
            Self::Hand => "timeline",
            Self::Run => "run",
        }
    }
}

/// Rows in words; those of what the timeline does come with them.
pub(super) fn lines<'a>(
    rows: &'a [LogRow],
    words: &'a [String],
    scenario: &'a Settings,
) -> impl Iterator<Item = Line> + 'a {
    let mut words = words.iter();
    rows.iter().filter_map(move |row| {
        let [a, b, c, d, _] = row.about;
        let (kind, text) = match row.what {
            What::Sampled => (
                Kind::Monitor,
                format!(
                    "{} sent, {} failed, {} queued, {} on average",
                    exact(a),
                    exact(b),
                    exact(c),
                    mean_time(d)
                ),
            ),
            What::SenderChanged => (
                Kind::Sender,
                format!(
                    "{} {}{}",
                    sender_name(scenario, a, b),
                    change_words(c),
                    cause_words(d)
                ),
            ),
            What::Acted => (Kind::Hand, words.next().cloned().unwrap_or_default()),
            What::WarmedUp => (Kind::Run, "the warm-up is over: statistics begin".to_owned()),
            What::Over => (Kind::Run, format!("the run is over: {}", end_words(a))),
            What::LeftOut => {
                let of = [(What::SenderChanged, Kind::Sender), (What::Acted, Kind::Hand)];
                let kind = of.iter().find(|(what, _)| *what as usize == place(b));
                let kind = kind.map_or(Kind::Monitor, |(_, kind)| *kind);
                (
                    kind,
                    format!("{} left out: {}", lines_are(a, "more"), kind.name()),
                )
            }
            _ => return None,
        };
        Some(Line {
            at: clock(row.at),
            kind,
            fault: row.what == What::SenderChanged && breaks(c),
            text,
        })
    })
}

/// A message's life in words.
pub(crate) fn life_lines(life: &Life, scenario: &Settings) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in &life.rows {
        let [_, b, c, d, e] = row.about;
        let by = sender_name(scenario, c, d);
        let text = match row.what {
            What::Produced => "produced".to_owned(),
            What::Held => "held by the producer: the queue is full".to_owned(),
            What::Queued if c > 0.5 => "back at the head of the queue: redelivered".to_owned(),
            What::Queued => "enters the queue".to_owned(),
            What::Reserved => format!("delivery {}: held in reserve by {by}", exact(b)),
            What::Started => format!("delivery {}: {by} begins an attempt", exact(b)),
            What::Ended => format!("{by} ends the attempt: {}", consequence_words(e)),
            What::TimedOut => format!("the visibility time-out passes while {by} holds it"),
            What::Abandoned => format!("{by} is lost with the message in its hands"),
            What::Settled => format!("final outcome: {}", outcome_words(b)),
            _ => continue,
        };
        lines.push(Line {
            at: clock(row.at),
            kind: Kind::Run,
            fault: false,
            text,
        });
    }
    lines
}

/// A sender's life in words.
pub(crate) fn sender_life_lines(life: &Life) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in &life.rows {
        let [a, b, c, d, e] = row.about;
        let message = format!("message {}", exact(a));
        let text = match row.what {
            What::Reserved => format!("holds {message} in reserve"),
            What::Started if b > 1.5 => format!("begins an attempt at {message}, delivery {}", exact(b)),
            What::Started => format!("begins an attempt at {message}"),
            What::Ended => format!("{message}: {}", consequence_words(e)),
            What::TimedOut => format!("{message}: the visibility time-out passes"),
            What::Abandoned => format!("{message}: the attempt is cut off"),
            What::SenderChanged => format!("{}{}", change_words(c), cause_words(d)),
            What::LeftOut => format!("{} left out", lines_are(a, "earlier")),
            _ => continue,
        };
        lines.push(Line {
            at: clock(row.at),
            kind: Kind::Sender,
            fault: false,
            text,
        });
    }
    lines
}

fn lines_are(count: f64, which: &str) -> String {
    if count > 1.5 {
        format!("{} {which} lines are", exact(count))
    } else {
        format!("one {which} line is")
    }
}

/// A mean of times; before there is one, nothing.
pub(crate) fn mean_time(mean: f64) -> String {
    if mean > 0.0 {
        seconds(mean)
    } else {
        "–".to_owned()
    }
}

/// Virtual time as a stopwatch has it, such as `0:53.565`, `19:53.565` or `2:05:03.565`: lines stand under each other.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no run is longer than thousandths can be counted"
)]
fn clock(at: f64) -> String {
    let thousandths = (at * 1000.0).round() as u64;
    let (hours, minutes) = (thousandths / 3_600_000, thousandths / 60_000 % 60);
    let (seconds, rest) = (thousandths / 1000 % 60, thousandths % 1000);
    match hours {
        0 => format!("{minutes}:{seconds:02}.{rest:03}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}.{rest:03}"),
    }
}

fn sender_name(scenario: &Settings, group: f64, number: f64) -> String {
    let group = scenario
        .senders
        .get(place(group))
        .map_or("?", |group| group.name.as_str());
    format!("{group}/{number:.0}")
}

/// Whether a sender that comes into this state does not work.
fn breaks(state: f64) -> bool {
    [SenderState::Silent, SenderState::Down].contains(&one_of(&SenderState::ALL, state))
}

fn change_words(state: f64) -> &'static str {
    match one_of(&SenderState::ALL, state) {
        SenderState::Idle => "is ready",
        SenderState::Busy => "is busy",
        SenderState::Silent => "falls silent",
        SenderState::Down => "crashes",
        SenderState::Restarting => "restarts",
        SenderState::Removed => "is removed",
    }
}

fn cause_words(cause: f64) -> &'static str {
    match one_of(&Cause::ALL, cause) {
        Cause::Fault => "",
        Cause::Supervisor => ", by the supervisor",
        Cause::Timeline => ", on command",
        Cause::Returned => " again",
    }
}

fn consequence_words(consequence: f64) -> &'static str {
    match one_of(&Consequence::ALL, consequence) {
        Consequence::Sent => "sent",
        Consequence::AttemptsUsedUp => "failed; attempts used up, a dead letter",
        Consequence::Duplicate => "sent again: a duplicate",
        Consequence::BacksOff => "failed; it will be tried again",
        Consequence::DeliveriesUsedUp => "failed; deliveries used up, a dead letter",
        Consequence::Cancelled => "failed; the run was cancelled",
        Consequence::None => "another copy of the message counts",
        Consequence::TooLate => "sent too late: the message had been given up",
    }
}

fn end_words(end: f64) -> &'static str {
    match one_of(&End::ALL, end) {
        End::Settled => "every message is settled",
        End::Until => "its time is up",
        End::Cancelled => "it was cancelled",
        End::Interrupted => "it was interrupted",
        End::Stalled => "nothing can happen any more",
    }
}

/// A final outcome in words.
fn outcome_words(outcome: f64) -> &'static str {
    match one_of(&Outcome::ALL, outcome) {
        Outcome::Sent => "sent",
        Outcome::Failed => "failed; deliveries used up, a dead letter",
        Outcome::Rejected => "rejected",
        Outcome::Evicted => "evicted",
        Outcome::Expired => "expired",
        Outcome::Lost => "lost",
        Outcome::Cancelled => "cancelled",
    }
}

/// Which of all a worker's number means.
fn one_of<T: Copy>(all: &[T], number: f64) -> T {
    all[place(number).min(all.len() - 1)]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a short list"
)]
const fn place(number: f64) -> usize {
    number as usize
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn times_stand_under_each_other() {
        for (at, text) in [
            (0.0, "0:00.000"),
            (59.9994, "0:59.999"),
            (59.9996, "1:00.000"),
            (1193.565, "19:53.565"),
            (7503.5, "2:05:03.500"),
            (273_600.25, "76:00:00.250"),
        ] {
            assert_eq!(clock(at), text);
        }
    }
}
