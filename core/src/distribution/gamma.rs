//! Gamma variates: G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM
//! Transactions on Mathematical Software 26(3), 2000; for shapes below 1 with the power of a uniform named there.

use crate::draws::Stream;

use super::normal::standard_normal;

/// A gamma distribution of mean 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gamma {
    /// d and c of the paper, for the shape or, where that is below 1, for one more.
    d: f64,
    c: f64,
    /// Makes the mean 1.
    scale: f64,
    /// 1 / shape where the shape is below 1.
    boost: Option<f64>,
}

impl Gamma {
    /// Of a positive shape.
    pub(super) fn new(shape: f64) -> Self {
        let boosted = shape < 1.0;
        let d = if boosted { shape + 1.0 } else { shape } - 1.0 / 3.0;
        Self {
            d,
            c: 1.0 / (9.0 * d).sqrt(),
            scale: 1.0 / shape,
            boost: boosted.then_some(1.0 / shape),
        }
    }

    /// A sample.
    pub(super) fn sample(&self, stream: &mut Stream) -> f64 {
        let core = self.d * self.cube(stream);
        match self.boost {
            None => core * self.scale,
            // one logarithm for both: a tiny power and a large scale would lose the product
            Some(power) => libm::exp(libm::log(core * self.scale) + power * libm::log(stream.open_unit())),
        }
    }

    /// The accepted (1 + c z)^3. At least 95 % of draws are accepted.
    fn cube(&self, stream: &mut Stream) -> f64 {
        loop {
            let z = standard_normal(stream.open_unit());
            let root = 1.0 + self.c * z;
            if root <= 0.0 {
                continue;
            }
            let cube = root * root * root;
            let u = stream.open_unit();
            if u < 1.0 - 0.0331 * (z * z) * (z * z)
                || libm::log(u) < 0.5 * z * z + self.d * (1.0 - cube + libm::log(cube))
            {
                return cube;
            }
        }
    }
}
