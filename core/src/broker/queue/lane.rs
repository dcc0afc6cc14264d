//! Messages that wait in one line.

use std::collections::VecDeque;

use crate::message::{Batch, Message};

/// A line of batches. The one that is being served stands apart, where it is found at once.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) priority: i32,
    /// Of size 0 if nobody waits.
    next: Batch,
    others: VecDeque<Batch>,
}

impl Lane {
    pub(super) const fn new(priority: i32) -> Self {
        Self {
            priority,
            next: Batch::NONE,
            others: VecDeque::new(),
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
        if !self.last_mut().absorb(batch) {
            self.others.push_back(batch);
        }
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
            self.next = self.others.pop_front().unwrap_or(Batch::NONE);
        }
        message
    }

    /// Takes the next batch.
    pub(super) fn take_batch(&mut self) -> Batch {
        let next = self.others.pop_front().unwrap_or(Batch::NONE);
        std::mem::replace(&mut self.next, next)
    }

    /// Drops so many messages from one end of the next batch.
    pub(super) fn drop_next(&mut self, its_last: bool, many: u32) {
        self.next.drop(its_last, many);
        self.close_up();
    }

    /// Drops so many messages from one end of the batch at the end of the line.
    pub(super) fn drop_last(&mut self, its_last: bool, many: u32) {
        self.last_mut().drop(its_last, many);
        self.close_up();
    }

    fn last_mut(&mut self) -> &mut Batch {
        self.others.back_mut().unwrap_or(&mut self.next)
    }

    /// After something left one of its ends: an empty batch has no place in the line.
    fn close_up(&mut self) {
        if self.next.size == 0 {
            self.next = self.others.pop_front().unwrap_or(Batch::NONE);
        } else if self.others.back().is_some_and(|batch| batch.size == 0) {
            self.others.pop_back();
        }
    }

    /// The batch served next.
    pub(super) fn next(&self) -> Option<&Batch> {
        (!self.is_empty()).then_some(&self.next)
    }

    /// The batch served last.
    pub(super) fn last(&self) -> Option<&Batch> {
        self.others.back().or_else(|| self.next())
    }

    /// Takes all batches.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Batch> {
        let next = std::mem::replace(&mut self.next, Batch::NONE);
        let next = (next.size > 0).then_some(next);
        next.into_iter().chain(self.others.drain(..))
    }

    /// Puts other batches in the place of each, in the order in which they are served.
    pub(super) fn replace_each<B: IntoIterator<Item = Batch>>(&mut self, with: impl FnMut(Batch) -> B) {
        let mut batches = self.drain().flat_map(with).collect::<VecDeque<Batch>>();
        self.next = batches.pop_front().unwrap_or(Batch::NONE);
        self.others = batches;
    }

    pub(super) fn batches(&self) -> u64 {
        self.others.len() as u64 + u64::from(!self.is_empty())
    }
}
