//! Every shape against its moments, its cumulative distribution and frozen values.

use super::*;
use crate::draws::{Draws, Purpose};

fn samples(shape: &Shape, count: u32) -> impl Iterator<Item = f64> {
    let (sampler, draws) = (Sampler::new(shape), Draws::new(2024, 0));
    (0..count).map(move |message| sampler.unit(&mut draws.stream(Purpose::Service, message, 0)))
}

fn shapes() -> Vec<Shape> {
    vec![
        Shape::Constant,
        Shape::Uniform { spread: 1.0 },
        Shape::Uniform { spread: 0.25 },
        Shape::Exponential,
        Shape::Normal { cv: 0.2 },
        Shape::Normal { cv: 1.5 },
        Shape::Lognormal { cv: 0.8 },
        Shape::Erlang { stages: 1 },
        Shape::Erlang { stages: 3 },
        Shape::Erlang { stages: 40 },
        Shape::Gamma { shape: 0.3 },
        Shape::Gamma { shape: 2.5 },
        Shape::Triangular { min: 0.1, max: 2.4 },
        Shape::Triangular { min: 0.5, max: 1.25 },
        Shape::Empirical {
            values: vec![0.0, 3.0, 3.0, 10.0],
        },
    ]
}

#[test]
fn moments_agree_with_many_samples() {
    let count = 400_000_u32;
    for shape in shapes() {
        let known = Moments::of(&shape);
        let mut sums = [0.0; 4];
        for x in samples(&shape, count) {
            assert!(x >= 0.0 && x.is_finite());
            for (sum, power) in sums.iter_mut().zip([x, x * x, x * x * x, x * x * x * x]) {
                *sum += power / f64::from(count);
            }
        }
        let error = |power: f64, square: f64| {
            4.0 * ((square - power * power).max(0.0) / f64::from(count)).sqrt() + 1e-9
        };
        assert!(
            (sums[0] - known.first).abs() < error(known.first, known.second),
            "{shape:?}: {sums:?}"
        );
        assert!(
            (sums[1] - known.second).abs() < error(known.second, known.fourth),
            "{shape:?}: {sums:?}"
        );
        // the higher moments of long tails converge too slowly for more than this
        if known.squared_cv().is_some_and(|cv| cv <= 1.0) {
            assert!(
                (sums[2] / known.third - 1.0).abs() < 0.03,
                "{shape:?}: {sums:?}, {known:?}"
            );
            assert!(
                (sums[3] / known.fourth - 1.0).abs() < 0.1,
                "{shape:?}: {sums:?}, {known:?}"
            );
        }
    }
}

#[test]
fn moments_as_in_the_textbooks() {
    for (shape, [first, second, third, fourth]) in [
        (Shape::Exponential, [1.0, 2.0, 6.0, 24.0]),
        (Shape::Uniform { spread: 1.0 }, [1.0, 4.0 / 3.0, 2.0, 16.0 / 5.0]),
        (Shape::Erlang { stages: 2 }, [1.0, 1.5, 3.0, 7.5]),
        (Shape::Gamma { shape: 0.5 }, [1.0, 3.0, 15.0, 105.0]),
        (Shape::Lognormal { cv: 1.0 }, [1.0, 2.0, 8.0, 64.0]),
        (
            Shape::Triangular { min: 0.0, max: 2.0 },
            [1.0, 7.0 / 6.0, 1.5, 31.0 / 15.0],
        ),
        // the half-normal distribution, nearly: mean √(2/π) σ
        (
            Shape::Normal { cv: 1e9 },
            [0.797_884_561_4e9, 1e18, 1.595_769_122e27, 3e36],
        ),
        (
            Shape::Empirical {
                values: vec![1.0, 3.0],
            },
            [1.0, 1.25, 1.75, 2.5625],
        ),
    ] {
        let found = Moments::of(&shape);
        for (found, known) in [found.first, found.second, found.third, found.fourth]
            .into_iter()
            .zip([first, second, third, fourth])
        {
            assert!(
                (found / known - 1.0).abs() < 1e-8,
                "{shape:?}: {found}, not {known}"
            );
        }
    }
    assert_eq!(
        Moments::of(&Shape::Exponential)
            .scaled(0.1)
            .squared_cv()
            .map(|cv| (cv * 1e9).round()),
        Some(1e9)
    );
}

/// Kolmogorov-Smirnov: the greatest distance to the cumulative distribution, times √n, exceeds 1.95 once in 1000.
#[test]
fn cumulative_distributions_are_met() {
    let count = 200_000_u32;
    for shape in shapes() {
        let Some(cumulative) = cumulative(&shape) else {
            continue;
        };
        let mut sorted: Vec<f64> = samples(&shape, count).collect();
        sorted.sort_by(f64::total_cmp);
        let distance = (0..count)
            .zip(&sorted)
            .map(|(i, &x)| {
                let level = cumulative(x);
                let below = f64::from(i) / f64::from(count);
                (level - below).max(below + 1.0 / f64::from(count) - level)
            })
            .fold(0.0, f64::max);
        assert!(
            distance * f64::from(count).sqrt() < 1.95,
            "{shape:?}: {}",
            distance * f64::from(count).sqrt()
        );
    }
}

type Cumulative = Box<dyn Fn(f64) -> f64>;

