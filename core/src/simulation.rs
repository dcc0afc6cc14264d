//! A run: it owns every part, and is the only place where events are scheduled and carried out.

mod actions;
mod admission;
mod ahead;
mod faults;
mod journey;
mod outcomes;
mod redelivery;
mod results;
mod figures;
mod pace;
mod ending;
mod observing;
mod reading;
#[cfg(debug_assertions)]
mod conservation;
#[cfg(test)]
mod tests;

pub use actions::RunIsOver;
pub use ending::MOST_FRUITLESS_REDELIVERIES;
pub use figures::{Figures, GroupView};
pub use pace::Stretch;
pub use results::SenderView;

use crate::broker::Broker;
use crate::digest::Fingerprint;
use crate::draws::Draws;
use crate::event_list::{EventList, Notice, Source};
use crate::monitor::{Departures, Monitor};
use crate::observer::{Observation, Observer};
use crate::producer::{Kinds, Producer};
use crate::report::{Attempts, Counts, End};
use crate::scenario::{Scenario, Settings, WarmUp};
use crate::senders::{SenderId, SenderPool, SlotId, Turns};
use crate::simulation::ahead::{Failing, Reluctance};
use crate::time::SimTime;

/// What can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// An entry of the timeline is due.
    TimelineDue,
    /// The producer produces its next messages.
    Produced,
    /// Messages reach the broker after its latency.
    Arrived,
    /// The wait before a message's next attempt is over.
    BackoffOver,
    /// Messages have waited past their time to live.
    Expired,
    /// The statistics begin.
    WarmedUp,
    /// The monitor takes a sample.
    SampleDue,
    /// An attempt ends by itself.
    AttemptEnded(SlotId),
    /// The broker takes a message that is being sent for lost.
    VisibilityPassed(SlotId),
    /// The broker takes a message in a sender's reserve for lost.
    ReservePassed(SenderId),
    /// A sender breaks down.
    Crashed(SenderId),
    /// A sender is back from a crash or restart.
    Returned(SenderId),
    /// The supervisor takes a sender for dead.
    FellSilent(SenderId),
}

/// A run of a scenario.
///
/// `step`, `run_until` and `run` may be mixed in any way: the run is the same.
#[derive(Debug)]
pub struct Simulation {
    scenario: Settings,
    replication: u32,
    draws: Draws,
    observer: Option<Box<dyn Observer>>,
    now: SimTime,
    /// The last instant of the run.
    until: SimTime,
    end: Option<End>,
    events: EventList,
    producer: Producer,
    kinds: Kinds,
    broker: Broker,
    senders: SenderPool,
    monitor: Monitor,
    warm_up: Notice,
    sample: Notice,
    /// Entries of the timeline that were carried out.
    acted: u32,
    cancelled: bool,
    messages: Counts,
    attempts: Attempts,
    duplicates: u64,
    redelivered: u64,
    /// Messages produced and not yet settled.
    unsettled: u64,
    /// Attempts that will never end by themselves.
    hung: u64,
    last_settled_at: SimTime,
    fruitless_redeliveries: u64,
    /// Whether senders have events of their own: crashes, returns, silence.
    senders_have_events: bool,
    /// Whether this stretch is a calm one: see [`Self::is_calm`].
    calm: bool,
    /// Who is free next, while the run is followed from start to start.
    turns: Turns,
    /// Whose attempts fail meanwhile.
    failing: Failing,
    /// Whether it turned out to be worth it.
    reluctance: Reluctance,
    /// When messages last left the line meanwhile.
    departures: Departures,
    fingerprint: Fingerprint,
    #[cfg(test)]
    stretches_ahead: u64,
    /// Those in which a burst was served.
    #[cfg(test)]
    bursts_ahead: u64,
    /// Samples that were taken amid one.
    #[cfg(test)]
    samples_passed: u64,
}

impl Simulation {
    /// A run that tells an observer what happens. To look at it meanwhile, share it: `Rc<RefCell<_>>` observes too.
    #[must_use]
    pub fn watched(scenario: &Scenario, replication: u32, observer: impl Observer + 'static) -> Self {
        let mut run = Self::new(scenario, replication);
        run.observer = Some(Box::new(observer));
        run
    }

