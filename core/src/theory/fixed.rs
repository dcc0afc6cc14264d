//! What theory says about arrivals at fixed intervals.

use crate::scenario::Settings;
use crate::time::SimDuration;

use super::Expectation;
use super::assumptions::{Family, Order, Pool, cut_before, no_warm_up};
use super::burst::{constant, luck};
use super::constant_service::mean_waiting_of_fixed_arrivals;
use super::steady::{NOTHING_LEFT, Stream, no_steady_state};

/// The model for one message after each `gap`.
pub(super) fn theory_of_fixed_arrivals(pool: &Pool, settings: &Settings, gap: SimDuration) -> Expectation {
    if pool.capacity.is_some() {
        return Expectation::none("the queue is limited and arrivals are not Poisson");
    }
    if pool.tries_again() {
        return Expectation::none("messages are tried again and arrivals are not Poisson");
    }
    if pool.order == Order::Priority {
        return Expectation::none("no formula for this order of service");
    }
    let gap = gap.seconds_f64();
    match (pool.family, pool.servers) {
        (Family::Constant, _) if no_warm_up(settings) => {
            let mut expectation = constant(pool, gap);
            let end = expectation
                .figures
                .first()
                .map_or(f64::INFINITY, |makespan| makespan.value);
            if cut_before(settings, end) {
                return Expectation::none("the run is cut off before all messages are settled");
            }
            luck(&mut expectation, pool);
            expectation
        }
        (Family::Exponential, 1) => {
            let mean = pool.service.first;
            let Some(waiting) = mean_waiting_of_fixed_arrivals(gap, mean) else {
                return Expectation::none(no_steady_state(mean / gap));
            };
            let Some(stream) = Stream::new(pool, settings, 1.0 / gap) else {
                return Expectation::none(NOTHING_LEFT);
            };
            let load = mean / gap;
            let mut expectation = Expectation::of("D/M/1", stream.caution(load, f64::INFINITY));
            expectation.figure("utilisation", load, None);
            expectation.figure("waiting.mean", waiting, None);
            expectation.figure("queue.mean_length", waiting / gap, None);
            expectation.figure("sojourn.mean", waiting + mean + pool.latency, None);
            if settings.until.is_none() {
                luck(&mut expectation, pool);
            }
            expectation
        }
        _ => Expectation::none("no formula for fixed intervals between arrivals and this service"),
    }
}
