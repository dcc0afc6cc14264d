//! Exponential variates of mean 1 by the ziggurat: G. Marsaglia and W. W. Tsang, "The ziggurat method for
//! generating random variables", Journal of Statistical Software 5(8), 2000, with 256 layers and one 64-bit word
//! for 97.8 % of samples: its low 8 bits choose the layer, its top 53 bits the place within.

use std::sync::LazyLock;

use crate::draws::{FirstWord, Stream};

const LAYERS: usize = 256;
/// Where the lowest layer ends and the tail begins.
const TAIL: f64 = 7.697_117_470_131_05;
/// More than is lost in working out a height: a hundred times as much and more.
const ROUNDING: f64 = 1e-12;
/// One more than the greatest place within a layer.
const PLACES: f64 = 9_007_199_254_740_992.0;

/// The layers, from the lowest and widest to the topmost. They are worked out when first asked for: ready-made they
/// would be six thousand bytes that nothing compresses, for every visitor of the page to load.
#[derive(Debug, PartialEq)]
pub(super) struct Ziggurat {
    /// A place times this is the sample.
    step: [f64; LAYERS],
    /// Places below this lie under the curve whatever the height.
    inside: [u64; LAYERS],
    /// The density at the right end of each layer, and 1 above the last.
    height: [f64; LAYERS + 1],
}

/// A sample, by the layers that [`Ziggurat::shared`] gives.
pub(super) fn sample(ziggurat: &Ziggurat, stream: &mut Stream) -> f64 {
    let (value, after) = sample_of(ziggurat, stream.clone().first_word());
    *stream = after;
    value
}

/// The same of a stream whose first word is drawn, and what is left of it.
#[inline(always)]
#[expect(
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "53 bits fit both, and the signed conversion is one instruction everywhere"
)]
pub(super) fn sample_of(ziggurat: &Ziggurat, first: FirstWord) -> (f64, Stream) {
    let FirstWord { word, rest } = first;
    let layer = (word & 255) as usize;
    let place = word >> 11;
    if place < ziggurat.inside[layer] {
        return (place as i64 as f64 * ziggurat.step[layer], rest);
    }
    // by value, so that the frequent path keeps the stream in a register
    ziggurat.outside(layer, place, rest)
}

impl Ziggurat {
    /// The layers, the same for everybody.
    pub(super) fn shared() -> &'static Self {
        static SHARED: LazyLock<Ziggurat> = LazyLock::new(Ziggurat::new);
        &SHARED
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "quotients below 1 times 2^53"
    )]
    fn new() -> Self {
        // The lowest layer is as large as the others but includes the tail: as wide as TAIL + 1 if it were a box.
        let area = (TAIL + 1.0) * exp(-TAIL);
        let (mut step, mut inside, mut height) = ([0.0; LAYERS], [0; LAYERS], [1.0; LAYERS + 1]);
        let (mut width, mut layer) = (TAIL + 1.0, 0);
        height[0] = 0.0;
        while layer < LAYERS {
            let above = match layer {
                0 => TAIL,
                255 => 0.0,
                _ => -ln(height[layer] + area / width),
            };
            step[layer] = width / PLACES;
            inside[layer] = (above / width * PLACES) as u64;
            height[layer + 1] = exp(-above);
            width = above;
            layer += 1;
        }
        Self { step, inside, height }
    }

    /// Whether the curve covers this share of the height that the layer's step goes up, at this place. The curve rises
    /// to the left of the layer's right end as e^d does at distance d < 1, so that the series' first terms decide nearly always
    /// and hardly an exponential is worked out: the rest, d³/6 (1 + d/4 + …), is less than d³/2.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a float exactly")]
    fn covers(&self, layer: usize, place: u64, share: f64) -> bool {
        let (low, high) = (self.height[layer], self.height[layer + 1]);
        let height = low + share * (high - low);
        let distance = (PLACES - place as f64) * self.step[layer];
        let least = 1.0 + distance * (1.0 + distance / 2.0);
        let most = least + distance * distance * distance / 2.0;
        height < low * (least - ROUNDING)
            || height < low * (most + ROUNDING) && height < libm::exp(-(place as f64 * self.step[layer]))
    }

    /// A place that is not surely under the curve: in the tail, or to be weighed, or to be drawn again.
    #[cold]
    #[inline(never)]
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a float exactly")]
    fn outside(&self, mut layer: usize, mut place: u64, mut stream: Stream) -> (f64, Stream) {
        loop {
            let value = place as f64 * self.step[layer];
            if place < self.inside[layer] {
                return (value, stream);
            }
            if layer == 0 {
                // the tail looks like the whole
                return (TAIL - libm::log(stream.open_unit()), stream);
            }
            if self.covers(layer, place, stream.unit()) {
                return (value, stream);
            }
            let word = stream.next_word();
            layer = (word & 255) as usize;
            place = word >> 11;
        }
    }
}

