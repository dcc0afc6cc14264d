//! What theory says about Poisson arrivals.

use crate::scenario::{Settings, WarmUp};
use crate::time::SimDuration;

use super::Expectation;
use super::assumptions::{Family, Order, Pool, no_warm_up};
use super::birth_death::{BirthDeath, Gain};
use super::burst::luck;
use super::constant_service::mean_waiting_of_constant_service;
use super::erlang::MultiServer;
use super::single_server::SingleServer;

/// What to keep in mind about every steady state.
const LONG_RUN: &str = "for a long run: it starts empty and nears these figures with time";

/// Why there is nothing to compare.
pub(super) const NOTHING_LEFT: &str = "nothing is left after the warm-up";

const WAITING: [(&str, f64); 5] = [
    ("waiting.p50", 0.5),
    ("waiting.p90", 0.9),
    ("waiting.p95", 0.95),
    ("waiting.p99", 0.99),
    ("waiting.p999", 0.999),
];
const SOJOURN: [(&str, f64); 5] = [
    ("sojourn.p50", 0.5),
    ("sojourn.p90", 0.9),
    ("sojourn.p95", 0.95),
    ("sojourn.p99", 0.99),
    ("sojourn.p999", 0.999),
];

/// Why a load of at least 1 has no steady state.
pub(super) fn no_steady_state(load: f64) -> String {
    format!(
        "offered load {load:.4} is not below 1: no steady state, the queue grows as long as messages come"
    )
}

/// Arrivals at a pool, and how much of them the statistics see.
pub(super) struct Stream<'a> {
    pub(super) pool: &'a Pool,
    pub(super) settings: &'a Settings,
    /// Messages per second.
    pub(super) rate: f64,
    /// Messages in the whole run.
    pub(super) all: f64,
    /// Messages in the statistics.
    pub(super) messages: f64,
    /// Seconds in the statistics.
    pub(super) time: f64,
}

/// The model for Poisson arrivals of this rate per second.
pub(super) fn theory_of_poisson(pool: &Pool, settings: &Settings, rate: f64) -> Expectation {
    match Stream::new(pool, settings, rate) {
        None => Expectation::none(NOTHING_LEFT),
        Some(stream) => match pool.capacity {
            Some(capacity) => stream.limited(capacity, settings.broker.overflow),
            None => stream.unlimited(),
        },
    }
}

impl<'a> Stream<'a> {
    /// Arrivals at this rate per second; `None` if the warm-up outlasts them.
    pub(super) fn new(pool: &'a Pool, settings: &'a Settings, rate: f64) -> Option<Self> {
        let end = settings.until.map_or(f64::INFINITY, SimDuration::seconds_f64);
        let all = f64::from(pool.messages).min(end * rate);
        let (messages, time) = match settings.warm_up {
            WarmUp::Time(time) => (all - time.seconds_f64() * rate, all / rate - time.seconds_f64()),
            WarmUp::Messages(first) => (all - f64::from(first), all / rate),
        };
        (messages >= 1.0 && time > 0.0).then_some(Self {
            pool,
            settings,
            rate,
            all,
            messages,
            time,
        })
    }

    fn unlimited(&self) -> Expectation {
        let pool = self.pool;
        let attempts = pool.retries.map_or(1.0, |retries| retries.mean_attempts());
        let load = self.rate * attempts * pool.service.first / f64::from(pool.servers);
        if load >= 1.0 {
            return Expectation::none(no_steady_state(load));
        }
        let exponential = pool.family == Family::Exponential;
        let (model, waiting) = if pool.tries_again() {
            if !(exponential && pool.order == Order::Fifo) {
                return Expectation::none(
                    "messages are tried again, for which there is a formula only with exponential service, served in \
                     order of arrival",
                );
            }
            ("M/M/c with retries", self.many(self.rate * attempts))
        } else if pool.order == Order::Priority {
            if pool.servers > 1 {
                return Expectation::none(
                    "kinds of different work by priority have a formula at one sender only",
                );
            }
            ("M/G/1 with priorities", Some(self.by_priority()))
        } else if exponential {
            let model = match (pool.servers, self.classes().len()) {
                (_, 2..) => "M/M/c with priorities",
                (1, _) => "M/M/1",
                _ => "M/M/c",
            };
            (model, self.many(self.rate))
        } else if pool.servers == 1 {
            let constant = pool.family == Family::Constant;
            (if constant { "M/D/1" } else { "M/G/1" }, self.single())
        } else if pool.family == Family::Constant {
            let waiting = mean_waiting_of_constant_service(pool.servers, self.rate * pool.service.first);
            let waiting = waiting.map(|share| Waiting::plain(share * pool.service.first));
            ("M/D/c", waiting)
        } else {
            return Expectation::none(
                "no formula for several senders with this distribution of service times",
            );
        };
        let Some(waiting) = waiting else {
            return Expectation::none(format!("the load {load:.6} is too close to 1 for this formula"));
        };
        let mut expectation = Expectation::of(model, self.caution(load, f64::INFINITY));
        self.name_classes(&mut expectation);
        let deviation = self.utilisation_deviation();
        let of_load = deviation.and_then(|deviation| beyond(deviation, self.unseen(load)));
        expectation.figure("utilisation", load, of_load);
        self.times(&mut expectation, &waiting);
        self.outcomes(&mut expectation);
        expectation
    }

