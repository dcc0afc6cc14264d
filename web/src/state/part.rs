//! The parts of the page: they come one after another, so that it never works long without a pause.

use super::State;

/// A part, or some of a kind. Its number is that of the parts before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What the others stand in. It is not seen, yet the first part of all brings most of the program to life.
    Frame,
    Bar,
    Transport,
    Figures,
    Picture,
    Hands,
    /// It comes once what shows its work is there: where processors are few it holds the page up.
    Worker,
    /// Four.
    Scenario,
    /// Four.
    Charts = 11,
    /// What one looks up, in two columns.
    LookUps = 15,
    SecondLookUps,
}

impl Part {
    /// All of them.
    pub(crate) const COUNT: usize = Self::SecondLookUps as usize + 1;
}

impl State {
    /// Whether a part is there by now.
    pub(crate) fn has(&self, part: Part) -> bool {
        self.count_of(part) > 0
    }

    /// How many there are by now of a kind of part, and of those after it.
    pub(crate) fn count_of(&self, part: Part) -> usize {
        self.parts.saturating_sub(part as usize)
    }

    /// Whether the newest part is to be seen.
    pub(super) fn shows_new(&self) -> bool {
        ![Part::Frame, Part::Worker]
            .iter()
            .any(|part| self.count_of(*part) == 1)
    }
}
