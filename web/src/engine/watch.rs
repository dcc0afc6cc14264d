//! What the page wants to hear of a run while it goes on: the first few journeys of messages between two looks, and
//! the events worth a line.

use super::life;
use crate::protocol::{LogRow, Motion, Way, What, Whose};
use bellwether::observer::{Consequence, Observation, Observer};
use bellwether::report::Outcome;
use bellwether::time::SimTime;

/// Journeys told per look; a picture with more of them shows nothing but a swarm.
const MOTIONS: usize = 28;
/// Lines about senders that are collected between two looks; of other lines there may be twice as many in all.
const LINES: usize = 500;

/// Collects what is told at the next look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    /// Who alone is listened for, if somebody asks for a life.
    whose: Option<Whose>,
    pub(super) motions: Vec<Motion>,
    pub(super) lines: Vec<LogRow>,
    /// The monitor's lines, beside the others: they take no room from them.
    pub(super) samples: Vec<LogRow>,
    pub(super) left_out: u32,
}

impl Observer for Watch {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        if let Some(whose) = self.whose {
            if let Some((what, about)) = life::line(whose, observation) {
                // of a long life the end is told
                if self.lines.len() >= LINES {
                    self.lines.drain(..LINES / 2);
                    self.left_out = self
                        .left_out
                        .saturating_add(u32::try_from(LINES / 2).unwrap_or(0));
                }
                self.line(at, what, about);
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
                self.line(at, What::SenderChanged, about);
            }
            Observation::Acted { entry } => {
                self.line(at, What::Acted, [f64::from(*entry), 0.0, 0.0, 0.0, 0.0]);
            }
            Observation::WarmedUp => self.line(at, What::WarmedUp, [0.0; 5]),
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

    fn line(&mut self, at: SimTime, what: What, about: [f64; 5]) {
        // of the timeline's there are few, and each is told
        let most = if what == What::SenderChanged {
            LINES
        } else {
            2 * LINES
        };
        if self.lines.len() < most {
            self.lines.push(LogRow {
                at: seconds(at),
                what,
                about,
            });
        } else {
            self.left_out = self.left_out.saturating_add(1);
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

pub(super) fn seconds(at: SimTime) -> f64 {
    at.elapsed().seconds().to_f64()
}
