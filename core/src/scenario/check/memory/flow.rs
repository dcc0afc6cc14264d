//! A scenario as if its messages were water: how many come, are served and pile up, on average and as they flow evenly.

use crate::scenario::{Action, Arrivals, Backoff, Change, Group, Jitter, Settings};
use crate::time::{SimDuration, SimTime};

/// More of a message's backoffs than these are not looked at: hardly one comes to them.
const BACKOFFS: usize = 100;

/// The most messages that are kept one by one at the same time. Faults are left out, and of what differs from group to group or
/// changes with time the least counts: a run that would fit is never refused.
pub(super) fn most_kept(settings: &Settings) -> f64 {
    match &settings.producer.arrivals {
        // their instants take as much
        Arrivals::Trace(_) => 0.0,
        _ => Flow::of(settings).most(),
    }
}

/// The same of a burst.
fn most_of_burst(settings: &Settings) -> f64 {
    let messages = f64::from(settings.producer.messages);
    if settings.broker.discipline.parts_by_priority() && settings.producer.kinds.len() > 1 {
        return messages.min(limit(settings));
    }
    // those that are tried again rejoin behind the whole burst
    let tried_again = if settings.broker.max_attempts > 1 {
        messages * least_failure_rate(settings)
    } else {
        0.0
    };
    (reserves(&settings.senders, settings) + tried_again).min(messages)
}

/// The least share of attempts that fail, in any group at any time.
fn least_failure_rate(settings: &Settings) -> f64 {
    let groups = settings.senders.iter().map(|group| group.failure_rate);
    let changes = settings.timeline.iter().filter_map(|entry| match entry.action {
        Action::Set(Change::FailureRate { value, .. }) => Some(value),
        _ => None,
    });
    groups.chain(changes).fold(1.0, f64::min)
}

/// Messages that may wait in the queue.
fn limit(settings: &Settings) -> f64 {
    settings.broker.capacity.map_or(f64::INFINITY, f64::from)
}

/// Messages that senders may hold in reserve.
fn reserves(groups: &[Group], settings: &Settings) -> f64 {
    let count: f64 = groups.iter().map(|group| f64::from(group.count)).sum();
    count * f64::from(settings.broker.prefetch)
}

/// How messages flow at one time, and how many there are.
struct Flow<'s> {
    settings: &'s Settings,
    /// As the timeline has changed them.
    groups: Vec<Group>,
    /// The rate that the timeline has set.
    rate: Option<f64>,
    paused: bool,
    cancelled: bool,
    /// The mean work of a message, in all its attempts.
    work: f64,
    /// The least share of messages that fail at first, where they are tried again.
    tried_again: f64,
    /// The shares of messages that back off for the first time, the second and so on, and for how many seconds.
    backoffs: Vec<(f64, f64)>,
    now: f64,
    /// Messages still to come.
    left: f64,
    waiting: f64,
}

impl<'s> Flow<'s> {
    fn of(settings: &'s Settings) -> Self {
        let broker = &settings.broker;
        let kinds = || settings.producer.kinds.iter();
        let work = kinds().map(|kind| kind.weight * kind.work).sum::<f64>()
            / kinds().map(|kind| kind.weight).sum::<f64>();
        let failure_rate = least_failure_rate(settings);
        // 1, p, p² …: the shares of messages that come to a first, second, third attempt
        let shares = || {
            std::iter::successors(Some(1.0), |share| Some(share * failure_rate))
                .take(broker.max_attempts as usize)
        };
        let delays = delays(&broker.backoff);
        Self {
            settings,
            groups: settings.senders.clone(),
            rate: None,
            paused: false,
            cancelled: false,
            work: work * shares().sum::<f64>(),
            tried_again: shares().nth(1).unwrap_or(0.0),
            backoffs: shares().skip(1).zip(delays).take(BACKOFFS).collect(),
            now: 0.0,
            left: f64::from(settings.producer.messages),
            waiting: 0.0,
        }
    }

    /// The most messages at any time.
    fn most(mut self) -> f64 {
        let settings = self.settings;
        let (mut most, mut begins, mut done) = (0.0_f64, SimTime::ZERO, 0);
        loop {
            // the timeline is in order
            while let Some(entry) = settings.timeline.get(done).filter(|entry| entry.at <= begins) {
                self.change(&entry.action);
                done += 1;
            }
            if self.cancelled || self.left <= 0.0 {
                break;
            }
            if self.comes_at_once() {
                return most.max(most_of_burst(settings));
            }
            let planned = settings.timeline.get(done).map(|entry| entry.at);
            let next = planned.into_iter().chain(self.next_step(begins)).min();
            let ends = next.map_or(f64::INFINITY, |at| at.elapsed().seconds_f64());
            most = most.max(self.go_on(self.rate_at(begins), ends));
            let Some(next) = next else { break };
            begins = next;
        }
        most.min(f64::from(settings.producer.messages))
    }

