//! What is known about a run at any instant.

use crate::decimal::Decimal;
use crate::digest::Ending;
use crate::message::MessageId;
use crate::monitor::per_second;
use crate::report::{
    Attempts, Counts, Digest, KindReport, QueueSummary, Report, Sample, SenderReport, SenderState, Shares,
    Theory,
};
use crate::scenario::Kind;
use crate::senders::SenderId;
use crate::simulation::Simulation;
use crate::target::Target;
use crate::theory::beside;
use crate::time::{SimDuration, SimTime};

/// A sender at a glance, for those who draw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderView {
    /// Index of its group in the scenario.
    pub group: u32,
    /// Its number within the group, from 1.
    pub number: u32,
    /// What it is doing.
    pub state: SenderState,
    /// Attempts that it is making.
    pub running: u32,
    /// Messages that it holds beyond those.
    pub reserved: u32,
    /// Successes.
    pub sent: u64,
    /// Failures.
    pub failed: u64,
    /// The message of its first running attempt, and when that began.
    pub message: Option<(MessageId, SimTime)>,
    /// Share of its attempts-at-once capacity in use since the warm-up.
    pub utilisation: Decimal,
    /// Breakdowns.
    pub crashes: u32,
    /// Restarts by supervisor or hand.
    pub restarts: u32,
}

impl Simulation {
    /// Where the messages are.
    #[must_use]
    pub const fn messages(&self) -> &Counts {
        &self.messages
    }

    /// How attempts ended so far.
    #[must_use]
    pub const fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// Successes after the first of the same message.
    #[must_use]
    pub const fn duplicates(&self) -> u64 {
        self.duplicates
    }

