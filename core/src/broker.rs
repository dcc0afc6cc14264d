//! The broker: where messages are on their way, wait, back off and run out of time. It answers questions and
//! keeps order; what follows from an answer is decided in `simulation`.

mod contests;
mod id_set;
mod mortals;
mod queue;
mod pending;
mod row;

pub(crate) use contests::{Contests, Whereabouts};
pub(crate) use id_set::IdSet;
pub(crate) use mortals::Mortals;
pub(crate) use pending::Pending;

use crate::broker::queue::Queue;
use crate::draws::{Draws, Purpose};
use crate::event_list::Notice;
use crate::message::{Batch, Message, MessageId};
use crate::report::Outcome;
use crate::scenario::{self, Jitter, Overflow};
use crate::time::SimDuration;

/// The broker's state.
#[derive(Clone, Debug)]
pub(crate) struct Broker {
    pub(crate) settings: scenario::Broker,
    pub(crate) queue: Queue,
    /// On the way to the queue.
    pub(crate) transit: Pending,
    /// Waiting to be tried again.
    pub(crate) backoff: Pending,
    /// Ends of times to live.
    pub(crate) expiries: Pending,
    /// Messages with a time to live that did not begin an attempt yet.
    pub(crate) mortal: Mortals,
    /// Messages of which several copies are about.
    pub(crate) contests: Contests,
}

/// What becomes of a message that asks for a place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// So many may enter.
    Accepted(u32),
    /// All may enter, if so many of the oldest go: from those that wait, and then from these.
    Displacing(u64),
    /// The queue is full.
    Full(Overflow),
}

impl Broker {
    pub(crate) fn new(settings: &scenario::Broker) -> Self {
        Self {
            settings: settings.clone(),
            queue: Queue::new(settings.discipline),
            transit: Pending::new(),
            backoff: Pending::new(),
            expiries: Pending::new(),
            mortal: Mortals::new(),
            contests: Contests::new(),
        }
    }

    /// Whether messages that come together may enter together even where senders are free. A stack would turn around those who
    /// go straight on, and who must wait begins its time to live after the attempts of those before it have begun.
    #[inline]
    pub(crate) fn takes_batches(&self) -> bool {
        let settings = &self.settings;
        settings.capacity.is_none() && settings.time_to_live.is_none() && settings.discipline.keeps_order()
    }

    /// How many of `offered` messages may enter, where `room` more could go straight on to senders.
    pub(crate) fn admit(&self, offered: u32, room: u64) -> Admission {
        let Some(capacity) = self.settings.capacity else {
            let all = room == 0 || self.takes_batches();
            return Admission::Accepted(if all { offered } else { offered.min(1) });
        };
        // those that go straight on do so one by one: what befalls a sender may take the others' room away
        let places = if room > 0 {
            1
        } else {
            u64::from(capacity).saturating_sub(self.queue.length())
        };
        match u32::try_from(places.min(u64::from(offered))).unwrap_or(offered) {
            // where nobody may wait, nobody can make room either
            0 if self.settings.overflow == Overflow::Evict && capacity > 0 => {
                Admission::Displacing(self.queue.length() + u64::from(offered) - u64::from(capacity))
            }
            0 => Admission::Full(self.settings.overflow),
            accepted => Admission::Accepted(accepted),
        }
    }

    /// Whether a message that had failed so often may be tried again after one more failure.
    #[inline]
    pub(crate) const fn may_retry(&self, failures: u16) -> bool {
        (failures as u32) + 1 < self.settings.max_attempts
    }

    /// Whether a message that was delivered so often may be delivered again.
    pub(crate) fn may_redeliver(&self, deliveries: u32) -> bool {
        self.settings.max_deliveries.is_none_or(|most| deliveries < most)
    }

    /// The wait before the next attempt of a message that failed.
    pub(crate) fn backoff_of(&self, message: &Message, draws: &Draws) -> SimDuration {
        let backoff = &self.settings.backoff;
        let mut delay = backoff.initial.nanoseconds_f64();
        let cap = backoff.cap.map_or(f64::INFINITY, SimDuration::nanoseconds_f64);
        for _ in 1..message.failures {
            if delay >= cap {
                break;
            }
            delay *= backoff.factor;
        }
        let delay = delay.min(cap);
        let unit = || {
            draws
                .stream(Purpose::Jitter, message.id.0, message.deliveries)
                .unit()
        };
        SimDuration::from_nanoseconds_f64(match backoff.jitter {
            Jitter::None => delay,
            Jitter::Full => delay * unit(),
            Jitter::Fraction(share) => delay * (1.0 + share * (2.0 * unit() - 1.0)),
        })
    }

