//! The four charts.

use super::chart_card::ChartCard;
use crate::protocol::Snapshot;
use bellwether::chart::of_run;
use std::rc::Rc;
use yew::prelude::*;

/// Outcomes, queue, throughput, delivery times.
pub(crate) fn charts(snapshot: Option<Rc<Snapshot>>) -> Html {
    let snapshot = snapshot.unwrap_or_default();
    let gauges = &snapshot.gauges;
    let percentiles: Vec<(&str, f64)> = [
        ("p50", gauges.delivery_p50),
        ("p90", gauges.delivery_p90),
        ("p99", gauges.delivery_p99),
    ]
    .into_iter()
    .filter_map(|(name, value)| value.map(|value| (name, value)))
    .collect();
    let charts = [
        ("outcomes", of_run::outcomes(&snapshot.moments)),
        (
            "queue",
            of_run::queue(&snapshot.moments, f64::from(gauges.senders)),
        ),
        ("throughput", of_run::throughput(&snapshot.moments)),
        ("delivery", of_run::delivery(&snapshot.bins, &percentiles)),
    ];
    html! {
        <section class="charts" aria-label="Charts">
            <h2 class="visually-hidden">{ "Charts" }</h2>
            { for charts.into_iter().map(|(name, chart)| html! { <ChartCard key={name} {name} chart={Rc::new(chart)} /> }) }
        </section>
    }
}