    /// A run that nobody watches.
    #[must_use]
    pub fn new(scenario: &Scenario, replication: u32) -> Self {
        let settings: &Settings = scenario;
        let senders = SenderPool::new(&settings.senders, settings.broker.prefetch);
        let slots = u32::try_from(senders.slots.len()).unwrap_or(u32::MAX);
        let mut run = Self {
            replication,
            draws: Draws::new(settings.seed, replication),
            observer: None,
            now: SimTime::ZERO,
            until: settings
                .until
                .map_or(SimTime::NEVER, |length| SimTime::ZERO.after(length)),
            end: None,
            events: EventList::new(slots),
            producer: Producer::new(&settings.producer),
            kinds: Kinds::new(&settings.producer),
            broker: Broker::new(&settings.broker),
            senders,
            monitor: Monitor::new(&settings.monitor, settings.warm_up, settings.producer.kinds.len()),
            warm_up: Notice::NEVER,
            sample: Notice::NEVER,
            acted: 0,
            cancelled: false,
            messages: Counts::default(),
            attempts: Attempts::default(),
            duplicates: 0,
            redelivered: 0,
            unsettled: 0,
            hung: 0,
            last_settled_at: SimTime::ZERO,
            fruitless_redeliveries: 0,
            senders_have_events: false,
            calm: false,
            turns: Turns::new(),
            failing: Failing::new(),
            reluctance: Reluctance::default(),
            departures: Departures::new(),
            fingerprint: Fingerprint::default(),
            #[cfg(test)]
            stretches_ahead: 0,
            #[cfg(test)]
            bursts_ahead: 0,
            #[cfg(test)]
            samples_passed: 0,
            scenario: settings.clone(),
        };
        run.schedule_timeline();
        if let WarmUp::Time(length) = settings.warm_up
            && !length.is_zero()
        {
            run.warm_up = run.events.notice(SimTime::ZERO.after(length));
        }
        run.schedule_production();
        run.schedule_sample();
        run.arm_all_senders();
        run
    }

    /// The virtual clock.
    #[must_use]
    pub const fn now(&self) -> SimTime {
        self.now
    }

    /// Why the run is over; `None` while it is not.
    #[must_use]
    pub const fn end(&self) -> Option<End> {
        self.end
    }

    /// Carries the next event out; false once the run is over.
    pub fn step(&mut self) -> bool {
        self.run_within(SimTime::NEVER, 1) == Stretch::Cut
    }

    /// Carries out all events up to and including this time, and brings the clock there.
    pub fn run_until(&mut self, time: SimTime) -> Stretch {
        loop {
            let stretch = self.run_within(time, u64::MAX);
            if stretch != Stretch::Cut {
                return stretch;
            }
        }
    }

    /// Carries out about so many events at most, as [`Self::run_within`] does.
    pub fn run(&mut self, budget: u64) -> Stretch {
        self.run_within(SimTime::NEVER, budget)
    }

    /// Carries out everything.
    pub fn run_to_end(&mut self) -> End {
        loop {
            if let Stretch::Over(end) = self.run_within(SimTime::NEVER, u64::MAX) {
                return end;
            }
        }
    }

    /// Ends the run here and now, as when somebody interrupts it.
    pub fn interrupt(&mut self) {
        self.end = self.end.or(Some(End::Interrupted));
    }

    /// Carries out what is next; false if the run does not go on like that, because it is over or no longer as calm.
    #[inline(always)]
    fn carry_out_next<const CALM: bool>(&mut self, at: SimTime, source: Source) -> bool {
        debug_assert!(self.now <= at, "time must not go back");
        if CALM && let Source::Attempt(slot) = source {
            // by far the most frequent, and all that it can end is the last message's journey
            self.now = at;
            self.on_attempt_ended::<CALM>(SlotId(slot));
            #[cfg(debug_assertions)]
            self.check();
            if self.unsettled > 0 {
                return true;
            }
        } else if (!CALM || source == Source::Monitor) && self.has_stalled() {
            // asked before whatever comes: how often the monitor looks must not change when it was
            self.end = Some(End::Stalled);
            return false;
        } else {
            self.now = at;
            self.carry_out::<CALM>(self.event_of::<CALM>(source));
            #[cfg(debug_assertions)]
            self.check();
        }
        if self.unsettled == 0 || self.cancelled {
            self.end_if_over();
        }
        self.end.is_none() && self.calm == CALM
    }

    /// Whether nothing else can befall an attempt than its own end: no time-out, no crash. It saves every look for it.
    #[inline]
    pub(super) const fn attempts_only_end(&self) -> bool {
        !self.senders_have_events && self.broker.settings.visibility_timeout.is_none()
    }

