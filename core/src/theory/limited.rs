//! What theory says about Poisson arrivals at a limited queue.

use crate::scenario::{Overflow, WarmUp};

use super::Expectation;
use super::assumptions::{Family, Order, no_warm_up};
use super::birth_death::{BirthDeath, Gain};
use super::erlang::erlang_b;
use super::steady::{Stream, beyond};

impl Stream<'_> {
    /// Loss, blocking or eviction at a queue with room for `capacity`.
    pub(super) fn limited(&self, capacity: u32, overflow: Overflow) -> Expectation {
        let pool = self.pool;
        if pool.tries_again() {
            return Expectation::none("the queue is limited and messages are tried again");
        }
        if capacity == 0 && overflow == Overflow::Reject && pool.family != Family::Exponential {
            return self.loss();
        }
        if pool.family != Family::Exponential || pool.order == Order::Priority {
            return Expectation::none("the queue is limited and service times are not exponential");
        }
        let full = u64::from(pool.servers) + u64::from(capacity);
        let load = self.load();
        // an overloaded queue needs this many messages to fill up
        if load > 1.0 && self.messages * (1.0 - 1.0 / load) < 20.0 * f64::from(capacity) {
            return Expectation::none("the run is too short for the queue to fill up and settle");
        }
        if overflow == Overflow::Block && pool.latency > 0.0 {
            return Expectation::none("a producer blocked by a queue that is some time away has no formula");
        }
        // a blocked producer is one state more: it holds one message and makes no others
        let states = if overflow == Overflow::Block {
            full + 1
        } else {
            full
        };
        let Some(process) = BirthDeath::new(pool.servers, self.rate, pool.service.first, Some(states)) else {
            return Expectation::none("the queue is limited too widely to settle at this load");
        };
        match overflow {
            Overflow::Reject => self.rejecting(&process, capacity),
            Overflow::Block => self.blocking(&process, capacity),
            Overflow::Evict if capacity > 0 => self.evicting(&process, capacity),
            Overflow::Evict => Expectation::none("no formula for evictions from a queue without room"),
        }
    }

    /// Offered load per server.
    fn load(&self) -> f64 {
        self.rate * self.pool.service.first / f64::from(self.pool.servers)
    }

    /// Messages that it takes at most to wander through a queue of this capacity.
    fn room(capacity: u32) -> f64 {
        (f64::from(capacity) + 1.0) * (f64::from(capacity) + 1.0)
    }

    /// No room to wait: Erlang's loss formula holds for any service times.
    fn loss(&self) -> Expectation {
        let (servers, mean) = (self.pool.servers, self.pool.service.first);
        let mut expectation = Expectation::of("M/G/c/c", self.caution(self.load(), 1.0));
        let lost = erlang_b(servers, self.rate * mean);
        expectation.figure("shares.rejected", lost, None);
        let load = self.rate * (1.0 - lost) * mean / f64::from(servers);
        expectation.figure("utilisation", load, None);
        expectation.figure("waiting.mean", 0.0, Some(0.0));
        expectation.figure("sojourn.mean", mean + self.pool.latency, None);
        expectation
    }

    fn rejecting(&self, process: &BirthDeath, capacity: u32) -> Expectation {
        let model = if capacity == 0 { "M/M/c/c" } else { "M/M/c/K" };
        let mut expectation = Expectation::of(model, self.caution(self.load(), Self::room(capacity)));
        let lost = process.is_full();
        // refusals less their share of arrivals
        let refusals = process.variance_rate(&Gain {
            over_time: |_| 0.0,
            entered: -lost,
            refused: 1.0 - lost,
        });
        let rejected = (refusals / self.rate / self.all).sqrt();
        let ends = lost * (self.filling(process) / self.all + self.cut_on_the_way());
        expectation.figure("shares.rejected", lost, beyond(rejected, ends));
        self.times_of(
            &mut expectation,
            process,
            self.rate * (1.0 - lost),
            self.messages * (1.0 - lost),
        );
        self.queue_of(&mut expectation, process, u64::MAX, self.time);
        let failure = self.pool.retries.map_or(0.0, |retries| retries.failed_share());
        if failure > 0.0 {
            let share = 1.0 - lost;
            let variance =
                failure * (1.0 - failure) * share / self.all + failure * failure * rejected * rejected;
            expectation.figure(
                "shares.failed",
                failure * share,
                beyond(variance.sqrt(), failure * ends),
            );
        }
        expectation
    }

    fn blocking(&self, process: &BirthDeath, capacity: u32) -> Expectation {
        let mut expectation = Expectation::of(
            "M/M/c/K with a blocked producer",
            self.caution(self.load(), Self::room(capacity)),
        );
        let rate = self.rate * (1.0 - process.is_full());
        self.times_of(&mut expectation, process, rate, self.messages);
        // its clock stops while it is blocked, so the same messages take longer
        let time = if self.settings.until.is_some() {
            self.time
        } else {
            self.time * self.rate / rate
        };
        self.queue_of(&mut expectation, process, u64::from(capacity), time);
        expectation
    }

    fn evicting(&self, process: &BirthDeath, capacity: u32) -> Expectation {
        let mut expectation = Expectation::of("M/M/c/K", self.caution(self.load(), Self::room(capacity)));
        let lost = process.is_full();
        let variance = process.variance_rate(&Gain {
            over_time: |_| 0.0,
            entered: -lost,
            refused: 1.0 - lost,
        });
        let evicted = (variance / self.rate / self.all).sqrt();
        let ends = lost * (self.filling(process) / self.all + self.cut_on_the_way());
        expectation.figure("shares.evicted", lost, beyond(evicted, ends));
        self.queue_of(&mut expectation, process, u64::MAX, self.time);
        expectation
    }

    /// Waiting and sojourn times by Little's law, for messages that enter at this rate; so many in all.
    fn times_of(&self, expectation: &mut Expectation, process: &BirthDeath, rate: f64, messages: f64) {
        let servers = f64::from(self.pool.servers);
        for (name, in_service, shift) in [
            ("waiting.mean", 0.0, 0.0),
            ("sojourn.mean", servers, self.pool.latency),
        ] {
            let present = |n| process.waiting(n) + in_service * process.at_work(n);
            let mean = process.mean(present) / rate;
            let variance = process.variance_of_times(present);
            // the first ones find the queue emptier than later ones do
            let ends = if no_warm_up(self.settings) {
                mean * self.filling(process) / 2.0 / messages
            } else {
                0.0
            };
            let deviation = beyond((variance / messages).sqrt(), ends);
            expectation.figure(name, mean + shift, deviation);
        }
    }

    /// Messages, about, that come until the queue has filled up: what is too much of them stays, but no longer than it
    /// takes to wander through the queue.
    fn filling(&self, process: &BirthDeath) -> f64 {
        let load = self.load();
        let staying = if load > 1.0 { 1.0 - 1.0 / load } else { 1.0 };
        let present = process.mean(everybody);
        let most = Self::room(self.pool.capacity.unwrap_or(0)).max(present);
        (present / staying).min(most)
    }

    /// Seconds, about, in which the queue is empty and then fills at the start, and drains after the last message, unless
    /// neither is seen.
    fn ends(&self, process: &BirthDeath) -> f64 {
        let (servers, mean) = (f64::from(self.pool.servers), self.pool.service.first);
        let filling = match self.settings.warm_up {
            WarmUp::Time(time) if !time.is_zero() => 0.0,
            _ => self.filling(process) / self.rate,
        };
        let draining = process.mean(everybody) / servers + 1.0 + libm::log(servers);
        self.empty_start() + filling + if self.is_cut() { 0.0 } else { draining * mean }
    }

    /// Averages over time; no more than `most` count as waiting.
    fn queue_of(&self, expectation: &mut Expectation, process: &BirthDeath, most: u64, time: f64) {
        let deviation = |of: &dyn Fn(u64) -> f64| {
            let variance = process.variance_rate(&Gain {
                over_time: of,
                entered: 0.0,
                refused: 0.0,
            });
            beyond(
                (variance / time).sqrt(),
                process.mean(of) * self.ends(process) / time,
            )
        };
        let servers = u64::from(self.pool.servers);
        let length = |n: u64| process.waiting(n.min(servers.saturating_add(most)));
        let at_work = |n: u64| process.at_work(n);
        expectation.figure("queue.mean_length", process.mean(length), deviation(&length));
        expectation.figure("utilisation", process.mean(at_work), deviation(&at_work));
    }
}

/// Messages in the system where there are so many: all of them.
#[expect(clippy::cast_precision_loss, reason = "a queue has fewer states than 2^53")]
const fn everybody(n: u64) -> f64 {
    n as f64
}
