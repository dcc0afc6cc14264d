//! The engine against closed forms of its own: each formula is written out here and shares nothing with
//! `bellwether::theory`, which the reports show. A run's figures must lie around the formula's value no further than
//! chance takes their mean; seeds are fixed, so a test that passes goes on passing until the model changes.

mod bursts;
mod faults;
mod intervals;
mod laws;
mod limits;
mod production;
mod queues;
mod returns;
mod services;

use bellwether::decimal::Decimal;
use bellwether::figures::figure;
use bellwether::report::Report;
use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;

/// How many standard errors a mean may be off; with some hundred comparisons, four hardly ever happen by chance.
const MOST_ERRORS: f64 = 4.0;

/// Replications of one scenario.
pub(crate) struct Runs {
    name: String,
    reports: Vec<Report>,
}

/// So many replications of a scenario of these sections.
pub(crate) fn runs(replications: u32, sections: &[&str]) -> Runs {
    let scenario = scenario(sections);
    let reports = (0..replications).map(|replication| {
        let mut run = Simulation::new(&scenario, replication);
        run.run_to_end();
        run.report()
    });
    Runs {
        name: sections.join(", "),
        reports: reports.collect(),
    }
}

/// A scenario whose monitor keeps out of the way.
pub(crate) fn scenario(sections: &[&str]) -> Scenario {
    let monitor = if sections.iter().any(|section| section.starts_with("monitor")) {
        ""
    } else {
        ", monitor: {interval: 1000h}"
    };
    let text = format!("{{{}{monitor}}}", sections.join(", "));
    Scenario::from_text(&text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
}

impl Runs {
    /// A figure of the report, by name: around this value.
    pub(crate) fn have(&self, name: &str, expected: f64) -> &Self {
        self.have_about(name, expected, 0.0)
    }

    /// The same where a finite run is off by up to this share, whatever the chance.
    pub(crate) fn have_about(&self, name: &str, expected: f64, share: f64) -> &Self {
        let value = |report: &Report| {
            if name == "utilisation" {
                return report.groups[0].utilisation.to_f64();
            }
            let figure = figure(name).unwrap_or_else(|| panic!("no figure {name}"));
            figure.of(report).map_or(f64::NAN, Decimal::to_f64)
        };
        self.mean_of(name, value, expected, share)
    }

    /// Anything that can be read from a report: around this value.
    pub(crate) fn mean_of(
        &self,
        name: &str,
        value: impl Fn(&Report) -> f64,
        expected: f64,
        share: f64,
    ) -> &Self {
        let values: Vec<f64> = self.reports.iter().map(value).collect();
        around(&format!("{name} of {{{}}}", self.name), &values, expected, share);
        self
    }
}

/// Independent values whose mean should be this, but for a share of it.
pub(crate) fn around(name: &str, values: &[f64], expected: f64, share: f64) {
    let n = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX));
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let error = (squares / (n - 1.0) / n).sqrt();
    // rounding to nanoseconds
    let allowed = MOST_ERRORS * error + share * expected.abs() + 1e-9 * expected.abs().max(1e-3);
    assert!(
        (mean - expected).abs() <= allowed,
        "{name}: {mean} ± {error}, not {expected}"
    );
}

/// The probability that n are in a system of c equal exponential servers that holds so many at most: up to there.
pub(crate) fn limited(arrival_rate: f64, servers: u32, most: u32) -> Vec<f64> {
    let mut weights = vec![1.0];
    for n in 1..=most {
        let last = weights[weights.len() - 1];
        weights.push(last * arrival_rate / f64::from(n.min(servers)));
    }
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// How many of a system's messages wait on average.
pub(crate) fn waiting_in(states: &[f64], servers: u32) -> f64 {
    (0_u32..)
        .zip(states)
        .map(|(n, probability)| f64::from(n.saturating_sub(servers)) * probability)
        .sum()
}

/// A sum from 1 on until nothing comes any more.
pub(crate) fn series(term: impl Fn(f64) -> f64) -> f64 {
    (1..1000).map(|k| term(f64::from(k))).sum()
}

/// Where a falling function has its zero.
pub(crate) fn root(mut low: f64, mut high: f64, falling: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if falling(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The area under a function, by the midpoint rule.
pub(crate) fn area(from: f64, to: f64, under: impl Fn(f64) -> f64) -> f64 {
    let cells = 4000_u32;
    let width = (to - from) / f64::from(cells);
    (0..cells)
        .map(|cell| under(from + (f64::from(cell) + 0.5) * width) * width)
        .sum()
}
