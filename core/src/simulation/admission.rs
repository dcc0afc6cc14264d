//! Where places in the queue are limited: who enters, who is held, who goes for others.

use crate::broker::Admission;
use crate::message::Batch;
use crate::observer::Observation;
use crate::report::Outcome;
use crate::scenario::Overflow;
use crate::simulation::Simulation;

impl Simulation {
    /// Whether one more message finds a place, those on the way to the queue counted.
    pub(super) fn has_place(&self) -> bool {
        let taken = self.broker.queue.length() + self.messages.in_transit;
        let capacity = self.broker.settings.capacity;
        capacity.is_none_or(|capacity| taken < u64::from(capacity) + self.senders.room())
    }

    /// The held message goes on as soon as there is a place, and the producer's clock with it.
    pub(super) fn release_held(&mut self) {
        while self.producer.held.is_some() && self.has_place() && !self.cancelled {
            if let Some(message) = self.producer.held.take() {
                self.messages.held -= 1;
                self.send_on::<false>(Batch::one(message));
                self.schedule_production();
            }
        }
    }

    /// Where those who come together may not enter together.
    pub(super) fn ask_for_places(&mut self, batch: Batch) {
        let mut remaining = Some(batch);
        while let Some(batch) = remaining {
            match self.broker.admit(batch.size, self.senders.room()) {
                Admission::Accepted(size) => {
                    let (accepted, rest) = batch.split(size);
                    self.accept::<false>(accepted);
                    remaining = rest;
                }
                // a blocked producer asked before it sent the message on: it has its place
                Admission::Full(Overflow::Block) => {
                    self.accept::<false>(batch);
                    remaining = None;
                }
                Admission::Displacing(gone) => {
                    self.displace(batch, gone);
                    remaining = None;
                }
                Admission::Full(_) => {
                    self.settle_batch(batch, Outcome::Rejected);
                    remaining = None;
                }
            }
        }
    }

    /// Newer messages take the places of so many older ones, and the last of them those of the first.
    fn displace(&mut self, batch: Batch, mut gone: u64) {
        while gone > 0
            && let Some(oldest) = self.broker.queue.evict(gone)
        {
            gone -= u64::from(oldest.size);
            self.leave_queue(oldest.size);
            self.settle_batch(oldest, Outcome::Evicted);
        }
        let (passing, rest) = batch.split(u32::try_from(gone).unwrap_or(u32::MAX));
        if passing.size > 0 {
            self.tell::<false>(|| Observation::Queued {
                message: passing.first.id,
                messages: passing.size,
                redelivered: false,
            });
            self.settle_batch(passing, Outcome::Evicted);
        }
        if let Some(rest) = rest {
            self.accept::<false>(rest);
        }
    }
}
