//! One sender, the attempts that it can make at once, and what its group has in common.

use std::collections::VecDeque;

use crate::distribution::{Moments, Sampler};
use crate::draws::Chance;
use crate::event_list::Notice;
use crate::message::Message;
use crate::monitor::Ended;
use crate::report::SenderState;
use crate::scenario::{self, Hazard};
use crate::senders::{SenderId, SlotId};
use crate::time::{SimDuration, SimTime};

/// What the senders of a group have in common.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) concurrency: u32,
    /// Senders that ever joined.
    pub(crate) members: u32,
    /// Mean service time, in nanoseconds.
    pub(crate) mean: f64,
    pub(crate) service: Sampler,
    /// Attempts beyond one for each mean time that are expected at most of whoever begins afresh.
    pub(super) early: f64,
    pub(crate) failure: Chance,
    pub(crate) hang: Option<Chance>,
    pub(crate) crash: Option<CrashModel>,
}

/// How the senders of a group break down.
#[derive(Clone, Debug)]
pub(crate) struct CrashModel {
    pub(crate) mean_up: f64,
    pub(crate) mean_down: f64,
    pub(crate) up: Sampler,
    pub(crate) down: Sampler,
    pub(crate) hazard: Hazard,
}

impl Group {
    pub(crate) fn new(settings: &scenario::Group) -> Self {
        let mut group = Self {
            name: settings.name.clone(),
            concurrency: settings.concurrency,
            members: 0,
            mean: settings.mean_time.nanoseconds_f64(),
            service: Sampler::new(&settings.service),
            early: Moments::of(&settings.service).squared_cv().unwrap_or(0.0),
            failure: Chance::new(settings.failure_rate),
            hang: None,
            crash: settings.crash.as_ref().map(|crash| CrashModel {
                mean_up: crash.mean_up.nanoseconds_f64(),
                mean_down: crash.mean_down.nanoseconds_f64(),
                up: Sampler::new(&crash.up),
                down: Sampler::new(&crash.down),
                hazard: crash.hazard,
            }),
        };
        group.set_hang(settings.hang);
        group
    }

    /// Attempts that all who ever joined could make at once.
    pub(super) fn slots(&self) -> f64 {
        f64::from(self.members) * f64::from(self.concurrency)
    }

    pub(crate) fn set_mean(&mut self, mean: SimDuration) {
        self.mean = mean.nanoseconds_f64();
    }

    pub(crate) fn set_hang(&mut self, probability: f64) {
        self.hang = (probability > 0.0).then(|| Chance::new(probability));
    }
}

/// One sender.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    pub(crate) group: u32,
    /// Its number within the group, from 1.
    pub(crate) number: u32,
    pub(crate) state: SenderState,
    pub(crate) first_slot: SlotId,
    pub(crate) slots: u32,
    /// Attempts that it is making.
    pub(crate) running: u32,
    /// Messages that it holds beyond those.
    pub(crate) reserved: VecDeque<Reserved>,
    /// How many of those, the first ones, the broker took for lost: their times pass in the order of delivery.
    pub(crate) passed: u32,
    pub(super) reserve_ticket: Option<u32>,
    pub(super) last_ticket: u32,
    /// Last start or end of an attempt.
    pub(crate) last_sign: SimTime,
    /// When it crashes.
    pub(crate) crash: Notice,
    /// When it is back from a crash or a restart.
    pub(crate) back: Notice,
    /// When the supervisor takes it for dead.
    pub(crate) silence: Notice,
    /// Time that it may still work before it crashes, where only work wears it out.
    pub(crate) wear_left: Option<SimDuration>,
    pub(crate) worn_since: SimTime,
    pub(crate) crashes: u32,
    pub(crate) restarts: u32,
    /// Those of them by the supervisor.
    pub(crate) supervised: u32,
    /// Time in attempts until the end of the warm-up, in nanoseconds.
    pub(crate) busy_before: u128,
    pub(crate) joined_at: SimTime,
    pub(crate) left_at: Option<SimTime>,
}

