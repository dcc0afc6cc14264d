//! A message's whole life: the run is repeated up to now, and only this message is listened for.

use super::compose;
use super::look::name_sender;
use super::watch::Watch;
use crate::protocol::{Life, What};
use bellwether::message::MessageId;
use bellwether::observer::Observation;
use bellwether::simulation::{Simulation, Stretch};
use bellwether::time::SimTime;
use std::cell::RefCell;
use std::rc::Rc;

/// A search for the life of a message: the run so far once more.
#[derive(Debug)]
pub(super) struct Search {
    run: Simulation,
    watch: Rc<RefCell<Watch>>,
    message: u32,
    until: SimTime,
}

impl Search {
    /// The life of a message until a time of its run.
    ///
    /// # Errors
    /// What is wrong with the scenario.
    pub(super) fn new(text: &str, journal: &[String], message: u32, until: SimTime) -> Result<Self, String> {
        let watch = Rc::new(RefCell::new(Watch::of_message(message)));
        Ok(Self {
            run: Simulation::watched(&compose(text, journal)?, 0, Rc::clone(&watch)),
            watch,
            message,
            until,
        })
    }

    /// Searches so many events further; what was found, once it is.
    pub(super) fn work(&mut self, events: u64) -> Option<Result<Life, String>> {
        if self.run.run_within(self.until, events) == Stretch::Cut {
            return None;
        }
        let run = &mut self.run;
        let message = self.message;
        if u64::from(message) >= run.messages().produced {
            return Some(Err(format!("message {message} has not been produced so far")));
        }
        let content = run.content(MessageId(message));
        let kind = run.kind(MessageId(message)).to_owned();
        let mut rows = std::mem::take(&mut self.watch.borrow_mut().lines);
        let by_sender = [
            What::Reserved,
            What::Started,
            What::Ended,
            What::TimedOut,
            What::Abandoned,
        ];
        for row in rows.iter_mut().filter(|row| by_sender.contains(&row.what)) {
            name_sender(run, &mut row.about, 2);
        }
        Some(Ok(Life {
            message,
            rows,
            phone_number: content.phone_number,
            text: content.text,
            kind,
        }))
    }
}

/// The line for an observation, if it is about this message.
pub(super) fn line(listened: u32, observation: &Observation) -> Option<(What, [f64; 5])> {
    let within = |first: MessageId, messages: u32| first.0 <= listened && listened - first.0 < messages;
    let me = f64::from(listened);
    let attempt = |what, message: MessageId, delivery: u32, sender: u32, more: u32| {
        let about = [me, f64::from(delivery), f64::from(sender), 0.0, f64::from(more)];
        (message.0 == listened).then_some((what, about))
    };
    match *observation {
        Observation::Produced { message, messages } => {
            within(message, messages).then_some((What::Produced, [me, 1.0, 0.0, 0.0, 0.0]))
        }
        Observation::Held { message } => within(message, 1).then_some((What::Held, [me, 0.0, 0.0, 0.0, 0.0])),
        Observation::Queued {
            message,
            messages,
            redelivered,
        } => {
            let again = f64::from(u8::from(redelivered));
            within(message, messages).then_some((What::Queued, [me, 1.0, again, 0.0, 0.0]))
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
            within(message, 1).then_some((What::Settled, [me, f64::from(outcome as u32), 0.0, 0.0, 0.0]))
        }
        _ => None,
    }
}
