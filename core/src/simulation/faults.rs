//! What befalls senders: crashes, hangs, silence, restarts, and what becomes of the messages in their hands.

use crate::digest::Ending;
use crate::draws::Purpose;
use crate::event_list::{self, Notice, Source};
use crate::message::Message;
use crate::observer::{Cause, Observation};
use crate::report::{Outcome, SenderState};
use crate::scenario::{Acknowledge, Hazard};
use crate::senders::{Attempt, Reserved, SenderId, SlotId};
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};

impl Simulation {
    /// Starts the clocks of all senders that can crash.
    pub(super) fn arm_all_senders(&mut self) {
        for sender in 0..self.senders.senders.len() {
            self.arm(SenderId(u32::try_from(sender).unwrap_or(u32::MAX)));
        }
        self.senders_have_events |= self.monitor.settings.supervisor.is_some();
    }

    /// Draws how long a sender that is up stays so.
    pub(super) fn arm(&mut self, id: SenderId) {
        let sender = &self.senders.senders[id.0 as usize];
        let Some(model) = &self.senders.group_of(id).crash else {
            return;
        };
        let life = sender.crashes + sender.restarts;
        let unit = model
            .up
            .unit(&mut self.draws.stream(Purpose::TimeUp, sender.subject(), life));
        let length = SimDuration::from_nanoseconds_f64(unit * model.mean_up);
        let hazard = model.hazard;
        self.senders_have_events = true;
        let sender = &mut self.senders.senders[id.0 as usize];
        match hazard {
            Hazard::Always => sender.crash = self.events.notice(self.now.after(length)),
            Hazard::Busy => sender.wear_left = Some(length),
        }
        self.follow_sender(id);
    }

    /// Keeps the event list in step with a slot, and with its sender if they share a leaf.
    #[inline(always)]
    pub(super) fn follow_slot(&mut self, id: SlotId) {
        if self.attempts_only_end() {
            let end = self.senders.slots[id.0 as usize].end;
            self.events.set(Source::Attempt(id.0), end);
        } else {
            self.follow_all_of(id);
        }
    }

    fn follow_all_of(&mut self, id: SlotId) {
        let slot = &self.senders.slots[id.0 as usize];
        let mut next = slot.end.min(slot.visible);
        if self.senders_have_events {
            let sender = &self.senders.senders[slot.sender.0 as usize];
            if sender.first_slot == id {
                next = next.min(sender.next());
            }
        }
        self.events.set(Source::Attempt(id.0), next);
    }

    /// Keeps the event list in step with a sender's own events.
    pub(super) fn follow_sender(&mut self, id: SenderId) {
        self.follow_slot(self.senders.senders[id.0 as usize].first_slot);
    }

    /// What an attempt that has just begun means for its sender: wear, signs of life, a hang.
    pub(super) fn after_begin(&mut self, slot: SlotId, id: SenderId, message: &Message) {
        self.gives_sign_of_life(id);
        if let Some(chance) = self.senders.group_of(id).hang
            && self
                .draws
                .stream(Purpose::Hang, message.id.0, message.deliveries)
                .happens(chance)
        {
            self.fall_silent(id, Cause::Fault);
            self.follow_slot(slot);
        }
    }

    /// An attempt began or ended at a sender.
    #[inline]
    pub(super) fn gives_sign_of_life(&mut self, id: SenderId) {
        if self.senders_have_events {
            self.senders.senders[id.0 as usize].last_sign = self.now;
            self.wear(id);
            self.watch_for_silence(id);
        }
    }

    /// Where only work wears a sender out: its clock runs while an attempt does.
    fn wear(&mut self, id: SenderId) {
        let sender = &mut self.senders.senders[id.0 as usize];
        let Some(left) = sender.wear_left else { return };
        let (works, runs) = (sender.running > 0, !sender.crash.is_never());
        if works && !runs {
            sender.worn_since = self.now;
            sender.crash = self.events.notice(self.now.after(left));
        } else if !works && runs {
            let worn = self.now.since(sender.worn_since);
            let left = left.nanoseconds().saturating_sub(worn.nanoseconds());
            sender.wear_left = Some(SimDuration::from_nanoseconds(left));
            sender.crash = Notice::NEVER;
        } else {
            return;
        }
        self.follow_sender(id);
    }

    /// Sets the time at which the supervisor takes a sender for dead.
    fn watch_for_silence(&mut self, id: SenderId) {
        let Some(supervisor) = self.monitor.settings.supervisor else {
            return;
        };
        let sender = &mut self.senders.senders[id.0 as usize];
        let watched = matches!(sender.state, SenderState::Busy | SenderState::Silent)
            && sender.holds_work()
            && supervisor
                .max_restarts
                .is_none_or(|most| sender.supervised < most);
        let at = sender.last_sign.after(supervisor.silent_after).max(self.now);
        let due = if watched { at } else { SimTime::NEVER };
        if due != sender.silence.at {
            sender.silence = if watched {
                self.events.notice(due)
            } else {
                Notice::NEVER
            };
            self.follow_sender(id);
        }
    }

    /// A sender falls silent: what it is sending never ends by itself.
    pub(super) fn fall_silent(&mut self, id: SenderId, cause: Cause) {
        self.senders.close(id);
        self.senders.stops(id, SenderState::Silent);
        let sender = &self.senders.senders[id.0 as usize];
        for slot in sender.slot_ids() {
            let state = &mut self.senders.slots[slot.0 as usize];
            if state.attempt.is_some() {
                state.end = Notice::NEVER;
                self.hung += 1;
                self.follow_slot(slot);
            }
        }
        self.note(Observation::SenderChanged {
            sender: id.0,
            state: SenderState::Silent,
            cause,
        });
        self.watch_for_silence(id);
    }

