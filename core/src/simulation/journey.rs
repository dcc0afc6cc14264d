//! One message's journey: produced, offered, queued, reserved, sent, and what may go wrong on the way.
//!
//! It leaves the journey as sent or failed where an attempt ends (`count_end`), as rejected or cancelled where it is offered
//! (`offer_new`), and elsewhere as rejected or evicted for want of a place (`admission.rs`), as expired, failed after its last
//! delivery, or sent by a copy that was late (`redelivery.rs`), as lost with its sender (`faults.rs`), and as cancelled with the
//! queue (`actions.rs`). `outcomes.rs` counts them all.
//!
//! Most handlers are compiled twice. With `CALM` they do not look for what cannot happen in a calm run: see
//! [`Simulation::is_calm`].

use std::hint::select_unpredictable;

use crate::broker::Whereabouts;
use crate::digest::Ending;
use crate::draws::{Draws, FirstWord, Purpose};
use crate::event_list::{Notice, Source};
use crate::message::{Batch, Message, MessageId};
use crate::observer::{Consequence, Observation};
use crate::report::Outcome;
use crate::scenario::{Acknowledge, Overflow};
use crate::senders::{Attempt, Group, Reserved, SenderId, SlotId, Standing};
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};

impl Simulation {
    /// The producer's clock says that the next messages come.
    #[inline(never)]
    pub(super) fn on_produced<const CALM: bool>(&mut self) {
        let size = if !CALM && self.produces_one_by_one() {
            1
        } else {
            self.producer.due()
        };
        let id = self.producer.next_id();
        self.producer.count_produced(size);
        self.offer_new::<CALM>(id, size);
        self.schedule_production();
    }

    /// Whether even those of one instant need be looked at one by one: each may be held, or go to a lane of its own.
    fn produces_one_by_one(&self) -> bool {
        let settings = &self.broker.settings;
        settings.overflow == Overflow::Block && settings.capacity.is_some()
            || settings.discipline.parts_by_priority() && !self.kinds.are_alike()
    }

    /// New messages come to be and are offered to the broker.
    #[inline]
    pub(super) fn offer_new<const CALM: bool>(&mut self, id: MessageId, size: u32) {
        self.messages.produced += u64::from(size);
        self.unsettled += u64::from(size);
        self.tell::<CALM>(|| Observation::Produced {
            message: id,
            messages: size,
        });
        if !CALM {
            self.show_messages(id, size);
        }
        let priority = self.kinds.priority_of(id, &self.draws);
        let batch = Batch {
            first: Message::new(id, priority, self.now),
            size,
        };
        if !CALM && self.cancelled {
            self.settle_batch(batch, Outcome::Cancelled);
            return;
        }
        if !CALM && self.broker.settings.overflow == Overflow::Block && !self.has_place() {
            // only what comes from the producer can be held, and it comes one by one
            if self.producer.held.is_none() && self.kinds.submitted(id).is_none() {
                self.producer.held = Some(Message {
                    waits_since: self.now,
                    ..batch.first
                });
                self.messages.held += 1;
                self.note(Observation::Held { message: id });
            } else {
                self.settle_batch(batch, Outcome::Rejected);
            }
            return;
        }
        self.send_on::<CALM>(batch);
    }

    #[inline(always)]
    pub(super) fn send_on<const CALM: bool>(&mut self, batch: Batch) {
        let latency = self.broker.settings.latency;
        if latency.is_zero() {
            self.enter_queue::<CALM>(batch);
        } else {
            self.messages.in_transit += u64::from(batch.size);
            let notice = self.events.notice(self.now.after(latency));
            self.broker.transit.push(notice, batch);
            self.events.set(Source::Transit, self.broker.transit.next());
        }
    }

    /// Messages reach the queue.
    #[inline(never)]
    pub(super) fn on_arrived<const CALM: bool>(&mut self) {
        let batch = self.broker.transit.pop();
        self.events.set(Source::Transit, self.broker.transit.next());
        if let Some(batch) = batch {
            self.messages.in_transit -= u64::from(batch.size);
            self.enter_queue::<CALM>(batch);
        }
    }

    /// New messages enter the queue if there is room for them.
    #[inline(always)]
    fn enter_queue<const CALM: bool>(&mut self, batch: Batch) {
        if CALM || self.broker.takes_batches() {
            self.accept::<CALM>(batch);
        } else {
            self.ask_for_places(batch);
        }
    }

