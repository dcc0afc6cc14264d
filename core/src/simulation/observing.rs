//! What the monitor does at its times: samples, and the end of the warm-up.

use crate::event_list::{Notice, Source};
use crate::observer::Observation;
use crate::senders::SenderId;
use crate::simulation::Simulation;

impl Simulation {
    pub(super) fn schedule_sample(&mut self) {
        self.sample = self.events.notice(self.monitor.next_after(self.now));
        self.events.set(Source::Monitor, self.sample.min(self.warm_up));
    }

    #[inline(never)]
    pub(super) fn on_sample_due(&mut self) {
        let sample = self.sample_now();
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
