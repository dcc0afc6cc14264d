//! A scenario in words.

use bellwether::decimal::Decimal;
use bellwether::scenario::{
    Acknowledge, Arrivals, Broker, Discipline, Group, Jitter, Overflow, Producer, Settings, Shape, WarmUp,
};

use bellwether::words::{count, percent, rate, things};

/// Most groups of senders that are described one by one.
const MOST_GROUPS: usize = 8;

/// What it is about and what is said of it, in the order of a message's journey.
pub(crate) fn scenario(settings: &Settings) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("producer", producer(&settings.producer)),
        ("broker", broker(&settings.broker)),
    ];
    for (index, described) in settings.senders.iter().take(MOST_GROUPS).enumerate() {
        lines.push((if index == 0 { "senders" } else { "" }, group(described)));
    }
    if settings.senders.len() > MOST_GROUPS {
        let more = settings.senders.len() - MOST_GROUPS;
        lines.push(("", format!("and {} more", things(more as u64, "group"))));
    }
    lines.push(("monitor", monitor(settings)));
    if let Some(first) = settings.timeline.first() {
        let entries = match settings.timeline.len() {
            1 => "1 entry".to_owned(),
            entries => format!("{} entries", count(entries as u64)),
        };
        lines.push(("timeline", format!("{entries}, the first at {}", first.at)));
    }
    lines
}

fn per_second(number: f64) -> String {
    rate(Decimal::from_f64(number))
}

fn share(number: f64) -> String {
    percent(Decimal::from_f64(number))
}

fn producer(producer: &Producer) -> String {
    let messages = things(producer.messages, "message");
    let when = match &producer.arrivals {
        Arrivals::Burst => "all at once".to_owned(),
        Arrivals::Every(gap) => format!("one every {gap}"),
        Arrivals::Poisson(rate) => format!("at random, {} on average", per_second(*rate)),
        Arrivals::Steps(steps) => {
            let rates: Vec<String> = steps
                .iter()
                .take(4)
                .map(|(at, rate)| format!("{} from {at}", per_second(*rate)))
                .collect();
            let more = if steps.len() > 4 { " and so on" } else { "" };
            format!("at random, {}{more}", rates.join(", "))
        }
        Arrivals::Trace(instants) => format!("at {} given times", count(instants.len() as u64)),
    };
    let mut text = format!("{messages}, {when}");
    if producer.kinds.len() > 1 {
        let kinds: Vec<&str> = producer
            .kinds
            .iter()
            .take(6)
            .map(|kind| kind.name.as_str())
            .collect();
        text.push_str(&format!("; {} kinds: {}", producer.kinds.len(), kinds.join(", ")));
        if producer.kinds.len() > kinds.len() {
            text.push('…');
        }
    }
    text
}

fn broker(broker: &Broker) -> String {
    let mut parts = vec![
        match broker.discipline {
            Discipline::Fifo => "first in, first out",
            Discipline::Lifo => "last in, first out",
            Discipline::Priority => "highest priority first",
        }
        .to_owned(),
    ];
    if let Some(capacity) = broker.capacity {
        let overflow = match broker.overflow {
            Overflow::Reject => "refused",
            Overflow::Block => "held by the producer",
            Overflow::Evict => "let in for the oldest",
        };
        parts.push(format!("room for {}, more are {overflow}", count(capacity)));
    }
    if let Some(time) = broker.time_to_live {
        parts.push(format!("messages expire after {time}"));
    }
    if !broker.latency.is_zero() {
        parts.push(format!("latency {}", broker.latency));
    }
    if broker.acknowledge == Acknowledge::Early {
        parts.push("acknowledged early".to_owned());
    }
    if let Some(timeout) = broker.visibility_timeout {
        parts.push(format!("visibility time-out {timeout}"));
    }
    if broker.prefetch > 0 {
        parts.push(format!("prefetch {}", count(broker.prefetch)));
    }
    parts.push(attempts(broker));
    if let Some(most) = broker.max_deliveries {
        parts.push(format!("at most {}", deliveries(most)));
    }
    parts.join(", ")
}

fn deliveries(number: u32) -> String {
    match number {
        1 => "1 delivery".to_owned(),
        _ => format!("{} deliveries", count(number)),
    }
}

fn attempts(broker: &Broker) -> String {
    if broker.max_attempts == 1 {
        return "one attempt each".to_owned();
    }
    let backoff = &broker.backoff;
    let mut text = format!(
        "up to {} attempts, backoff {}",
        count(broker.max_attempts),
        backoff.initial
    );
    if backoff.factor > 1.0 {
        text.push_str(&format!(" × {}", backoff.factor));
    }
    if let Some(cap) = backoff.cap {
        text.push_str(&format!(" up to {cap}"));
    }
    match backoff.jitter {
        Jitter::None => {}
        Jitter::Full => text.push_str(" with full jitter"),
        Jitter::Fraction(fraction) => text.push_str(&format!(" ± {}", share(fraction))),
    }
    text
}

fn group(group: &Group) -> String {
    let mut text = format!(
        "{} × {}: {} each, {}; {} of attempts fail",
        count(group.count),
        group.name,
        group.mean_time,
        shape(&group.service),
        share(group.failure_rate)
    );
    if group.concurrency > 1 {
        text.push_str(&format!("; {} attempts at once", count(group.concurrency)));
    }
    if let Some(crash) = &group.crash {
        text.push_str(&format!(
            "; crashes after {}, away for {}",
            crash.mean_up, crash.mean_down
        ));
    }
    if group.hang > 0.0 {
        text.push_str(&format!("; {} never end", share(group.hang)));
    }
    text
}

fn shape(shape: &Shape) -> String {
    match shape {
        Shape::Constant => "constant".to_owned(),
        Shape::Uniform { spread } => format!("uniform ± {}", share(*spread)),
        Shape::Exponential => "exponential".to_owned(),
        Shape::Normal { cv } => format!("normal, cv {cv}"),
        Shape::Lognormal { cv } => format!("lognormal, cv {cv}"),
        Shape::Erlang { stages } => format!("Erlang, {stages} stages"),
        Shape::Gamma { shape } => format!("gamma, shape {shape}"),
        Shape::Triangular { min, max } => format!("triangular, {min} to {max} of the mean"),
        Shape::Empirical { values } => {
            format!(
                "drawn from {} values, scaled to that mean",
                count(values.len() as u64)
            )
        }
    }
}

fn monitor(settings: &Settings) -> String {
    let monitor = &settings.monitor;
    let mut text = format!("a sample every {}", monitor.interval);
    if let Some(supervisor) = &monitor.supervisor {
        text.push_str(&format!(
            "; senders silent for {} are restarted in {}",
            supervisor.silent_after, supervisor.restart_time
        ));
        if let Some(most) = supervisor.max_restarts {
            text.push_str(&format!(", {} times at most", count(most)));
        }
    }
    match settings.warm_up {
        WarmUp::Time(time) if time.is_zero() => {}
        WarmUp::Time(time) => text.push_str(&format!("; statistics from {time}")),
        WarmUp::Messages(messages) => {
            text.push_str(&format!(
                "; statistics without the first {}",
                things(messages, "message")
            ));
        }
    }
    if let Some(until) = settings.until {
        text.push_str(&format!("; ends at {until}"));
    }
    text
}