    #[inline(never)]
    pub(super) fn accept<const CALM: bool>(&mut self, mut batch: Batch) {
        // a held message has waited since it was produced
        if batch.first.waits_since == SimTime::NEVER {
            batch.first.waits_since = self.now;
        }
        // who finds a sender free goes straight on: the line would be left at the instant it is joined
        if batch.size == 1
            && self.broker.queue.length() == 0
            && let Some(slot) = self.senders.claim_slot()
        {
            self.tell::<CALM>(|| Observation::Queued {
                message: batch.first.id,
                messages: 1,
                redelivered: false,
            });
            self.senders.engage(slot);
            let delivery = self.delivery_of::<CALM>(batch.first);
            self.begin_attempt::<CALM>(slot, delivery);
            if !CALM && self.producer.held.is_some() {
                self.release_held();
            }
            return;
        }
        if !CALM && let Some(time_to_live) = self.broker.settings.time_to_live {
            let notice = self.events.notice(self.now.after(time_to_live));
            self.broker.keep_time_to_live(notice, batch);
            self.events.set(Source::Expiry, self.broker.expiries.next());
        }
        self.broker.queue.push_tail(batch);
        self.joined_queue::<CALM>(batch.first.id, batch.size, false);
        self.dispatch::<CALM>();
    }

    #[inline]
    pub(super) fn joined_queue<const CALM: bool>(
        &mut self,
        message: MessageId,
        messages: u32,
        redelivered: bool,
    ) {
        self.messages.queued += u64::from(messages);
        self.monitor
            .statistics
            .queue_enter(self.now, u64::from(messages), self.messages.queued);
        self.tell::<CALM>(|| Observation::Queued {
            message,
            messages,
            redelivered,
        });
    }

    #[inline(always)]
    pub(super) fn leave_queue(&mut self, messages: u32) {
        self.messages.queued -= u64::from(messages);
        self.monitor
            .statistics
            .queue_leave(self.now, u64::from(messages), self.messages.queued);
    }

    /// Hands waiting messages out while anybody has room for them.
    pub(super) fn dispatch<const CALM: bool>(&mut self) {
        while self.broker.queue.length() > 0
            && let Some(slot) = self.senders.claim_slot()
        {
            self.senders.engage(slot);
            let delivery = self.next_delivery::<CALM>();
            self.begin_attempt::<CALM>(slot, delivery);
        }
        if !CALM && self.broker.settings.prefetch > 0 {
            self.fill_reserves();
        }
        if !CALM && self.producer.held.is_some() {
            self.release_held();
        }
    }

    fn fill_reserves(&mut self) {
        while self.broker.queue.length() > 0
            && let Some(sender) = self.senders.claim_reserve()
            && let Some(mut message) = self.broker.queue.pop()
        {
            self.leave_queue(1);
            message.deliveries += 1;
            let visible = self.visibility_notice();
            self.messages.reserved += 1;
            self.broker
                .contests
                .moves(message.id, Whereabouts::Reserve(sender));
            self.broker.mortal.reserve(message.id, sender);
            self.senders_have_events |= !visible.is_never();
            self.senders.reserve(
                sender,
                Reserved {
                    message,
                    visible,
                    standing: Standing::default(),
                },
            );
            self.follow_sender(sender);
            self.note(Observation::Reserved {
                message: message.id,
                delivery: message.deliveries,
                sender: sender.0,
            });
        }
    }

    /// When the broker takes a message that it hands out now for lost.
    #[inline(always)]
    fn visibility_notice(&mut self) -> Notice {
        match self.broker.settings.visibility_timeout {
            Some(time_out) => self.events.notice(self.now.after(time_out)),
            None => Notice::NEVER,
        }
    }

    /// The message that has waited for its turn, as it goes straight into an attempt; the queue must not be empty.
    #[inline(always)]
    fn next_delivery<const CALM: bool>(&mut self) -> Reserved {
        let message = self.broker.queue.take();
        self.leave_queue(1);
        self.delivery_of::<CALM>(message)
    }

    /// A queued message as it is handed to a sender.
    #[inline(always)]
    fn delivery_of<const CALM: bool>(&mut self, mut message: Message) -> Reserved {
        message.deliveries += 1;
        self.messages.sending += 1;
        Reserved {
            message,
            visible: if CALM {
                Notice::NEVER
            } else {
                self.visibility_notice()
            },
            standing: Standing::default(),
        }
    }

    /// An attempt begins.
    #[inline(always)]
    fn begin_attempt<const CALM: bool>(&mut self, id: SlotId, delivery: Reserved) {
        if CALM {
            self.begin::<true>(id, delivery);
        } else {
            self.begin_disturbed(id, delivery);
        }
    }

    /// Apart: with all its looks it is long, and called from many places.
    #[inline(never)]
    fn begin_disturbed(&mut self, id: SlotId, delivery: Reserved) {
        self.begin::<false>(id, delivery);
    }

