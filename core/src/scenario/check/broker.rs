//! The broker.

use super::values::{At, Checker};
use crate::scenario::document::Node;
use crate::scenario::fields;
use crate::scenario::{Acknowledge, Backoff, Broker, Discipline, Jitter, Overflow};

pub(super) fn broker(c: &mut Checker<'_>, at: &At<'_>) -> Broker {
    let map = c.mapping(at);
    Broker {
        discipline: c.choice(&map.at(&fields::DISCIPLINE), &Discipline::ALL),
        capacity: c.optional(&map.at(&fields::CAPACITY)),
        overflow: c.choice(&map.at(&fields::OVERFLOW), &Overflow::ALL),
        time_to_live: c.optional(&map.at(&fields::TIME_TO_LIVE)),
        latency: c.get(&map.at(&fields::LATENCY)),
        acknowledge: c.choice(&map.at(&fields::ACKNOWLEDGE), &Acknowledge::ALL),
        visibility_timeout: c.optional(&map.at(&fields::VISIBILITY_TIMEOUT)),
        prefetch: c.get(&map.at(&fields::PREFETCH)),
        max_attempts: c.get(&map.at(&fields::MAX_ATTEMPTS)),
        max_deliveries: c.optional(&map.at(&fields::MAX_DELIVERIES)),
        backoff: backoff(c, &map.at(&fields::BACKOFF)),
    }
}

fn backoff(c: &mut Checker<'_>, at: &At<'_>) -> Backoff {
    let map = c.mapping(at);
    let jitter = map.at(&fields::BACKOFF_JITTER);
    Backoff {
        initial: c.get(&map.at(&fields::BACKOFF_INITIAL)),
        factor: c.get(&map.at(&fields::BACKOFF_FACTOR)),
        cap: c.optional(&map.at(&fields::BACKOFF_CAP)),
        jitter: match jitter.text() {
            Some("full") => Jitter::Full,
            Some("none") => Jitter::None,
            None if jitter.node.is_none_or(Node::is_null) => Jitter::None,
            _ => c.optional(&jitter).map_or(Jitter::None, Jitter::Fraction),
        },
    }
}