    /// Whether messages come, are attempted, back off and are counted, and nothing else can happen. The handlers
    /// of a calm run are the same ones, compiled once more without looking for anything else (`CALM`): most runs
    /// are calm, and it spares them a tenth of their instructions and more.
    fn is_calm(&self) -> bool {
        let settings = &self.broker.settings;
        let observed = self.monitor.statistics.observes(0);
        let watcher = self.observer.as_ref();
        self.attempts_only_end()
            && !watcher.is_some_and(|watcher| watcher.follows_messages())
            && observed
            && !self.cancelled
            && self.kinds.are_alike()
            && self.senders.groups.iter().all(|group| group.hang.is_none())
            && settings.discipline.keeps_order()
            && settings.prefetch == 0
            && settings.capacity.is_none()
            && settings.time_to_live.is_none()
    }

    /// Which of a source's events is the one that is due.
    #[inline]
    fn event_of<const CALM: bool>(&self, source: Source) -> Event {
        let slot = match source {
            Source::Attempt(slot) => SlotId(slot),
            Source::Timeline => return Event::TimelineDue,
            Source::Producer => return Event::Produced,
            Source::Transit => return Event::Arrived,
            Source::Backoff => return Event::BackoffOver,
            Source::Expiry => return Event::Expired,
            Source::Monitor if self.warm_up < self.sample => return Event::WarmedUp,
            Source::Monitor => return Event::SampleDue,
        };
        if CALM || self.attempts_only_end() {
            return Event::AttemptEnded(slot);
        }
        let state = &self.senders.slots[slot.0 as usize];
        let own = state.end.min(state.visible);
        if self.senders_have_events {
            let sender = &self.senders.senders[state.sender.0 as usize];
            if sender.first_slot == slot && sender.next() < own {
                debug_assert_eq!(
                    sender.next().at,
                    self.now,
                    "the event list keeps step with senders"
                );
                return match sender.next() {
                    next if next == sender.crash => Event::Crashed(state.sender),
                    next if next == sender.back => Event::Returned(state.sender),
                    next if next == sender.silence => Event::FellSilent(state.sender),
                    _ => Event::ReservePassed(state.sender),
                };
            }
        }
        debug_assert_eq!(own.at, self.now, "the event list keeps step with slots");
        if state.end < state.visible {
            Event::AttemptEnded(slot)
        } else {
            Event::VisibilityPassed(slot)
        }
    }

    /// The only place where events change the run.
    #[inline]
    fn carry_out<const CALM: bool>(&mut self, event: Event) {
        match event {
            // a message's journey
            Event::Produced => self.on_produced::<CALM>(),
            Event::Arrived => self.on_arrived::<CALM>(),
            Event::AttemptEnded(slot) => self.on_attempt_ended::<CALM>(slot),
            Event::BackoffOver => self.on_backoff_over::<CALM>(),
            Event::Expired => self.on_expired(),
            Event::VisibilityPassed(slot) => self.on_visibility_passed(slot),
            Event::ReservePassed(sender) => self.on_reserve_passed(sender),
            // what befalls senders
            Event::Crashed(sender) => self.on_crashed(sender),
            Event::Returned(sender) => self.on_returned(sender),
            Event::FellSilent(sender) => self.on_fell_silent(sender),
            // what comes from outside
            Event::TimelineDue => self.on_timeline_due(),
            Event::SampleDue => self.on_sample_due(0),
            Event::WarmedUp => self.on_warmed_up(),
        }
    }

    #[inline]
    fn note(&mut self, observation: Observation) {
        self.fingerprint.absorb(self.now, &observation);
        self.tell::<false>(|| observation);
    }

    /// Tells the observer, if there is one.
    #[inline(always)]
    fn tell<const CALM: bool>(&mut self, observation: impl FnOnce() -> Observation) {
        if !CALM && let Some(observer) = &mut self.observer {
            observer.observe(self.now, &observation());
        }
    }

    /// Attempts that have begun and not ended.
    const fn running_attempts(&self) -> u64 {
        let Attempts {
            started,
            succeeded,
            failed,
            timed_out,
            abandoned,
        } = self.attempts;
        started - succeeded - failed - timed_out - abandoned
    }

    fn schedule_production(&mut self) {
        self.producer.next = self.next_production(self.now);
        self.events.set(Source::Producer, self.producer.next);
    }

    /// When the next messages come, if the gap before them begins now.
    fn next_production(&mut self, now: SimTime) -> Notice {
        match self.producer.next_arrival(now, &self.draws) {
            Some(at) => self.events.notice(at),
            None => Notice::NEVER,
        }
    }
}
