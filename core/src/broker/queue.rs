//! The waiting messages, in the order in which they will be served.

mod lane;
#[cfg(test)]
mod tests;

use crate::broker::IdSet;
use crate::broker::queue::lane::Lane;
use crate::message::{Batch, Message, MessageId};
use crate::scenario::Discipline;

/// Waiting messages. A fresh burst waits as one batch, so that its size costs no memory.
#[derive(Clone, Debug)]
pub(crate) struct Queue {
    discipline: Discipline,
    /// One lane for each priority that ever waited, the highest first; a single one for the other disciplines.
    lanes: Vec<Lane>,
    /// The lane that is served; those before it are empty.
    served: u64,
    length: u64,
    /// Messages that left from the middle: they are skipped when their turn comes.
    withdrawn: IdSet,
    /// How much may be kept before the lanes are cleared of them.
    enough: u64,
}

/// So little is not worth a look.
const LITTLE: u64 = 64;

impl Queue {
    pub(crate) const fn new(discipline: Discipline) -> Self {
        Self {
            discipline,
            lanes: Vec::new(),
            served: 0,
            length: 0,
            withdrawn: IdSet::new(),
            enough: LITTLE,
        }
    }

    #[inline]
    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    /// New and retried messages: behind all others, or before them if the last in is the first out.
    #[inline]
    pub(crate) fn push_tail(&mut self, batch: Batch) {
        self.length += u64::from(batch.size);
        let last_in_first_out = self.discipline.is_last_in_first_out();
        let lane = self.lane(batch.first.priority);
        if last_in_first_out {
            lane.put_first(batch);
        } else {
            lane.put_last(batch);
        }
    }

    /// The same for messages that have everything but their numbers in common with this one; where the first in is the first
    /// out.
    pub(crate) fn push_tail_alike(&mut self, like: &Message, ids: &[MessageId]) {
        self.length += ids.len() as u64;
        self.lane(like.priority).put_last_alike(like, ids);
    }

    /// Redelivered messages: the next to be served, in their lane.
    pub(crate) fn push_head(&mut self, message: Message) {
        self.length += 1;
        self.lane(message.priority).put_first(Batch::one(message));
    }

    /// The next message to serve, if there is one.
    pub(crate) fn pop(&mut self) -> Option<Message> {
        (self.length > 0).then(|| self.take())
    }

