//! The plain model. Its times are milliseconds.

use std::collections::VecDeque;

use super::Mark;
use crate::draws::Draws;
use crate::message::MessageId;
use crate::report::Outcome;
use crate::scenario::{Action, Arrivals, Discipline, Overflow, Scenario, Settings};
use crate::simulation::Simulation;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Crash(usize, u64),
    Produce,
    Arrive(u32),
    Expire(u32),
    End(usize, u64),
    Retry(u32),
    TimeOut(u32, u32),
    Back(usize, u64),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    priority: i32,
    pub(super) work: u64,
    waits_since: u64,
    pub(super) deliveries: u32,
    pub(super) failures: u32,
    pub(super) begun: bool,
    /// The delivery that the broker counts on; an older one does not matter any more.
    pub(super) current: Option<u32>,
    pub(super) acknowledged: bool,
    pub(super) settled: bool,
}

/// A message in a sender's hands, and which of its deliveries it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delivery {
    pub(super) id: u32,
    pub(super) number: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Sender {
    pub(super) mean: u64,
    pub(super) failure: f64,
    pub(super) attempt: Option<Delivery>,
    pub(super) reserve: VecDeque<Delivery>,
    /// Events of an attempt or an absence that was cut short have an older number.
    pub(super) life: u64,
    pub(super) down: bool,
}

pub(super) struct Plain<'s> {
    pub(super) settings: &'s Settings,
    pub(super) draws: Draws,
    pub(super) now: u64,
    scheduled: u64,
    pending: Vec<(u64, u64, Event)>,
    pub(super) messages: Vec<Message>,
    pub(super) waiting: Vec<u32>,
    in_transit: u32,
    pub(super) held: Option<u32>,
    pub(super) senders: Vec<Sender>,
    pub(super) idle: VecDeque<usize>,
    /// Senders with room in their reserves, in the order in which they got it.
    pub(super) roomy: VecDeque<usize>,
    pub(super) marks: Vec<Mark>,
}

impl<'s> Plain<'s> {
    pub(super) fn new(settings: &'s Settings) -> Self {
        let senders = settings.senders.iter().flat_map(|group| {
            let sender = Sender {
                mean: group.mean_time.nanoseconds() / 1_000_000,
                failure: group.failure_rate,
                ..Sender::default()
            };
            vec![sender; group.count as usize]
        });
        let senders: Vec<Sender> = senders.collect();
        Self {
            settings,
            draws: Draws::new(settings.seed, 0),
            now: 0,
            scheduled: 0,
            pending: Vec::new(),
            messages: Vec::new(),
            waiting: Vec::new(),
            in_transit: 0,
            held: None,
            idle: (0..senders.len()).collect(),
            roomy: (0..senders.len())
                .filter(|_| settings.broker.prefetch > 0)
                .collect(),
            senders,
            marks: Vec::new(),
        }
    }

    pub(super) fn schedule(&mut self, delay: u64, event: Event) {
        self.scheduled += 1;
        self.pending.push((self.now + delay, self.scheduled, event));
    }

    pub(super) fn run(mut self) -> (Vec<Mark>, u64) {
        for entry in &self.settings.timeline {
            if let Action::Crash { sender, down } = entry.action {
                let before: u32 = self.settings.senders[..sender.group as usize]
                    .iter()
                    .map(|group| group.count)
                    .sum();
                let down = down.expect("given").nanoseconds() / 1_000_000;
                let event = Event::Crash((before + sender.number - 1) as usize, down);
                self.pending.push((entry.at.nanoseconds() / 1_000_000, 0, event));
            }
        }
        self.schedule_production();
        loop {
            let produced = self.messages.len() == self.settings.producer.messages as usize;
            let at_work = self.senders.iter().any(|sender| sender.attempt.is_some());
            if produced && !at_work && self.messages.iter().all(|message| message.settled) {
                return (self.marks, self.now);
            }
            let first = (0..self.pending.len()).min_by_key(|i| (self.pending[*i].0, self.pending[*i].1));
            let (at, _, event) = self.pending.remove(first.expect("all returns or ends"));
            self.now = at;
            self.happen(event);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Produce => {
                self.produce();
                self.schedule_production();
            }
            Event::Arrive(id) => {
                self.in_transit -= 1;
                self.enter(id);
            }
            Event::Expire(id) if self.may_expire(id) => {
                self.expire(id);
                // nobody takes a message whose time is over at this instant
                while let Some(id) = self.next_to_expire() {
                    self.expire(id);
                }
                self.dispatch();
            }
            Event::End(sender, life) if self.senders[sender].life == life => self.end(sender),
            Event::Retry(id) if !self.messages[id as usize].settled => {
                self.waiting.push(id);
                self.dispatch();
            }
            Event::TimeOut(id, number) => self.time_out(id, number),
            Event::Back(sender, life) if self.senders[sender].life == life => {
                self.senders[sender].down = false;
                self.idle.push_back(sender);
                self.got_room(sender);
                self.dispatch();
            }
            Event::Crash(sender, down) => self.crash(sender, down),
            Event::End(..) | Event::Back(..) | Event::Retry(_) | Event::Expire(_) => {}
        }
    }