    #[inline(always)]
    fn begin<const CALM: bool>(&mut self, id: SlotId, delivery: Reserved) {
        let Reserved {
            message,
            visible,
            standing,
        } = delivery;
        let (attempt, end) = self.set_out::<CALM>(id, message, standing, self.now);
        let ends = self.events.notice(end);
        let slot = &mut self.senders.slots[id.0 as usize];
        let sender = slot.sender;
        slot.end = ends;
        slot.visible = match self.broker.settings.acknowledge {
            Acknowledge::Late => visible,
            Acknowledge::Early => Notice::NEVER,
        };
        slot.attempt = Some(attempt);
        if CALM {
            self.events.set(Source::Attempt(id.0), ends);
            return;
        }
        let may_hang = self.senders.groups[slot.group as usize].hang.is_some();
        self.tell::<CALM>(|| Observation::Started {
            message: message.id,
            delivery: message.deliveries,
            sender: sender.0,
            produced_at: message.produced_at,
            waits_since: message.waits_since,
        });
        self.follow_slot(id);
        if self.senders_have_events || may_hang {
            self.after_begin(id, sender, &message);
        }
    }

    /// A message sets out on an attempt: how long it waited is known, and how long the attempt takes is drawn.
    #[inline(always)]
    fn set_out<const CALM: bool>(
        &mut self,
        id: SlotId,
        mut message: Message,
        standing: Standing,
        at: SimTime,
    ) -> (Attempt, SimTime) {
        self.wait_is_over::<CALM>(&message, at);
        message.begun = true;
        if !CALM && !standing.stale {
            self.broker.contests.moves(message.id, Whereabouts::Attempt(id));
        }
        self.attempts.started += 1;
        let account = &mut self.senders.accounts[id.0 as usize];
        account.attempts += 1;
        let group = &self.senders.groups[account.group as usize];
        let work = self.kinds.work_of(message.id, &self.draws);
        let word = service_word(message.id, message.deliveries, &self.draws);
        let end = at.after(service_time(group, group.mean * work, word));
        let attempt = Attempt {
            message,
            number: self.attempts.started,
            started_at: at,
            standing,
        };
        (attempt, end)
    }

    /// The first attempt of a message begins: that was its waiting time.
    #[inline(always)]
    pub(super) fn wait_is_over<const CALM: bool>(&mut self, message: &Message, at: SimTime) {
        if message.begun || !CALM && !self.broker.contests.begins(message.id) {
            return;
        }
        if CALM || self.monitor.statistics.observes(message.id.0) {
            let waited = at.elapsed_since(message.waits_since);
            self.monitor.statistics.waiting.record(waited);
            if !CALM && let Some(kind) = self.kind_statistics(message.id) {
                kind.waiting.record(waited);
            }
        }
        if !CALM && self.broker.settings.time_to_live.is_some() {
            self.broker.mortal.remove(message.id, 1);
            self.follow_expiries();
        }
    }

    /// An attempt came to its own end.
    #[inline(never)]
    pub(super) fn on_attempt_ended<const CALM: bool>(&mut self, id: SlotId) {
        let sender = self.senders.slots[id.0 as usize].sender;
        let Some(attempt) = self.senders.end_attempt(id, self.now) else {
            return;
        };
        let consequence = self.finish::<CALM>(id, &attempt, self.now);
        if consequence == Consequence::BacksOff {
            self.back_off::<CALM>(attempt.message, self.now);
            self.events.set(Source::Backoff, self.broker.backoff.next());
        }
        self.tell::<CALM>(|| Observation::Ended {
            message: attempt.message.id,
            delivery: attempt.message.deliveries,
            sender: sender.0,
            consequence,
        });
        self.next_for::<CALM>(id, sender);
    }

    /// An attempt ends with success, or not. If the message backs off then, it has not begun to.
    #[inline(always)]
    pub(super) fn finish<const CALM: bool>(
        &mut self,
        id: SlotId,
        attempt: &Attempt,
        at: SimTime,
    ) -> Consequence {
        let account = &mut self.senders.accounts[id.0 as usize];
        let sender = account.sender;
        let group = &self.senders.groups[account.group as usize];
        let message = &attempt.message;
        let failed = fails(group, message.id, message.deliveries, &self.draws);
        account.failed += u64::from(failed);
        self.messages.sending -= u64::from(CALM || !attempt.standing.stale);
        self.count_end::<CALM>(attempt, sender, failed, at)
    }

