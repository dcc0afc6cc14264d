//! What the worker says, and what follows from it.

use super::{Effect, FOR_EVER, LookUp, Phase, State, Worker};
use crate::protocol::{Answer, Command, Snapshot};
use std::rc::Rc;

/// Pings in a row that a worker may leave unanswered: six seconds.
const MOST_UNANSWERED: u32 = 12;

impl State {
    pub(super) fn hear(&mut self, answer: Answer) -> Vec<Effect> {
        self.unanswered = 0;
        if self.worker == Worker::Silent {
            self.worker = Worker::Ready;
        }
        match answer {
            Answer::Ready => {
                self.worker = Worker::Ready;
                return self.take_up();
            }
            Answer::Snapshot(snapshot) => return self.hear_of_run(*snapshot),
            Answer::Acted { run, at, action } if run == self.run.id => {
                self.run.journal.push(format!("{{at: {at}, {action}}}"));
                let mut effects = vec![self.save()];
                effects.extend(self.stop_replications());
                return effects;
            }
            // what runs was asked for something by hand
            Answer::Refused { run, reason } if run == self.run.id && self.run.snapshot.is_some() => {
                self.refusal = Some(reason);
            }
            Answer::Refused { run, reason } if run == self.run.id => {
                self.run.phase = Phase::Ready;
                self.tell(reason, true);
            }
            Answer::Report { ticket, json, digest } => {
                if let Some((_, name, kept)) = self.exported.take_if(|(asked, ..)| *asked == ticket) {
                    if kept.is_some_and(|kept| kept != digest) {
                        let text = "This version of the page runs the scenario differently: the report has another digest.";
                        self.tell(text.to_owned(), true);
                    }
                    return vec![Effect::Download {
                        name,
                        kind: "application/json",
                        text: json,
                    }];
                }
            }
            Answer::Life { ticket, life } => {
                self.hear_life(ticket, &LookUp::Found(Rc::new(life)));
            }
            Answer::Replicated { ticket, done, sheet } => self.hear_replicated(ticket, done, sheet),
            Answer::Failed { ticket, reason } => {
                let failed = LookUp::Failed(reason.clone());
                if !self.hear_life(ticket, &failed) && !self.hear_no_replications(ticket, &reason) {
                    self.tell(reason, true);
                }
            }
            Answer::Broken(reason) => {
                self.worker = Worker::Broken(reason);
                // nobody is at work any more
                self.replications.works = false;
            }
            _ => {}
        }
        Vec::new()
    }

    /// How the run goes; what is looked at follows it.
    fn hear_of_run(&mut self, snapshot: Snapshot) -> Vec<Effect> {
        let over_before = matches!(self.run.phase, Phase::Over(_));
        let point_before = self.run.point().to_owned();
        self.run.take(snapshot);
        let mut effects = self.follow();
        if self.run.phase == Phase::Paused && self.run.point() != point_before {
            effects.push(self.save());
        }
        if let (Phase::Over(end), false) = (self.run.phase, over_before) {
            effects.push(self.save());
            effects.extend(self.to_keep(end));
        }
        effects
    }

    /// Whether somebody waited for the answer with this ticket.
    fn hear_life(&mut self, ticket: u32, answer: &LookUp) -> bool {
        [&mut self.life, &mut self.sender_life]
            .into_iter()
            .any(|watched| watched.hear(ticket, answer.clone()))
    }

    /// From time to time: keeps where the run is, and asks whether the worker still lives.
    pub(super) fn tick(&mut self) -> Vec<Effect> {
        self.notice = self.notice.take().filter(|notice| notice.lasts > 0);
        if let Some(notice) = &mut self.notice
            && notice.lasts < FOR_EVER
        {
            notice.lasts -= 1;
        }
        let mut effects = vec![self.save()];
        if self.worker == Worker::Ready {
            if self.unanswered >= MOST_UNANSWERED {
                self.worker = Worker::Silent;
            } else {
                self.unanswered += 1;
                effects.push(Effect::Post(Command::Ping));
            }
        }
        effects
    }
}
