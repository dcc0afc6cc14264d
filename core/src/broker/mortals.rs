//! Messages whose time to live may still pass.

use std::collections::BTreeMap;

use crate::broker::IdSet;
use crate::message::{Batch, MessageId};
use crate::senders::SenderId;

/// Messages with a time to live that did not begin an attempt yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mortals {
    all: IdSet,
    /// Those of them that went into a sender's reserve, by number, and whose. Who left it again is still listed here
    /// until it begins or is settled. As plain numbers, as in [`IdSet`]: one map less for the page to load.
    reserved: BTreeMap<u64, u64>,
}

impl Mortals {
    pub(crate) const fn new() -> Self {
        Self {
            all: IdSet::new(),
            reserved: BTreeMap::new(),
        }
    }

    #[cfg(debug_assertions)]
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn insert(&mut self, batch: Batch) {
        self.all.insert(batch.first.id, batch.size);
    }

    /// One goes into a sender's reserve.
    pub(crate) fn reserve(&mut self, id: MessageId, sender: SenderId) {
        if !self.all.is_empty() && self.all.contains(id) {
            self.reserved.insert(u64::from(id.0), u64::from(sender.0));
        }
    }

    /// Messages with consecutive numbers, as far as they are among these, begin or are settled.
    #[inline]
    pub(crate) fn remove(&mut self, first: MessageId, messages: u32) {
        if self.all.is_empty() {
            return;
        }
        self.all.remove(first, messages);
        let end = u64::from(first.0) + u64::from(messages);
        while let Some(id) = self
            .reserved
            .range(u64::from(first.0)..end)
            .map(|(id, _)| *id)
            .next()
        {
            self.reserved.remove(&id);
        }
    }

    /// The first run of them in a batch: where it begins, and its length.
    pub(crate) fn first_run(&self, batch: Batch) -> Option<(MessageId, u32)> {
        self.all.first_run(batch.first.id, batch.size)
    }

    /// Those of a batch that went into reserves, in order of their numbers.
    pub(crate) fn reserved_of(&self, batch: Batch) -> Vec<(MessageId, SenderId)> {
        let numbers = u64::from(batch.first.id.0)..=u64::from(batch.end(true).0);
        let number = |wide: &u64| u32::try_from(*wide).unwrap_or(u32::MAX);
        self.reserved
            .range(numbers)
            .map(|(id, sender)| (MessageId(number(id)), SenderId(number(sender))))
            .collect()
    }
}
