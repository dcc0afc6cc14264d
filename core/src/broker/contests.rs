//! Messages of which several copies are about.

use std::collections::BTreeMap;

use crate::message::MessageId;
use crate::report::Outcome;
use crate::senders::{SenderId, SlotId};

/// What must be remembered of messages that a visibility time-out took back from a sender, as long as it matters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contests(BTreeMap<MessageId, Contest>);

/// A message of which several copies are about, since a visibility time-out passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Contest {
    /// Copies at senders that count no longer.
    stale: u32,
    /// Whether an attempt began at any of its copies that had not begun before.
    begun: bool,
    /// Where the copy is that counts.
    current: Whereabouts,
    /// The message's final outcome, once it has one.
    outcome: Option<Outcome>,
}

/// Where the copy of a message is that counts: there is one until the message is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// In the queue.
    Queue,
    /// In a sender's reserve.
    Reserve(SenderId),
    /// In an attempt.
    Attempt(SlotId),
    /// Waiting for its next attempt; in vain, if the message is settled.
    Backoff,
    /// There is none.
    Nowhere,
}

impl Contest {
    /// Whether it must be remembered: some copy does not know what happened to the others.
    const fn goes_on(&self) -> bool {
        self.stale > 0
            || match self.outcome {
                // nor need the one that counts know that an attempt began
                None => self.begun,
                Some(_) => matches!(self.current, Whereabouts::Backoff),
            }
    }
}

impl Contests {
    pub(crate) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The copy that counts, at a sender, counts no longer: the broker takes the message back, or it is settled.
    pub(crate) fn goes_stale(&mut self, id: MessageId) {
        let contest = self.0.entry(id).or_insert(Contest {
            stale: 0,
            begun: false,
            current: Whereabouts::Nowhere,
            outcome: None,
        });
        contest.stale += 1;
        contest.current = Whereabouts::Nowhere;
    }

    /// The copy that counts went somewhere; if nowhere, it is gone.
    #[inline]
    pub(crate) fn moves(&mut self, id: MessageId, to: Whereabouts) {
        if !self.is_empty() {
            self.move_one(id, to);
        }
    }

    #[inline(never)]
    fn move_one(&mut self, id: MessageId, to: Whereabouts) {
        self.change(id, |contest| contest.current = to);
    }

    /// A copy at a sender that did not count is gone.
    pub(crate) fn drop_stale(&mut self, id: MessageId) {
        self.change(id, |contest| contest.stale -= 1);
    }

    /// Whether an attempt that begins at a copy that had not begun is the message's first: one may have begun at
    /// another copy.
    #[inline]
    pub(crate) fn begins(&mut self, id: MessageId) -> bool {
        if self.is_empty() {
            return true;
        }
        self.0.get_mut(&id).is_none_or(|contest| {
            let begun = std::mem::replace(&mut contest.begun, true);
            !begun && contest.outcome.is_none()
        })
    }

    /// Messages with consecutive numbers came to their final outcome.
    #[inline]
    pub(crate) fn settle(&mut self, first: MessageId, messages: u32, outcome: Outcome) {
        if !self.is_empty() {
            self.settle_those(first, messages, outcome);
        }
    }

    #[inline(never)]
    fn settle_those(&mut self, first: MessageId, messages: u32, outcome: Outcome) {
        let last = MessageId(first.0 + (messages - 1));
        let settled: Vec<MessageId> = self.0.range(first..=last).map(|(id, _)| *id).collect();
        for id in settled {
            self.change(id, |contest| {
                contest.outcome = Some(outcome);
                if contest.current != Whereabouts::Backoff {
                    contest.current = Whereabouts::Nowhere;
                }
            });
        }
    }

    /// The final outcome of a message of which several copies are about, if it has one.
    #[inline]
    pub(crate) fn outcome_of(&self, id: MessageId) -> Option<Outcome> {
        if self.is_empty() {
            return None;
        }
        self.0.get(&id).and_then(|contest| contest.outcome)
    }

    /// Whether a message of which several copies are about came to its final outcome.
    #[inline]
    pub(crate) fn is_settled(&self, id: MessageId) -> bool {
        self.outcome_of(id).is_some()
    }

    /// Where the copy is that counts, of a message of which several are about.
    pub(crate) fn current_of(&self, id: MessageId) -> Option<Whereabouts> {
        self.0.get(&id).map(|contest| contest.current)
    }

    fn change(&mut self, id: MessageId, change: impl FnOnce(&mut Contest)) {
        if let Some(contest) = self.0.get_mut(&id) {
            change(contest);
            if !contest.goes_on() {
                self.0.remove(&id);
            }
        }
    }
}

#[cfg(debug_assertions)]
impl Contests {
    /// Copies at senders that count no longer, of all messages.
    pub(crate) fn stale(&self) -> u64 {
        self.0.values().map(|contest| u64::from(contest.stale)).sum()
    }
}