    /// Arrivals in steps, until that time and after it.
    fn steps(&self, time: SimTime) -> [&'s [(SimTime, f64)]; 2] {
        match &self.settings.producer.arrivals {
            Arrivals::Steps(steps) => steps
                .split_at(steps.partition_point(|step| step.0 <= time))
                .into(),
            _ => [&[], &[]],
        }
    }

    fn next_step(&self, time: SimTime) -> Option<SimTime> {
        let next = self.steps(time)[1].first()?.0;
        Some(next).filter(|next| *next > time)
    }

    fn change(&mut self, action: &Action) {
        let mut set = |group: Option<u32>, change: &dyn Fn(&mut Group)| match group {
            Some(group) => self.groups.get_mut(group as usize).into_iter().for_each(change),
            None => self.groups.iter_mut().for_each(change),
        };
        match *action {
            Action::Set(Change::MeanTime { group, value }) => set(group, &|group| group.mean_time = value),
            Action::Set(Change::ArrivalRate(rate)) => self.rate = Some(rate),
            Action::AddSenders { group, count } => {
                set(Some(group), &|group| group.count += count);
            }
            Action::RemoveSender(name) => {
                set(Some(name.group), &|group| {
                    group.count = group.count.saturating_sub(1);
                });
            }
            Action::PauseProducer => self.paused = true,
            Action::ResumeProducer => self.paused = false,
            Action::Cancel => self.cancelled = true,
            _ => {}
        }
    }

    /// Whether a burst comes now: unless it is held up, or became a stream before.
    fn comes_at_once(&self) -> bool {
        self.settings.producer.arrivals == Arrivals::Burst && !self.paused && self.rate.is_none()
    }

    /// Messages a second that come at that time.
    fn rate_at(&self, time: SimTime) -> f64 {
        if self.paused {
            return 0.0;
        }
        match (self.rate, &self.settings.producer.arrivals) {
            (Some(rate), _) => rate,
            (None, Arrivals::Poisson(rate)) => *rate,
            (None, Arrivals::Every(gap)) => 1.0 / gap.seconds_f64(),
            (None, Arrivals::Steps(_)) => self.steps(time)[0].last().map_or(0.0, |step| step.1),
            (None, Arrivals::Burst | Arrivals::Trace(_)) => 0.0,
        }
    }

    /// Lets messages come at this rate until that time, or until all have; the most that there were.
    fn go_on(&mut self, rate: f64, ends: f64) -> f64 {
        let (settings, broker) = (self.settings, &self.settings.broker);
        let until = settings.until.map_or(f64::INFINITY, SimDuration::seconds_f64);
        let time = (ends.min(until) - self.now).max(0.0);
        let time = if rate > 0.0 {
            time.min(self.left / rate)
        } else {
            time
        };
        let attempts_a_second: f64 = self
            .groups
            .iter()
            .map(|group| {
                f64::from(group.count) * f64::from(group.concurrency) / group.mean_time.seconds_f64()
            })
            .sum();
        let served = attempts_a_second / self.work;
        let before = self.waiting;
        let grown = (rate - served) * time;
        let after = if grown.is_nan() {
            0.0
        } else {
            (before + grown).max(0.0)
        };
        let lived = broker
            .time_to_live
            .map_or(f64::INFINITY, SimDuration::seconds_f64);
        let most = (limit(settings) + reserves(&self.groups, settings)).min(rate * lived);
        let (waiting, after) = (before.max(after).min(most), after.min(most));
        let throughput = if after > 0.0 { served } else { rate };
        let came = f64::from(settings.producer.messages) - self.left + rate * time;
        let elapsed = self.now + time;
        let backing_off: f64 = self
            .backoffs
            .iter()
            .map(|(share, delay)| throughput * share * delay.min(elapsed))
            .sum();
        let backing_off = backing_off.min(came * self.tried_again);
        let in_transit = (rate * broker.latency.seconds_f64()).min(came);
        self.left -= rate * time;
        self.now = ends;
        self.waiting = after;
        waiting + backing_off + in_transit
    }
}

/// How long a message backs off after its first failure, its second and so on, on average, in seconds.
fn delays(backoff: &Backoff) -> impl Iterator<Item = f64> {
    let share = if matches!(backoff.jitter, Jitter::Full) {
        0.5
    } else {
        1.0
    };
    let (cap, factor) = (
        backoff.cap.map_or(f64::INFINITY, SimDuration::seconds_f64),
        backoff.factor,
    );
    std::iter::successors(Some(backoff.initial.seconds_f64()), move |delay| {
        Some((delay * factor).min(cap))
    })
    .map(move |delay| delay.min(cap) * share)
}