    /// Messages with consecutive numbers came to their final outcome.
    #[inline]
    pub(crate) fn has_settled(&mut self, first: MessageId, messages: u32, outcome: Outcome) {
        self.mortal.remove(first, messages);
        self.contests.settle(first, messages, outcome);
    }

    /// A message waits for its next attempt.
    #[inline(never)]
    pub(crate) fn back_off(&mut self, notice: Notice, message: Message) {
        self.contests.moves(message.id, Whereabouts::Backoff);
        self.backoff.push(notice, Batch::one(message));
        self.drop_void_backoffs();
    }

    /// Messages that were settled meanwhile back off no longer.
    #[inline(never)]
    pub(crate) fn drop_void_backoffs(&mut self) {
        let contests = &mut self.contests;
        if !contests.is_empty() {
            self.backoff.drop_void(&mut |batch| {
                let id = batch.first.id;
                let in_vain = contests.is_settled(id);
                if in_vain {
                    contests.moves(id, Whereabouts::Nowhere);
                }
                !in_vain
            });
        }
    }

    /// Remembers that these messages expire at this time unless they begin before.
    pub(crate) fn keep_time_to_live(&mut self, notice: Notice, batch: Batch) {
        self.mortal.insert(batch);
        self.expiries.push(notice, batch);
        self.drop_void_expiries();
    }

    /// Messages that began or were settled meanwhile expire no longer.
    #[inline(never)]
    pub(crate) fn drop_void_expiries(&mut self) {
        let mortal = &self.mortal;
        self.expiries
            .drop_void(&mut |batch| mortal.first_run(*batch).is_some());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Backoff;
    use crate::time::SimTime;

    fn backoff_after(failures: u16, backoff: Backoff) -> u64 {
        let broker = Broker::new(&scenario::Broker {
            backoff,
            ..scenario::Broker::default()
        });
        let message = Message {
            failures,
            ..Message::new(MessageId(1), 0, SimTime::ZERO)
        };
        broker.backoff_of(&message, &Draws::new(1, 0)).nanoseconds() / 1_000_000
    }

    #[test]
    fn backoff_grows_to_its_cap_and_jitters_within_bounds() {
        let cap = Some(SimDuration::from_seconds(5));
        let plain = Backoff {
            cap,
            ..Backoff::default()
        };
        let delays: Vec<u64> = (1..6).map(|failures| backoff_after(failures, plain)).collect();
        assert_eq!(delays, [1000, 2000, 4000, 5000, 5000]);
        assert_eq!(backoff_after(1000, Backoff { factor: 1e9, ..plain }), 5000);
        for failures in 1..6 {
            let full = backoff_after(
                failures,
                Backoff {
                    jitter: Jitter::Full,
                    ..plain
                },
            );
            assert!(full <= delays[failures as usize - 1]);
            let share = backoff_after(
                failures,
                Backoff {
                    jitter: Jitter::Fraction(0.1),
                    ..plain
                },
            );
            assert!(share.abs_diff(delays[failures as usize - 1]) <= delays[failures as usize - 1] / 10);
        }
    }

    #[test]
    fn room_at_senders_adds_to_the_capacity() {
        let broker = Broker::new(&scenario::Broker {
            capacity: Some(0),
            ..scenario::Broker::default()
        });
        assert_eq!(broker.admit(5, 2), Admission::Accepted(1));
        assert_eq!(broker.admit(1, 0), Admission::Full(Overflow::Reject));
    }

    #[test]
    fn who_comes_to_a_full_queue_drives_the_oldest_out_but_only_where_somebody_may_wait() {
        let full = |capacity| {
            let mut broker = Broker::new(&scenario::Broker {
                capacity: Some(capacity),
                overflow: Overflow::Evict,
                ..scenario::Broker::default()
            });
            let first = Message::new(MessageId(0), 0, SimTime::ZERO);
            broker.queue.push_tail(Batch { first, size: 4 });
            broker
        };
        assert_eq!(full(3).admit(10, 0), Admission::Displacing(11), "one came back");
        assert_eq!(full(9).admit(10, 0), Admission::Accepted(5));
        assert_eq!(full(0).admit(10, 0), Admission::Full(Overflow::Evict));
    }
}
