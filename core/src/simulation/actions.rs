//! What comes from outside: the timeline, and hands on a running simulation. Both do the same things, so that a
//! run that was driven by hand can be repeated from its file.

use std::fmt;

use crate::broker::Whereabouts;
use crate::event_list::{Notice, Source};
use crate::message::Batch;
use crate::observer::{Cause, Observation};
use crate::producer::Submitted;
use crate::report::{End, Outcome, SenderState};
use crate::scenario::{Action, Change, Entry, SenderName};
use crate::senders::SenderId;
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};

/// An action came too late: the run is over. Only a message may still be submitted, to a run that has settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunIsOver(pub End);

impl fmt::Display for RunIsOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.0 {
            End::Settled => "every message is settled; only another one can be submitted",
            End::Until => "its last instant has come",
            End::Cancelled => "it was cancelled",
            End::Interrupted => "it was interrupted",
            End::Stalled => "nothing can happen any more",
        };
        write!(f, "the run is over: {why}")
    }
}

impl std::error::Error for RunIsOver {}

impl Simulation {
    /// Does something to the running simulation "now": at the next nanosecond, before everything else there. The
    /// action joins the timeline, so that the scenario with [`Self::timeline`] repeats the run. The time returned
    /// is when it happens; `run_until` that time to see its effect.
    ///
    /// # Errors
    /// When the run is over and the action cannot revive it.
    pub fn act(&mut self, action: Action) -> Result<SimTime, RunIsOver> {
        let revives = matches!(action, Action::Submit { .. });
        match self.end {
            None | Some(End::Stalled) => {}
            Some(End::Settled) if revives => {}
            Some(end) => return Err(RunIsOver(end)),
        }
        let at = self.now.after(SimDuration::from_nanoseconds(1));
        if self.scenario.until.is_some_and(|until| at.elapsed() > until) {
            return Err(RunIsOver(End::Until));
        }
        self.end = None;
        let place = self.acted as usize + self.planned().partition_point(|entry| entry.at <= at);
        self.scenario.timeline.insert(place, Entry { at, action });
        self.schedule_timeline();
        Ok(at)
    }

    /// The scenario's timeline with everything that was done by hand.
    #[must_use]
    pub fn timeline(&self) -> &[Entry] {
        &self.scenario.timeline
    }

    pub(super) fn schedule_timeline(&mut self) {
        let next = self.planned().first();
        let next = next.map_or(Notice::NEVER, |entry| Notice::first_at(entry.at));
        self.events.set(Source::Timeline, next);
    }

    /// The entries of the timeline that are still to come.
    pub(super) fn planned(&self) -> &[Entry] {
        &self.scenario.timeline[self.acted as usize..]
    }

    /// Whether the timeline still brings a message.
    pub(super) fn will_submit(&self) -> bool {
        self.planned()
            .iter()
            .any(|entry| matches!(entry.action, Action::Submit { .. }))
    }

    #[inline(never)]
    pub(super) fn on_timeline_due(&mut self) {
        let entry = self.acted;
        let action = self.scenario.timeline[entry as usize].action.clone();
        self.acted += 1;
        self.schedule_timeline();
        self.note(Observation::Acted { entry });
        match action {
            Action::Set(change) => self.change(&change),
            Action::AddSenders { group, count } => self.add_senders(group, count),
            Action::RemoveSender(name) => self.with(name, Self::remove),
            Action::Crash { sender, down } => {
                self.with(sender, |run, id| run.crash(id, Cause::Timeline, down));
            }
            Action::Hang(name) => self.with(name, |run, id| {
                if run.senders.senders[id.0 as usize].is_up() {
                    run.fall_silent(id, Cause::Timeline);
                }
            }),
            Action::Restart(name) => self.with(name, |run, id| run.restart(id, Cause::Timeline)),
            Action::PauseProducer => {
                self.producer.pause(self.now);
                self.events.clear(Source::Producer);
            }
            Action::ResumeProducer => {
                if let Some(at) = self.producer.resume(self.now) {
                    self.producer.next = self.events.notice(at);
                    self.events.set(Source::Producer, self.producer.next);
                }
            }
            Action::Submit { kind, priority, text } => {
                let id = self.kinds.submit(Submitted { kind, priority, text });
                self.offer_new::<false>(id, 1);
            }
            Action::Cancel => self.cancel(),
        }
        self.calm = self.is_calm();
    }

    /// Does something to the sender with this name, if it is still there.
    fn with(&mut self, name: SenderName, action: impl FnOnce(&mut Self, SenderId)) {
        if let Some(id) = self.senders.find(name)
            && self.senders.senders[id.0 as usize].state != SenderState::Removed
        {
            action(self, id);
        }
    }

    fn change(&mut self, change: &Change) {
        match *change {
            Change::FailureRate { group, value } => self.senders.set_failure_rate(group, value),
            Change::MeanTime { group, value } => self.senders.set_mean_time(group, value),
            Change::Hang { group, value } => self.senders.set_hang(group, value),
            Change::ArrivalRate(per_second) => {
                let next = self.producer.set_rate(per_second, self.now, &self.draws);
                self.producer.next = next.map_or(Notice::NEVER, |at| self.events.notice(at));
                self.events.set(Source::Producer, self.producer.next);
            }
        }
    }

    fn add_senders(&mut self, group: u32, count: u32) {
        let new: Vec<SenderId> = (0..count).map(|_| self.senders.add(group)).collect();
        let slots = u32::try_from(self.senders.slots.len()).unwrap_or(u32::MAX);
        self.events.reserve(slots);
        for id in &new {
            self.senders.senders[id.0 as usize].joined_at = self.now;
        }
        self.open(&new, Cause::Timeline);
    }

    /// Stops production and drops what waits; attempts that run may end.
    fn cancel(&mut self) {
        self.cancelled = true;
        let held = self.producer.stop();
        self.events.clear(Source::Producer);
        self.messages.held -= u64::from(held.is_some());
        let in_transit = self.broker.transit.drain();
        self.messages.in_transit = 0;
        self.events.clear(Source::Transit);
        let queued = self.broker.queue.drain();
        let gone = std::mem::take(&mut self.messages.queued);
        self.monitor.statistics.queue_leave(self.now, gone, 0);
        let backing_off = self.broker.backoff.drain();
        self.messages.backing_off = 0;
        self.events.clear(Source::Backoff);
        self.broker.expiries.drain();
        self.events.clear(Source::Expiry);
        let mut dropped: Vec<Batch> = held
            .map(Batch::one)
            .into_iter()
            .chain(in_transit)
            .chain(queued)
            .collect();
        for batch in backing_off {
            let id = batch.first.id;
            let in_vain = self.broker.contests.is_settled(id);
            self.broker.contests.moves(id, Whereabouts::Nowhere);
            if !in_vain {
                dropped.push(batch);
            }
        }
        for sender in 0..self.senders.senders.len() {
            let id = SenderId(u32::try_from(sender).unwrap_or(u32::MAX));
            while let Some(reserved) = self.senders.withdraw_reserved(id, 0) {
                if reserved.standing.stale {
                    self.broker.contests.drop_stale(reserved.message.id);
                } else {
                    self.messages.reserved -= 1;
                    dropped.push(Batch::one(reserved.message));
                }
            }
            self.follow_sender(id);
        }
        for batch in dropped {
            self.settle_batch(batch, Outcome::Cancelled);
        }
    }
}
