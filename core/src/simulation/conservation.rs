//! No message appears or vanishes: checked after each event in debug builds.

use crate::broker::Whereabouts;
use crate::report::SenderState;
use crate::senders::{SenderId, SlotId, Standing};
use crate::simulation::Simulation;

impl Simulation {
    /// The conservation of messages, against the parts that hold them.
    pub(super) fn check(&self) {
        let messages = &self.messages;
        assert_eq!(
            messages.produced,
            messages.settled() + messages.in_system(),
            "no message appears or vanishes"
        );
        assert_eq!(self.unsettled, messages.in_system());
        assert_eq!(messages.queued, self.broker.queue.length(), "queued");
        assert_eq!(messages.held, u64::from(self.producer.held.is_some()), "held");
        // counting one by one what waits takes its time: large runs are spared
        if self.senders.senders.len() > 64 || messages.in_transit + messages.backing_off > 1000 {
            return;
        }
        let in_transit: u64 = self
            .broker
            .transit
            .iter()
            .map(|batch| u64::from(batch.size))
            .sum();
        assert_eq!(messages.in_transit, in_transit, "in transit");
        let backing_off = self
            .broker
            .backoff
            .iter()
            .filter(|batch| !self.broker.contests.is_settled(batch.first.id))
            .count();
        assert_eq!(messages.backing_off, backing_off as u64, "backing off");
        let current = self
            .senders
            .slots
            .iter()
            .filter_map(|slot| slot.attempt.as_ref())
            .filter(|a| !a.standing.stale);
        assert_eq!(messages.sending, current.count() as u64, "sending");
        let running = self
            .senders
            .slots
            .iter()
            .filter(|slot| slot.attempt.is_some())
            .count();
        assert_eq!(self.running_attempts(), running as u64, "running attempts");
        let states = self.senders.senders.iter().map(|sender| sender.state);
        let busy = states.filter(|state| *state == SenderState::Busy).count();
        assert_eq!(self.busy_senders() as usize, busy, "busy");
        let reserved = self
            .senders
            .senders
            .iter()
            .flat_map(|sender| &sender.reserved)
            .filter(|r| !r.standing.stale);
        assert_eq!(messages.reserved, reserved.count() as u64, "reserved");
        self.check_contests();
        let (mortal, expiry) = (&self.broker.mortal, self.broker.expiries.next());
        assert_eq!(mortal.is_empty(), expiry.is_never(), "nothing expires in vain");
        let free = self.senders.free_slots();
        assert!(
            self.cancelled || free == 0 || self.broker.queue.length() == 0,
            "nobody idles while a message waits"
        );
    }

    /// What is remembered of messages with several copies, against the senders that hold these.
    fn check_contests(&self) {
        let contests = &self.broker.contests;
        let mut stale = 0;
        let mut compare = |message, standing: Standing, place| {
            let is_stale = standing.stale;
            stale += u64::from(is_stale);
            let current = contests.current_of(message);
            assert!(
                is_stale || current.is_none_or(|current| current == place),
                "{message:?}"
            );
        };
        for (slot, state) in (0..).map(SlotId).zip(&self.senders.slots) {
            if let Some(attempt) = &state.attempt {
                compare(attempt.message.id, attempt.standing, Whereabouts::Attempt(slot));
            }
        }
        for (sender, state) in (0..).map(SenderId).zip(&self.senders.senders) {
            for reserved in &state.reserved {
                compare(
                    reserved.message.id,
                    reserved.standing,
                    Whereabouts::Reserve(sender),
                );
            }
        }
        assert_eq!(stale, contests.stale(), "copies that do not count");
    }
}