    /// The next message to serve; the queue must not be empty.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Message {
        let its_last = self.discipline.is_last_in_first_out();
        loop {
            #[expect(clippy::cast_possible_truncation, reason = "a lane's place is one of memory")]
            let lane = &mut self.lanes[self.served as usize];
            if lane.is_empty() {
                self.served += 1;
                continue;
            }
            let message = lane.take_next(its_last);
            if self.withdrawn.is_empty() || !self.withdrawn.remove(message.id, 1) {
                self.length -= 1;
                return message;
            }
        }
    }

    /// Takes the next batch to serve, if there is one; where there is one lane, and nobody left from the middle. `others`
    /// become the numbers of some that come next, at most so many, and differ in nothing else.
    pub(crate) fn take_alike(&mut self, most: usize, others: &mut Vec<MessageId>) -> Option<Batch> {
        others.clear();
        let lane = self.lanes.iter_mut().find(|lane| !lane.is_empty())?;
        let batch = lane.take_alike(most, others);
        self.length -= u64::from(batch.size) + others.len() as u64;
        Some(batch)
    }

    /// Puts back what is left of those: they are the next to be served.
    pub(crate) fn put_back(&mut self, batch: Batch, others: &[MessageId]) {
        self.length += u64::from(batch.size) + others.len() as u64;
        let lane = self.lane(batch.first.priority);
        for id in others.iter().rev() {
            lane.put_first(Batch::one(Message {
                id: *id,
                ..batch.first
            }));
        }
        lane.put_first(batch);
    }

    /// Takes the messages that have waited longest, at most so many: those to drop for newer ones. It gives as many
    /// as it can at once, and none if nobody waits.
    pub(crate) fn evict(&mut self, most: u64) -> Option<Batch> {
        self.skip_withdrawn();
        let last_in_first_out = self.discipline.is_last_in_first_out();
        let oldest_of = |lane: &Lane| {
            if last_in_first_out {
                lane.last()
            } else {
                lane.next()
            }
        };
        let lanes = || self.lanes.iter().enumerate();
        let (place, batch) = lanes()
            .filter_map(|(place, lane)| Some((place, oldest_of(lane)?)))
            .min_by_key(|(_, batch)| (batch.first.waits_since, batch.first.id))?;
        // where others could be older than the batch's next one, or that one is gone already, they go one by one
        let alone =
            self.withdrawn.is_empty() && lanes().all(|(other, lane)| other == place || lane.is_empty());
        let most = if alone { most } else { most.min(1) };
        let (gone, _) = batch.split(u32::try_from(most).unwrap_or(u32::MAX));
        let lane = &mut self.lanes[place];
        if last_in_first_out {
            lane.drop_last(false, gone.size);
        } else {
            lane.drop_next(false, gone.size);
        }
        self.length -= u64::from(gone.size);
        Some(gone)
    }

    /// Takes messages with consecutive numbers out wherever they wait. The caller knows that they do.
    pub(crate) fn withdraw(&mut self, first: MessageId, messages: u32) {
        self.length -= u64::from(messages);
        self.withdrawn.insert(first, messages);
        self.skip_withdrawn();
        // looked for only after all has doubled, which costs each a constant share
        if self.kept() > self.enough {
            self.clear_of_withdrawn();
            self.enough = LITTLE.max(2 * self.kept());
        }
    }

    /// Whether nobody left from the middle.
    pub(crate) fn is_whole(&self) -> bool {
        self.withdrawn.is_empty()
    }

    /// Batches, and ranges of withdrawn messages: what it takes to remember who waits.
    pub(crate) fn kept(&self) -> u64 {
        self.lanes.iter().map(Lane::batches).sum::<u64>() + self.withdrawn.ranges()
    }

    /// Takes all of them.
    pub(crate) fn drain(&mut self) -> Vec<Batch> {
        let mut all = Vec::new();
        if self.withdrawn.is_empty() {
            all.extend(self.lanes.iter_mut().flat_map(Lane::drain));
            self.length = 0;
        }
        while let Some(message) = self.pop() {
            all.push(Batch::one(message));
        }
        all
    }

    #[inline]
    fn lane(&mut self, priority: i32) -> &mut Lane {
        let place = if self.discipline.parts_by_priority() || self.lanes.is_empty() {
            self.place_of(priority)
        } else {
            0
        };
        &mut self.lanes[place]
    }

    /// Where the lane of a priority stands; it is about to be filled.
    fn place_of(&mut self, priority: i32) -> usize {
        let place = match self.lanes.binary_search_by(|lane| priority.cmp(&lane.priority)) {
            Ok(place) => place,
            Err(place) => {
                self.lanes.insert(place, Lane::new(priority));
                place
            }
        };
        self.served = self.served.min(place as u64);
        place
    }

    /// Frees what withdrawn messages hold between those that still wait.
    fn clear_of_withdrawn(&mut self) {
        let withdrawn = std::mem::take(&mut self.withdrawn);
        let its_last = self.discipline.is_last_in_first_out();
        for lane in &mut self.lanes {
            lane.replace_each(|batch| {
                let mut others = Vec::new();
                let mut rest = Some(batch);
                while let Some(batch) = rest {
                    let Some((first, many)) = withdrawn.first_run(batch.first.id, batch.size) else {
                        others.push(batch);
                        break;
                    };
                    let before = first.0 - batch.first.id.0;
                    if before > 0 {
                        others.push(batch.split(before).0);
                    }
                    rest = batch.split(before + many).1;
                }
                if its_last {
                    others.reverse();
                }
                others
            });
        }
    }

    /// Frees what withdrawn messages still hold at the ends of the lanes, where it is done at once.
    fn skip_withdrawn(&mut self) {
        let its_last = self.discipline.is_last_in_first_out();
        for lane in &mut self.lanes {
            while let Some(batch) = lane.next()
                && let Some(many) = withdrawn_at(&mut self.withdrawn, &batch, its_last)
            {
                lane.drop_next(its_last, many);
            }
            while let Some(batch) = lane.last()
                && let Some(many) = withdrawn_at(&mut self.withdrawn, &batch, !its_last)
            {
                lane.drop_last(!its_last, many);
            }
        }
    }
}

/// How many messages at this end of a batch were withdrawn; they are remembered no longer.
fn withdrawn_at(withdrawn: &mut IdSet, batch: &Batch, its_last: bool) -> Option<u32> {
    if withdrawn.is_empty() {
        return None;
    }
    let end = batch.end(its_last);
    let (first, many) = if its_last {
        let many = withdrawn.run_up_to(end)?.min(batch.size);
        (MessageId(end.0 - (many - 1)), many)
    } else {
        withdrawn
            .first_run(end, batch.size)
            .filter(|(first, _)| *first == end)?
    };
    withdrawn.remove(first, many);
    Some(many)
}
