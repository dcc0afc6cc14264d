//! What theory says about messages that go before others: each class by itself.

use crate::scenario::Kind;
use crate::time::SimDuration;

use super::Expectation;
use super::assumptions::Family;
use super::erlang::MultiServer;
use super::priority::cobham;
use super::steady::{Stream, Waiting};

/// Messages of one priority.
pub(super) struct Class {
    priority: i32,
    /// Of all messages.
    share: f64,
    /// Mean waiting time, in seconds.
    waiting: f64,
}

impl Stream<'_> {
    /// Cobham's classes, their waiting times averaged over all messages.
    pub(super) fn by_priority(&self) -> Waiting {
        let classes = self.classes();
        let mean = classes.iter().map(|class| class.waiting * class.share).sum();
        Waiting::plain(mean)
    }

    /// The classes of messages that go before each other, the most important first, with their mean waiting times:
    /// Cobham's, where an arrival finds as much of an attempt unfinished as in M/G/1, or in M/M/c with equal means.
    pub(super) fn classes(&self) -> Vec<Class> {
        let service = self.pool.service;
        let delay = if self.pool.family == Family::Exponential {
            MultiServer::new(self.pool.servers, self.rate, service.first)
                .map(|queue| queue.delayed() * service.first / f64::from(self.pool.servers))
        } else {
            (self.pool.servers == 1).then_some(self.rate * service.second / 2.0)
        };
        let Some(delay) = delay.filter(|_| self.settings.broker.discipline.parts_by_priority()) else {
            return Vec::new();
        };
        let mut kinds = self.settings.producer.kinds.clone();
        kinds.retain(|kind| kind.weight > 0.0);
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.priority));
        let total: f64 = kinds.iter().map(|kind| kind.weight).sum();
        let work: f64 = kinds.iter().map(|kind| kind.weight * kind.work).sum();
        let load = self.rate * service.first / f64::from(self.pool.servers);
        let alike: Vec<&[Kind]> = kinds
            .chunk_by(|one, other| one.priority == other.priority)
            .collect();
        let loads: Vec<f64> = alike
            .iter()
            .map(|class| class.iter().map(|kind| kind.weight * kind.work).sum::<f64>() / work * load)
            .collect();
        cobham(delay, &loads)
            .into_iter()
            .zip(alike)
            .map(|(waiting, class)| Class {
                priority: class[0].priority,
                share: class.iter().map(|kind| kind.weight).sum::<f64>() / total,
                waiting,
            })
            .collect()
    }

    /// What the report has no figures for: how long each class waits.
    pub(super) fn name_classes(&self, expectation: &mut Expectation) {
        let classes = self.classes();
        if classes.len() < 2 {
            return;
        }
        let waits: Vec<String> = classes
            .iter()
            .map(|class| {
                let waiting = SimDuration::from_nanoseconds_f64((class.waiting * 1e6).round() * 1e3);
                format!("{waiting} at {}", class.priority)
            })
            .collect();
        expectation.note = format!(
            "{}; mean wait by priority: {}",
            expectation.note,
            waits.join(", ")
        );
    }
}
