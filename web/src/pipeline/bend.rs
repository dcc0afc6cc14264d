//! Smooth lines between places.

/// A cubic Bézier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bend([(f64, f64); 4]);

impl Bend {
    /// From one place to another, leaving and arriving along the direction of the picture.
    pub(super) fn between(from: (f64, f64), to: (f64, f64), upright: bool) -> Self {
        if upright {
            let half = (to.1 - from.1) / 2.0;
            Self([from, (from.0, from.1 + half), (to.0, to.1 - half), to])
        } else {
            let half = (to.0 - from.0) / 2.0;
            Self([from, (from.0 + half, from.1), (to.0 - half, to.1), to])
        }
    }

    /// Back again, in a bow beside the straight way.
    pub(super) fn back(from: (f64, f64), to: (f64, f64), bow: (f64, f64)) -> Self {
        Self([
            from,
            (from.0 + bow.0, from.1 + bow.1),
            (to.0 + bow.0, to.1 + bow.1),
            to,
        ])
    }

    /// The place at a share of the way.
    pub(super) fn at(&self, share: f64) -> (f64, f64) {
        let [a, b, c, d] = self.0;
        let rest = 1.0 - share;
        let of = |a: f64, b: f64, c: f64, d: f64| {
            rest * rest * rest * a
                + 3.0 * rest * rest * share * b
                + 3.0 * rest * share * share * c
                + share * share * share * d
        };
        (of(a.0, b.0, c.0, d.0), of(a.1, b.1, c.1, d.1))
    }

    /// As an SVG path.
    pub(super) fn path(&self) -> String {
        let [a, b, c, d] = self.0;
        format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            a.0, a.1, b.0, b.1, c.0, c.1, d.0, d.1
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bend_begins_and_ends_where_it_should() {
        for upright in [false, true] {
            let bend = Bend::between((1.0, 2.0), (30.0, 40.0), upright);
            assert_eq!(bend.at(0.0), (1.0, 2.0));
            assert_eq!(bend.at(1.0), (30.0, 40.0));
            let (x, y) = bend.at(0.5);
            assert!((x - 15.5).abs() < 1e-9 && (y - 21.0).abs() < 1e-9);
        }
        assert!(
            Bend::between((0.0, 0.0), (2.0, 2.0), false)
                .path()
                .starts_with("M0.0 0.0C1.0 0.0")
        );
    }
}