    /// The fingerprint so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut fingerprint = self.fingerprint;
        for slot in &self.senders.slots {
            if let Some(attempt) = &slot.attempt {
                fingerprint.absorb_attempt(attempt, slot.sender, SimTime::NEVER, Ending::Open);
            }
        }
        fingerprint.digest(&self.messages)
    }

    /// What the monitor saw so far.
    #[must_use]
    pub fn samples(&self) -> &[Sample] {
        &self.monitor.samples
    }

    /// How many senders ever joined.
    #[must_use]
    pub fn sender_count(&self) -> u32 {
        u32::try_from(self.senders.senders.len()).unwrap_or(u32::MAX)
    }

    /// One sender at a glance, by its index in order of joining.
    #[must_use]
    pub fn sender(&self, index: u32) -> Option<SenderView> {
        let sender = self.senders.senders.get(index as usize)?;
        let id = SenderId(index);
        let attempts = self
            .senders
            .slots_of(id)
            .iter()
            .filter_map(|slot| slot.attempt.as_ref());
        Some(SenderView {
            group: sender.group,
            number: sender.number,
            state: sender.state,
            running: sender.running,
            reserved: u32::try_from(sender.reserved.len()).unwrap_or(u32::MAX),
            sent: self.senders.sent_of(id),
            failed: self.senders.failed_of(id),
            message: attempts
                .map(|attempt| (attempt.message.id, attempt.started_at))
                .next(),
            utilisation: self.utilisation_of(index),
            crashes: sender.crashes,
            restarts: sender.restarts,
        })
    }

    /// What people call a sender: `group/number`.
    #[must_use]
    pub fn sender_name(&self, index: u32) -> String {
        self.senders
            .senders
            .get(index as usize)
            .map_or_else(String::new, |sender| {
                format!(
                    "{}/{}",
                    self.senders.groups[sender.group as usize].name, sender.number
                )
            })
    }

    /// How times from production to success are spread: lowest and highest time of a cell, and how many in it.
    pub fn delivery_histogram(&self) -> impl Iterator<Item = (SimDuration, SimDuration, u64)> {
        self.monitor.statistics.delivery.histogram().filled()
    }

    /// What must hold at the end.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.scenario.targets
    }

    /// Everything that is known now.
    #[must_use]
    pub fn report(&self) -> Report {
        self.report_with(self.monitor.samples.clone(), self.last_sample())
    }

    /// The same of a run that nobody needs any more, so that its samples need not be copied.
    #[must_use]
    pub fn into_report(mut self) -> Report {
        let last = self.last_sample();
        let samples = std::mem::take(&mut self.monitor.samples);
        self.report_with(samples, last)
    }

    /// The series ends where the run does; what happened after a sample of that instant counts.
    fn last_sample(&self) -> Option<Sample> {
        self.end.map(|_| self.sample(0))
    }

    fn report_with(&self, mut samples: Vec<Sample>, last: Option<Sample>) -> Report {
        if last.is_some() {
            samples.pop_if(|before| before.at == self.now);
        }
        samples.extend(last);
        let statistics = &self.monitor.statistics;
        let senders = self.sender_reports();
        let mut report = Report {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            name: self.scenario.name.clone(),
            seed: self.scenario.seed,
            replication: self.replication,
            scenario: self.scenario.to_value(),
            end: self.end,
            clock: self.now,
            messages: self.messages,
            attempts: self.attempts,
            duplicates: self.duplicates,
            redelivered: self.redelivered,
            shares: self.shares(),
            throughput: self.throughput(),
            makespan: self.everything_is_settled().then_some(self.last_settled_at),
            average_time_per_message: statistics.service.mean(),
            waiting: statistics.waiting.summary(),
            service: statistics.service.summary(),
            sojourn: statistics.delivery.summary_with(Some(&statistics.failure)),
            delivery: statistics.delivery.summary(),
            queue: self.queue_summary(),
            groups: self.group_reports(&senders),
            kinds: self.kind_reports(),
            senders,
            samples,
            targets: Vec::new(),
            theory: Theory {
                model: None,
                note: String::new(),
                figures: Vec::new(),
            },
            digest: self.digest(),
        };
        report.targets = self
            .scenario
            .targets
            .iter()
            .map(|target| target.evaluate(&report))
            .collect();
        report.theory = beside(&self.scenario, &report, self.utilisation());
        report
    }

    /// Messages sent per second since the warm-up.
    pub(super) fn throughput(&self) -> Decimal {
        let statistics = &self.monitor.statistics;
        per_second(
            self.messages.sent - statistics.sent_before,
            self.now.since(statistics.since),
        )
    }

    /// The queue over time.
    pub(super) fn queue_summary(&self) -> QueueSummary {
        let statistics = &self.monitor.statistics;
        QueueSummary {
            mean_length: statistics.mean_queue(self.now, self.messages.queued),
            max_length: statistics.peak.so_far(),
        }
    }

    /// Share of all senders' attempts-at-once capacity in use since the warm-up.
    pub(super) fn utilisation(&self) -> Decimal {
        let (mut busy, mut capacity) = (0_u128, 0_u128);
        for (index, sender) in (0_u32..).zip(&self.senders.senders) {
            busy += self.senders.busy_until(SenderId(index), self.now) - sender.busy_before;
            capacity += self.capacity_of(index);
        }
        Decimal::ratio(busy, capacity).unwrap_or_default()
    }

    /// What the monitor sees now, while so many attempts are under way that were counted as if they had ended.
    pub(super) fn sample(&self, early: u64) -> Sample {
        let statistics = &self.monitor.statistics;
        let [delivery_p50, delivery_p99] = statistics.delivery.percentiles([500, 990]);
        Sample {
            at: self.now,
            messages: Counts {
                sending: self.messages.sending + early,
                ..self.messages
            },
            busy_senders: self.senders.busy_senders(),
            duplicates: self.duplicates,
            throughput: self.monitor.throughput_until(self.now, self.messages.sent),
            average_time_per_message: statistics.service.mean_but(early),
            delivery_p50,
            delivery_p99,
        }
    }

    fn shares(&self) -> Shares {
        let of =
            |count| Decimal::ratio(u128::from(count), u128::from(self.messages.produced)).unwrap_or_default();
        Shares {
            sent: of(self.messages.sent),
            failed: of(self.messages.failed),
            rejected: of(self.messages.rejected),
            evicted: of(self.messages.evicted),
            expired: of(self.messages.expired),
            lost: of(self.messages.lost),
            cancelled: of(self.messages.cancelled),
        }
    }

    fn kind_reports(&self) -> Vec<KindReport> {
        let statistics = &self.monitor.statistics;
        let report = |index: usize, kind: &Kind| {
            // where there is one kind, all messages are of it
            let (sent, failed, waiting, delivery) = match statistics.kinds.get(index) {
                Some(of) => (of.sent, of.failed, &of.waiting, &of.delivery),
                None => (
                    self.messages.sent,
                    self.messages.failed,
                    &statistics.waiting,
                    &statistics.delivery,
                ),
            };
            KindReport {
                name: kind.name.clone(),
                priority: kind.priority,
                sent,
                failed,
                waiting: waiting.summary(),
                delivery: delivery.summary(),
            }
        };
        let kinds = self.scenario.producer.kinds.iter().enumerate();
        kinds.map(|(index, kind)| report(index, kind)).collect()
    }

    fn sender_reports(&self) -> Vec<SenderReport> {
        (0..self.sender_count())
            .map(|index| {
                let sender = &self.senders.senders[index as usize];
                let id = SenderId(index);
                let busy = self.senders.busy_until(id, self.now);
                SenderReport {
                    name: self.sender_name(index),
                    group: self.senders.groups[sender.group as usize].name.clone(),
                    state: sender.state,
                    sent: self.senders.sent_of(id),
                    failed: self.senders.failed_of(id),
                    attempts: self.senders.attempts_of(id),
                    busy: Decimal::from_billionths(busy),
                    utilisation: self.utilisation_of(index),
                    crashes: u64::from(sender.crashes),
                    restarts: u64::from(sender.restarts),
                }
            })
            .collect()
    }

    fn utilisation_of(&self, index: u32) -> Decimal {
        let busy = self.senders.busy_until(SenderId(index), self.now);
        let since_warm_up = busy - self.senders.senders[index as usize].busy_before;
        Decimal::ratio(since_warm_up, self.capacity_of(index)).unwrap_or_default()
    }

    /// The most time that a sender could have spent in attempts since the warm-up, in nanoseconds.
    pub(super) fn capacity_of(&self, index: u32) -> u128 {
        let sender = &self.senders.senders[index as usize];
        let from = sender.joined_at.max(self.monitor.statistics.since);
        let present = sender.left_at.unwrap_or(self.now).since(from);
        u128::from(present.nanoseconds()) * u128::from(sender.slots)
    }

    fn group_reports(&self, senders: &[SenderReport]) -> Vec<SenderReport> {
        (0_u32..)
            .zip(&self.senders.groups)
            .map(|(index, group)| {
                let own = |sender: u32| self.senders.senders[sender as usize].group == index;
                let members: Vec<u32> = (0..self.sender_count()).filter(|sender| own(*sender)).collect();
                let sum = |figure: fn(&SenderReport) -> u64| {
                    members
                        .iter()
                        .map(|sender| figure(&senders[*sender as usize]))
                        .sum::<u64>()
                };
                let reports = || members.iter().map(|sender| &senders[*sender as usize]);
                let busy = reports().map(|sender| sender.busy.billionths()).sum();
                let before: u128 = members
                    .iter()
                    .map(|s| self.senders.senders[*s as usize].busy_before)
                    .sum();
                let capacity: u128 = members.iter().map(|sender| self.capacity_of(*sender)).sum();
                SenderReport {
                    name: group.name.clone(),
                    group: group.name.clone(),
                    state: most_common(reports().map(|sender| sender.state)),
                    sent: sum(|sender| sender.sent),
                    failed: sum(|sender| sender.failed),
                    attempts: sum(|sender| sender.attempts),
                    busy: Decimal::from_billionths(busy),
                    utilisation: Decimal::ratio(busy - before, capacity).unwrap_or_default(),
                    crashes: sum(|sender| sender.crashes),
                    restarts: sum(|sender| sender.restarts),
                }
            })
            .collect()
    }
}

/// The state that comes up most often; the first of those in the order of [`SenderState`] if there are several.
fn most_common(states: impl Iterator<Item = SenderState>) -> SenderState {
    let mut counts = [0_u64; SenderState::ALL.len()];
    for state in states {
        counts[state as usize] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    SenderState::ALL
        .into_iter()
        .find(|state| counts[*state as usize] == most)
        .unwrap_or(SenderState::Idle)
}
