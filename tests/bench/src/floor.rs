//! The floor: for each workload the least program that finds counts, mean waiting time and makespan. No message has
//! an identity, nothing is drawn twice, nothing is sampled or fingerprinted.
//!
//! Messages are followed in the order of their starts (J. Kiefer and J. Wolfowitz, "On the theory of queues with
//! many servers", Transactions of the AMS 78, 1955): the next one always goes to the sender that is free first.

use std::collections::VecDeque;
use std::hint::{black_box, select_unpredictable};

use bellwether::distribution::Sampler;
use bellwether::draws::{Chance, Draws, Purpose, Stream};
use bellwether::scenario::Shape;

use crate::measure::{least, median, nanoseconds};
use bench::workload::{WORKLOADS, Workload, run};

const MESSAGES: u32 = 1_000_000;
/// Bits of a key that name the sender.
const SENDER: u32 = 10;
const SENDER_MASK: u64 = (1 << SENDER) - 1;
const NEVER: u64 = u64::MAX - SENDER_MASK;
/// 2^52: from here on floats are whole.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// What a floor finds out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Findings {
    pub(crate) sent: u64,
    pub(crate) failed: u64,
    /// Nanoseconds.
    pub(crate) waited: u64,
    pub(crate) makespan: u64,
}

/// Times at which senders are free, each with its sender in the low bits: a tournament whose inner nodes hold the
/// losers (D. E. Knuth, "The Art of Computer Programming", volume 3, section 5.4.1). Only the winner is ever replaced.
struct Free<const LEAVES: usize> {
    losers: [u64; LEAVES],
    first: u64,
}

impl<const LEAVES: usize> Free<LEAVES> {
    fn new(senders: usize) -> Self {
        let mut losers = [0; LEAVES];
        let mut winners: Vec<u64> = (0..2 * LEAVES as u64)
            .map(|node| match node.wrapping_sub(LEAVES as u64) {
                sender if sender < senders as u64 => sender,
                sender => NEVER | sender & SENDER_MASK,
            })
            .collect();
        for node in (1..LEAVES).rev() {
            let (left, right) = (winners[2 * node], winners[2 * node + 1]);
            (winners[node], losers[node]) = (left.min(right), left.max(right));
        }
        Self {
            first: winners[1],
            losers,
        }
    }

    /// Replaces the first by another time of the same sender.
    #[inline(always)]
    fn replace_first(&mut self, mut key: u64) {
        let mut node = (LEAVES + (key & SENDER_MASK) as usize) / 2;
        for _ in 0..LEAVES.ilog2() {
            let other = self.losers[node % LEAVES];
            let loses = other < key;
            self.losers[node % LEAVES] = select_unpredictable(loses, key, other);
            key = select_unpredictable(loses, other, key);
            node /= 2;
        }
        self.first = key;
    }
}

/// Random numbers one after the other.
struct Dice {
    stream: Stream,
    exponential: Sampler,
    failure: Chance,
}

impl Dice {
    fn new(workload: &Workload, seed: u64) -> Self {
        Self {
            stream: Draws::new(seed, 0).stream(Purpose::Service, 0, 0),
            exponential: Sampler::new(&Shape::Exponential),
            failure: Chance::new(f64::from(workload.failure_rate) / 100.0),
        }
    }

    /// Exponential with this mean in nanoseconds, in place for a key. The nearest whole number stands in the lowest bits of
    /// the sum with 2^52.
    #[inline(always)]
    fn time(&mut self, mean: f64) -> u64 {
        let sum = self.exponential.unit(&mut self.stream) * mean + WHOLE;
        sum.to_bits() << (u64::BITS - f64::MANTISSA_DIGITS + 1)
            >> (u64::BITS - f64::MANTISSA_DIGITS + 1 - SENDER)
    }

    #[inline(always)]
    fn fails(&mut self) -> bool {
        self.stream.happens(self.failure)
    }
}

const MEAN: f64 = 1e8;

/// One attempt for each message.
fn once<const LEAVES: usize>(workload: &Workload, messages: u32, seed: u64) -> Findings {
    let mut dice = Dice::new(workload, seed);
    let mut free = Free::<LEAVES>::new(workload.senders as usize);
    let gap = workload.rate.map(|rate| 1e9 / f64::from(rate));
    let (mut failed, mut waited, mut last, mut arrival) = (0, 0, 0, 0);
    for _ in 0..messages {
        if let Some(gap) = gap {
            arrival += dice.time(gap);
        }
        let first = free.first;
        let start = first.max(arrival | first & SENDER_MASK);
        let end = start + dice.time(MEAN);
        free.replace_first(end);
        failed += u64::from(dice.fails());
        waited += (start - arrival) >> SENDER;
        last = last.max(end);
    }
    Findings {
        sent: u64::from(messages) - failed,
        failed,
        waited,
        makespan: last >> SENDER,
    }
}

