//! Each shape of service times: mean, spread and percentiles of the times, and what its second moment does to a
//! queue at one server.

use super::{area, root, runs};
use std::f64::consts::{LN_2, PI};

fn density(x: f64) -> f64 {
    (-x * x / 2.0).exp() / (2.0 * PI).sqrt()
}

/// The standard normal distribution, by its area.
fn normal(x: f64) -> f64 {
    area(-9.0, x, density)
}

fn quantile(share: f64, distribution: impl Fn(f64) -> f64) -> f64 {
    root(-9.0, 60.0, |x| share - distribution(x))
}

/// A shape with the mean and the mean square of its times, where the nominal mean is 1.
fn shapes() -> Vec<(&'static str, f64, f64)> {
    // a normal variate of deviation 0.5 or 2 around 1, given that it is positive
    let truncated = |cv: f64| {
        let kept = area(0.0, 1.0 + 9.0 * cv, |x| density((x - 1.0) / cv) / cv);
        let moment = |power| {
            area(0.0, 1.0 + 9.0 * cv, |x: f64| {
                x.powi(power) * density((x - 1.0) / cv) / cv
            }) / kept
        };
        (moment(1), moment(2))
    };
    let (narrow, wide) = (truncated(0.5), truncated(2.0));
    vec![
        ("constant", 1.0, 1.0),
        ("exponential", 1.0, 2.0),
        ("uniform", 1.0, 4.0 / 3.0),
        ("{uniform: {spread: 0.5}}", 1.0, 1.0 + 0.25 / 3.0),
        ("{normal: {cv: 0.5}}", narrow.0, narrow.1),
        ("{normal: {cv: 2}}", wide.0, wide.1),
        ("{lognormal: {cv: 1.5}}", 1.0, 3.25),
        ("{erlang: {stages: 3}}", 1.0, 4.0 / 3.0),
        ("{erlang: {stages: 20}}", 1.0, 1.05),
        ("{gamma: {shape: 0.5}}", 1.0, 3.0),
        ("{gamma: {shape: 4}}", 1.0, 1.25),
        // corners 0.2, 0.6 and 2.2
        (
            "{triangular: {min: 0.2, max: 2.2}}",
            1.0,
            (0.04 + 0.36 + 4.84 + 0.12 + 0.44 + 1.32) / 6.0,
        ),
        // mean 4
        ("{empirical: {values: [1, 2, 3, 10]}}", 1.0, 114.0 / 4.0 / 16.0),
    ]
}

/// Pollaczek and Khinchine for each.
#[test]
fn one_server_with_each_shape() {
    for (shape, mean, square) in shapes() {
        let rate = 0.5 / mean;
        let producer = format!(
            "producer: {{messages: 22000, arrivals: {{poisson: {}}}}}",
            rate * 10.0
        );
        let senders = format!("senders: [{{count: 1, mean_time: 100ms, service: {shape}, failure_rate: 0}}]");
        runs(
            16,
            &[&producer, &senders, "warm_up: {messages: 2000}", "seed: 111"],
        )
        .have("service.mean", mean / 10.0)
        .have("service.standard_deviation", (square - mean * mean).sqrt() / 10.0)
        .have("average_time_per_message", mean / 10.0)
        .have_about("utilisation", 0.5, 0.004)
        .have_about("waiting.mean", rate * square / (2.0 * 0.5) / 10.0, 0.015);
    }
}

/// A share of all times to the time that they do not exceed.
type Quantile = Box<dyn Fn(f64) -> f64>;

/// The times themselves, of a large burst; the report's histogram may be off by 0.1 %.
#[test]
fn percentiles_of_each_shape() {
    let erlang = |stages: u32| {
        move |x: f64| {
            let x = x.max(0.0) * f64::from(stages);
            let terms = (1..stages).scan(1.0, |term, j| {
                *term *= x / f64::from(j);
                Some(*term)
            });
            1.0 - (-x).exp() * (1.0 + terms.sum::<f64>())
        }
    };
    let sigma = LN_2.sqrt();
    let triangular = |share: f64| {
        if share < 0.2 {
            0.2 + (share * 2.0 * 0.4_f64).sqrt()
        } else {
            2.2 - ((1.0 - share) * 2.0 * 1.6_f64).sqrt()
        }
    };
    let cases: [(&str, Quantile); 8] = [
        ("exponential", Box::new(|share| -(1.0 - share).ln())),
        ("{uniform: {spread: 0.5}}", Box::new(|share| 0.5 + share)),
        (
            "{erlang: {stages: 2}}",
            Box::new(move |share| quantile(share, erlang(2))),
        ),
        (
            "{erlang: {stages: 12}}",
            Box::new(move |share| quantile(share, erlang(12))),
        ),
        // half the square of a standard normal variate is gamma of shape 1/2 and mean 1/2
        (
            "{gamma: {shape: 0.5}}",
            Box::new(|share| quantile((1.0 + share) / 2.0, normal).powi(2)),
        ),
        (
            "{lognormal: {cv: 1}}",
            Box::new(move |share| (sigma * quantile(share, normal) - LN_2 / 2.0).exp()),
        ),
        (
            "{normal: {cv: 0.4}}",
            Box::new(|share| 1.0 + 0.4 * quantile(normal(-2.5) + share * normal(2.5), normal)),
        ),
        ("{triangular: {min: 0.2, max: 2.2}}", Box::new(triangular)),
    ];
    for (shape, quantile) in cases {
        let senders = format!("senders: [{{count: 2, mean_time: 3s, service: {shape}, failure_rate: 0}}]");
        let runs = runs(10, &["producer: {messages: 40000}", &senders, "seed: 112"]);
        for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p999", 0.999)] {
            runs.have_about(&format!("service.{name}"), 3.0 * quantile(share), 0.0015);
        }
    }
}

/// Takács: the second moment of the wait needs the third of the service.
#[test]
fn waits_vary_as_the_third_moment_says() {
    let load = 0.6;
    for (shape, square, cube) in [
        ("constant", 1.0, 1.0),
        ("exponential", 2.0, 6.0),
        ("uniform", 4.0 / 3.0, 2.0),
        ("{erlang: {stages: 3}}", 4.0 / 3.0, 20.0 / 9.0),
        ("{gamma: {shape: 0.5}}", 3.0, 15.0),
        ("{empirical: {values: [1, 1, 1, 5]}}", 1.75, 4.0),
    ] {
        let senders = format!("senders: [{{count: 1, mean_time: 1s, service: {shape}, failure_rate: 0}}]");
        let mean = load * square / 2.0 / (1.0 - load);
        let variance = mean * mean + load * cube / 3.0 / (1.0 - load);
        runs(
            24,
            &[
                "producer: {messages: 60000, arrivals: {poisson: 0.6}}",
                &senders,
                "warm_up: {messages: 2000}",
                "seed: 113",
            ],
        )
        .have_about("waiting.mean", mean, 0.008)
        .have_about("waiting.standard_deviation", variance.sqrt(), 0.015)
        .have_about(
            "sojourn.standard_deviation",
            (variance + square - 1.0).sqrt(),
            0.015,
        );
    }
}
