//! The monitor: what is observed of a run.

mod histogram;
mod peak;
mod rising;
mod squares;
mod sum;
mod tally;

pub(crate) use peak::Departures;
pub(crate) use rising::Ended;
pub(crate) use tally::Tally;

use std::hint::select_unpredictable;

use crate::decimal::Decimal;
use crate::monitor::peak::Peak;
use crate::monitor::rising::Rising;
use crate::monitor::sum::Sum;
use crate::report::Sample;
use crate::scenario::{self, WarmUp};
use crate::time::{SimDuration, SimTime};

/// Statistics and samples.
#[derive(Clone, Debug)]
pub(crate) struct Monitor {
    pub(crate) settings: scenario::Monitor,
    /// Virtual time between samples now: it doubles whenever the series is full.
    pub(crate) interval: SimDuration,
    pub(crate) samples: Vec<Sample>,
    pub(crate) statistics: Statistics,
}

/// Per-message observations and areas under levels, since the warm-up.
#[derive(Clone, Debug)]
pub(crate) struct Statistics {
    /// From here on.
    pub(crate) since: SimTime,
    /// Messages with lower numbers are not observed.
    first_message: u32,
    pub(crate) waiting: Tally,
    /// Those waiting times of a batch that rise, until they are counted: here, as its place in memory is known.
    rising: Rising,
    pub(crate) service: Tally,
    /// From production to success.
    pub(crate) delivery: Tally,
    /// From production to a dead letter.
    pub(crate) failure: Tally,
    /// From production to a failure after which a message backs off: nobody asks for it.
    no_outcome: Tally,
    /// Messages sent before the statistics began.
    pub(crate) sent_before: u64,
    /// What this is more than the other is the area under the queue's length, once those who are there still are taken as
    /// leaving now. The times at which messages leave are added here, or taken off there; whole waits are added here.
    queue_left: Sum,
    queue_entered: u128,
    pub(crate) peak: Peak,
    /// One for each kind of messages, where there are several.
    pub(crate) kinds: Vec<KindStatistics>,
}

/// The same of one kind of messages.
#[derive(Clone, Debug)]
pub(crate) struct KindStatistics {
    /// In the whole run.
    pub(crate) sent: u64,
    /// In the whole run.
    pub(crate) failed: u64,
    pub(crate) waiting: Tally,
    pub(crate) delivery: Tally,
}

impl KindStatistics {
    fn new() -> Self {
        Self {
            sent: 0,
            failed: 0,
            waiting: Tally::new(),
            delivery: Tally::new(),
        }
    }
}

impl Statistics {
    fn new(first_message: u32) -> Self {
        Self {
            since: SimTime::ZERO,
            first_message,
            waiting: Tally::new(),
            rising: Rising::default(),
            service: Tally::new(),
            delivery: Tally::new(),
            failure: Tally::new(),
            no_outcome: Tally::new(),
            sent_before: 0,
            queue_left: Sum::default(),
            queue_entered: 0,
            peak: Peak::default(),
            kinds: Vec::new(),
        }
    }

    /// Forgets everything: the warm-up is over.
    pub(crate) fn restart(&mut self, now: SimTime, queued: u64, sent: u64) {
        let counts = self.kinds.iter().map(|kind| (kind.sent, kind.failed));
        let kinds = counts.map(|(sent, failed)| KindStatistics {
            sent,
            failed,
            ..KindStatistics::new()
        });
        *self = Self {
            since: now,
            sent_before: sent,
            kinds: kinds.collect(),
            ..Self::new(self.first_message)
        };
        self.queue_enter(now, queued, queued);
    }

    #[inline]
    pub(crate) const fn observes(&self, message: u32) -> bool {
        message >= self.first_message
    }

    /// Where the time from production to the end of an attempt is recorded, if that settles the message.
    #[inline(always)]
    pub(crate) fn outcome(&mut self, failed: bool) -> &mut Tally {
        // which of the two is as good as random: a choice costs less than a wrong guess
        select_unpredictable(failed, &mut self.failure, &mut self.delivery)
    }

    /// The same where a message backs off after a failure, or none does. Then there is nothing to record, but a branch that is
    /// guessed costs more.
    #[inline(always)]
    pub(crate) fn outcome_or_none(&mut self, failed: bool, backs_off: bool) -> &mut Tally {
        let after_failure = if backs_off {
            &mut self.no_outcome
        } else {
            &mut self.failure
        };
        select_unpredictable(failed, after_failure, &mut self.delivery)
    }

