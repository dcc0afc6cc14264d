//! What happens to messages whose time passes: those that expire while they wait, and those that the broker hands
//! out again because their sender was lost or too slow, so that several copies of them are about.

use crate::broker::Contest;
use crate::event_list::{Notice, Source};
use crate::message::{Batch, Message, MessageId};
use crate::observer::{Consequence, Observation};
use crate::report::Outcome;
use crate::senders::{SenderId, SlotId};
use crate::simulation::Simulation;

impl Simulation {
    /// Messages have waited past their time to live.
    #[inline(never)]
    pub(super) fn on_expired(&mut self) {
        let due = self.broker.expiries.pop();
        self.events.set(Source::Expiry, self.broker.expiries.next());
        let Some(due) = due else { return };
        if self.broker.settings.prefetch > 0 {
            self.expire_reserved(due);
        }
        // those that did not begin and are in nobody's reserve wait in the queue
        while let Some((first, size)) = self.broker.mortal.first_run(due.first.id, due.size) {
            self.broker.queue.withdraw(first, size);
            self.leave_queue(size);
            let first = Message {
                id: first,
                ..due.first
            };
            self.settle_batch(Batch { first, size }, Outcome::Expired);
        }
        self.dispatch::<false>();
    }

    /// Those of a batch that senders hold in reserve leave it, in order of their numbers.
    fn expire_reserved(&mut self, due: Batch) {
        let numbers = due.first.id..=due.end(true);
        let mut expired = Vec::new();
        for (sender, state) in (0..).zip(&self.senders.senders) {
            let mortal = state.reserved.iter().filter(|reserved| {
                let id = reserved.message.id;
                !reserved.stale && numbers.contains(&id) && self.broker.mortal.contains(id)
            });
            expired.extend(mortal.map(|reserved| (reserved.message, SenderId(sender))));
        }
        expired.sort_unstable_by_key(|(message, _)| message.id);
        for (message, sender) in expired {
            let reserved = &self.senders.senders[sender.0 as usize].reserved;
            let place = reserved
                .iter()
                .position(|r| r.message.id == message.id && !r.stale);
            if place.is_some_and(|place| self.senders.withdraw_reserved(sender, place).is_some()) {
                self.follow_sender(sender);
                self.messages.reserved -= 1;
                self.settle(&message, Outcome::Expired);
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
        let current = !std::mem::replace(&mut attempt.stale, true);
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
        let due = state.next();
        let Some(reserved) = state.reserved.iter_mut().find(|reserved| reserved.visible == due) else {
            return;
        };
        reserved.visible = Notice::NEVER;
        let message = reserved.message;
        let current = !std::mem::replace(&mut reserved.stale, true);
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
        let contest = self.broker.contests.entry(message.id).or_insert(Contest {
            stale: 0,
            begun: false,
            outcome: None,
        });
        contest.stale += 1;
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
            self.broker.queue.push_head(message);
            self.joined_queue::<false>(message.id, 1, true);
        } else {
            self.settle(&message, Outcome::Failed);
        }
    }

    /// Whether a message of which several copies are about came to its final outcome.
    pub(super) fn is_settled(&self, id: MessageId) -> bool {
        let contests = &self.broker.contests;
        !contests.is_empty() && contests.get(&id).is_some_and(|contest| contest.outcome.is_some())
    }

    /// A copy that did not count is gone.
    pub(super) fn drop_stale_copy(&mut self, id: MessageId) {
        if let Some(contest) = self.broker.contests.get_mut(&id) {
            contest.stale -= 1;
            let needed = || match contest.outcome {
                None => contest.begun,
                Some(_) => self.broker.backoff.iter().any(|message| message.id == id),
            };
            if contest.stale == 0 && !needed() {
                self.broker.contests.remove(&id);
            }
        }
    }

    pub(super) fn forget_contest_in_backoff(&mut self, id: MessageId) {
        if self
            .broker
            .contests
            .get(&id)
            .is_some_and(|contest| contest.stale == 0)
        {
            self.broker.contests.remove(&id);
        }
    }

    /// A late success acknowledges the message: the copy that the broker still had goes.
    fn withdraw_current_copy(&mut self, id: MessageId) {
        let sending = self
            .senders
            .slots
            .iter_mut()
            .filter_map(|slot| slot.attempt.as_mut());
        if let Some(attempt) = sending
            .into_iter()
            .find(|attempt| attempt.message.id == id && !attempt.stale)
        {
            attempt.stale = true;
            self.messages.sending -= 1;
            self.count_stale_copy(id);
            return;
        }
        let reserved = self
            .senders
            .senders
            .iter_mut()
            .flat_map(|sender| &mut sender.reserved);
        if let Some(reserved) = reserved.into_iter().find(|r| r.message.id == id && !r.stale) {
            reserved.stale = true;
            self.messages.reserved -= 1;
            self.count_stale_copy(id);
        } else if self.broker.backoff.iter().any(|message| message.id == id) {
            self.messages.backing_off -= 1;
        } else {
            self.broker.queue.withdraw(id, 1);
            self.leave_queue(1);
        }
    }

    fn count_stale_copy(&mut self, id: MessageId) {
        if let Some(contest) = self.broker.contests.get_mut(&id) {
            contest.stale += 1;
        }
    }

    /// An attempt ended at a copy of a message that was redelivered, or settled, meanwhile.
    pub(super) fn stale_attempt_ended(&mut self, message: &Message, success: bool) -> Consequence {
        if !success {
            self.attempts.timed_out += 1;
            self.drop_stale_copy(message.id);
            return Consequence::None;
        }
        self.attempts.succeeded += 1;
        if self.is_settled(message.id) {
            self.duplicates += 1;
            self.drop_stale_copy(message.id);
            return Consequence::Duplicate;
        }
        self.withdraw_current_copy(message.id);
        self.count_settled::<false>(message, 1, Outcome::Sent);
        self.drop_stale_copy(message.id);
        Consequence::Sent
    }
}
