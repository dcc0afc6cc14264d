//! Moments of service times in closed form, for the theory beside a run.

use crate::scenario::Shape;

/// The first four moments about zero: the means of X, X², X³ and X⁴.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// The mean.
    pub first: f64,
    /// The mean square.
    pub second: f64,
    /// The mean cube.
    pub third: f64,
    /// The mean fourth power.
    pub fourth: f64,
}

impl Moments {
    /// Of a shape around the mean 1 (which a truncated normal exceeds). Sources: N. L. Johnson, S. Kotz and
    /// N. Balakrishnan, "Continuous univariate distributions", 2nd edition, 1994-95, chapters 13 (normal),
    /// 14 (lognormal), 17 (gamma), 26 (uniform, triangular).
    #[must_use]
    pub fn of(shape: &Shape) -> Self {
        match *shape {
            Shape::Constant => Self::from([1.0; 4]),
            Shape::Uniform { spread } => {
                let square = spread * spread;
                Self::from([
                    1.0,
                    1.0 + square / 3.0,
                    1.0 + square,
                    1.0 + 2.0 * square + square * square / 5.0,
                ])
            }
            Shape::Exponential => Self::gamma(1.0),
            Shape::Normal { cv } => Self::truncated_normal(cv),
            Shape::Lognormal { cv } => {
                let base = 1.0 + cv * cv;
                let cube = base * base * base;
                Self::from([1.0, base, cube, cube * cube])
            }
            Shape::Erlang { stages } => Self::gamma(f64::from(stages.max(1))),
            Shape::Gamma { shape } => Self::gamma(shape),
            Shape::Triangular { min, max } => {
                Self::triangular(min, (3.0 - min - max).clamp(min, max.max(min)), max)
            }
            Shape::Empirical { ref values } => Self::empirical(values),
        }
    }

    /// The variance.
    #[must_use]
    pub fn variance(&self) -> f64 {
        (self.second - self.first * self.first).max(0.0)
    }

    /// The variance as a share of the squared mean; `None` for a mean of 0.
    #[must_use]
    pub fn squared_cv(&self) -> Option<f64> {
        (self.first > 0.0).then(|| self.variance() / (self.first * self.first))
    }

    /// Of the same times in another unit, or of work that takes `factor` times as long.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let square = factor * factor;
        Self {
            first: self.first * factor,
            second: self.second * square,
            third: self.third * square * factor,
            fourth: self.fourth * square * square,
        }
    }

    /// Of a mixture: each part with its share of the whole.
    #[must_use]
    pub fn mixture(parts: impl IntoIterator<Item = (f64, Self)>) -> Self {
        parts
            .into_iter()
            .fold(Self::default(), |sum, (share, part)| Self {
                first: sum.first + share * part.first,
                second: sum.second + share * part.second,
                third: sum.third + share * part.third,
                fourth: sum.fourth + share * part.fourth,
            })
    }

    /// Of a gamma distribution of mean 1: k (k + 1) … (k + j - 1) / k^j.
    fn gamma(k: f64) -> Self {
        let second = 1.0 + 1.0 / k;
        let third = second * (1.0 + 2.0 / k);
        Self::from([1.0, second, third, third * (1.0 + 3.0 / k)])
    }

    /// Of a normal variate of mean 1 given that it is positive, by the recursion that partial integration gives:
    /// E X^(j+1) = E X^j + cv² j E X^(j-1).
    fn truncated_normal(cv: f64) -> Self {
        if cv <= 0.0 {
            return Self::from([1.0; 4]);
        }
        let (square, end) = (cv * cv, 1.0 / cv);
        let density = libm::exp(-end * end / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        let kept = 0.5 * libm::erfc(-end / std::f64::consts::SQRT_2);
        let first = 1.0 + cv * density / kept;
        let second = first + square;
        let third = second + 2.0 * square * first;
        Self::from([first, second, third, third + 3.0 * square * second])
    }

    /// A triangular variate is a random mean of its three corners with weights uniform on the simplex, so its
    /// j-th moment is the complete homogeneous polynomial of the corners over its number of terms.
    fn triangular(a: f64, b: f64, c: f64) -> Self {
        let mut moments = [0.0; 4];
        for (degree, moment) in (1_u32..).zip(&mut moments) {
            let (mut sum, mut terms) = (0.0, 0.0);
            for i in 0..=degree {
                for j in 0..=degree - i {
                    sum += power(a, i) * power(b, j) * power(c, degree - i - j);
                    terms += 1.0;
                }
            }
            *moment = sum / terms;
        }
        Self::from(moments)
    }

    #[expect(clippy::cast_precision_loss, reason = "no list is long enough for that")]
    fn empirical(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        if !(mean > 0.0 && mean.is_finite()) {
            return Self::from([1.0; 4]);
        }
        let part = |value: &f64| {
            let x = value / mean;
            (1.0 / count, Self::from([x, x * x, x * x * x, x * x * x * x]))
        };
        Self::mixture(values.iter().map(part))
    }
}

impl From<[f64; 4]> for Moments {
    fn from([first, second, third, fourth]: [f64; 4]) -> Self {
        Self {
            first,
            second,
            third,
            fourth,
        }
    }
}

fn power(base: f64, exponent: u32) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}