    /// So many messages enter the queue, which has this length then.
    #[inline]
    pub(crate) fn queue_enter(&mut self, now: SimTime, messages: u64, length: u64) {
        let area = u128::from(now.nanoseconds()) * u128::from(messages);
        self.queue_entered = self.queue_entered.wrapping_add(area);
        self.peak.grows(now, length);
    }

    /// So many messages leave the queue, which has this length then.
    #[inline]
    pub(crate) fn queue_leave(&mut self, now: SimTime, messages: u64, length: u64) {
        let area = u128::from(now.nanoseconds()) * u128::from(messages);
        self.queue_entered = self.queue_entered.wrapping_sub(area);
        self.peak.shrinks(now, length);
    }

    /// So many messages left the queue; the sum of the times at which they did. What length that has then is told otherwise.
    pub(crate) fn queue_leave_at(&mut self, times: u128) {
        self.queue_entered = self.queue_entered.wrapping_sub(times);
    }

    /// A message joins the queue and leaves it.
    #[inline]
    pub(crate) fn queue_pass(&mut self, joined: SimTime, left: SimTime) {
        self.queue_left.add(left.elapsed_since(joined).nanoseconds());
    }

    /// The queue's length over time, on average.
    pub(crate) fn mean_queue(&self, now: SimTime, queued: u64) -> Decimal {
        let left = self
            .queue_left
            .total()
            .wrapping_add(u128::from(now.nanoseconds()) * u128::from(queued));
        let area = left.wrapping_sub(self.queue_entered);
        Decimal::ratio(area, u128::from(now.since(self.since).nanoseconds())).unwrap_or_default()
    }
}

impl Monitor {
    /// `kinds` is how many kinds of messages there are.
    pub(crate) fn new(settings: &scenario::Monitor, warm_up: WarmUp, kinds: usize) -> Self {
        let first_message = match warm_up {
            WarmUp::Messages(messages) => messages,
            WarmUp::Time(_) => 0,
        };
        Self {
            settings: settings.clone(),
            interval: settings.interval,
            samples: Vec::new(),
            statistics: Statistics {
                // those of a single kind are those of all
                kinds: (0..kinds)
                    .filter(|_| kinds > 1)
                    .map(|_| KindStatistics::new())
                    .collect(),
                ..Statistics::new(first_message)
            },
        }
    }

    /// Keeps a sample. When the series is full, each second one goes and the interval doubles: what remains is
    /// what a monitor with that interval would have seen.
    pub(crate) fn keep(&mut self, sample: Sample) {
        self.samples.push(sample);
        // an even number, so that the last sample stays and the doubled interval starts from it
        if self.samples.len() as u64 >= u64::from(self.settings.max_samples / 2 * 2).max(2) {
            let (sent, at) = (|s: &Sample| s.messages.sent, |s: &Sample| s.at);
            let mut previous = (0, SimTime::ZERO);
            let mut second = false;
            self.samples.retain_mut(|sample| {
                second = !second;
                if second {
                    return false;
                }
                sample.throughput = per_second(sent(sample) - previous.0, at(sample).since(previous.1));
                previous = (sent(sample), at(sample));
                true
            });
            self.interval = self.interval.times(2);
        }
    }

    /// Messages sent per second since the last sample that is a whole interval old: over less time, as at the end of
    /// a run, a handful of messages would be any rate.
    pub(crate) fn throughput_until(&self, now: SimTime, sent: u64) -> Decimal {
        let last = self
            .samples
            .iter()
            .rev()
            .find(|sample| now.since(sample.at) >= self.interval)
            .map_or((0, SimTime::ZERO), |sample| (sample.messages.sent, sample.at));
        per_second(sent - last.0, now.since(last.1))
    }

    /// When the next sample is due, after one at `now`.
    pub(crate) fn next_after(&self, now: SimTime) -> SimTime {
        now.after(self.interval)
    }
}

/// A number of events over a time, per second.
pub(crate) fn per_second(events: u64, time: SimDuration) -> Decimal {
    Decimal::ratio(u128::from(events) * 1_000_000_000, u128::from(time.nanoseconds())).unwrap_or_default()
}