    /// What follows from an attempt's end.
    #[inline(always)]
    pub(super) fn count_end<const CALM: bool>(
        &mut self,
        attempt: &Attempt,
        sender: SenderId,
        failed: bool,
        at: SimTime,
    ) -> Consequence {
        let message = &attempt.message;
        if CALM || self.monitor.statistics.observes(message.id.0) {
            let length = at.elapsed_since(attempt.started_at);
            self.monitor.statistics.service.record(length);
        }
        let consequence = if !CALM && attempt.standing.stale {
            self.stale_attempt_ended(attempt, !failed)
        } else {
            let attempts = &mut self.attempts;
            *select_unpredictable(failed, &mut attempts.failed, &mut attempts.succeeded) += 1;
            let consequence = self.what_follows::<CALM>(message, message.deliveries, failed);
            match consequence {
                Consequence::BacksOff => {}
                Consequence::Cancelled => {
                    self.count_settled::<CALM>(message, 1, Outcome::Cancelled, at);
                }
                _ => self.count_attempted::<CALM>(message, failed, at),
            }
            consequence
        };
        self.fingerprint
            .absorb_attempt(attempt, sender, at, Ending::Itself(consequence));
        consequence
    }

    /// What becomes of a message that comes back from an attempt: it is settled, or backs off.
    #[inline(always)]
    pub(super) fn what_follows<const CALM: bool>(
        &self,
        message: &Message,
        delivery: u32,
        failed: bool,
    ) -> Consequence {
        // asked before what is as good as random, and mostly known
        if !self.broker.may_retry(message.failures) {
            // no branch, as they stand side by side: it could only be guessed
            return if failed {
                Consequence::AttemptsUsedUp
            } else {
                Consequence::Sent
            };
        }
        if !failed {
            Consequence::Sent
        } else if !self.broker.may_redeliver(delivery) {
            Consequence::DeliveriesUsedUp
        } else if !CALM && self.cancelled {
            Consequence::Cancelled
        } else {
            Consequence::BacksOff
        }
    }

    #[inline(never)]
    pub(super) fn back_off<const CALM: bool>(&mut self, mut message: Message, at: SimTime) {
        message.failures = message.failures.saturating_add(1);
        let over = at.after(self.broker.backoff_of(&message, &self.draws));
        let notice = self.events.notice(over);
        self.messages.backing_off += 1;
        if CALM {
            self.broker.backoff.push(notice, Batch::one(message));
        } else {
            self.broker.back_off(notice, message);
        }
    }

    /// The wait before a message's next attempt is over: it rejoins the queue at its tail.
    #[inline(never)]
    pub(super) fn on_backoff_over<const CALM: bool>(&mut self) {
        let batch = self.broker.backoff.pop();
        if !CALM {
            self.broker.drop_void_backoffs();
        }
        self.events.set(Source::Backoff, self.broker.backoff.next());
        let Some(batch) = batch else { return };
        let id = batch.first.id;
        if !CALM {
            self.broker.contests.moves(id, Whereabouts::Queue);
        }
        self.messages.backing_off -= 1;
        self.broker.queue.push_tail(batch);
        self.joined_queue::<CALM>(id, 1, false);
        self.dispatch::<CALM>();
    }

    /// Gives the sender whose attempt ended something else to do.
    #[inline(always)]
    fn next_for<const CALM: bool>(&mut self, slot: SlotId, sender: SenderId) {
        let prefetches = !CALM && self.broker.settings.prefetch > 0;
        if prefetches && let Some(reserved) = self.senders.take_reserved(sender) {
            if !reserved.standing.stale {
                self.messages.reserved -= 1;
                self.messages.sending += 1;
            }
            self.begin_attempt::<CALM>(slot, reserved);
            // the first one in its reserve is another one now
            self.follow_sender(sender);
        } else if self.broker.queue.length() > 0 && self.senders.free_slots() == 0 {
            // while messages wait nobody is free: the slot is next in turn
            let delivery = self.next_delivery::<CALM>();
            self.begin_attempt::<CALM>(slot, delivery);
        } else {
            self.senders.release(slot);
            if CALM {
                self.events.clear(Source::Attempt(slot.0));
            } else {
                self.gives_sign_of_life(sender);
                self.follow_slot(slot);
            }
            self.senders.free_up(slot);
        }
        // otherwise nobody else could go on because of this
        if prefetches || !CALM && self.producer.held.is_some() {
            self.dispatch::<CALM>();
        }
    }
}

/// Whether an attempt fails.
#[inline(always)]
pub(super) fn fails(group: &Group, message: MessageId, delivery: u32, draws: &Draws) -> bool {
    let mut luck = draws.stream(Purpose::Luck, message.0, delivery);
    luck.happens(group.failure)
}

/// The word that the unit demand of an attempt is made of.
#[inline(always)]
pub(super) fn service_word(message: MessageId, delivery: u32, draws: &Draws) -> FirstWord {
    draws.stream(Purpose::Service, message.0, delivery).first_word()
}

/// The unit demand, scaled by the sender's mean and the kind's work.
#[inline(always)]
pub(super) fn service_time(group: &Group, scale: f64, word: FirstWord) -> SimDuration {
    SimDuration::from_nanoseconds_f64(group.service.unit_of(word) * scale)
}
