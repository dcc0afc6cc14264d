//! The kinds of messages, and those that were submitted by hand.

use crate::draws::{Chance, Draws, Purpose};
use crate::message::MessageId;
use crate::scenario::{self, Kind};

/// The kinds of messages: which message is of which.
#[derive(Clone, Debug)]
pub(crate) struct Kinds {
    kinds: Vec<Kind>,
    /// For each kind, the chance that a message is of it or of one before it.
    up_to: Vec<Chance>,
    /// Messages that were submitted by hand, in order of their numbers.
    submitted: Vec<Submitted>,
    messages: u32,
}

/// A message submitted by hand.
#[derive(Clone, Debug)]
pub(crate) struct Submitted {
    pub(crate) kind: u32,
    pub(crate) priority: Option<i32>,
    pub(crate) text: Option<String>,
}

impl Kinds {
    pub(crate) fn new(producer: &scenario::Producer) -> Self {
        let total: f64 = producer.kinds.iter().map(|kind| kind.weight).sum();
        let mut sum = 0.0;
        let mut up_to: Vec<Chance> = producer
            .kinds
            .iter()
            .map(|kind| {
                sum += kind.weight;
                Chance::new(sum / total)
            })
            .collect();
        // rounding must not leave a message without a kind
        if let Some(last) = producer.kinds.iter().rposition(|kind| kind.weight > 0.0) {
            up_to[last..].fill(Chance::new(1.0));
        }
        Self {
            kinds: producer.kinds.clone(),
            up_to,
            submitted: Vec::new(),
            messages: producer.messages,
        }
    }

    /// Whether all messages are alike.
    pub(crate) fn are_alike(&self) -> bool {
        self.kinds.len() == 1
    }

    /// Gives a number to a submitted message: those after the producer's own.
    pub(crate) fn submit(&mut self, message: Submitted) -> MessageId {
        self.submitted.push(message);
        MessageId(
            self.messages
                .saturating_add(u32::try_from(self.submitted.len()).unwrap_or(u32::MAX))
                - 1,
        )
    }

    /// What was submitted under this number, if it was by hand.
    pub(crate) fn submitted(&self, id: MessageId) -> Option<&Submitted> {
        self.submitted.get(id.0.checked_sub(self.messages)? as usize)
    }

    /// How much work a message is, as a multiple of its sender's mean.
    #[inline]
    pub(crate) fn work_of(&self, id: MessageId, draws: &Draws) -> f64 {
        if self.are_alike() {
            self.kinds[0].work
        } else {
            self.kind_of(id, draws).work
        }
    }

    /// The kind of a message.
    pub(crate) fn kind_of(&self, id: MessageId, draws: &Draws) -> &Kind {
        &self.kinds[self.index_of(id, draws)]
    }

    /// The place of a message's kind in the scenario.
    pub(crate) fn index_of(&self, id: MessageId, draws: &Draws) -> usize {
        if let Some(submitted) = self.submitted(id) {
            return submitted.kind as usize;
        }
        if self.are_alike() {
            return 0;
        }
        let word = draws.stream(Purpose::Kind, id.0, 0).next_word();
        let kind = self.up_to.iter().position(|chance| chance.covers(word));
        kind.unwrap_or(0)
    }

    /// The priority of a message.
    #[inline]
    pub(crate) fn priority_of(&self, id: MessageId, draws: &Draws) -> i32 {
        if self.submitted.is_empty() && self.are_alike() {
            return self.kinds[0].priority;
        }
        let by_hand = self.submitted(id).and_then(|submitted| submitted.priority);
        by_hand.unwrap_or_else(|| self.kind_of(id, draws).priority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_come_in_their_shares_and_never_with_weight_zero() {
        let kind = |weight| Kind {
            weight,
            ..Kind::default()
        };
        let producer = scenario::Producer {
            kinds: vec![kind(0.0), kind(9.0), kind(1.0), kind(0.0)],
            ..scenario::Producer::default()
        };
        let (kinds, draws) = (Kinds::new(&producer), Draws::new(1, 0));
        let mut seen = [0_u32; 4];
        for id in 0..10_000 {
            let kind = kinds.kind_of(MessageId(id), &draws);
            let index = kinds
                .kinds
                .iter()
                .position(|other| std::ptr::eq(other, kind))
                .expect("one of them");
            seen[index] += 1;
        }
        assert_eq!((seen[0], seen[3]), (0, 0));
        assert!(seen[2].abs_diff(1000) < 5 * 30, "{seen:?}");
    }
}
