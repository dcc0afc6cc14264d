//! The producer: when the next messages come, and how many.

mod kinds;

pub(crate) use kinds::{Kinds, Submitted};

use crate::distribution::Sampler;
use crate::draws::{Draws, FirstWord, Purpose};
use crate::event_list::Notice;
use crate::message::{Message, MessageId};
use crate::scenario::{self, Arrivals, Shape};
use crate::time::{SimDuration, SimTime};

/// The producer's state.
#[derive(Clone, Debug)]
pub(crate) struct Producer {
    arrivals: Arrivals,
    messages: u32,
    produced: u32,
    unit_gap: Sampler,
    /// When the next messages come.
    pub(crate) next: Notice,
    /// What remains of the gap while the clock stands still.
    remaining: Option<Gap>,
    paused: bool,
    stopped: bool,
    /// A message that found no place.
    pub(crate) held: Option<Message>,
}

/// The time between two messages.
#[derive(Clone, Copy, Debug)]
enum Gap {
    /// So long.
    Time(SimDuration),
    /// Until so many messages are expected, where the rate changes over time.
    Demand(f64),
}

impl Producer {
    pub(crate) fn new(settings: &scenario::Producer) -> Self {
        Self {
            arrivals: settings.arrivals.clone(),
            messages: settings.messages,
            produced: 0,
            unit_gap: Sampler::new(&Shape::Exponential),
            next: Notice::NEVER,
            remaining: None,
            paused: false,
            stopped: false,
            held: None,
        }
    }

    /// Whether messages may still come.
    pub(crate) const fn has_more(&self) -> bool {
        self.produced < self.messages && !self.stopped
    }

    /// Messages in a nanosecond that come one by one, at most or on average.
    #[expect(clippy::cast_precision_loss, reason = "about so many")]
    fn pace(&self) -> f64 {
        match &self.arrivals {
            Arrivals::Burst => 0.0,
            Arrivals::Trace(instants) => {
                let rest = &instants[self.produced.saturating_sub(1) as usize..];
                let span = rest
                    .last()
                    .zip(rest.first())
                    .map(|(last, first)| last.since(*first));
                rest.len() as f64 / span.unwrap_or_default().nanoseconds().max(1) as f64
            }
            Arrivals::Every(gap) => 1.0 / gap.nanoseconds() as f64,
            Arrivals::Poisson(per_second) => per_second / 1e9,
            Arrivals::Steps(steps) => steps.iter().map(|step| step.1).fold(0.0, f64::max) / 1e9,
        }
    }

    /// About how many messages come in this time.
    #[expect(clippy::cast_precision_loss, reason = "about so many")]
    pub(crate) fn expected(&self, time: SimDuration) -> f64 {
        let rest = if self.next.is_never() {
            0
        } else {
            self.messages - self.produced
        };
        (self.pace() * time.nanoseconds() as f64).min(f64::from(rest))
    }

    /// By then about so many messages are expected at most.
    #[expect(clippy::cast_precision_loss, reason = "about so many")]
    pub(crate) fn horizon(&self, now: SimTime, messages: u64) -> SimTime {
        if let Arrivals::Trace(instants) = &self.arrivals {
            let before = self.produced.saturating_sub(1);
            let last = usize::try_from(messages.saturating_add(u64::from(before)));
            let last = last.ok().and_then(|last| instants.get(last));
            return last.map_or(SimTime::NEVER, |last| {
                now.after(last.since(instants[before as usize]))
            });
        }
        now.after(SimDuration::from_nanoseconds_f64(messages as f64 / self.pace()))
    }

    /// The number of the next message.
    pub(crate) const fn next_id(&self) -> MessageId {
        MessageId(self.produced)
    }

    /// How many messages come at this instant if nobody holds the producer up.
    pub(crate) const fn due(&self) -> u32 {
        match self.arrivals {
            Arrivals::Burst => self.messages - self.produced,
            _ => 1,
        }
    }

    pub(crate) const fn count_produced(&mut self, messages: u32) {
        self.produced += messages;
    }

