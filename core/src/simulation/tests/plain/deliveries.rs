//! What becomes of messages at the plain model's senders.

use super::Mark;
use super::model::{Delivery, Event, Plain};
use crate::draws::{Chance, Purpose};
use crate::report::Outcome;
use crate::scenario::{Acknowledge, Discipline};

impl Plain<'_> {
    pub(super) fn dispatch(&mut self) {
        while !self.waiting.is_empty()
            && let Some(sender) = self.idle.pop_front()
        {
            let delivery = self.hand_out();
            self.begin(sender, delivery);
        }
        while !self.waiting.is_empty()
            && let Some(sender) = self.roomy.pop_front()
        {
            let delivery = self.hand_out();
            self.senders[sender].reserve.push_back(delivery);
            self.got_room(sender);
        }
        if self.has_place()
            && let Some(id) = self.held.take()
        {
            self.offer(id);
            self.schedule_production();
        }
    }

    pub(super) fn got_room(&mut self, sender: usize) {
        let room = self.senders[sender].reserve.len() < self.settings.broker.prefetch as usize;
        if room && !self.roomy.contains(&sender) {
            self.roomy.push_back(sender);
        }
    }

    fn hand_out(&mut self) -> Delivery {
        let id = self.waiting.remove(self.next());
        let message = &mut self.messages[id as usize];
        message.deliveries += 1;
        let number = message.deliveries;
        message.current = Some(number);
        message.acknowledged = false;
        if let Some(time_out) = self.settings.broker.visibility_timeout {
            self.schedule(time_out.nanoseconds() / 1_000_000, Event::TimeOut(id, number));
        }
        Delivery { id, number }
    }

    fn begin(&mut self, sender: usize, delivery: Delivery) {
        let message = &mut self.messages[delivery.id as usize];
        message.begun = true;
        if message.current == Some(delivery.number) {
            message.acknowledged = self.settings.broker.acknowledge == Acknowledge::Early;
        }
        let length = self.senders[sender].mean * message.work;
        self.senders[sender].attempt = Some(delivery);
        self.senders[sender].life += 1;
        self.marks.push(Mark::Start(self.now, delivery.id, sender));
        self.schedule(length, Event::End(sender, self.senders[sender].life));
    }

    pub(super) fn end(&mut self, sender: usize) {
        let Delivery { id, number } = self.senders[sender].attempt.take().expect("it ends");
        let failed = self
            .draws
            .stream(Purpose::Luck, id, number)
            .happens(Chance::new(self.senders[sender].failure));
        let message = &self.messages[id as usize];
        let was_sent = self.marks.iter().any(|mark| match *mark {
            Mark::Final(_, other, outcome) => other == id && outcome == Outcome::Sent,
            _ => false,
        });
        match (failed, message.settled, message.current == Some(number)) {
            (false, true, _) if was_sent => self.marks.push(Mark::Duplicate(self.now, id)),
            (false, true, _) => self.marks.push(Mark::TooLate(self.now, id)),
            (false, false, _) => self.settle(id, Outcome::Sent),
            (true, _, true) => self.fail(id),
            (true, _, false) => {}
        }
        if let Some(next) = self.senders[sender].reserve.pop_front() {
            self.got_room(sender);
            self.begin(sender, next);
        } else {
            self.idle.push_back(sender);
        }
        self.dispatch();
    }

    fn fail(&mut self, id: u32) {
        let broker = &self.settings.broker;
        let message = &mut self.messages[id as usize];
        message.failures += 1;
        message.current = None;
        let used_up = broker
            .max_deliveries
            .is_some_and(|most| message.deliveries >= most);
        let failures = message.failures;
        if failures >= broker.max_attempts || used_up {
            return self.settle(id, Outcome::Failed);
        }
        let initial = broker.backoff.initial.nanoseconds() / 1_000_000;
        self.schedule(initial << (failures - 1), Event::Retry(id));
    }

    pub(super) fn time_out(&mut self, id: u32, number: u32) {
        let message = &self.messages[id as usize];
        if message.current == Some(number) && !message.acknowledged {
            self.hand_back(id);
            self.dispatch();
        }
    }

    pub(super) fn crash(&mut self, sender: usize, down: u64) {
        self.idle.retain(|other| *other != sender);
        self.roomy.retain(|other| *other != sender);
        let state = &mut self.senders[sender];
        state.life += 1;
        state.down = true;
        let (attempt, reserve, life) = (
            state.attempt.take(),
            std::mem::take(&mut state.reserve),
            state.life,
        );
        self.schedule(down, Event::Back(sender, life));
        let counts =
            |plain: &Self, lost: &Delivery| plain.messages[lost.id as usize].current == Some(lost.number);
        let mut returning: Vec<Delivery> = Vec::new();
        if let Some(lost) = attempt.filter(|lost| counts(self, lost)) {
            match self.settings.broker.acknowledge {
                Acknowledge::Early => self.settle(lost.id, Outcome::Lost),
                Acknowledge::Late => returning.push(lost),
            }
        }
        returning.extend(reserve.into_iter().filter(|lost| counts(self, lost)));
        for lost in returning.into_iter().rev() {
            self.hand_back(lost.id);
        }
        self.dispatch();
    }

    /// To the head of the queue, if it may be delivered once more.
    fn hand_back(&mut self, id: u32) {
        let broker = &self.settings.broker;
        let message = &mut self.messages[id as usize];
        message.current = None;
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
}
