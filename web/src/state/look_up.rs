//! The life of a message or of a sender: asked for, told by the worker, and asked for again as the run goes on.

use super::{Effect, Phase, Run};
use crate::protocol::{Command, Life, Whose};
use std::rc::Rc;

/// Messages produced and settled in a run that is repeated within a few milliseconds: a life in it follows the run.
const FOLLOWED: u64 = 20_000;

/// What is known of a life.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum LookUp {
    #[default]
    Nothing,
    Asked,
    Found(Rc<Life>),
    Failed(String),
}

/// A life that is looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched {
    pub(crate) shown: LookUp,
    whose: Option<Whose>,
    /// Of the question that is not answered yet.
    ticket: Option<u32>,
    /// Where the run was when it was asked, and how much had been done by hand.
    asked_at: (String, usize),
}

impl Watched {
    /// What could not even be asked.
    pub(super) fn failed(reason: String) -> Self {
        Self {
            shown: LookUp::Failed(reason),
            ..Self::default()
        }
    }

    /// Asks the worker; what is known stays until there is an answer.
    pub(super) fn ask(&mut self, whose: Whose, ticket: u32, run: &Run) -> Effect {
        if self.whose != Some(whose) {
            self.shown = LookUp::Asked;
        }
        self.whose = Some(whose);
        self.ticket = Some(ticket);
        self.asked_at = (run.point().to_owned(), run.journal.len());
        Effect::Post(Command::Life { ticket, of: whose })
    }

    /// Whose life it is, if it is to be asked for again: the run has gone on and is short, or over, or something was done
    /// by hand.
    pub(super) fn behind(&self, run: &Run) -> Option<Whose> {
        let (point, deeds) = &self.asked_at;
        let follows = is_followed(run) || matches!(run.phase, Phase::Over(_));
        let is_behind = *deeds != run.journal.len() || (follows && *point != run.point());
        self.whose.filter(|_| self.ticket.is_none() && is_behind)
    }

    /// Takes an answer in, if it was waited for.
    pub(super) fn hear(&mut self, ticket: u32, answer: LookUp) -> bool {
        let mine = self.ticket == Some(ticket);
        if mine {
            self.shown = answer;
            self.ticket = None;
        }
        mine
    }
}

/// Whether lives in this run follow it by themselves.
pub(crate) fn is_followed(run: &Run) -> bool {
    run.snapshot.as_ref().is_some_and(|snapshot| {
        let messages = &snapshot.messages;
        !snapshot.returning && messages.produced + messages.settled() <= FOLLOWED
    })
}
