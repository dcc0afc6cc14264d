//! Work for an answer that takes more than a slice: a message's life, a whole run, replications. They go on between the slices of
//! the run that is shown, so that Stop is heard at once.

use super::life::Search;
use super::portion::Portion;
use super::replications::Replications;
use super::{Engine, SLICE, with_seed};
use crate::protocol::{Answer, Whose};
use bellwether::simulation::{Simulation, Stretch};
use bellwether::time::SimTime;
use std::mem::discriminant;

/// An errand.
#[derive(Debug)]
pub(crate) struct Errand {
    ticket: u32,
    kind: Kind,
    portion: Portion,
}

#[derive(Debug)]
enum Kind {
    Life(Box<Search>),
    Whole(Box<Simulation>),
    Replications(Box<Replications>),
    /// What is wrong with it.
    Hopeless(String),
}

impl Errand {
    /// The life of a message or a sender in a run up to now.
    pub(crate) fn life(ticket: u32, (text, journal): (&str, &[String]), of: Whose, until: SimTime) -> Self {
        let kind = match Search::new(text, journal, of, until) {
            Ok(search) => Kind::Life(Box::new(search)),
            Err(reason) => Kind::Hopeless(reason),
        };
        Self {
            ticket,
            kind,
            portion: Portion::new(),
        }
    }

    /// A run from its beginning to its end.
    pub(crate) fn whole(ticket: u32, text: &str, seed: &str, replication: u32) -> Self {
        let kind = match with_seed(text, seed) {
            Ok(scenario) => Kind::Whole(Box::new(Simulation::new(&scenario, replication))),
            Err(reason) => Kind::Hopeless(reason),
        };
        Self {
            ticket,
            kind,
            portion: Portion::new(),
        }
    }

    /// Replications of a run that is over.
    pub(crate) fn replications(ticket: u32, engine: &Engine, count: u32) -> Self {
        let kind = match Replications::new(engine.source(), engine.report(), count) {
            Ok(replications) => Kind::Replications(Box::new(replications)),
            Err(reason) => Kind::Hopeless(reason),
        };
        Self {
            ticket,
            kind,
            portion: Portion::new(),
        }
    }

    /// Ends replications early, if it is those with this ticket.
    pub(crate) fn stop(&mut self, ticket: u32) {
        if let (Kind::Replications(replications), true) = (&mut self.kind, self.ticket == ticket) {
            replications.stop();
        }
    }

    /// Whether it searches a life that is no longer waited for once the same kind of life is asked for again.
    pub(crate) fn gives_way_to(&self, of: Whose) -> bool {
        match &self.kind {
            Kind::Life(search) => discriminant(&search.whose()) == discriminant(&of),
            Kind::Whole(_) | Kind::Replications(_) | Kind::Hopeless(_) => false,
        }
    }

    /// Whether it is about the run that is shown, and of no use with another one.
    pub(crate) const fn is_of_run(&self) -> bool {
        matches!(self.kind, Kind::Life(_) | Kind::Replications(_))
    }

    /// Works for a slice at most; the answer, once there is one. Replications have several.
    pub(crate) fn work(&mut self, wall: &impl Fn() -> f64) -> Option<Answer> {
        let start = wall();
        let ticket = self.ticket;
        let mut now = start;
        while now - start < SLICE {
            let events = self.portion.events();
            match &mut self.kind {
                Kind::Hopeless(reason) => {
                    let reason = std::mem::take(reason);
                    return Some(Answer::Failed { ticket, reason });
                }
                Kind::Life(search) => {
                    if let Some(found) = search.work(events) {
                        return Some(match found {
                            Ok(life) => Answer::Life { ticket, life },
                            Err(reason) => Answer::Failed { ticket, reason },
                        });
                    }
                }
                Kind::Replications(replications) => {
                    let answer = replications.work(ticket, events, now);
                    if answer.is_some() {
                        return answer;
                    }
                }
                Kind::Whole(run) => {
                    if run.run_within(SimTime::NEVER, events) != Stretch::Cut {
                        return Some(Answer::of_report(ticket, &run.report()));
                    }
                }
            }
            let looked = std::mem::replace(&mut now, wall());
            self.portion.took(now - looked);
        }
        None
    }
}
