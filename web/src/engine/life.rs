//! A message's whole life: the run is repeated up to now, and only this message is listened for.

use super::compose;
use super::watch::seconds;
use crate::protocol::{Life, LogRow, What};
use bellwether::message::MessageId;
use bellwether::observer::{Observation, Observer};
use bellwether::simulation::{Progress, Simulation};
use bellwether::time::SimTime;

/// Lines of one life; a message that is redelivered for ever would have more.
const LINES: usize = 500;
/// Events after which a repetition is given up: some seconds.
const MOST_EVENTS: u64 = 100_000_000;

/// Listens for one message.
#[derive(Clone, Debug)]
struct Listener {
    message: u32,
    rows: Vec<LogRow>,
}

/// The life of a message so far.
///
/// # Errors
/// What is wrong with the scenario, or that the run is too long to be repeated.
pub(crate) fn life_of(text: &str, journal: &[String], message: u32, until: SimTime) -> Result<Life, String> {
    let scenario = compose(text, journal)?;
    let listener = Listener {
        message,
        rows: Vec::new(),
    };
    let mut run = Simulation::watched(&scenario, 0, listener);
    let mut events = 0;
    while run.now() < until || events == 0 {
        match run.run_within(until, 1_000_000) {
            bellwether::simulation::Stretch::Cut => events += 1_000_000,
            _ => break,
        }
        if events > MOST_EVENTS {
            return Err("this run is too long for the life of one message to be looked up here".to_owned());
        }
        if run.progress() != Progress::Running {
            break;
        }
    }
    if u64::from(message) >= run.messages().produced {
        return Err(format!("message {message} has not been produced so far"));
    }
    let id = MessageId(message);
    let content = run.content(id);
    let kind = run.kind(id).to_owned();
    Ok(Life {
        message,
        rows: std::mem::take(&mut run.observer_mut().rows),
        phone_number: content.phone_number,
        text: content.text,
        kind,
    })
}

impl Observer for Listener {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        let Some((what, about)) = self.concerning(observation) else {
            return;
        };
        if self.rows.len() < LINES {
            self.rows.push(LogRow {
                at: seconds(at),
                what,
                about,
            });
        }
    }
}

impl Listener {
    /// The line for an observation, if it is about this message.
    fn concerning(&self, observation: &Observation) -> Option<(What, [f64; 4])> {
        let within = |first: MessageId, messages: u32| first.0 <= self.message && self.message - first.0 < messages;
        let me = f64::from(self.message);
        let attempt = |what, message: MessageId, delivery: u32, sender: u32, more: u32| {
            let about = [me, f64::from(delivery), f64::from(sender), f64::from(more)];
            (message.0 == self.message).then_some((what, about))
        };
        match *observation {
            Observation::Produced { message, messages } => {
                within(message, messages).then_some((What::Produced, [me, 1.0, 0.0, 0.0]))
            }
            Observation::Held { message } => within(message, 1).then_some((What::Held, [me, 0.0, 0.0, 0.0])),
            Observation::Queued {
                message,
                messages,
                redelivered,
            } => {
                let again = f64::from(u8::from(redelivered));
                within(message, messages).then_some((What::Queued, [me, 1.0, again, 0.0]))
            }
            Observation::Reserved {
                message,
                delivery,
                sender,
            } => attempt(What::Reserved, message, delivery, sender, 0),
            Observation::Started {
                message,
                delivery,
                sender,
                ..
            } => attempt(What::Started, message, delivery, sender, 0),
            Observation::Ended {
                message,
                delivery,
                sender,
                consequence,
            } => attempt(What::Ended, message, delivery, sender, consequence as u32),
            Observation::TimedOut {
                message,
                delivery,
                sender,
            } => attempt(What::TimedOut, message, delivery, sender, 0),
            Observation::Abandoned {
                message,
                delivery,
                sender,
            } => attempt(What::Abandoned, message, delivery, sender, 0),
            Observation::Settled { message, outcome, .. } => {
                within(message, 1).then_some((What::Settled, [me, f64::from(outcome as u32), 0.0, 0.0]))
            }
            _ => None,
        }
    }
}
