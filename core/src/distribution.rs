//! Random times: for each [`Shape`] a sampler of mean 1, which its user scales to the mean wanted.
//!
//! The bits of every sample are part of every digest: an algorithm here never changes, one may only be added.

mod exponential;
mod gamma;
mod moments;
mod normal;
#[cfg(test)]
mod tests;

pub use moments::Moments;

use crate::draws::{FirstWord, Stream};
use crate::scenario::Shape;

use exponential::Ziggurat;
use gamma::Gamma;
use normal::standard_normal;

/// Up to so many exponential stages are summed one by one; beyond, a gamma variate costs less.
const SUMMED_STAGES: u32 = 8;

/// Draws from one [`Shape`].
#[derive(Clone, Debug, PartialEq)]
pub struct Sampler(Method);

/// How it is drawn; constants are worked out beforehand.
#[derive(Clone, Debug, PartialEq)]
enum Method {
    Constant,
    Exponential(&'static Ziggurat),
    Uniform { least: f64, width: f64 },
    Normal { cv: f64 },
    Lognormal { sigma: f64, mu: f64 },
    Stages { count: u32 },
    Gamma(Gamma),
    Triangular(Triangle),
    Empirical { scaled: Box<[f64]> },
}

/// A triangular distribution's ends, and what its inverse needs.
#[derive(Clone, Debug, PartialEq)]
struct Triangle {
    min: f64,
    max: f64,
    /// Probability of falling below the mode.
    below_mode: f64,
    /// (max - min) (mode - min), (max - min) (max - mode).
    rise: f64,
    fall: f64,
}

impl Sampler {
    /// The sampler of a shape whose parameters the scenario's checks let pass.
    #[must_use]
    pub fn new(shape: &Shape) -> Self {
        Self(match *shape {
            Shape::Uniform { spread } => Method::Uniform {
                least: 1.0 - spread,
                width: 2.0 * spread,
            },
            Shape::Exponential | Shape::Erlang { stages: 1 } => Method::Exponential(Ziggurat::shared()),
            Shape::Normal { cv } => Method::Normal { cv },
            Shape::Lognormal { cv } => {
                let variance = libm::log1p(cv * cv);
                Method::Lognormal {
                    sigma: variance.sqrt(),
                    mu: -variance / 2.0,
                }
            }
            Shape::Erlang { stages } if stages <= SUMMED_STAGES => Method::Stages { count: stages.max(1) },
            Shape::Erlang { stages } => Method::Gamma(Gamma::new(f64::from(stages))),
            Shape::Gamma { shape } => Method::Gamma(Gamma::new(shape)),
            Shape::Triangular { min, max } if max > min => Method::Triangular(Triangle::new(min, max)),
            Shape::Constant | Shape::Triangular { .. } => Method::Constant,
            Shape::Empirical { ref values } => Method::Empirical {
                scaled: scaled_to_mean_one(values),
            },
        })
    }

    /// The next sample: at least 0, of mean 1 (for `Normal` before truncation). It takes as many words off the
    /// stream as it needs, so each sample should have a stream of its own.
    #[must_use]
    pub fn unit(&self, stream: &mut Stream) -> f64 {
        self.0.sample(stream)
    }

    /// The one sample of a stream whose first word is drawn.
    #[must_use]
    #[inline(always)]
    pub fn unit_of(&self, first: FirstWord) -> f64 {
        match &self.0 {
            // by far the most frequent: the others stay out of line, so that it is small where it is used
            Method::Exponential(ziggurat) => exponential::sample_of(ziggurat, first).0,
            other => other.sample(&mut first.whole()),
        }
    }
}

impl Method {
    #[inline(never)]
    fn sample(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Constant => 1.0,
            Self::Exponential(ziggurat) => exponential::sample(ziggurat, stream),
            Self::Uniform { least, width } => least + width * stream.unit(),
            // at least half of all draws pass, as the mean is above 0
            Self::Normal { cv } => loop {
                let value = 1.0 + cv * standard_normal(stream.open_unit());
                if value >= 0.0 {
                    return value;
                }
            },
            Self::Lognormal { sigma, mu } => libm::exp(mu + sigma * standard_normal(stream.open_unit())),
            Self::Stages { count } => {
                let ziggurat = Ziggurat::shared();
                let sum: f64 = (0..*count).map(|_| exponential::sample(ziggurat, stream)).sum();
                sum / f64::from(*count)
            }
            Self::Gamma(gamma) => gamma.sample(stream),
            Self::Triangular(triangle) => triangle.quantile(stream.unit()),
            Self::Empirical { scaled } => scaled
                .get(index_below(scaled.len(), stream))
                .copied()
                .unwrap_or(1.0),
        }
    }
}

impl Triangle {
    /// Of mean 1, so that the mode is 3 - min - max.
    fn new(min: f64, max: f64) -> Self {
        let mode = (3.0 - min - max).clamp(min, max);
        Self {
            min,
            max,
            below_mode: (mode - min) / (max - min),
            rise: (max - min) * (mode - min),
            fall: (max - min) * (max - mode),
        }
    }

    /// The inverse of the cumulative distribution.
    fn quantile(&self, probability: f64) -> f64 {
        if probability < self.below_mode {
            self.min + (probability * self.rise).sqrt()
        } else {
            self.max - ((1.0 - probability) * self.fall).sqrt()
        }
    }
}

/// The values divided by their mean; a single 1 where that is impossible.
#[expect(clippy::cast_precision_loss, reason = "no list is long enough for that")]
fn scaled_to_mean_one(values: &[f64]) -> Box<[f64]> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    if mean > 0.0 && mean.is_finite() {
        values.iter().map(|value| value / mean).collect()
    } else {
        Box::new([1.0])
    }
}

/// A uniform index below `length`: the high half of a 128-bit product, off by less than `length` in 2^64.
#[expect(clippy::cast_possible_truncation, reason = "the result is below `length`")]
fn index_below(length: usize, stream: &mut Stream) -> usize {
    ((u128::from(stream.next_word()) * length as u128) >> 64) as usize
}
