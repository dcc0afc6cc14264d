//! A point of a run, exact to the event, so that a run comes back to it.

use bellwether::time::SimTime;
use std::fmt;

/// A time up to which everything has happened, and how many events one by one after that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Point {
    /// Nothing at the very start.
    pub(super) reached: Option<SimTime>,
    pub(super) steps: u64,
}

impl Point {
    /// Everything up to a time has happened.
    pub(super) const fn at(time: SimTime) -> Self {
        Self {
            reached: Some(time),
            steps: 0,
        }
    }

    /// From its text; nothing for the very start, and for what is no point.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let (reached, steps) = text.split_once('+').unwrap_or((text, ""));
        let reached = reached.parse().ok().map(SimTime::from_nanoseconds);
        let steps = steps.parse().unwrap_or(0);
        (reached.is_some() || steps > 0).then_some(Self { reached, steps })
    }
}

/// The time in nanoseconds, `+`, the number of events; each only if there is one.
impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(time) = self.reached {
            write!(f, "{}", time.nanoseconds())?;
        }
        if self.steps > 0 {
            write!(f, "+{}", self.steps)?;
        }
        Ok(())
    }
}

/// What is to be reached as fast as it goes, whatever the speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Skip {
    To(Point),
    /// The same, where the run had been before: until then it is in its own past.
    Back(Point),
    /// The first point with more messages settled than this.
    Settled(u64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_text() {
        for text in ["5", "+3", "0", "18446744073709551614+1"] {
            let point = Point::from_text(text).expect("a point");
            assert_eq!(point.to_string(), text);
        }
        for nothing in ["", "+", "x", "+0"] {
            assert_eq!(Point::from_text(nothing), None, "{nothing}");
        }
        assert_eq!(Point::default().to_string(), "");
    }
}