    /// M/M/c, with messages that come back counted among the arrivals: by the arrival theorem each sees what
    /// Poisson arrivals of the whole rate would see, whatever the backoffs (F. Baskett, K. M. Chandy, R. R. Muntz and
    /// F. G. Palacios, "Open, closed, and mixed networks of queues with different classes of customers", Journal of
    /// the ACM 22(2), 1975).
    fn many(&self, rate: f64) -> Option<Waiting> {
        let (servers, mean) = (self.pool.servers, self.pool.service.first);
        let queue = MultiServer::new(servers, rate, mean)?;
        let mut waiting = Waiting::plain(queue.mean_waiting());
        waiting.queue = (self.pool.order == Order::Fifo).then_some(queue);
        if self.pool.tries_again() {
            return Some(waiting);
        }
        if let Some(process) = BirthDeath::new(servers, rate, mean, None) {
            let queued = |n| process.waiting(n);
            let present = |n| process.waiting(n) + process.at_work(n) * f64::from(servers);
            // each arrival is expected to add the mean of these very states: where next to nobody waits, a mean from
            // elsewhere would be nothing but the difference between the two
            waiting.waiting_variance = Some(process.variance_of_times(queued));
            waiting.sojourn_variance = Some(process.variance_of_times(present));
            waiting.length_variance = Some(process.variance_rate(&Gain {
                over_time: queued,
                entered: 0.0,
                refused: 0.0,
            }));
        }
        Some(waiting)
    }

    fn single(&self) -> Option<Waiting> {
        let queue = SingleServer::new(self.rate, self.pool.service)?;
        Some(Waiting {
            mean: queue.mean_waiting(),
            waiting_variance: Some(queue.waiting_variance()),
            sojourn_variance: Some(queue.sojourn_variance()),
            length_variance: Some(queue.queue_length_variance()),
            queue: None,
        })
    }

    /// The times and the queue, from the waiting time.
    fn times(&self, expectation: &mut Expectation, waiting: &Waiting) {
        let (pool, mean) = (self.pool, self.pool.service.first);
        let deviation =
            |variance: Option<f64>, length: f64| variance.map(|variance| (variance / length).sqrt());
        let of_waiting = deviation(waiting.waiting_variance, self.messages);
        expectation.figure("waiting.mean", waiting.mean, of_waiting);
        if let Some(queue) = &waiting.queue {
            for (name, probability) in WAITING {
                expectation.figure(name, queue.waiting_quantile(probability), None);
            }
        }
        let life = pool.retries.and_then(|retries| retries.life());
        let attempts = life.map_or(1.0, |life| life.attempts);
        let length = self.rate * attempts * waiting.mean;
        let of_length = deviation(waiting.length_variance, self.time)
            .and_then(|deviation| beyond(deviation, self.unseen(length)));
        expectation.figure("queue.mean_length", length, of_length);
        if !pool.tries_again() {
            let sojourn = waiting.mean + mean + pool.latency;
            let of_sojourn = deviation(waiting.sojourn_variance, self.messages);
            expectation.figure("sojourn.mean", sojourn, of_sojourn);
            if let Some(queue) = &waiting.queue {
                for (name, probability) in SOJOURN {
                    expectation.figure(name, queue.sojourn_quantile(probability) + pool.latency, None);
                }
            }
        } else if let Some(life) = life {
            let (visit, latency) = (waiting.mean + mean, pool.latency);
            expectation.figure(
                "sojourn.mean",
                life.attempts * visit + life.backoff + latency,
                None,
            );
            let sent = life.attempts_if_sent * visit + life.backoff_if_sent + latency;
            expectation.figure("delivery.mean", sent, None);
        }
    }