    /// The rate of a Poisson process: by far the most frequent one.
    pub(crate) const fn poisson_rate(&self) -> Option<f64> {
        match self.arrivals {
            Arrivals::Poisson(per_second) => Some(per_second),
            _ => None,
        }
    }

    /// The time of the next message if the gap before it begins now; `None` if there is none or the clock stands.
    pub(crate) fn next_arrival(&mut self, now: SimTime, draws: &Draws) -> Option<SimTime> {
        if !self.has_more() || self.held.is_some() {
            return None;
        }
        let gap = self.gap(draws);
        if self.paused {
            self.remaining = Some(gap);
            return None;
        }
        Some(self.end_of(gap, now))
    }

    /// Stops the clock.
    pub(crate) fn pause(&mut self, now: SimTime) {
        if !self.paused {
            self.paused = true;
            self.remaining = self.rest(now);
            self.next = Notice::NEVER;
        }
    }

    /// Lets the clock go on; the time of the next message.
    pub(crate) fn resume(&mut self, now: SimTime) -> Option<SimTime> {
        self.paused = false;
        self.remaining.take().map(|gap| self.end_of(gap, now))
    }

    /// Arrivals are Poisson with this rate from now on; the time of the next message. The gap that has begun goes on faster or
    /// slower: what is left of its demand stays, so that a changed rate leaves each message its own luck.
    pub(crate) fn set_rate(&mut self, per_second: f64, now: SimTime, draws: &Draws) -> Option<SimTime> {
        let rest = self.rest(now).or_else(|| self.remaining.take());
        let demand = rest.and_then(|rest| self.demand(rest, now, draws));
        self.arrivals = Arrivals::Poisson(per_second);
        self.next = Notice::NEVER;
        match demand.map(Gap::Demand) {
            None => self.next_arrival(now, draws),
            Some(rest) if self.paused => {
                self.remaining = Some(rest);
                None
            }
            Some(rest) => Some(self.end_of(rest, now)),
        }
    }

    /// What is left of the gap that runs now.
    fn rest(&self, now: SimTime) -> Option<Gap> {
        let next = self.next.at;
        (!self.next.is_never()).then(|| match &self.arrivals {
            // the rates go on changing while the clock stands still
            Arrivals::Steps(steps) => Gap::Demand(expected_in_steps(steps, now, next)),
            _ => Gap::Time(next.since(now)),
        })
    }

    /// So many messages are expected in the rest of a gap; `None` where arrivals are not random.
    #[expect(
        clippy::cast_precision_loss,
        reason = "times of arrivals are rounded to nanoseconds anyway"
    )]
    fn demand(&self, rest: Gap, now: SimTime, draws: &Draws) -> Option<f64> {
        let left = match (rest, &self.arrivals) {
            (Gap::Demand(left), _) => left,
            (Gap::Time(time), Arrivals::Poisson(per_second)) => time.nanoseconds() as f64 * per_second / 1e9,
            (Gap::Time(_), _) => return None,
        };
        // a gap that has only just begun is exactly what was drawn for it, not what its rounded end says
        let whole = self.gap(draws);
        let has_just_begun = self.end_of(whole, now) == self.end_of(rest, now);
        Some(if has_just_begun {
            self.unit_demand(draws)
        } else {
            left
        })
    }

    /// No more messages.
    pub(crate) fn stop(&mut self) -> Option<Message> {
        self.stopped = true;
        self.next = Notice::NEVER;
        self.remaining = None;
        self.held.take()
    }

    /// The time between the message before and the next one.
    fn gap(&self, draws: &Draws) -> Gap {
        let message = self.produced;
        Gap::Time(match &self.arrivals {
            Arrivals::Burst => SimDuration::ZERO,
            Arrivals::Every(_) if message == 0 => SimDuration::ZERO,
            Arrivals::Every(gap) => *gap,
            Arrivals::Poisson(per_second) => gap_at_rate(self.unit_demand(draws), *per_second),
            Arrivals::Steps(_) => return Gap::Demand(self.unit_demand(draws)),
            Arrivals::Trace(instants) => {
                let before = message
                    .checked_sub(1)
                    .map_or(SimTime::ZERO, |last| instants[last as usize]);
                instants[message as usize].since(before)
            }
        })
    }

    /// The gap that is made of this word if arrivals are Poisson with this rate all the while.
    #[inline(always)]
    pub(crate) fn poisson_gap(&self, word: FirstWord, per_second: f64) -> SimDuration {
        gap_at_rate(self.unit_gap.unit_of(word), per_second)
    }

    /// So many messages are expected in the gap before the next one; 1 on average.
    fn unit_demand(&self, draws: &Draws) -> f64 {
        self.unit_gap.unit_of(gap_word(self.next_id(), draws))
    }

    /// When a gap ends that begins now.
    fn end_of(&self, gap: Gap, now: SimTime) -> SimTime {
        now.after(match (gap, &self.arrivals) {
            (Gap::Time(time), _) => time,
            (Gap::Demand(demand), Arrivals::Steps(steps)) => gap_in_steps(steps, now, demand),
            (Gap::Demand(demand), Arrivals::Poisson(per_second)) => gap_at_rate(demand, *per_second),
            (Gap::Demand(_), _) => SimDuration::ZERO,
        })
    }
}

