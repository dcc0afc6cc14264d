//! What messages say, for who reads them: it is made only then, and never stored.

use crate::message::{Content, MessageId, WholeMessage};
use crate::simulation::Simulation;

impl Simulation {
    /// A message's phone number and text.
    #[must_use]
    pub fn content(&self, message: MessageId) -> Content {
        let mut content = Content::of(&self.draws, message, self.scenario.producer.text_length);
        if let Some(text) = self
            .kinds
            .submitted(message)
            .and_then(|submitted| submitted.text.clone())
        {
            content.text = text;
        }
        content
    }

    /// Shows new messages to an observer who reads them.
    #[inline(never)]
    pub(super) fn show_messages(&mut self, first: MessageId, messages: u32) {
        let Some(mut observer) = self.observer.take_if(|observer| observer.reads_messages()) else {
            return;
        };
        for id in (first.0..).take(messages as usize).map(MessageId) {
            // of a burst of millions it may have enough at any time
            if !observer.reads_messages() {
                break;
            }
            observer.read(
                self.now,
                &WholeMessage {
                    message: id,
                    kind: self.kind(id),
                    priority: self.kinds.priority_of(id, &self.draws),
                    content: self.content(id),
                },
            );
        }
        self.observer = Some(observer);
    }

    /// A message's kind, by name.
    #[must_use]
    pub fn kind(&self, message: MessageId) -> &str {
        &self.kinds.kind_of(message, &self.draws).name
    }
}
