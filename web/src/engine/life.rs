//! The life of a message or a sender: the run is repeated up to now, and nobody else is listened for.

use super::compose;
use super::look::name_sender;
use super::watch::Watch;
use crate::protocol::{Life, What, Whose};
use bellwether::decimal::grouped;
use bellwether::message::MessageId;
use bellwether::observer::Observation;
use bellwether::report::{End, SenderState};
use bellwether::simulation::{Simulation, Stretch};
use bellwether::time::SimTime;
use std::cell::RefCell;
use std::rc::Rc;

/// A search for a life: the run so far once more.
#[derive(Debug)]
pub(super) struct Search {
    run: Simulation,
    watch: Rc<RefCell<Watch>>,
    whose: Whose,
    until: SimTime,
}

impl Search {
    /// The life until a time of the run.
    ///
    /// # Errors
    /// What is wrong with the scenario.
    pub(super) fn new(text: &str, journal: &[String], whose: Whose, until: SimTime) -> Result<Self, String> {
        let watch = Rc::new(RefCell::new(Watch::of(whose)));
        Ok(Self {
            run: Simulation::watched(&compose(text, journal)?, 0, Rc::clone(&watch)),
            watch,
            whose,
            until,
        })
    }

    /// Whose life it is.
    pub(super) const fn whose(&self) -> Whose {
        self.whose
    }

    /// Searches so many events further; what was found, once it is.
    pub(super) fn work(&mut self, events: u64) -> Option<Result<Life, String>> {
        if self.run.run_within(self.until, events) == Stretch::Cut {
            return None;
        }
        let run = &mut self.run;
        // of a long life the end is told
        let lines = std::mem::take(&mut self.watch.borrow_mut().lines);
        let mut rows = lines.newest(usize::MAX);
        let Whose::Message(message) = self.whose else {
            return Some(Ok(Life {
                rows,
                ..Life::default()
            }));
        };
        let produced = run.messages().produced;
        if u64::from(message) >= produced {
            return Some(Err(match (run.end(), produced) {
                (None | Some(End::Stalled), _) => format!("message {message} has not been produced so far"),
                (Some(_), 0) => "the run is over and produced no message".to_owned(),
                (Some(_), _) => format!(
                    "there is no message {message}: the run is over, and its messages have the numbers from 0 to {}",
                    grouped(produced - 1)
                ),
            }));
        }
        let content = run.content(MessageId(message));
        let kind = run.kind(MessageId(message)).to_owned();
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

/// The line for an observation, if it is about whom is listened for.
pub(super) fn line(whose: Whose, observation: &Observation) -> Option<(What, [f64; 5])> {
    match whose {
        Whose::Message(message) => line_of_message(message, observation),
        Whose::Sender(sender) => line_of_sender(sender, observation),
    }
}

fn line_of_sender(listened: u32, observation: &Observation) -> Option<(What, [f64; 5])> {
    let (what, message, delivery, sender, more) = match *observation {
        Observation::SenderChanged { sender, state, cause } => {
            let about = [0.0, 0.0, f64::from(state as u32), f64::from(cause as u32), 0.0];
            // that it is busy or ready again, its attempts tell
            let told = sender == listened && !matches!(state, SenderState::Busy);
            return told.then_some((What::SenderChanged, about));
        }
        Observation::Reserved {
            message,
            delivery,
            sender,
        } => (What::Reserved, message, delivery, sender, 0),
        Observation::Started {
            message,
            delivery,
            sender,
            ..
        } => (What::Started, message, delivery, sender, 0),
        Observation::Ended {
            message,
            delivery,
            sender,
            consequence,
        } => (What::Ended, message, delivery, sender, consequence as u32),
        Observation::TimedOut {
            message,
            delivery,
            sender,
        } => (What::TimedOut, message, delivery, sender, 0),
        Observation::Abandoned {
            message,
            delivery,
            sender,
        } => (What::Abandoned, message, delivery, sender, 0),
        _ => return None,
    };
    let about = [
        f64::from(message.0),
        f64::from(delivery),
        0.0,
        0.0,
        f64::from(more),
    ];
    (sender == listened).then_some((what, about))
}

fn line_of_message(listened: u32, observation: &Observation) -> Option<(What, [f64; 5])> {
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
        Observation::Settled {
            message,
            messages,
            outcome,
            ..
        } => within(message, messages)
            .then_some((What::Settled, [me, f64::from(outcome as u32), 0.0, 0.0, 0.0])),
        _ => None,
    }
}