/// e^x for -10 < x <= 0 by reduction modulo ln 2 and Taylor's series. The layers are part of every digest: no library's
/// next version may change their last bits.
fn exp(x: f64) -> f64 {
    let mut rest = x;
    let mut scale = 1.0;
    while rest < -0.35 {
        rest += std::f64::consts::LN_2;
        scale /= 2.0;
    }
    let (mut sum, mut term, mut n) = (1.0, 1.0, 1.0);
    while n < 20.0 {
        term *= rest / n;
        sum += term;
        n += 1.0;
    }
    sum * scale
}

/// The natural logarithm of 4e-5 < y < 1: Halley's steps on [`exp`].
fn ln(y: f64) -> f64 {
    let (mut x, mut power) = (0.0, 1.0);
    while y < power / 2.0 {
        x -= std::f64::consts::LN_2;
        power /= 2.0;
    }
    let mut step = 0;
    while step < 6 {
        let reached = exp(x);
        x += 2.0 * (y - reached) / (y + reached);
        step += 1;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};

    #[test]
    fn the_layers_close_at_the_top_with_equal_areas() {
        let ziggurat = Ziggurat::shared();
        let area = 0.003_949_659_822_581_557;
        let mut width = TAIL + 1.0;
        for layer in 0..LAYERS {
            let found = ziggurat.step[layer] * PLACES;
            assert!(
                (found - width).abs() < 1e-12,
                "layer {layer}: {found}, not {width}"
            );
            let (low, high) = (ziggurat.height[layer], ziggurat.height[layer + 1]);
            assert!(
                layer == 0 || ((high - low) * width - area).abs() < 1e-14,
                "layer {layer}: {}",
                (high - low) * width
            );
            width = -libm::log(high);
        }
        assert!(width.abs() < 1e-12);
    }

    /// The first terms of the series decide as the exponential itself does, most of all close to the curve.
    #[test]
    fn what_the_curve_covers_is_what_lies_under_it() {
        let ziggurat = Ziggurat::shared();
        let mut stream = Draws::new(5, 0).stream(Purpose::Service, 0, 0);
        for layer in 1..LAYERS {
            let (low, high) = (ziggurat.height[layer], ziggurat.height[layer + 1]);
            for _ in 0..1000 {
                let inside = ziggurat.inside[layer];
                let place = inside + stream.next_word() % ((1 << 53) - inside);
                let density = libm::exp(-(place as f64 * ziggurat.step[layer]));
                let edge = (density - low) / (high - low);
                let far = stream.unit();
                for share in [
                    far,
                    edge,
                    edge + far * 1e-3,
                    edge - far * 1e-3,
                    edge + far * 1e-9,
                    edge - far * 1e-9,
                ] {
                    let plain = low + share * (high - low) < density;
                    assert_eq!(
                        ziggurat.covers(layer, place, share),
                        plain,
                        "layer {layer}, place {place}, share {share}"
                    );
                }
            }
        }
    }

    #[test]
    fn our_exponential_and_logarithm_agree_with_the_librarys() {
        for i in 0..1000 {
            let x = -f64::from(i) * 0.0095;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 4e-15, "exp({x})");
            let y = 5e-5 + f64::from(i) * 0.000_999;
            assert!((ln(y) - libm::log(y)).abs() < 4e-15, "ln({y})");
        }
    }
}
