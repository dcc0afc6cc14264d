//! What every model here assumes: equal senders that never fail to work, and messages that never lose patience.

use crate::distribution::Moments;
use crate::scenario::{Broker, Discipline, Group, Kind, Settings, Shape, WarmUp};
use crate::time::SimDuration;

use super::retries::Retries;

/// Senders and messages of a scenario that fulfils the common assumptions.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    /// Messages that will be produced.
    pub(super) messages: u32,
    /// Attempts at once in all senders together.
    pub(super) servers: u32,
    /// Moments of an attempt's service time, in seconds, over all kinds of messages.
    pub(super) service: Moments,
    /// Its distribution.
    pub(super) family: Family,
    /// Who is next.
    pub(super) order: Order,
    /// Failures and what follows; `None` where groups fail differently, which is no matter with one attempt each.
    pub(super) retries: Option<Retries>,
    /// From production to the queue, in seconds.
    pub(super) latency: f64,
    /// Room in the queue, where that may matter.
    pub(super) capacity: Option<u32>,
}

/// Distributions of service times that have models of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Constant,
    Exponential,
    Other,
}

/// The order of service, as far as formulas care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// First in, first out.
    Fifo,
    /// Some other order that does not depend on service times: means are those of `Fifo`.
    Blind,
    /// More important messages first, with service times that differ by kind.
    Priority,
}

impl Pool {
    /// Checks the assumptions; an error is the reason why no model applies.
    pub(super) fn of(settings: &Settings) -> Result<Self, String> {
        undisturbed(settings)?;
        let mut groups = settings.senders.iter().filter(|group| group.count > 0);
        let Some(first) = groups.next() else {
            return Err("there are no senders".to_owned());
        };
        if let Some(other) = groups
            .clone()
            .find(|group| group.mean_time != first.mean_time || group.service != first.service)
        {
            return Err(format!(
                "senders of `{}` and `{}` differ in speed",
                first.name, other.name
            ));
        }
        if first.mean_time.is_zero() {
            return Err("service takes no time".to_owned());
        }
        let alike = groups.all(|group| {
            #[expect(clippy::float_cmp, reason = "a setting given twice alike")]
            let alike = group.failure_rate == first.failure_rate;
            alike
        });
        let one_attempt = settings.broker.max_attempts <= 1;
        if !(alike || one_attempt) {
            return Err("groups fail with different probabilities and messages are tried again".to_owned());
        }
        let slots = |group: &Group| u64::from(group.count) * u64::from(group.concurrency);
        let servers = settings.senders.iter().map(slots).sum::<u64>();
        let kinds: Vec<&Kind> = settings
            .producer
            .kinds
            .iter()
            .filter(|kind| kind.weight > 0.0)
            .collect();
        #[expect(clippy::float_cmp, reason = "a setting given twice alike")]
        let equal_work = kinds.windows(2).all(|pair| pair[0].work == pair[1].work);
        let one_priority = kinds.windows(2).all(|pair| pair[0].priority == pair[1].priority);
        Ok(Self {
            messages: settings.producer.messages,
            servers: u32::try_from(servers).map_err(|_| "there are too many senders".to_owned())?,
            service: service(&kinds, first),
            family: if equal_work {
                Family::of(&first.service)
            } else {
                Family::Other
            },
            order: match settings.broker.discipline {
                Discipline::Fifo => Order::Fifo,
                Discipline::Priority if one_priority => Order::Fifo,
                Discipline::Priority if !equal_work => Order::Priority,
                Discipline::Lifo | Discipline::Priority => Order::Blind,
            },
            retries: alike.then(|| Retries::new(first.failure_rate, &settings.broker)),
            latency: settings.broker.latency.seconds_f64(),
            capacity: settings
                .broker
                .capacity
                .filter(|&capacity| capacity < settings.producer.messages),
        })
    }

    /// Whether some message may be tried again.
    pub(super) fn tries_again(&self) -> bool {
        self.retries.as_ref().is_some_and(Retries::happen)
    }
}

impl Family {
    fn of(shape: &Shape) -> Self {
        match *shape {
            Shape::Constant => Self::Constant,
            Shape::Uniform { spread: 0.0 } | Shape::Normal { cv: 0.0 } | Shape::Lognormal { cv: 0.0 } => {
                Self::Constant
            }
            Shape::Exponential | Shape::Erlang { stages: 1 } | Shape::Gamma { shape: 1.0 } => {
                Self::Exponential
            }
            _ => Self::Other,
        }
    }
}

/// Whether nothing interferes that no model here covers.
fn undisturbed(settings: &Settings) -> Result<(), String> {
    // all fields by name, so that a new one must say whether it interferes
    let Broker {
        discipline: _,
        capacity: _,
        overflow: _,
        time_to_live,
        latency: _,
        acknowledge: _,
        visibility_timeout,
        prefetch,
        max_attempts,
        max_deliveries,
        backoff: _,
    } = &settings.broker;
    let some = |what: bool, reason: &str| if what { Err(reason.to_owned()) } else { Ok(()) };
    some(!settings.timeline.is_empty(), "the timeline interferes")?;
    some(
        settings.monitor.supervisor.is_some(),
        "a supervisor may restart senders",
    )?;
    some(time_to_live.is_some(), "messages may expire")?;
    some(
        visibility_timeout.is_some(),
        "a visibility time-out may deliver messages twice",
    )?;
    some(*prefetch > 0, "senders prefetch messages")?;
    some(
        max_deliveries.is_some_and(|most| most < *max_attempts),
        "max_deliveries may end a message before its attempts are used up",
    )?;
    for group in settings.senders.iter().filter(|group| group.count > 0) {
        let Group {
            name,
            count: _,
            mean_time: _,
            service: _,
            failure_rate: _,
            concurrency: _,
            crash,
            hang,
        } = group;
        some(crash.is_some(), &format!("senders of `{name}` crash"))?;
        some(*hang > 0.0, &format!("senders of `{name}` may hang"))?;
    }
    Ok(())
}

/// Moments of the service time over all kinds, in seconds.
fn service(kinds: &[&Kind], group: &Group) -> Moments {
    let unit = Moments::of(&group.service).scaled(group.mean_time.seconds_f64());
    let total: f64 = kinds.iter().map(|kind| kind.weight).sum();
    Moments::mixture(
        kinds
            .iter()
            .map(|kind| (kind.weight / total, unit.scaled(kind.work))),
    )
}

/// Whether statistics cover the whole run.
pub(super) fn no_warm_up(settings: &Settings) -> bool {
    matches!(
        settings.warm_up,
        WarmUp::Time(SimDuration::ZERO) | WarmUp::Messages(0)
    )
}

/// Whether the run may be cut off before a time, in seconds.
pub(super) fn cut_before(settings: &Settings, time: f64) -> bool {
    settings.until.is_some_and(|until| until.seconds_f64() < time)
}
