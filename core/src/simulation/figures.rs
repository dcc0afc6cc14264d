//! The figures that change while a run goes on, cheap enough to be asked for many times a second.

use crate::decimal::Decimal;
use crate::report::{End, QueueSummary, SenderState};
use crate::senders::{Sender, SenderId};
use crate::simulation::Simulation;
use crate::time::SimDuration;

/// Figures of a run so far; as in the report, but without lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Messages sent per second of virtual time since the warm-up.
    pub throughput: Decimal,
    /// Mean service time per attempt, in seconds; `None` before the first has ended.
    pub average_time_per_message: Option<Decimal>,
    /// Share of all senders' attempts-at-once capacity in use since the warm-up.
    pub utilisation: Decimal,
    /// Senders in at least one attempt, silent ones left out.
    pub busy_senders: u32,
    /// Senders that were not taken away.
    pub senders: u32,
    /// How often messages went back to the queue because their sender was lost or too slow.
    pub redelivered: u64,
    /// Mean time from entering the queue to the first attempt, in seconds.
    pub waiting_mean: Option<Decimal>,
    /// Median time from production to success.
    pub delivery_p50: Option<SimDuration>,
    /// 90th percentile of the same.
    pub delivery_p90: Option<SimDuration>,
    /// 99th percentile of the same.
    pub delivery_p99: Option<SimDuration>,
    /// The queue over time.
    pub queue: QueueSummary,
    /// Messages that the run will have had, as far as the scenario says.
    pub expected_messages: u64,
    /// Virtual time until every message is settled if the pace so far holds; `None` while nothing was settled.
    pub remaining: Option<SimDuration>,
}

/// A group of senders at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupView {
    /// How many of its senders are in each state, in the order of [`SenderState`].
    pub states: [u32; 6],
    /// Attempts that they are making.
    pub running: u64,
    /// Successes.
    pub sent: u64,
    /// Failures.
    pub failed: u64,
}

