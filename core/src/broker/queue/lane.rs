//! Messages that wait in one line.

use crate::broker::row::Row;
use crate::message::{Batch, Message, MessageId};

/// A line of batches. The one that is being served stands apart, where it is found at once.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) priority: i32,
    /// Of size 0 if nobody waits.
    next: Batch,
    others: Row,
}

impl Lane {
    pub(super) fn new(priority: i32) -> Self {
        Self {
            priority,
            next: Batch::NONE,
            others: Row::default(),
        }
    }

    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.next.size == 0
    }

    /// At the end of the line; a batch that goes on where the last one ends becomes part of it.
    #[inline]
    pub(super) fn put_last(&mut self, batch: Batch) {
        if self.is_empty() {
            self.next = batch;
            return;
        }
        let is_part_of_last = if self.others.is_empty() {
            self.next.absorb(batch)
        } else {
            self.others.absorb(batch)
        };
        if !is_part_of_last {
            self.others.push_back(batch);
        }
    }

    /// The same for messages that have everything but their numbers in common with this one.
    pub(super) fn put_last_alike(&mut self, like: &Message, mut ids: &[MessageId]) {
        while self.others.is_empty()
            && let Some((id, rest)) = ids.split_first()
        {
            self.put_last(Batch::one(Message { id: *id, ..*like }));
            ids = rest;
        }
        self.others.push_alike(like, ids, true);
    }

    /// Before all others.
    pub(super) fn put_first(&mut self, batch: Batch) {
        if !self.is_empty() {
            self.others.push_front(self.next);
        }
        self.next = batch;
    }

    /// Takes the first message of the next batch, or its last one.
    #[inline(always)]
    pub(super) fn take_next(&mut self, its_last: bool) -> Message {
        let message = self.next.take(its_last);
        if self.next.size == 0 {
            self.others.pop_front_to(&mut self.next);
        }
        message
    }

    /// Takes the next batch, and the numbers of some who come next, at most so many, and differ from it in nothing else.
    pub(super) fn take_alike(&mut self, most: usize, others: &mut Vec<MessageId>) -> Batch {
        self.others.take_alike(&self.next, most, others);
        self.take_batch()
    }

    /// Takes the next batch.
    fn take_batch(&mut self) -> Batch {
        let next = self.next;
        self.others.pop_front_to(&mut self.next);
        next
    }

    /// Drops so many messages from one end of the next batch.
    pub(super) fn drop_next(&mut self, its_last: bool, many: u32) {
        self.next.drop(its_last, many);
        if self.next.size == 0 {
            // an empty batch has no place in the line
            self.others.pop_front_to(&mut self.next);
        }
    }

    /// Drops so many messages from one end of the batch at the end of the line.
    pub(super) fn drop_last(&mut self, its_last: bool, many: u32) {
        if self.others.is_empty() {
            self.drop_next(its_last, many);
        } else {
            self.others.drop_back(its_last, many);
        }
    }

    /// The batch served next.
    pub(super) fn next(&self) -> Option<Batch> {
        (!self.is_empty()).then_some(self.next)
    }

    /// The batch served last.
    pub(super) fn last(&self) -> Option<Batch> {
        self.others.back().or_else(|| self.next())
    }

    /// Takes all batches.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Batch> {
        std::iter::from_fn(|| (!self.is_empty()).then(|| self.take_batch()))
    }

    /// Puts other batches in the place of each, in the order in which they are served.
    pub(super) fn replace_each<B: IntoIterator<Item = Batch>>(&mut self, with: impl FnMut(Batch) -> B) {
        let mut batches = Row::default();
        self.drain()
            .flat_map(with)
            .for_each(|batch| batches.push_back(batch));
        batches.pop_front_to(&mut self.next);
        self.others = batches;
    }

    pub(super) fn batches(&self) -> u64 {
        self.others.length() + u64::from(!self.is_empty())
    }
}
