//! What replications say together.

use super::object::{Object, Reader};

/// What replications say together, in words. Of its tables one text follows the other, row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// How many there are.
    pub(crate) count: u32,
    /// The same in a sentence.
    pub(crate) headline: String,
    /// Name, the shown run's, mean, half-width, least, greatest; those of kinds and groups after those of the whole.
    pub(crate) figures: Vec<String>,
    /// `met` or `missed`, the target, mean with half-width, in how many it holds.
    pub(crate) targets: Vec<String>,
    /// Name, what is expected, mean with half-width, how far off in standard errors.
    pub(crate) theory: Vec<String>,
}

impl Sheet {
    pub(super) fn put(&self, object: Object) -> Object {
        object
            .number("count", f64::from(self.count))
            .text("headline", &self.headline)
            .texts("figures", &self.figures)
            .texts("targets", &self.targets)
            .texts("theory", &self.theory)
    }

    /// `None` if there is none.
    pub(super) fn take(read: &Reader<'_>) -> Option<Self> {
        Some(Self {
            count: read.whole("count")?,
            headline: read.text("headline")?,
            figures: read.texts("figures")?,
            targets: read.texts("targets")?,
            theory: read.texts("theory")?,
        })
    }
}
