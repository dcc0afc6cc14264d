//! The charts of a run.

use super::scale::round_end;
use super::{Axis, AxisUnit, Bin, Chart, Form, Ink, Layer, Mark, Moment, Panel};

/// Throughput is averaged over at least this share of the time shown, so that its line can be read,
const MOST_WINDOWS: f64 = 40.0;
/// and at most this, so that it still shows when something changed;
const FEWEST_WINDOWS: f64 = 8.0;
/// between them, over so many outcomes: their number then varies by a seventh where nothing but chance is at work.
const OUTCOMES_IN_WINDOW: f64 = 50.0;

/// Names of upright lines have room above what is drawn.
pub(super) const ROOM_FOR_NAMES: f64 = 1.2;

/// The report's delivery times.
const DELIVERY: [&str; 8] = [
    "delivery.mean",
    "delivery.min",
    "delivery.max",
    "delivery.p50",
    "delivery.p90",
    "delivery.p95",
    "delivery.p99",
    "delivery.p999",
];

/// What a moment says about one line of a chart.
type Level = fn(&Moment) -> f64;

/// How outcomes add up over time.
#[must_use]
pub fn outcomes(moments: &[Moment]) -> Chart {
    let tops: [(&str, Ink, Level); 4] = [
        ("sent", Ink::Sent, |m| m.sent),
        ("failed", Ink::Failed, |m| m.sent + m.failed),
        ("other", Ink::Dropped, |m| m.sent + m.failed + m.dropped),
        ("not settled", Ink::Waiting, |m| m.produced),
    ];
    let dropped = moments.last().is_some_and(|last| last.dropped > 0.0);
    let mut layers: Vec<Layer> = Vec::new();
    let shown = tops.into_iter().filter(|top| top.1 != Ink::Dropped || dropped);
    let count = 3 + usize::from(dropped);
    for (index, (label, ink, top)) in shown.enumerate() {
        layers.insert(
            0,
            Layer {
                label: label.to_owned(),
                ink,
                form: Form::Area,
                points: moments.iter().map(|moment| (moment.at, top(moment))).collect(),
                // the layer below is drawn after this one
                stands_on: index.checked_sub(1).map(|below| count - 1 - below),
            },
        );
    }
    let greatest = moments.iter().map(|moment| moment.produced).fold(0.0, f64::max);
    let mut chart = over_time(
        "Outcomes",
        moments,
        vec![panel("messages", AxisUnit::Count, greatest, 1.0, layers)],
    );
    chart.x.figures = &["makespan"];
    chart
}

/// The queue's length and the senders at work.
#[must_use]
pub fn queue(moments: &[Moment], senders: f64) -> Chart {
    let series = |label: &str, ink, form, value: fn(&Moment) -> f64| Layer {
        label: label.to_owned(),
        ink,
        form,
        points: moments.iter().map(|moment| (moment.at, value(moment))).collect(),
        stands_on: None,
    };
    let longest = moments.iter().map(|moment| moment.queued).fold(0.0, f64::max);
    let most_busy = moments
        .iter()
        .map(|moment| moment.busy_senders)
        .fold(senders, f64::max);
    let mut waiting = panel(
        "messages",
        AxisUnit::Count,
        longest,
        1.7,
        vec![series("queued", Ink::Queue, Form::Area, |m| m.queued)],
    );
    waiting.y.figures = &["queue.max_length", "queue.mean_length"];
    over_time(
        "Queue and senders",
        moments,
        vec![
            waiting,
            panel(
                "senders",
                AxisUnit::Count,
                most_busy,
                1.0,
                vec![series("busy", Ink::Busy, Form::Steps, |m| m.busy_senders)],
            ),
        ],
    )
}

/// Messages sent and failed per second, averaged over about 50 of them: over a fortieth to an eighth of the time shown.
#[must_use]
pub fn throughput(moments: &[Moment]) -> Chart {
    let (length, outcomes) = moments
        .last()
        .map_or((0.0, 0.0), |last| (last.at, last.sent + last.failed));
    let windows = outcomes / OUTCOMES_IN_WINDOW;
    let window = length / windows.clamp(FEWEST_WINDOWS, MOST_WINDOWS);
    let rate = |count: fn(&Moment) -> f64| -> Vec<(f64, f64)> {
        let mut start = 0;
        let points = moments.iter().enumerate().filter_map(|(place, moment)| {
            while moments[start + 1..=place]
                .first()
                .is_some_and(|next| moment.at - next.at >= window)
            {
                start += 1;
            }
            let time = moment.at - moments[start].at;
            (time > 0.0 && time >= window * 0.9)
                .then(|| (moment.at, (count(moment) - count(&moments[start])) / time))
        });
        points.collect()
    };
    let layers = vec![
        Layer {
            label: "failed".to_owned(),
            ink: Ink::Failed,
            form: Form::Line,
            points: rate(|m| m.failed),
            stands_on: None,
        },
        Layer {
            label: "sent".to_owned(),
            ink: Ink::Sent,
            form: Form::Line,
            points: rate(|m| m.sent),
            stands_on: None,
        },
    ];
    let greatest = layers
        .iter()
        .flat_map(|layer| &layer.points)
        .map(|point| point.1)
        .fold(0.0, f64::max);
    let mut panel = panel("messages per second", AxisUnit::PerSecond, greatest, 1.0, layers);
    panel.y.figures = &["throughput"];
    over_time("Throughput", moments, vec![panel])
}

/// How times from production to success are spread, with percentiles marked.
#[must_use]
pub fn delivery(bins: &[Bin], percentiles: &[(&str, f64)]) -> Chart {
    let mut points: Vec<(f64, f64)> = bins.iter().map(|bin| (bin.from, bin.count)).collect();
    points.extend(bins.last().map(|bin| (bin.to, 0.0)));
    let highest = bins.iter().map(|bin| bin.count).fold(0.0, f64::max);
    let greatest = highest
        * if percentiles.is_empty() {
            1.0
        } else {
            ROOM_FOR_NAMES
        };
    let layer = Layer {
        label: "messages sent".to_owned(),
        ink: Ink::Plain,
        form: Form::Bars,
        points,
        stands_on: None,
    };
    let mut panel = panel("messages", AxisUnit::Count, greatest, 1.0, vec![layer]);
    panel.marks = percentiles
        .iter()
        .map(|(label, at)| Mark {
            label: format!("{label} {}", super::seconds(*at)),
            at: *at,
            upright: true,
            target: false,
        })
        .collect();
    Chart {
        title: "Delivery time".to_owned(),
        x: Axis {
            title: "delivery time from".to_owned(),
            unit: AxisUnit::Seconds,
            from: 0.0,
            to: bins.last().map_or(1.0, |bin| bin.to),
            figures: &DELIVERY,
            grows: true,
        },
        panels: vec![panel],
    }
}

fn over_time(title: &str, moments: &[Moment], panels: Vec<Panel>) -> Chart {
    let length = moments.last().map_or(0.0, |last| last.at);
    Chart {
        title: title.to_owned(),
        x: Axis {
            title: "virtual time".to_owned(),
            unit: AxisUnit::Seconds,
            from: 0.0,
            to: if length > 0.0 { length } else { 1.0 },
            figures: &[],
            grows: false,
        },
        panels,
    }
}

fn panel(title: &str, unit: AxisUnit, greatest: f64, height: f64, layers: Vec<Layer>) -> Panel {
    Panel {
        y: Axis {
            title: title.to_owned(),
            unit,
            from: 0.0,
            to: round_end(unit, greatest),
            figures: &[],
            grows: true,
        },
        height,
        layers,
        marks: Vec::new(),
    }
}
