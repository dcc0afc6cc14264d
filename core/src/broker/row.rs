//! Batches one after another, of which those that are alike cost little.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use crate::message::{Batch, Message, MessageId};

/// A row of batches. What failed of a burst comes back one by one, in no order of numbers, but with everything else in
/// common: of a run of such messages the numbers alone are kept, four bytes instead of forty for each.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    entries: VecDeque<Entry>,
    /// What the messages of each run of alike ones have in common, and the numbers of all of them, in the order of their
    /// entries.
    headers: VecDeque<Message>,
    ids: VecDeque<MessageId>,
}

#[derive(Clone, Copy, Debug)]
enum Entry {
    Batch(Batch),
    /// So many messages that differ in their numbers alone.
    Alike(u32),
}

impl Row {
    pub(super) const fn new() -> Self {
        Self {
            entries: VecDeque::new(),
            headers: VecDeque::new(),
            ids: VecDeque::new(),
        }
    }

    /// How many batches there are.
    pub(super) fn length(&self) -> u64 {
        (self.entries.len() - self.headers.len() + self.ids.len()) as u64
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Makes a batch part of the last one, if it goes on where that ends.
    #[inline]
    pub(super) fn absorb(&mut self, batch: Batch) -> bool {
        match self.entries.back_mut() {
            Some(Entry::Batch(last)) => last.absorb(batch),
            Some(Entry::Alike(_)) => self.absorb_after_alike(batch),
            None => false,
        }
    }

    /// The same where the last one is among those that are alike: consecutive numbers take less room as a batch.
    fn absorb_after_alike(&mut self, batch: Batch) -> bool {
        let goes_on = |last: &Batch| last.end(true).0.wrapping_add(1) == batch.first.id.0;
        let Some(mut last) = self.back().filter(goes_on) else {
            return false;
        };
        let is_part = last.absorb(batch);
        if is_part {
            self.drop_back(true, 1);
            self.entries.push_back(Entry::Batch(last));
        }
        is_part
    }

    /// At the end, as a batch of its own.
    #[inline]
    pub(super) fn push_back(&mut self, batch: Batch) {
        match self.entries.back_mut() {
            Some(Entry::Alike(many)) if self.headers.back().is_some_and(|last| alike(last, batch)) => {
                *many += 1;
                self.ids.push_back(batch.first.id);
            }
            Some(Entry::Batch(last)) if last.size == 1 && alike(&last.first, batch) => {
                self.headers.push_back(last.first);
                self.ids.extend([last.first.id, batch.first.id]);
                self.entries.pop_back();
                self.entries.push_back(Entry::Alike(2));
            }
            _ => self.entries.push_back(Entry::Batch(batch)),
        }
    }

    /// At the end, messages that have everything but their numbers in common with this one, each as a batch of its own; or, if
    /// it is to `absorb`, one that goes on where the last one ends becomes part of a batch with it.
    pub(super) fn push_alike(&mut self, like: &Message, ids: &[MessageId], absorb: bool) {
        let goes_on = |last: MessageId, next: MessageId| absorb && last.0.wrapping_add(1) == next.0;
        let mut rest = ids;
        while let Some((id, after)) = rest.split_first() {
            let mut last = *id;
            let apart = after
                .iter()
                .take_while(|next| !goes_on(std::mem::replace(&mut last, **next), **next));
            let apart = 1 + apart.count();
            if self.ids.back().is_none_or(|last| !goes_on(*last, *id))
                && self.extend_alike(like, &rest[..apart])
            {
                rest = &rest[apart..];
                continue;
            }
            let batch = Batch::one(Message { id: *id, ..*like });
            if !(absorb && self.absorb(batch)) {
                self.push_back(batch);
            }
            rest = after;
        }
    }

    /// If those at the end are like this one, adds the numbers to theirs.
    #[expect(clippy::cast_possible_truncation, reason = "no more than there are messages")]
    fn extend_alike(&mut self, like: &Message, ids: &[MessageId]) -> bool {
        if let Some(Entry::Alike(many)) = self.entries.back_mut()
            && self
                .headers
                .back()
                .is_some_and(|last| alike(last, Batch::one(*like)))
        {
            *many += ids.len() as u32;
            self.ids.extend(ids);
            return true;
        }
        false
    }

    /// Before all others.
    pub(super) fn push_front(&mut self, batch: Batch) {
        match self.entries.front_mut() {
            Some(Entry::Alike(many)) if self.headers.front().is_some_and(|first| alike(first, batch)) => {
                *many += 1;
                self.ids.push_front(batch.first.id);
            }
            _ => self.entries.push_front(Entry::Batch(batch)),
        }
    }

    /// Takes the numbers of some that come next, at most so many, if they differ from this batch, which came before them, in
    /// nothing else.
    #[expect(clippy::cast_possible_truncation, reason = "no more than there are")]
    pub(super) fn take_alike(&mut self, batch: &Batch, most: usize, numbers: &mut Vec<MessageId>) {
        if let (Some(Entry::Alike(many)), Some(header)) = (self.entries.front_mut(), self.headers.front())
            && alike(header, *batch)
        {
            let taken = most.min(*many as usize);
            let (front, back) = self.ids.as_slices();
            let of_front = taken.min(front.len());
            numbers.extend_from_slice(&front[..of_front]);
            numbers.extend_from_slice(&back[..taken - of_front]);
            self.ids.drain(..taken);
            *many -= taken as u32;
            if *many == 0 {
                self.entries.pop_front();
                self.headers.pop_front();
            }
        }
    }

    /// Takes the first batch, or nobody if there is none, to this place.
    #[inline]
    pub(super) fn pop_front_to(&mut self, place: &mut Batch) {
        match (self.entries.front_mut(), self.headers.front()) {
            (Some(Entry::Alike(many)), Some(header)) => {
                *many -= 1;
                let is_last = *many == 0;
                *place = Batch::one(*header);
                if let Some(id) = self.ids.pop_front() {
                    place.first.id = id;
                }
                if is_last {
                    self.entries.pop_front();
                    self.headers.pop_front();
                }
            }
            (Some(Entry::Batch(batch)), _) => {
                *place = *batch;
                self.entries.pop_front();
            }
            _ => *place = Batch::NONE,
        }
    }

    /// Takes the first batch, or nobody if there is none.
    #[inline]
    pub(super) fn pop_front(&mut self) -> Batch {
        let mut batch = Batch::NONE;
        self.pop_front_to(&mut batch);
        batch
    }

    /// The first batch.
    pub(super) fn front(&self) -> Option<Batch> {
        Some(match self.entries.front()? {
            Entry::Batch(batch) => *batch,
            Entry::Alike(_) => Batch::one(Message {
                id: *self.ids.front()?,
                ..*self.headers.front()?
            }),
        })
    }

    /// All batches.
    #[cfg(debug_assertions)]
    pub(super) fn iter(&self) -> impl Iterator<Item = Batch> {
        let mut rest = self.clone();
        std::iter::from_fn(move || (!rest.is_empty()).then(|| rest.pop_front()))
    }

    /// The batch at the end.
    pub(super) fn back(&self) -> Option<Batch> {
        Some(match self.entries.back()? {
            Entry::Batch(batch) => *batch,
            Entry::Alike(_) => Batch::one(Message {
                id: *self.ids.back()?,
                ..*self.headers.back()?
            }),
        })
    }

    /// Drops so many messages from one end of the batch at the end.
    pub(super) fn drop_back(&mut self, its_last: bool, many: u32) {
        let is_gone = match self.entries.back_mut() {
            Some(Entry::Batch(batch)) => {
                batch.drop(its_last, many);
                batch.size == 0
            }
            Some(Entry::Alike(left)) => {
                debug_assert_eq!(many, 1, "each is a batch of its own");
                self.ids.pop_back();
                *left -= 1;
                if *left == 0 {
                    self.headers.pop_back();
                }
                *left == 0
            }
            None => false,
        };
        if is_gone {
            self.entries.pop_back();
        }
    }
}

/// Whether a batch is one message that differs from this one in its number alone.
#[inline]
fn alike(one: &Message, batch: Batch) -> bool {
    // what comes one by one differs in this at least
    one.produced_at == batch.first.produced_at
        && batch.size == 1
        && Message {
            id: one.id,
            ..batch.first
        } == *one
}