    pub(super) fn schedule_production(&mut self) {
        let next = self.messages.len();
        if next == self.settings.producer.messages as usize || self.held.is_some() {
            return;
        }
        let gap = match &self.settings.producer.arrivals {
            Arrivals::Every(gap) if next > 0 => gap.nanoseconds(),
            Arrivals::Trace(instants) if next > 0 => instants[next].since(instants[next - 1]).nanoseconds(),
            Arrivals::Trace(instants) => instants[0].nanoseconds(),
            _ => 0,
        };
        self.schedule(gap / 1_000_000, Event::Produce);
    }

    fn produce(&mut self) {
        let id = u32::try_from(self.messages.len()).expect("few");
        let run = Simulation::new(&Scenario::of(self.settings.clone()), 0);
        let kind = self
            .settings
            .producer
            .kinds
            .iter()
            .find(|kind| kind.name == run.kind(MessageId(id)));
        let kind = kind.expect("one of them");
        self.messages.push(Message {
            priority: kind.priority,
            work: if kind.work > 1.0 { 2 } else { 1 },
            waits_since: u64::MAX,
            ..Message::default()
        });
        if self.settings.broker.overflow == Overflow::Block && !self.has_place() {
            self.messages[id as usize].waits_since = self.now;
            self.held = Some(id);
        } else {
            self.offer(id);
        }
    }

    pub(super) fn has_place(&self) -> bool {
        let taken = self.waiting.len() + self.in_transit as usize;
        let capacity = self.settings.broker.capacity;
        capacity.is_none_or(|capacity| taken < capacity as usize + self.room())
    }

    /// Messages that could go on to senders now.
    fn room(&self) -> usize {
        let up = self.senders.iter().filter(|sender| !sender.down);
        let reserves = up.map(|sender| self.settings.broker.prefetch as usize - sender.reserve.len());
        self.idle.len() + reserves.sum::<usize>()
    }

    pub(super) fn offer(&mut self, id: u32) {
        let latency = self.settings.broker.latency.nanoseconds() / 1_000_000;
        if latency == 0 {
            return self.enter(id);
        }
        self.in_transit += 1;
        self.schedule(latency, Event::Arrive(id));
    }

    fn enter(&mut self, id: u32) {
        let broker = &self.settings.broker;
        while let Some(capacity) = broker.capacity
            && self.room() == 0
            && self.waiting.len() >= capacity as usize
            && broker.overflow != Overflow::Block
        {
            if broker.overflow == Overflow::Reject || capacity == 0 {
                return self.settle(id, Outcome::Rejected);
            }
            let place = self.oldest();
            let oldest = self.waiting.remove(place);
            self.settle(oldest, Outcome::Evicted);
        }
        let message = &mut self.messages[id as usize];
        message.waits_since = message.waits_since.min(self.now);
        if let Some(time_to_live) = broker.time_to_live {
            self.schedule(time_to_live.nanoseconds() / 1_000_000, Event::Expire(id));
        }
        self.waiting.push(id);
        self.dispatch();
    }

    /// The first of the line, or of each priority's line the one that has waited longest.
    fn oldest(&self) -> usize {
        let priority = |id: u32| self.messages[id as usize].priority;
        let first_of_its_own = |place: usize| {
            self.waiting[..place]
                .iter()
                .all(|id| priority(*id) != priority(self.waiting[place]))
        };
        if self.settings.broker.discipline != Discipline::Priority {
            return 0;
        }
        let firsts = (0..self.waiting.len()).filter(|place| first_of_its_own(*place));
        let oldest = firsts.min_by_key(|place| {
            let id = self.waiting[*place];
            (self.messages[id as usize].waits_since, id)
        });
        oldest.expect("somebody waits")
    }

    pub(super) fn next(&self) -> usize {
        let all = 0..self.waiting.len();
        let place = match self.settings.broker.discipline {
            Discipline::Fifo => all.min(),
            Discipline::Lifo => all.max(),
            Discipline::Priority => {
                all.min_by_key(|place| -self.messages[self.waiting[*place] as usize].priority)
            }
        };
        place.expect("somebody waits")
    }

    fn may_expire(&self, id: u32) -> bool {
        let message = &self.messages[id as usize];
        !message.begun && !message.settled
    }

    fn next_to_expire(&mut self) -> Option<u32> {
        let due = (0..self.pending.len())
            .filter(|i| self.pending[*i].0 == self.now && matches!(self.pending[*i].2, Event::Expire(_)));
        let first = due.min_by_key(|i| self.pending[*i].1)?;
        match self.pending.remove(first).2 {
            Event::Expire(id) => Some(id),
            _ => None,
        }
    }

    fn expire(&mut self, id: u32) {
        if !self.may_expire(id) {
            return;
        }
        if let Some(number) = self.messages[id as usize].current {
            let of_it = |sender: &Sender| sender.reserve.contains(&Delivery { id, number });
            let sender = self.senders.iter().position(of_it).expect("somebody has it");
            self.senders[sender]
                .reserve
                .retain(|other| *other != Delivery { id, number });
            self.got_room(sender);
        } else {
            self.waiting.retain(|other| *other != id);
        }
        self.settle(id, Outcome::Expired);
    }

    pub(super) fn settle(&mut self, id: u32, outcome: Outcome) {
        self.messages[id as usize].settled = true;
        self.messages[id as usize].current = None;
        self.waiting.retain(|other| *other != id);
        self.marks.push(Mark::Final(self.now, id, outcome));
    }
}