impl Sender {
    pub(super) const fn new(group: u32, number: u32, first_slot: SlotId, slots: u32) -> Self {
        Self {
            group,
            number,
            state: SenderState::Idle,
            first_slot,
            slots,
            running: 0,
            reserved: VecDeque::new(),
            passed: 0,
            reserve_ticket: None,
            last_ticket: 0,
            last_sign: SimTime::ZERO,
            crash: Notice::NEVER,
            back: Notice::NEVER,
            silence: Notice::NEVER,
            wear_left: None,
            worn_since: SimTime::ZERO,
            crashes: 0,
            restarts: 0,
            supervised: 0,
            busy_before: 0,
            joined_at: SimTime::ZERO,
            left_at: None,
        }
    }

    /// Whether it takes messages.
    pub(crate) const fn is_up(&self) -> bool {
        matches!(self.state, SenderState::Idle | SenderState::Busy)
    }

    /// Whether it holds a message, in an attempt or in reserve.
    pub(crate) fn holds_work(&self) -> bool {
        self.running > 0 || !self.reserved.is_empty()
    }

    pub(crate) fn slot_ids(&self) -> impl Iterator<Item = SlotId> + use<> {
        let first = self.first_slot.0;
        (first..first + self.slots).map(SlotId)
    }

    /// Names its draws: the same whichever other groups and senders there are.
    pub(crate) const fn subject(&self) -> u32 {
        self.group << 20 | self.number
    }

    /// The next of its own events: end of a time-out in reserve, crash, return, silence.
    pub(crate) fn next(&self) -> Notice {
        let reserved = self.reserved.get(self.passed as usize);
        self.crash
            .min(self.back)
            .min(self.silence)
            .min(reserved.map_or(Notice::NEVER, |reserved| reserved.visible))
    }
}

/// What a copy of a message at a sender means to the broker. Two flags and no enumeration: every attempt carries it, and
/// this is the cheapest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Whether another copy counts, or the message is settled.
    pub(crate) stale: bool,
    /// Whether that is because the broker took this one for lost.
    pub(crate) timed_out: bool,
}

/// A message that waits at a sender.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reserved {
    pub(crate) message: Message,
    /// When the broker takes it for lost.
    pub(crate) visible: Notice,
    pub(crate) standing: Standing,
}

/// One of the attempts that a sender can make at once.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) sender: SenderId,
    /// The sender's group.
    pub(crate) group: u32,
    pub(crate) attempt: Option<Attempt>,
    /// When the attempt ends.
    pub(crate) end: Notice,
    /// When the broker takes its message for lost.
    pub(crate) visible: Notice,
    pub(super) free_ticket: Option<u32>,
    pub(super) last_ticket: u32,
    /// Attempts that were cut off: its sender crashed, was restarted or left.
    pub(super) cut_off: u64,
}

/// What a slot has done. Apart from the slot, so that the accounts of many slots lie close together: each attempt changes
/// one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    pub(crate) sender: SenderId,
    pub(crate) group: u16,
    /// Within a stretch: how the attempt ends that is recorded when the slot's turn comes.
    pub(crate) ended: Ended,
    /// Attempts that began.
    pub(crate) attempts: u64,
    /// Those of them that failed.
    pub(crate) failed: u64,
    /// Time in attempts that ended, in nanoseconds.
    pub(crate) busy: u64,
}

impl Account {
    pub(super) const fn new(sender: SenderId, group: u16) -> Self {
        Self {
            sender,
            group,
            ended: Ended::Nothing,
            attempts: 0,
            failed: 0,
            busy: 0,
        }
    }
}

impl Slot {
    pub(super) const fn new(sender: SenderId, group: u32) -> Self {
        Self {
            sender,
            group,
            attempt: None,
            end: Notice::NEVER,
            visible: Notice::NEVER,
            free_ticket: None,
            last_ticket: 0,
            cut_off: 0,
        }
    }
}

/// An attempt to send a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    pub(crate) message: Message,
    /// Its number among all attempts, from 1.
    pub(crate) number: u64,
    pub(crate) started_at: SimTime,
    pub(crate) standing: Standing,
}
