//! What happens to messages whose time passes: those that expire while they wait, and those that the broker hands
//! out again because their sender was lost or too slow, so that several copies of them are about.

use crate::broker::Whereabouts;
use crate::event_list::{Notice, Source};
use crate::message::{Batch, Message, MessageId};
use crate::observer::{Consequence, Observation};
use crate::report::Outcome;
use crate::senders::{Attempt, SenderId, SlotId, Standing};
use crate::simulation::Simulation;

impl Simulation {
    /// Messages have waited past their time to live: all whose time is over now, before anybody takes one of them.
    #[inline(never)]
    pub(super) fn on_expired(&mut self) {
        while self.broker.expiries.next().at == self.now
            && let Some(due) = self.broker.expiries.pop()
        {
            self.expire(due);
            self.broker.drop_void_expiries();
        }
        self.follow_expiries();
        self.dispatch::<false>();
    }

    /// Those of a batch whose first attempt did not begin.
    fn expire(&mut self, due: Batch) {
        if self.broker.settings.prefetch > 0 {
            self.expire_reserved(due);
        }
        // those that did not begin and are in nobody's reserve wait in the queue
        while let Some((first, size)) = self.broker.mortal.first_run(due) {
            self.broker.queue.withdraw(first, size);
            self.leave_queue(size);
            let first = Message {
                id: first,
                ..due.first
            };
            self.settle_batch(Batch { first, size }, Outcome::Expired);
        }
    }

    /// Keeps the event list in step with the messages that may expire.
    pub(super) fn follow_expiries(&mut self) {
        self.broker.drop_void_expiries();
        self.events.set(Source::Expiry, self.broker.expiries.next());
    }

    /// Those of a batch that senders hold in reserve leave it, in order of their numbers.
    fn expire_reserved(&mut self, due: Batch) {
        for (id, sender) in self.broker.mortal.reserved_of(due) {
            let reserved = &self.senders.senders[sender.0 as usize].reserved;
            // it may have left the reserve for the queue
            let place = reserved
                .iter()
                .position(|r| r.message.id == id && !r.standing.stale);
            if let Some(place) = place
                && let Some(reserved) = self.senders.withdraw_reserved(sender, place)
            {
                self.follow_sender(sender);
                self.messages.reserved -= 1;
                self.settle(&reserved.message, Outcome::Expired);
            }
        }
    }

    /// The visibility time-out passed while a sender was at work: the broker hands the message out again.
    #[inline(never)]
    pub(super) fn on_visibility_passed(&mut self, slot: SlotId) {
        let state = &mut self.senders.slots[slot.0 as usize];
        state.visible = Notice::NEVER;
        let sender = state.sender;
        // nothing is handed out again after a cancel: what runs may end
        if self.cancelled {
            self.follow_slot(slot);
            return;
        }
        let Some(attempt) = &mut state.attempt else { return };
        let message = attempt.message;
        let current = times_out(&mut attempt.standing);
        self.follow_slot(slot);
        if current {
            self.messages.sending -= 1;
            self.time_out(message, sender);
        }
    }

    /// The same for the first message in a sender's reserve whose time has come.
    #[inline(never)]
    pub(super) fn on_reserve_passed(&mut self, sender: SenderId) {
        let state = &mut self.senders.senders[sender.0 as usize];
        let Some(reserved) = state.reserved.get_mut(state.passed as usize) else {
            return;
        };
        state.passed += 1;
        reserved.visible = Notice::NEVER;
        let message = reserved.message;
        let current = times_out(&mut reserved.standing);
        self.follow_sender(sender);
        if current {
            self.messages.reserved -= 1;
            self.time_out(message, sender);
        }
    }

    fn time_out(&mut self, message: Message, sender: SenderId) {
        self.note(Observation::TimedOut {
            message: message.id,
            delivery: message.deliveries,
            sender: sender.0,
        });
        self.broker.contests.goes_stale(message.id);
        self.redeliver(message);
        self.dispatch::<false>();
    }

    /// A message whose sender was lost or too slow goes back to the head of the queue.
    pub(super) fn redeliver(&mut self, message: Message) {
        if self.cancelled {
            self.settle(&message, Outcome::Cancelled);
        } else if self.broker.may_redeliver(message.deliveries) {
            self.redelivered += 1;
            self.fruitless_redeliveries += 1;
            self.broker.contests.moves(message.id, Whereabouts::Queue);
            self.broker.queue.push_head(message);
            self.joined_queue::<false>(message.id, 1, true);
        } else {
            self.settle(&message, Outcome::Failed);
        }
    }

    /// A late success acknowledges the message: the copy that the broker still had goes.
    fn withdraw_current_copy(&mut self, id: MessageId) {
        match self.broker.contests.current_of(id) {
            Some(Whereabouts::Attempt(slot)) => {
                if let Some(attempt) = &mut self.senders.slots[slot.0 as usize].attempt {
                    attempt.standing.stale = true;
                }
                self.messages.sending -= 1;
                self.broker.contests.goes_stale(id);
            }
            Some(Whereabouts::Reserve(sender)) => {
                let reserved = &mut self.senders.senders[sender.0 as usize].reserved;
                if let Some(reserved) = reserved
                    .iter_mut()
                    .find(|r| r.message.id == id && !r.standing.stale)
                {
                    reserved.standing.stale = true;
                }
                self.messages.reserved -= 1;
                self.broker.contests.goes_stale(id);
            }
            Some(Whereabouts::Backoff) => self.messages.backing_off -= 1,
            Some(Whereabouts::Queue) => {
                self.broker.queue.withdraw(id, 1);
                self.leave_queue(1);
            }
            Some(Whereabouts::Nowhere) | None => {}
        }
    }

    /// An attempt ended at a copy of a message that was redelivered, or settled, meanwhile.
    pub(super) fn stale_attempt_ended(&mut self, attempt: &Attempt, success: bool) -> Consequence {
        let message = &attempt.message;
        let consequence = match self.broker.contests.outcome_of(message.id) {
            _ if !success => {
                if attempt.standing.timed_out {
                    self.attempts.timed_out += 1;
                } else {
                    self.attempts.failed += 1;
                }
                Consequence::None
            }
            Some(Outcome::Sent) => {
                self.duplicates += 1;
                Consequence::Duplicate
            }
            Some(_) => Consequence::TooLate,
            None => {
                self.withdraw_current_copy(message.id);
                self.count_settled::<false>(message, 1, Outcome::Sent, self.now);
                self.broker.drop_void_backoffs();
                self.events.set(Source::Backoff, self.broker.backoff.next());
                Consequence::Sent
            }
        };
        self.attempts.succeeded += u64::from(success);
        self.broker.contests.drop_stale(message.id);
        consequence
    }
}

/// The broker takes a copy for lost; whether it was the one that counts.
fn times_out(standing: &mut Standing) -> bool {
    let current = !std::mem::replace(&mut standing.stale, true);
    standing.timed_out |= current;
    current
}
