//! The four charts.

use super::chart_card::ChartCard;
use crate::protocol::Snapshot;
use bellwether::chart::{Chart, of_run};
use bellwether::scenario::Scenario;
use std::rc::Rc;
use yew::prelude::*;

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Outcomes,
    Queue,
    Throughput,
    Delivery,
}

impl Subject {
    const ALL: [Self; 4] = [Self::Outcomes, Self::Queue, Self::Throughput, Self::Delivery];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Outcomes => "outcomes",
            Self::Queue => "queue",
            Self::Throughput => "throughput",
            Self::Delivery => "delivery",
        }
    }

    /// What one should know to read it.
    pub(super) const fn hint(self) -> Option<&'static str> {
        match self {
            Self::Throughput => Some(
                "Each point is a mean over the time before it: over about 50 messages, a fortieth to an eighth of what is shown",
            ),
            _ => None,
        }
    }

    /// Its chart of a run.
    pub(super) fn chart(self, snapshot: &Snapshot, scenario: &Scenario) -> Chart {
        let gauges = &snapshot.gauges;
        let chart = match self {
            Self::Outcomes => of_run::outcomes(&snapshot.moments),
            Self::Queue => of_run::queue(&snapshot.moments, f64::from(gauges.senders)),
            Self::Throughput => of_run::throughput(&snapshot.moments),
            Self::Delivery => {
                let percentiles: Vec<(&str, f64)> = [
                    ("p50", gauges.delivery_p50),
                    ("p90", gauges.delivery_p90),
                    ("p99", gauges.delivery_p99),
                ]
                .into_iter()
                .filter_map(|(name, value)| value.map(|value| (name, value)))
                .collect();
                of_run::delivery(&snapshot.bins, &percentiles)
            }
        };
        chart.with_targets(&scenario.targets)
    }
}

/// The first so many of outcomes, queue, throughput and delivery times.
pub(crate) fn charts(snapshot: Option<Rc<Snapshot>>, scenario: &Rc<Scenario>, most: usize) -> Html {
    let snapshot = snapshot.unwrap_or_default();
    html! {
        <section class="charts" aria-label="Charts">
            <h2 class="visually-hidden">{ "Charts" }</h2>
            { for Subject::ALL.into_iter().take(most).map(|subject| html! {
                <ChartCard key={subject.name()} {subject} snapshot={Rc::clone(&snapshot)}
                    scenario={Rc::clone(scenario)} />
            }) }
        </section>
    }
}