impl Simulation {
    /// The figures so far.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let statistics = &self.monitor.statistics;
        let present = |sender: &&Sender| sender.state != SenderState::Removed;
        let senders = self.senders.senders.iter().filter(present).count();
        let [delivery_p50, delivery_p90, delivery_p99] = statistics.delivery.percentiles([500, 900, 990]);
        Figures {
            throughput: self.throughput(),
            average_time_per_message: statistics.service.mean(),
            utilisation: self.utilisation(),
            busy_senders: self.senders.busy_senders(),
            senders: u32::try_from(senders).unwrap_or(u32::MAX),
            redelivered: self.redelivered,
            waiting_mean: statistics.waiting.mean(),
            delivery_p50,
            delivery_p90,
            delivery_p99,
            queue: self.queue_summary(),
            expected_messages: self.expected_messages(),
            remaining: self.remaining(),
        }
    }

    /// Senders in at least one attempt, silent ones left out.
    #[must_use]
    pub const fn busy_senders(&self) -> u32 {
        self.senders.busy_senders()
    }

    /// Each group at a glance, in the order of the scenario.
    #[must_use]
    pub fn groups(&self) -> Vec<GroupView> {
        let mut views = vec![GroupView::default(); self.senders.groups.len()];
        for (index, sender) in (0_u32..).zip(&self.senders.senders) {
            let view = &mut views[sender.group as usize];
            view.states[sender.state as usize] += 1;
            view.running += u64::from(sender.running);
            view.sent += self.senders.sent_of(SenderId(index));
            view.failed += self.senders.failed_of(SenderId(index));
        }
        views
    }

    fn expected_messages(&self) -> u64 {
        // who has stalled may still go on
        if self.end.is_some_and(|end| end != End::Stalled) {
            return self.messages.produced;
        }
        u64::from(self.scenario.producer.messages).max(self.messages.produced)
    }

    fn remaining(&self) -> Option<SimDuration> {
        match self.end {
            // as long as nobody mends it
            Some(End::Stalled) => return None,
            Some(_) => return Some(SimDuration::ZERO),
            None => {}
        }
        let messages = &self.messages;
        let mut settled = u128::from(messages.settled());
        let open = u128::from(self.expected_messages()).saturating_sub(settled);
        if messages.produced >= self.expected_messages() {
            // from now on nobody is turned away: those who are in go out one by one
            settled -= u128::from(messages.rejected + messages.evicted);
        }
        let by_pace = (open * u128::from(self.now.nanoseconds())).checked_div(settled)?;
        let by_pace = SimDuration::from_nanoseconds(u64::try_from(by_pace).unwrap_or(u64::MAX));
        let elapsed = self.now.elapsed().nanoseconds();
        let by_scenario = self
            .scenario
            .until
            .map(|until| SimDuration::from_nanoseconds(until.nanoseconds().saturating_sub(elapsed)));
        Some(by_scenario.map_or(by_pace, |until| by_pace.min(until)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::time::SimTime;

    #[test]
    fn figures_agree_with_the_report() {
        let mut run = Simulation::new(&Scenario::default(), 0);
        run.run_until(SimTime::from_nanoseconds(9_876_543_210));
        let (figures, report) = (run.figures(), run.report());
        assert_eq!(figures.throughput, report.throughput);
        assert_eq!(figures.average_time_per_message, report.average_time_per_message);
        assert_eq!(figures.delivery_p99, report.delivery.p99);
        assert_eq!(figures.waiting_mean, report.waiting.mean);
        assert_eq!(figures.queue, report.queue);
        assert_eq!(figures.expected_messages, 1000);
        assert_eq!(figures.utilisation, report.groups[0].utilisation);
        assert_eq!(run.groups()[0].sent, report.messages.sent);
        assert_eq!(
            run.groups()[0].states[SenderState::Busy as usize],
            figures.busy_senders
        );
    }

    #[test]
    fn the_remaining_time_follows_the_pace_so_far() {
        let mut run = Simulation::new(&Scenario::default(), 0);
        assert_eq!(run.figures().remaining, None, "nothing is settled yet");
        let now = SimTime::from_nanoseconds(10_000_000_000);
        run.run_until(now);
        let settled = run.messages().settled();
        let expected = (1000 - settled) * now.nanoseconds() / settled;
        assert_eq!(
            run.figures().remaining,
            Some(SimDuration::from_nanoseconds(expected))
        );
        run.run_to_end();
        assert_eq!(run.figures().remaining, Some(SimDuration::ZERO));
    }

    #[test]
    fn who_was_turned_away_does_not_hasten_the_rest() {
        let text = "{producer: {messages: 100}, broker: {capacity: 20}, \
                    senders: [{count: 1, mean_time: 1s, service: constant, failure_rate: 0}]}";
        let mut run = Simulation::new(&Scenario::from_text(text).expect("a scenario"), 0);
        run.run_until(SimTime::from_nanoseconds(5_500_000_000));
        let left = run.messages().in_system();
        assert_eq!((run.messages().settled(), run.messages().rejected), (84, 79));
        // five have left in 5.5 s
        let expected = left * 5_500_000_000 / 5;
        assert_eq!(
            run.figures().remaining,
            Some(SimDuration::from_nanoseconds(expected))
        );
    }

    /// Silent senders hold what they are at: they are not busy, and a run in which nothing else is left may go on.
    #[test]
    fn who_has_stalled_still_expects_all_messages() {
        let text = "{producer: {messages: 9, arrivals: {every: 1s}}, senders: [{count: 3, hang: 100%}], \
                    timeline: [{at: 5500ms, pause_producer: {}}]}";
        let mut run = Simulation::new(&Scenario::from_text(text).expect("a scenario"), 0);
        run.run_to_end();
        assert_eq!(run.end(), Some(End::Stalled));
        let figures = run.figures();
        assert_eq!((figures.expected_messages, run.messages().produced), (9, 6));
        assert_eq!((figures.busy_senders, run.groups()[0].states[2]), (0, 3));
        assert_eq!(
            run.report().samples.last().map(|sample| sample.busy_senders),
            Some(0)
        );
    }
}