/// Independent of the samplers; `None` where the distribution has atoms.
fn cumulative(shape: &Shape) -> Option<Cumulative> {
    let normal = |z: f64| 0.5 * libm::erfc(-z / 2.0_f64.sqrt());
    Some(match *shape {
        Shape::Constant | Shape::Empirical { .. } => return None,
        Shape::Uniform { spread } => Box::new(move |x| (x - 1.0 + spread) / (2.0 * spread)),
        Shape::Exponential => Box::new(|x| -libm::expm1(-x)),
        Shape::Normal { cv } => {
            let cut = normal(-1.0 / cv);
            Box::new(move |x| (normal((x - 1.0) / cv) - cut) / (1.0 - cut))
        }
        Shape::Lognormal { cv } => {
            let variance = libm::log(1.0 + cv * cv);
            Box::new(move |x| normal((libm::log(x) + variance / 2.0) / variance.sqrt()))
        }
        Shape::Erlang { stages } => {
            let k = f64::from(stages);
            Box::new(move |x| gamma_cumulative(k, k * x))
        }
        Shape::Gamma { shape: k } => Box::new(move |x| gamma_cumulative(k, k * x)),
        Shape::Triangular { min, max } => {
            let mode = 3.0 - min - max;
            Box::new(move |x| {
                if x < mode {
                    (x - min) * (x - min) / ((max - min) * (mode - min))
                } else {
                    1.0 - (max - x) * (max - x) / ((max - min) * (max - mode))
                }
            })
        }
    })
}

/// The regularised incomplete gamma function by its power series.
fn gamma_cumulative(k: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let (mut term, mut sum, mut n) = (1.0 / k, 1.0 / k, k);
    while term > sum * 1e-17 {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    (sum * libm::exp(k * libm::log(x) - x - libm::lgamma(k))).min(1.0)
}

/// How many of 4 million exponential samples lie beyond points on both sides of where the ziggurat's tail begins.
#[test]
fn the_exponential_tail_is_neither_cut_nor_fat() {
    let count = 4_000_000_u32;
    let mut beyond = [0_u32; 6];
    let limits = [0.01, 1.0, 5.0, 7.5, 8.0, 10.0];
    let mut zero_side = 0_u32;
    for x in samples(&Shape::Exponential, count) {
        for (limit, beyond) in limits.iter().zip(&mut beyond) {
            *beyond += u32::from(x > *limit);
        }
        zero_side += u32::from(x < 1e-4);
    }
    for (limit, beyond) in limits.into_iter().zip(beyond) {
        let expected = f64::from(count) * libm::exp(-limit);
        let error = (expected * (1.0 - libm::exp(-limit))).sqrt();
        assert!(
            (f64::from(beyond) - expected).abs() < 4.0 * error,
            "beyond {limit}: {beyond}, not {expected}"
        );
    }
    assert!((f64::from(zero_side) - 400.0).abs() < 80.0, "{zero_side}");
}

/// Successive samples of one stream are as good as samples of many.
#[test]
fn one_stream_gives_many_samples() {
    let sampler = Sampler::new(&Shape::Gamma { shape: 0.7 });
    let mut stream = Draws::new(3, 0).stream(Purpose::TimeUp, 1, 0);
    let sum: f64 = (0..100_000).map(|_| sampler.unit(&mut stream)).sum();
    assert!((sum / 1e5 - 1.0).abs() < 4.0 * (1.0 / 0.7_f64 / 1e5).sqrt());
}

#[test]
fn extreme_parameters_give_finite_samples() {
    for shape in [
        Shape::Uniform { spread: 0.0 },
        Shape::Normal { cv: 1e6 },
        Shape::Lognormal { cv: 100.0 },
        Shape::Erlang { stages: u32::MAX },
        Shape::Gamma { shape: 1e-3 },
        Shape::Gamma { shape: 1e12 },
        Shape::Triangular { min: 1.0, max: 1.0 },
        Shape::Triangular { min: 0.0, max: 1.5 },
        Shape::Triangular { min: 0.0, max: 3.0 },
        Shape::Empirical { values: vec![5.0] },
    ] {
        for x in samples(&shape, 1000) {
            assert!(x >= 0.0 && x.is_finite(), "{shape:?}: {x}");
        }
    }
}

/// The bits of the sum of 1000 samples of each shape: a changed algorithm changes every digest.
#[test]
fn samples_are_frozen() {
    for (shape, known) in shapes().iter().zip(FROZEN) {
        let found: f64 = samples(shape, 1000).sum();
        assert_eq!(found.to_bits(), known, "{shape:?}: {:#x}", found.to_bits());
    }
}

const FROZEN: [u64; 15] = [
    0x408f_4000_0000_0000,
    0x408f_5a66_f431_9e09,
    0x408f_4699_bd0c_677f,
    0x408e_71fa_4e0a_578f,
    0x408f_46cf_c5ae_8801,
    0x4098_e783_9447_3aa5,
    0x408f_337d_3339_237b,
    0x408e_71fa_4e0a_578f,
    0x408e_c45e_188d_a725,
    0x408f_4592_b3d8_7204,
    0x408e_030a_e00e_cb81,
    0x408f_6164_e3d3_90eb,
    0x408f_5d8e_11ec_7b63,
    0x408f_473b_8c48_811f,
    0x408f_6400_0000_0000,
];
