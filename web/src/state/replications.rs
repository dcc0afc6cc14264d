//! The run that is over again and again with other random numbers: asked for, told by the worker.

use super::command_line::command_line;
use super::{Effect, Run, State};
use crate::protocol::{Command, Sheet};

/// How many one can have.
pub(crate) const REPLICATIONS: [u32; 3] = [10, 30, 100];

/// What is known of the replications of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Replications {
    /// The run's number, and how much had been done in it by hand.
    of: (u32, usize),
    ticket: u32,
    /// Whether they are on their way.
    pub(crate) works: bool,
    pub(crate) asked: u32,
    pub(crate) done: u32,
    /// What they say together.
    pub(crate) sheet: Option<Sheet>,
    /// What repeats them in a terminal.
    pub(crate) command: String,
    /// Why there are no more of them; empty if nothing is wrong.
    pub(crate) problem: String,
}

/// What tells a run as it is now: another one, or one that goes on by hand, has replications of its own.
fn is_of(run: &Run) -> (u32, usize) {
    (run.id, run.journal.len())
}

impl State {
    /// Those of the run that is shown, if any were asked for.
    pub(crate) fn replications(&self) -> Option<&Replications> {
        Some(&self.replications).filter(|replications| replications.of == is_of(&self.run))
    }

    /// Asks for them; what was found before stays until there is something else. Those on their way end early.
    pub(super) fn replicate(&mut self) -> Vec<Effect> {
        if self.replications().is_some_and(|replications| replications.works) {
            return self.stop_replications().into_iter().collect();
        }
        if let Some(reason) = self.deaf() {
            self.tell(reason.to_owned(), true);
            return Vec::new();
        }
        self.ticket += 1;
        let (ticket, of, asked) = (self.ticket, is_of(&self.run), self.replications_wanted);
        if self.replications.of != of {
            self.replications = Replications::default();
        }
        let replications = &mut self.replications;
        (replications.of, replications.ticket) = (of, ticket);
        (replications.works, replications.asked, replications.done) = (true, asked, 1);
        replications.problem.clear();
        vec![Effect::Post(Command::Replicate { ticket, count: asked })]
    }

    /// Ends them early; what is done is kept.
    pub(super) fn stop_replications(&self) -> Option<Effect> {
        let Replications { works, ticket, .. } = self.replications;
        works.then_some(Effect::Post(Command::Stop { ticket }))
    }

    /// How many are done, and at last what they say. Those of an earlier run are dropped.
    pub(super) fn hear_replicated(&mut self, ticket: u32, done: u32, sheet: Option<Sheet>) {
        if !self.awaits_replications(ticket) {
            return;
        }
        self.replications.done = done;
        if let Some(sheet) = sheet {
            let flags = format!(" --replications {}", sheet.count);
            self.replications.command = command_line(&self.draft, &self.run, &flags);
            self.replications.works = false;
            self.replications.sheet = Some(sheet);
        }
    }

    /// Whether it is the replications that failed.
    pub(super) fn hear_no_replications(&mut self, ticket: u32, reason: &str) -> bool {
        let is_mine = self.awaits_replications(ticket);
        if is_mine {
            self.replications.works = false;
            reason.clone_into(&mut self.replications.problem);
        }
        is_mine
    }

    fn awaits_replications(&self, ticket: u32) -> bool {
        self.replications()
            .is_some_and(|replications| replications.works && replications.ticket == ticket)
    }
}
