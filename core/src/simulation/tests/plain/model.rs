//! The plain model. Its times are milliseconds.

use std::collections::VecDeque;

use super::Mark;
use crate::draws::{Chance, Draws, Purpose};
use crate::message::MessageId;
use crate::report::Outcome;
use crate::scenario::{Acknowledge, Action, Arrivals, Discipline, Overflow, Scenario, Settings};
use crate::simulation::Simulation;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Crash(usize, u64),
    Produce,
    Arrive(u32),
    Expire(u32),
    End(usize, u64),
    Retry(u32),
    Back(usize, u64),
}

#[derive(Clone, Debug, Default)]
struct Message {
    priority: i32,
    work: u64,
    waits_since: u64,
    deliveries: u32,
    failures: u32,
    begun: bool,
}

#[derive(Clone, Debug, Default)]
struct Sender {
    mean: u64,
    failure: f64,
    attempt: Option<u32>,
    /// Events of an attempt or an absence that was cut short have an older number.
    life: u64,
    down: bool,
}

pub(super) struct Plain<'s> {
    settings: &'s Settings,
    draws: Draws,
    now: u64,
    scheduled: u64,
    pending: Vec<(u64, u64, Event)>,
    messages: Vec<Message>,
    waiting: Vec<u32>,
    in_transit: u32,
    held: Option<u32>,
    senders: Vec<Sender>,
    idle: VecDeque<usize>,
    marks: Vec<Mark>,
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
            senders,
            marks: Vec::new(),
        }
    }

    fn schedule(&mut self, delay: u64, event: Event) {
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
            let open = self.messages.len() - self.finals();
            if open == 0 && self.messages.len() == self.settings.producer.messages as usize {
                return (self.marks, self.now);
            }
            let first = (0..self.pending.len()).min_by_key(|i| (self.pending[*i].0, self.pending[*i].1));
            let (at, _, event) = self.pending.remove(first.expect("all returns or ends"));
            self.now = at;
            self.happen(event);
        }
    }

    fn finals(&self) -> usize {
        self.marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Final(..)))
            .count()
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
            Event::Expire(id) => {
                if !self.messages[id as usize].begun
                    && let Some(place) = self.waiting.iter().position(|other| *other == id)
                {
                    self.waiting.remove(place);
                    self.settle(id, Outcome::Expired);
                    self.dispatch();
                }
            }
            Event::End(sender, life) if self.senders[sender].life == life => self.end(sender),
            Event::Retry(id) => {
                self.waiting.push(id);
                self.dispatch();
            }
            Event::Back(sender, life) if self.senders[sender].life == life => {
                self.senders[sender].down = false;
                self.idle.push_back(sender);
                self.dispatch();
            }
            Event::Crash(sender, down) => self.crash(sender, down),
            Event::End(..) | Event::Back(..) => {}
        }
    }

    fn schedule_production(&mut self) {
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

    fn has_place(&self) -> bool {
        let taken = self.waiting.len() + self.in_transit as usize;
        let capacity = self.settings.broker.capacity;
        capacity.is_none_or(|capacity| taken < capacity as usize + self.idle.len())
    }

    fn offer(&mut self, id: u32) {
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
            && self.idle.is_empty()
            && self.waiting.len() >= capacity as usize
            && broker.overflow != Overflow::Block
        {
            if broker.overflow == Overflow::Reject || self.waiting.is_empty() {
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

    fn next(&self) -> usize {
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

    fn dispatch(&mut self) {
        while !self.waiting.is_empty()
            && let Some(sender) = self.idle.pop_front()
        {
            let id = self.waiting.remove(self.next());
            let message = &mut self.messages[id as usize];
            message.deliveries += 1;
            message.begun = true;
            self.senders[sender].attempt = Some(id);
            self.senders[sender].life += 1;
            self.marks.push(Mark::Start(self.now, id, sender));
            let life = self.senders[sender].life;
            self.schedule(
                self.senders[sender].mean * self.messages[id as usize].work,
                Event::End(sender, life),
            );
        }
        if self.has_place()
            && let Some(id) = self.held.take()
        {
            self.offer(id);
            self.schedule_production();
        }
    }

    fn end(&mut self, sender: usize) {
        let id = self.senders[sender].attempt.take().expect("it ends");
        let message = &mut self.messages[id as usize];
        let failed = self
            .draws
            .stream(Purpose::Luck, id, message.deliveries)
            .happens(Chance::new(self.senders[sender].failure));
        if failed {
            message.failures += 1;
            let (failures, deliveries) = (message.failures, message.deliveries);
            let broker = &self.settings.broker;
            if failures >= broker.max_attempts || broker.max_deliveries.is_some_and(|most| deliveries >= most)
            {
                self.settle(id, Outcome::Failed);
            } else {
                let initial = broker.backoff.initial.nanoseconds() / 1_000_000;
                self.schedule(initial << (failures - 1), Event::Retry(id));
            }
        } else {
            self.settle(id, Outcome::Sent);
        }
        self.idle.push_back(sender);
        self.dispatch();
    }

    fn crash(&mut self, sender: usize, down: u64) {
        self.idle.retain(|other| *other != sender);
        let state = &mut self.senders[sender];
        state.life += 1;
        state.down = true;
        let (attempt, life) = (state.attempt.take(), state.life);
        self.schedule(down, Event::Back(sender, life));
        if let Some(id) = attempt {
            self.lose(id);
        }
        self.dispatch();
    }

    fn lose(&mut self, id: u32) {
        let broker = &self.settings.broker;
        if broker.acknowledge == Acknowledge::Early {
            return self.settle(id, Outcome::Lost);
        }
        let message = &self.messages[id as usize];
        if broker
            .max_deliveries
            .is_some_and(|most| message.deliveries >= most)
        {
            return self.settle(id, Outcome::Failed);
        }
        if broker.discipline == Discipline::Lifo {
            self.waiting.push(id);
        } else {
            self.waiting.insert(0, id);
        }
    }

    fn settle(&mut self, id: u32, outcome: Outcome) {
        self.marks.push(Mark::Final(self.now, id, outcome));
    }
}
