//! Queues with a limit.

use super::*;
use crate::distribution::Sampler;
use crate::draws::{Draws, Purpose};

#[test]
fn limited_queues() {
    let mut settings = poisson(20.0, 1);
    settings.broker.capacity = Some(3);
    // load 2, room for 4 in all: 16 / 31 are refused
    let theory = theory_of(&settings);
    assert_eq!(theory.model, Some("M/M/c/K"));
    close(value(&theory, "shares.rejected"), 16.0 / 31.0, 1e-12);
    close(value(&theory, "utilisation"), 30.0 / 31.0, 1e-12);
    // (1 × 4 + 2 × 8 + 3 × 16) / 31 wait, 20 × 15 / 31 a second enter
    close(value(&theory, "waiting.mean"), 68.0 / 300.0, 1e-12);
    close(value(&theory, "sojourn.mean"), 98.0 / 300.0, 1e-12);
    settings.broker.overflow = Overflow::Evict;
    close(value(&theory_of(&settings), "shares.evicted"), 16.0 / 31.0, 1e-12);
    settings.broker.overflow = Overflow::Block;
    // one state more, in which the producer stands still
    let blocked = theory_of(&settings);
    close(value(&blocked, "utilisation"), 62.0 / 63.0, 1e-12);
    close(
        value(&blocked, "queue.mean_length"),
        (4.0 + 16.0 + 48.0 + 96.0) / 63.0,
        1e-12,
    );
    close(
        value(&blocked, "waiting.mean"),
        (4.0 + 16.0 + 48.0 + 128.0) / (20.0 * 31.0),
        1e-12,
    );
    settings.broker.capacity = Some(0);
    settings.broker.overflow = Overflow::Reject;
    settings.senders[0].service = Shape::Lognormal { cv: 1.0 };
    let loss = theory_of(&settings);
    assert_eq!(loss.model, Some("M/G/c/c"));
    close(value(&loss, "shares.rejected"), 2.0 / 3.0, 1e-12);
}

/// M/M/2 with room for three to wait, simulated message by message.
#[test]
fn limited_queues_stray_as_simulated() {
    let mut settings = poisson(18.0, 2);
    settings.broker.capacity = Some(3);
    settings.producer.messages = 4000;
    let theory = theory_of(&settings);
    let names = ["shares.rejected", "waiting.mean", "sojourn.mean"];
    let (runs, messages) = (1000_u32, 4000_u32);
    let unit = Sampler::new(&Shape::Exponential);
    let (mut sums, mut squares) = ([0.0; 3], [0.0; 3]);
    for run in 0..runs {
        let draws = Draws::new(17, run);
        let (mut now, mut free, mut starts) = (0.0, [0.0_f64; 2], std::collections::VecDeque::new());
        let (mut rejected, mut waiting, mut sojourn, mut accepted) = (0.0, 0.0, 0.0, 0.0);
        for message in 0..messages {
            now += unit.unit(&mut draws.stream(Purpose::Interarrival, message, 0)) / 18.0;
            while starts.front().is_some_and(|&start| start <= now) {
                starts.pop_front();
            }
            if starts.len() == 3 {
                rejected += 1.0;
                continue;
            }
            let service = unit.unit(&mut draws.stream(Purpose::Service, message, 0)) / 10.0;
            let server = usize::from(free[1] < free[0]);
            let start = free[server].max(now);
            starts.push_back(start);
            free[server] = start + service;
            accepted += 1.0;
            waiting += start - now;
            sojourn += start - now + service;
        }
        let figures = [
            rejected / f64::from(messages),
            waiting / accepted,
            sojourn / accepted,
        ];
        for i in 0..3 {
            let expected = find(&theory, names[i]);
            let off = (figures[i] - expected.value) / expected.deviation.unwrap();
            sums[i] += off / f64::from(runs).sqrt();
            squares[i] += off * off / f64::from(runs);
        }
    }
    for i in 0..3 {
        assert!(
            sums[i].abs() < 4.0,
            "{}: {} standard errors off",
            names[i],
            sums[i]
        );
        assert!(
            (squares[i].sqrt() - 1.0).abs() < 0.1,
            "{}: deviation {}",
            names[i],
            squares[i].sqrt()
        );
    }
}