    #[inline(never)]
    pub(super) fn on_crashed(&mut self, id: SenderId) {
        self.crash(id, Cause::Fault, None);
    }

    /// A sender breaks down, for so long or as its group does; without either until somebody restarts it.
    pub(super) fn crash(&mut self, id: SenderId, cause: Cause, down: Option<SimDuration>) {
        let sender = &self.senders.senders[id.0 as usize];
        let drawn = self.senders.group_of(id).crash.as_ref().map(|model| {
            let life = sender.crashes + sender.restarts;
            let unit = model
                .down
                .unit(&mut self.draws.stream(Purpose::TimeDown, sender.subject(), life));
            SimDuration::from_nanoseconds_f64(unit * model.mean_down)
        });
        self.senders.senders[id.0 as usize].crashes += 1;
        self.lose(id, SenderState::Down, cause, down.or(drawn));
    }

    /// The supervisor restarts a sender that gave no sign of life.
    #[inline(never)]
    pub(super) fn on_fell_silent(&mut self, id: SenderId) {
        self.senders.senders[id.0 as usize].supervised += 1;
        self.restart(id, Cause::Supervisor);
    }

    /// Restarts a sender, whatever it is doing.
    pub(super) fn restart(&mut self, id: SenderId, cause: Cause) {
        let time = self
            .monitor
            .settings
            .supervisor
            .map_or(SimDuration::ZERO, |s| s.restart_time);
        self.senders.senders[id.0 as usize].restarts += 1;
        self.lose(id, SenderState::Restarting, cause, Some(time));
    }

    /// Takes a sender away for good.
    pub(super) fn remove(&mut self, id: SenderId) {
        self.senders.senders[id.0 as usize].left_at = Some(self.now);
        self.lose(id, SenderState::Removed, Cause::Timeline, None);
    }

    /// A sender is lost with all that it holds. It is back after `away`, if given.
    fn lose(&mut self, id: SenderId, state: SenderState, cause: Cause, away: Option<SimDuration>) {
        self.senders.close(id);
        let back = away.map_or(Notice::NEVER, |time| self.events.notice(self.now.after(time)));
        self.senders_have_events = true;
        let was_silent = self.senders.senders[id.0 as usize].state == SenderState::Silent;
        self.senders.stops(id, state);
        let sender = &mut self.senders.senders[id.0 as usize];
        sender.wear_left = None;
        sender.crash = Notice::NEVER;
        sender.silence = Notice::NEVER;
        sender.back = back;
        let reserved = std::mem::take(&mut sender.reserved);
        sender.passed = 0;
        let slots = sender.slot_ids();
        self.note(Observation::SenderChanged {
            sender: id.0,
            state,
            cause,
        });
        let mut returning = self.abandon_attempts(id, slots, was_silent);
        for Reserved {
            message, standing, ..
        } in reserved
        {
            if standing.stale {
                self.broker.contests.drop_stale(message.id);
            } else {
                self.messages.reserved -= 1;
                returning.push(message);
            }
        }
        self.follow_sender(id);
        for message in returning.into_iter().rev() {
            self.redeliver(message);
        }
        self.dispatch::<false>();
    }

    /// Cuts a lost sender's attempts off; the messages that the broker hands out again, in order of their starts.
    fn abandon_attempts(
        &mut self,
        id: SenderId,
        slots: impl Iterator<Item = SlotId>,
        was_silent: bool,
    ) -> Vec<Message> {
        let mut attempts = Vec::new();
        for slot in slots {
            if let Some(attempt) = self.senders.cut_off_attempt(slot, self.now) {
                self.senders.release(slot);
                self.hung -= u64::from(was_silent);
                attempts.push(attempt);
                self.follow_slot(slot);
            }
        }
        let numbers = (0..).zip(&attempts);
        let numbers = numbers.map(|(place, attempt)| event_list::word(attempt.number, place));
        let order = event_list::sort(numbers);
        let mut returning = Vec::new();
        for attempt in order.into_iter().map(|word| attempts[event_list::place_of(word)]) {
            let Attempt {
                message, standing, ..
            } = attempt;
            self.attempts.abandoned += 1;
            self.fingerprint
                .absorb_attempt(&attempt, id, self.now, Ending::Abandoned);
            self.tell::<false>(|| Observation::Abandoned {
                message: message.id,
                delivery: message.deliveries,
                sender: id.0,
            });
            if standing.stale {
                self.broker.contests.drop_stale(message.id);
                continue;
            }
            self.messages.sending -= 1;
            match self.broker.settings.acknowledge {
                Acknowledge::Late => returning.push(message),
                Acknowledge::Early => self.settle(&message, Outcome::Lost),
            }
        }
        returning
    }

    /// A sender is back and takes messages again.
    #[inline(never)]
    pub(super) fn on_returned(&mut self, id: SenderId) {
        self.senders.senders[id.0 as usize].back = Notice::NEVER;
        self.open(&[id], Cause::Returned);
    }

    /// Senders that were away, or new, take messages: all of them together, so that nobody holds one in reserve while
    /// another one has nothing to do.
    pub(super) fn open(&mut self, ids: &[SenderId], cause: Cause) {
        for id in ids {
            let sender = &mut self.senders.senders[id.0 as usize];
            sender.state = SenderState::Idle;
            sender.last_sign = self.now;
            self.note(Observation::SenderChanged {
                sender: id.0,
                state: SenderState::Idle,
                cause,
            });
            self.arm(*id);
            self.follow_sender(*id);
        }
        self.senders.open(ids);
        self.dispatch::<false>();
    }
}
