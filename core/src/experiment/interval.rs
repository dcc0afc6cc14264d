//! A figure over replications.

use serde::Serialize;

use crate::decimal::Decimal;
use crate::experiment::student_quantile;

/// Mean of a figure with its 95 % confidence interval: mean ± half-width (Student's t; A. M. Law, "Simulation
/// modeling and analysis", 5th edition, 2015, section 4.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// Half the interval's width; `None` for a single value.
    pub half_width: Option<f64>,
    /// The least value.
    pub min: f64,
    /// The greatest value.
    pub max: f64,
    /// How many values.
    pub count: u32,
}

impl Interval {
    /// Of independent values, in their order; `None` if there are none.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
        let n = f64::from(count);
        // differences from the first lose no digits where all are close to each other
        let origin = values[0];
        let (mut min, mut max, mut sum) = (origin, origin, 0.0);
        for value in values {
            sum += value - origin;
            min = if *value < min { *value } else { min };
            max = if *value > max { *value } else { max };
        }
        let mean = origin + sum / n;
        let mut squares = 0.0;
        for value in values {
            squares += (value - mean) * (value - mean);
        }
        Some(Self {
            mean,
            half_width: (count > 1).then(|| student_quantile(count - 1) * (squares / (n - 1.0) / n).sqrt()),
            min,
            max,
            count,
        })
    }
}

/// As numbers of the report; they are at least 0.
impl Serialize for Interval {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Figures {
            mean: Decimal,
            half_width: Option<Decimal>,
            min: Decimal,
            max: Decimal,
            count: u32,
        }
        Figures {
            mean: Decimal::from_f64(self.mean),
            half_width: self.half_width.map(Decimal::from_f64),
            min: Decimal::from_f64(self.min),
            max: Decimal::from_f64(self.max),
            count: self.count,
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::Sampler;
    use crate::draws::{Draws, Purpose};
    use crate::scenario::Shape;

    #[test]
    fn five_values_by_hand() {
        // mean 3, squares 10, standard error √(10 / 4 / 5) = √½
        let interval = Interval::of(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        assert!((interval.mean - 3.0).abs() < 1e-15);
        assert!((interval.half_width.unwrap() - 2.776_445_105_197_794_4 * 0.5_f64.sqrt()).abs() < 1e-9);
        assert!((interval.min - 1.0).abs() < 1e-15 && (interval.max - 5.0).abs() < 1e-15);
        assert_eq!(interval.count, 5);
    }

    #[test]
    fn few_or_equal_values() {
        assert_eq!(Interval::of(&[]), None);
        let one = Interval::of(&[7.0]).unwrap();
        assert_eq!((one.half_width, one.count), (None, 1));
        let same = Interval::of(&[0.1; 7]).unwrap();
        assert!((same.mean - 0.1).abs() < 1e-300, "exactly");
        assert!(same.half_width.unwrap() < 1e-300, "exactly");
    }

    /// 2000 experiments of 10 exponential means of 50: the interval covers the truth in about 95 % of them.
    #[test]
    fn intervals_cover_the_truth() {
        let (sampler, draws) = (Sampler::new(&Shape::Exponential), Draws::new(1, 0));
        let mut covered = 0;
        for experiment in 0..2000 {
            let means: Vec<f64> = (0..10)
                .map(|replication| {
                    let mut stream = draws.stream(Purpose::Service, experiment, replication);
                    (0..50).map(|_| sampler.unit(&mut stream)).sum::<f64>() / 50.0
                })
                .collect();
            let interval = Interval::of(&means).unwrap();
            covered += i32::from((interval.mean - 1.0).abs() <= interval.half_width.unwrap());
        }
        assert!((1860..=1940).contains(&covered), "{covered} of 2000");
    }
}
