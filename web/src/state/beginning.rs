//! What a visit begins with: a link, what was saved, or the default scenario. The state is made of it in two steps,
//! since each is work enough for one task of a browser: the text is read, then it is checked.

use super::link::LinkError;
use super::{ReadText, Saved, State, from_fragment};
use bellwether::scenario::PRESETS;

/// What a visit begins with.
#[derive(Clone, Debug)]
pub(crate) struct Beginning {
    /// What came by a link.
    pub(super) link: Option<Result<String, LinkError>>,
    pub(super) saved: Option<Saved>,
}

impl Beginning {
    pub(crate) fn new(fragment: &str, saved: Option<Saved>) -> Self {
        Self {
            link: from_fragment(fragment),
            saved,
        }
    }

    /// Reads the text of the scenario that is to be shown.
    pub(crate) fn read(&self) -> ReadText {
        let text = match (&self.link, &self.saved) {
            (Some(Ok(text)), _) => text,
            (_, Some(saved)) => &saved.text,
            // the exercise as everybody knows it
            (_, None) => PRESETS[0].text,
        };
        ReadText::of(text.to_owned())
    }
}

impl State {
    /// The state at the start, at once.
    pub(crate) fn new(fragment: &str, saved: Option<Saved>) -> Self {
        let beginning = Beginning::new(fragment, saved);
        let reading = beginning.read();
        Self::at_start(beginning, reading)
    }
}
