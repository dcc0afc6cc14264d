//! The monitor's lines, as the run goes.

use bellwether::report::Sample;
use bellwether::time::{SimDuration, SimTime};

use crate::failure::to_standard_error;
use bellwether::words::{count, optional, rate, seconds};

/// Prints each sample once.
#[derive(Debug)]
pub(crate) struct Watch {
    next: Option<SimTime>,
    /// How messages are counted: with commas where there is room.
    count: fn(u64) -> String,
    width: usize,
}

/// With counts as wide as this a line fits into 80 columns.
const WIDEST: usize = 8;

impl Watch {
    /// For so many messages.
    pub(crate) fn new(messages: u32) -> Self {
        let messages = u64::from(messages);
        let count = match count(messages).len() {
            ..=WIDEST => count,
            _ => |messages: u64| messages.to_string(),
        };
        Self {
            next: None,
            count,
            width: count(messages).len().max("queued".len()),
        }
    }

    /// Prints the samples that are new.
    pub(crate) fn show(&mut self, samples: &[Sample]) {
        let new = samples.partition_point(|sample| self.next.is_some_and(|last| sample.at <= last));
        let mut lines = String::new();
        for sample in &samples[new..] {
            if self.next.is_none() {
                lines.push_str(&self.header());
            }
            lines.push_str(&self.line(sample));
            self.next = Some(sample.at);
        }
        if !lines.is_empty() {
            to_standard_error(&lines);
        }
    }

    fn header(&self) -> String {
        self.row(
            [
                "at",
                "sent",
                "failed",
                "other",
                "queued",
                "busy",
                "throughput",
                "mean time",
            ]
            .map(str::to_owned),
        )
    }

    fn line(&self, sample: &Sample) -> String {
        let messages = &sample.messages;
        // the outcomes that are rare
        let other =
            messages.rejected + messages.evicted + messages.expired + messages.lost + messages.cancelled;
        self.row([
            at(sample.at),
            (self.count)(messages.sent),
            (self.count)(messages.failed),
            (self.count)(other),
            (self.count)(messages.queued),
            count(sample.busy_senders),
            rate(sample.throughput),
            optional(sample.average_time_per_message, seconds),
        ])
    }

    /// Up to 99,999,999 messages fit into 80 columns.
    fn row(&self, [at, sent, failed, other, queued, busy, throughput, mean_time]: [String; 8]) -> String {
        let width = self.width;
        format!(
            "{at:>9}  {sent:>width$}  {failed:>width$}  {other:>width$}  {queued:>width$}  {busy:>6}  \
             {throughput:>10}  {mean_time:>9}\n"
        )
    }
}

/// An instant as scenario files say it. The monitor's own are short; that of the end may have all its digits, of which
/// those up to milliseconds are shown.
fn at(time: SimTime) -> String {
    const MILLISECOND: u64 = 1_000_000;
    let exact = time.to_string();
    if exact.len() <= 12 {
        return exact;
    }
    let milliseconds = (time.nanoseconds() + MILLISECOND / 2) / MILLISECOND;
    SimDuration::from_nanoseconds(milliseconds * MILLISECOND).to_string()
}