/// The word that the gap before a message is made of.
#[inline(always)]
pub(crate) fn gap_word(message: MessageId, draws: &Draws) -> FirstWord {
    draws.stream(Purpose::Interarrival, message.0, 0).first_word()
}

/// The gap after which `demand` messages are expected at this rate per second.
#[inline(always)]
fn gap_at_rate(demand: f64, per_second: f64) -> SimDuration {
    SimDuration::from_nanoseconds_f64(demand / per_second * 1e9)
}

/// The gap from `now` after which `demand` messages are expected: that of a Poisson process whose rate changes.
#[expect(
    clippy::cast_precision_loss,
    reason = "times of arrivals are rounded to nanoseconds anyway"
)]
fn gap_in_steps(steps: &[(SimTime, f64)], now: SimTime, mut demand: f64) -> SimDuration {
    let mut from = now;
    for (step, (_, per_second)) in steps.iter().enumerate() {
        let end = steps.get(step + 1).map_or(SimTime::NEVER, |next| next.0);
        if end <= from {
            continue;
        }
        let expected = end.since(from).nanoseconds() as f64 * per_second / 1e9;
        if demand <= expected && *per_second > 0.0 {
            let rest = gap_at_rate(demand, *per_second);
            return from.after(rest).since(now);
        }
        demand -= expected;
        from = end;
    }
    SimTime::NEVER.since(now)
}

/// How many messages are expected from one time to another: the area under the rate between them.
#[expect(
    clippy::cast_precision_loss,
    reason = "times of arrivals are rounded to nanoseconds anyway"
)]
fn expected_in_steps(steps: &[(SimTime, f64)], from: SimTime, to: SimTime) -> f64 {
    let ends = steps.iter().skip(1).map(|step| step.0).chain([SimTime::NEVER]);
    steps
        .iter()
        .zip(ends)
        .map(|((start, per_second), end)| {
            let within = end.min(to).since(from.max(*start));
            within.nanoseconds() as f64 * per_second / 1e9
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changing_rate_spends_the_demand_step_by_step() {
        let second = |s| SimTime::ZERO.after(SimDuration::from_seconds(s));
        let steps = [(second(0), 2.0), (second(1), 0.0), (second(5), 1.0)];
        let gap = |now, demand| gap_in_steps(&steps, second(now), demand).nanoseconds() / 1_000_000;
        assert_eq!(gap(0, 1.0), 500, "within the first step");
        assert_eq!(
            gap(0, 3.0),
            6000,
            "2 in the first second, none until 5, 1 more by 6"
        );
        assert_eq!(gap(3, 0.5), 2500);
        for (from, to, expected) in [(0, 1, 2.0), (0, 7, 4.0), (3, 4, 0.0), (6, 9, 3.0)] {
            let found = expected_in_steps(&steps, second(from), second(to));
            assert!((found - expected).abs() < 1e-9, "{from} to {to}: {found}");
        }
    }
}
