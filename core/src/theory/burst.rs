//! What theory says about a burst.

use crate::scenario::Settings;

use super::Expectation;
use super::assumptions::{Family, Order, Pool, cut_before, no_warm_up};
use super::constant_service::Rounds;
use super::drain::{ExponentialDrain, SingleDrain, Spread};

/// Ratios of sums are given from so many messages per server on.
const MANY: u32 = 100;

/// The model for all messages at time 0.
pub(super) fn theory_of_burst(pool: &Pool, settings: &Settings) -> Expectation {
    if !no_warm_up(settings) {
        return Expectation::none("a burst has no steady state that a warm-up could lead to");
    }
    if pool.capacity.is_some() {
        return Expectation::none("the queue has no room for the whole burst");
    }
    if pool.order == Order::Priority || (pool.tries_again() && pool.order != Order::Fifo) {
        return Expectation::none("no formula for this order of service");
    }
    let mut expectation = match (pool.family, pool.servers) {
        (Family::Constant, _) => constant(pool, 0.0),
        (Family::Exponential, _) => exponential(pool),
        (Family::Other, 1) => single(pool),
        (Family::Other, _) => {
            return Expectation::none(
                "no formula for several senders with this distribution of service times",
            );
        }
    };
    let end = expectation
        .figures
        .iter()
        .find(|figure| figure.name == "makespan")
        .map_or(f64::INFINITY, |makespan| {
            makespan.value + 8.0 * makespan.deviation.unwrap_or(0.0)
        });
    if cut_before(settings, end) {
        return Expectation::none("the run may be cut off before all messages are settled");
    }
    if pool.tries_again() {
        // Those tried again queue behind all who wait for their first attempt, so only first attempts stay the same.
        expectation.figures.retain(|figure| figure.name == "waiting.mean");
        "failed messages are tried again after all first attempts; when the last ends has no formula"
            .clone_into(&mut expectation.note);
    }
    luck(&mut expectation, pool);
    expectation
}

/// Constant service times, the messages `gap` seconds apart.
pub(super) fn constant(pool: &Pool, gap: f64) -> Expectation {
    let model = if gap > 0.0 {
        "D/D/c"
    } else {
        "burst to equal constant servers"
    };
    let mut expectation = Expectation::of(model, "exact but for rounding");
    let rounds = Rounds {
        messages: pool.messages,
        servers: pool.servers,
        gap,
        service: pool.service.first,
    };
    let (messages, servers) = (f64::from(pool.messages), f64::from(pool.servers));
    let makespan = rounds.makespan() + pool.latency;
    let waiting = rounds.mean_waiting();
    expectation.figure("makespan", makespan, Some(0.0));
    expectation.figure("waiting.mean", waiting, Some(0.0));
    expectation.figure("sojourn.mean", waiting + rounds.service + pool.latency, Some(0.0));
    expectation.figure("queue.mean_length", waiting * messages / makespan, Some(0.0));
    expectation.figure(
        "utilisation",
        rounds.service * messages / (servers * makespan),
        Some(0.0),
    );
    expectation
}

fn exponential(pool: &Pool) -> Expectation {
    let mut expectation = Expectation::of("burst to equal exponential servers", "exact");
    let drain = ExponentialDrain::new(pool.messages, pool.servers, pool.service.first);
    spread(&mut expectation, "makespan", drain.makespan(), pool.latency);
    spread(&mut expectation, "waiting.mean", drain.mean_waiting(), 0.0);
    spread(
        &mut expectation,
        "sojourn.mean",
        drain.mean_sojourn(),
        pool.latency,
    );
    if pool.messages / MANY >= pool.servers {
        spread(
            &mut expectation,
            "queue.mean_length",
            drain.mean_queue_length(pool.latency),
            0.0,
        );
        spread(
            &mut expectation,
            "utilisation",
            drain.utilisation(pool.latency),
            0.0,
        );
        "exact; queue length and utilisation to first order in servers / messages"
            .clone_into(&mut expectation.note);
    }
    expectation
}

fn single(pool: &Pool) -> Expectation {
    let mut expectation = Expectation::of("burst to one server", "exact");
    let drain = SingleDrain::new(pool.messages, &pool.service);
    spread(&mut expectation, "makespan", drain.makespan(), pool.latency);
    spread(&mut expectation, "waiting.mean", drain.mean_waiting(), 0.0);
    spread(
        &mut expectation,
        "sojourn.mean",
        drain.mean_sojourn(),
        pool.latency,
    );
    expectation
}

fn spread(expectation: &mut Expectation, name: &'static str, spread: Spread, shift: f64) {
    expectation.figure(name, spread.mean + shift, Some(spread.deviation));
}

/// Shares of a finite number of messages that succeed or fail independently of all else, and their attempts.
pub(super) fn luck(expectation: &mut Expectation, pool: &Pool) {
    let Some(retries) = &pool.retries else {
        return;
    };
    let messages = f64::from(pool.messages);
    let failed = retries.failed_share();
    if failed > 0.0 {
        let deviation = (failed * (1.0 - failed) / messages).sqrt();
        expectation.figure("shares.failed", failed, Some(deviation));
    }
    if retries.happen() {
        let deviation = retries.life().map(|life| {
            let variance = life.attempts_square - life.attempts * life.attempts;
            (variance.max(0.0) * messages).sqrt()
        });
        expectation.figure("attempts.started", retries.mean_attempts() * messages, deviation);
    }
}