/// A burst whose failed messages come back after a second.
fn again<const LEAVES: usize>(workload: &Workload, messages: u32, seed: u64) -> Findings {
    let mut dice = Dice::new(workload, seed);
    let mut free = Free::<LEAVES>::new(workload.senders as usize);
    // attempts that the message at each sender has had; 0: none there
    let mut attempts = [0_u8; 1 << SENDER];
    let mut returning: VecDeque<(u64, u8)> = VecDeque::new();
    let (mut fresh, mut found) = (messages, Findings::default());
    loop {
        let first = free.first;
        if first >= NEVER {
            return found;
        }
        let (time, sender) = (first & !SENDER_MASK, first & SENDER_MASK);
        let tried = &mut attempts[(first & SENDER_MASK) as usize];
        if *tried > 0 {
            found.makespan = time >> SENDER;
            if !dice.fails() {
                found.sent += 1;
            } else if u32::from(*tried) < workload.max_attempts {
                returning.push_back((time + (1_000_000_000 << SENDER), *tried));
            } else {
                found.failed += 1;
            }
        }
        let (start, before) = if fresh > 0 {
            fresh -= 1;
            found.waited += time >> SENDER;
            (time, 0)
        } else if let Some((due, before)) = returning.pop_front() {
            (due.max(time), before)
        } else {
            *tried = 0;
            free.replace_first(NEVER | sender);
            continue;
        };
        *tried = before + 1;
        free.replace_first((start | sender) + dice.time(MEAN));
    }
}

/// The floor of a workload.
pub(crate) fn floor(workload: &Workload, messages: u32, seed: u64) -> Findings {
    match (workload.senders, workload.max_attempts) {
        (..=16, 1) => once::<16>(workload, messages, seed),
        (_, 1) => once::<1024>(workload, messages, seed),
        (..=16, _) => again::<16>(workload, messages, seed),
        _ => again::<1024>(workload, messages, seed),
    }
}

/// The model beside the floor.
#[expect(clippy::print_stdout, reason = "a command talks to its user")]
pub(crate) fn compare(rounds: u32) {
    println!("## Beside the floor\n");
    println!(
        "{MESSAGES} messages; medians of {rounds} rounds, processor time. The floor is the least program that finds \
         counts, mean waiting time and makespan ([floor.rs](bench/src/floor.rs)); the model also keeps percentiles, \
         samples, books per sender, conservation and a digest over every event.\n"
    );
    println!("| workload | what | floor, ns a message | model, ns a message | ratio | goal |");
    println!("|---|---|--:|--:|--:|--:|");
    for workload in &WORKLOADS {
        let (mut floors, mut models, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for seed in 1..=u64::from(rounds) {
            let scenario = workload.scenario(MESSAGES, seed);
            let floor = least(|| black_box(floor(workload, MESSAGES, seed)).sent);
            let model = least(|| black_box(run(&scenario)).messages().sent);
            floors.push(nanoseconds(floor, MESSAGES));
            models.push(nanoseconds(model, MESSAGES));
            ratios.push(model.as_secs_f64() / floor.as_secs_f64());
        }
        println!(
            "| {} | {} | {:.1} | {:.1} | {:.2} | {} |",
            workload.name,
            workload.what,
            median(&mut floors),
            median(&mut models),
            median(&mut ratios),
            workload.goal
        );
    }
    println!();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The floor is no floor unless it answers the same question: counts, waiting and makespan agree with the model's.
    #[test]
    fn the_floor_finds_what_the_model_finds() {
        for workload in &WORKLOADS {
            let messages = 100_000;
            let found = floor(workload, messages, 7);
            let report = run(&workload.scenario(messages, 7)).report();
            let close = |a: f64, b: f64, share: f64| (a - b).abs() <= share * b;
            let waited = found.waited as f64 / f64::from(messages) / 1e9;
            let model = report
                .waiting
                .mean
                .map_or(0.0, bellwether::decimal::Decimal::to_f64);
            assert_eq!(found.sent + found.failed, u64::from(messages));
            assert!(
                close(found.sent as f64, report.messages.sent as f64, 0.01),
                "{}",
                workload.name
            );
            assert!(
                close(waited, model, 0.25),
                "{}: {waited} and {model}",
                workload.name
            );
            let makespan = report
                .makespan
                .expect("all is settled")
                .elapsed()
                .seconds()
                .to_f64();
            assert!(
                close(found.makespan as f64 / 1e9, makespan, 0.03),
                "{}",
                workload.name
            );
        }
    }
}
