//! What the monitor does at its times: samples, and the end of the warm-up.

use crate::event_list::{Notice, Source};
use crate::message::{Message, MessageId};
use crate::monitor::KindStatistics;
use crate::observer::Observation;
use crate::senders::SenderId;
use crate::simulation::Simulation;

impl Simulation {
    /// The statistics of a message's kind, where there are several.
    pub(super) fn kind_statistics(&mut self, message: MessageId) -> Option<&mut KindStatistics> {
        let kinds = &mut self.monitor.statistics.kinds;
        if kinds.is_empty() {
            return None;
        }
        kinds.get_mut(self.kinds.index_of(message, &self.draws))
    }

    /// A message of some kind was sent, or became a dead letter.
    pub(super) fn count_of_kind(&mut self, message: &Message, failed: bool, observed: bool) {
        let took = self.now.since(message.produced_at);
        let Some(kind) = self.kind_statistics(message.id) else {
            return;
        };
        if failed {
            kind.failed += 1;
            return;
        }
        kind.sent += 1;
        if observed {
            kind.delivery.record(took);
        }
    }

    pub(super) fn schedule_sample(&mut self) {
        self.sample = self.events.notice(self.monitor.next_after(self.now));
        self.events.set(Source::Monitor, self.sample.min(self.warm_up));
    }

    /// So many attempts are under way that were counted as if they had ended.
    #[inline(never)]
    pub(super) fn on_sample_due(&mut self, early: u64) {
        let sample = self.sample(early);
        self.note(Observation::Sampled {
            settled: self.messages.settled(),
            queued: self.messages.queued,
        });
        self.monitor.keep(sample);
        self.schedule_sample();
    }

    #[inline(never)]
    pub(super) fn on_warmed_up(&mut self) {
        self.warm_up = Notice::NEVER;
        self.events.set(Source::Monitor, self.sample);
        self.monitor
            .statistics
            .restart(self.now, self.messages.queued, self.messages.sent);
        for sender in 0..self.senders.senders.len() {
            let id = SenderId(u32::try_from(sender).unwrap_or(u32::MAX));
            self.senders.senders[sender].busy_before = self.senders.busy_until(id, self.now);
        }
        self.note(Observation::WarmedUp);
    }
}