    /// Work arrives as a compound Poisson process: its variance per second is arrival rate × mean square service
    /// time. With retries, the wait for the last backoffs at the end of the run matters more than chance.
    fn utilisation_deviation(&self) -> Option<f64> {
        let deviation =
            (self.rate * self.pool.service.second / self.time).sqrt() / f64::from(self.pool.servers);
        (!self.pool.tries_again()).then_some(deviation)
    }

    /// Throughput and failures, which depend on luck and arrivals alone.
    fn outcomes(&self, expectation: &mut Expectation) {
        let Some(retries) = &self.pool.retries else {
            return;
        };
        let failed = retries.failed_share();
        let sent = self.rate * (1.0 - failed);
        let deviation = (!self.pool.tries_again()).then_some((sent / self.time).sqrt());
        let deviation = deviation.and_then(|deviation| beyond(deviation, self.unseen(sent)));
        expectation.figure("throughput", sent, deviation);
        if self.settings.until.is_none() && no_warm_up(self.settings) {
            luck(expectation, self.pool);
        } else if failed > 0.0 {
            let deviation = (failed * (1.0 - failed) / self.all).sqrt();
            expectation.figure(
                "shares.failed",
                failed,
                beyond(deviation, failed * self.cut_on_the_way()),
            );
        }
    }

    /// Seconds of the time that is looked at in which nobody is there yet: the first message is on its way to the queue.
    pub(super) fn empty_start(&self) -> f64 {
        match self.settings.warm_up {
            WarmUp::Time(time) => (self.pool.latency - time.seconds_f64()).max(0.0),
            WarmUp::Messages(_) => self.pool.latency,
        }
    }

    /// By how much that start lowers an average over time.
    fn unseen(&self, average: f64) -> f64 {
        average * self.empty_start() / self.time
    }

    /// Whether the run ends before all messages have come.
    pub(super) fn is_cut(&self) -> bool {
        self.all < f64::from(self.pool.messages)
    }

    /// The share of messages that are still on their way to the queue when the run is cut off.
    pub(super) fn cut_on_the_way(&self) -> f64 {
        if self.is_cut() {
            self.pool.latency * self.rate / self.all
        } else {
            0.0
        }
    }

    /// The note: a run shorter than 100 relaxation times of the queue (W. Whitt, "Planning queueing simulations",
    /// Management Science 35(11), 1989) may be off by more than chance.
    /// No more than `most` messages are counted for the queue to relax.
    pub(super) fn caution(&self, load: f64, most: f64) -> String {
        let spare = 1.0 - load.sqrt();
        // who failed is out of the system for a while, at the end too
        let away = self.pool.retries.map_or(0.0, |retries| retries.mean_backoff());
        let empty = self.empty_start();
        let relaxation =
            (load / (spare * spare)).min(most) + self.rate * (self.pool.service.first + away + empty);
        if self.messages >= 100.0 * relaxation {
            return LONG_RUN.to_owned();
        }
        let what = match (away > 0.0, empty > 0.0) {
            (false, false) => "load",
            (true, false) => "load and backoffs",
            (false, true) => "load and latency",
            (true, true) => "load, backoffs and latency",
        };
        format!("{LONG_RUN}; this one is short for its {what}, so expect it off by more than chance")
    }
}

/// A deviation, if what the ends of the run do to the figure is small beside it: an overloaded queue hardly strays
/// while it is full.
pub(super) fn beyond(deviation: f64, ends: f64) -> Option<f64> {
    (deviation > 2.0 * ends).then_some(deviation)
}

/// Waiting times, and how their averages stray: variances times messages, or times seconds for the queue length.
pub(super) struct Waiting {
    mean: f64,
    waiting_variance: Option<f64>,
    sojourn_variance: Option<f64>,
    length_variance: Option<f64>,
    /// Where percentiles are known.
    queue: Option<MultiServer>,
}

impl Waiting {
    pub(super) fn plain(mean: f64) -> Self {
        Self {
            mean,
            waiting_variance: None,
            sojourn_variance: None,
            length_variance: None,
            queue: None,
        }
    }
}
