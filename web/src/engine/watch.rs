//! What the page wants to hear of a run while it goes on: the first few journeys of messages between two looks, and
//! the events worth a line.

use super::life;
use super::look::number;
use crate::protocol::{LogRow, Motion, Way, What, Whose};
use bellwether::observer::{Consequence, Observation, Observer};
use bellwether::report::Outcome;
use bellwether::time::SimTime;

/// Journeys told per look; a picture with more of them shows nothing but a swarm.
const MOTIONS: usize = 28;
/// Lines of a kind that are collected between two looks.
pub(super) const LINES: usize = 500;

/// Collects what is told at the next look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    /// Who alone is listened for, if somebody asks for a life.
    whose: Option<Whose>,
    pub(super) motions: Vec<Motion>,
    /// What the timeline does.
    pub(super) deeds: Lines,
    /// What becomes of the senders, or a life.
    pub(super) lines: Lines,
    /// What the monitor sees.
    pub(super) samples: Lines,
}

/// The newest lines of a kind: none takes room from another.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    rows: Vec<LogRow>,
    left_out: usize,
}

impl Lines {
    /// One more; where there is no room the oldest go.
    pub(super) fn add(&mut self, row: LogRow) {
        if self.rows.len() >= LINES {
            self.leave_out(LINES / 2);
        }
        self.rows.push(row);
    }

    /// The newest, and before them how many older ones are left out.
    pub(super) fn newest(mut self, most: usize) -> Vec<LogRow> {
        self.leave_out(self.len().saturating_sub(most));
        if let (Some(first), 1..) = (self.rows.first(), self.left_out) {
            let mut about = [0.0; 5];
            about[0] = number(self.left_out as u64);
            about[1] = f64::from(first.what as u32);
            let at = first.at;
            let what = What::LeftOut;
            self.rows.insert(0, LogRow { at, what, about });
        }
        self.rows
    }

    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Counts lines that nobody keeps.
    pub(super) const fn pass_over(&mut self, lines: usize) {
        self.left_out += lines;
    }

    fn leave_out(&mut self, oldest: usize) {
        self.rows.drain(..oldest);
        self.left_out += oldest;
    }
}

impl Observer for Watch {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        if let Some(whose) = self.whose {
            if let Some((what, about)) = life::line(whose, observation) {
                self.lines.add(row(at, what, about));
            }
            return;
        }
        match observation {
            Observation::SenderChanged { sender, state, cause } => {
                // where the sender stands is filled in when it is told
                let about = [
                    f64::from(*sender),
                    0.0,
                    f64::from(*state as u32),
                    f64::from(*cause as u32),
                    0.0,
                ];
                self.lines.add(row(at, What::SenderChanged, about));
            }
            Observation::Acted { entry } => {
                let about = [f64::from(*entry), 0.0, 0.0, 0.0, 0.0];
                self.deeds.add(row(at, What::Acted, about));
            }
            Observation::WarmedUp => self.deeds.add(row(at, What::WarmedUp, [0.0; 5])),
            _ if self.motions.len() < MOTIONS => self.follow(at, observation),
            _ => {}
        }
    }

    fn follows_messages(&self) -> bool {
        self.whose.is_some() || self.motions.len() < MOTIONS
    }
}

impl Watch {
    /// Listens for one message or one sender.
    pub(super) fn of(whose: Whose) -> Self {
        Self {
            whose: Some(whose),
            ..Self::default()
        }
    }

    fn follow(&mut self, at: SimTime, observation: &Observation) {
        let (way, sender) = match *observation {
            Observation::Produced { .. } => (Way::ProducerToBroker, 0),
            Observation::Started { sender, .. } => (Way::BrokerToSender, sender),
            Observation::Ended {
                sender, consequence, ..
            } => match consequence {
                Consequence::Sent | Consequence::Duplicate | Consequence::TooLate => {
                    (Way::SenderToSent, sender)
                }
                Consequence::BacksOff => (Way::SenderToBroker, sender),
                Consequence::AttemptsUsedUp | Consequence::DeliveriesUsedUp => (Way::SenderToFailed, sender),
                Consequence::Cancelled | Consequence::None => return,
            },
            Observation::Abandoned { sender, .. } | Observation::TimedOut { sender, .. } => {
                (Way::SenderToBroker, sender)
            }
            Observation::Settled { outcome, .. } if outcome != Outcome::Cancelled => {
                (Way::BrokerToDropped, 0)
            }
            _ => return,
        };
        self.motions.push(Motion {
            at: seconds(at),
            way,
            sender,
        });
    }
}

fn row(at: SimTime, what: What, about: [f64; 5]) -> LogRow {
    let at = seconds(at);
    LogRow { at, what, about }
}

pub(super) fn seconds(at: SimTime) -> f64 {
    at.elapsed().seconds().to_f64()
}
