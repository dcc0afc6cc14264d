//! A message: what must be kept of it while it is in the system, and what can be made of its number at any time.

use rand::RngExt;
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};

use crate::draws::{Draws, Purpose};
use crate::time::SimTime;

/// A message's number, from 0 in order of production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub u32);

/// A message in the system. Its text, its kind and its luck are not stored: they follow from its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) id: MessageId,
    /// Deliveries so far.
    pub(crate) deliveries: u32,
    /// Attempts that ended in failure so far; a scenario allows at most 1000.
    pub(crate) failures: u16,
    pub(crate) priority: i32,
    pub(crate) produced_at: SimTime,
    /// When it entered the queue for the first time, or was produced if the producer had to hold it; never, before.
    pub(crate) waits_since: SimTime,
    /// Whether an attempt began: then it has no more time to live, and its waiting is known.
    pub(crate) begun: bool,
}

impl Message {
    pub(crate) const fn new(id: MessageId, priority: i32, produced_at: SimTime) -> Self {
        Self {
            id,
            deliveries: 0,
            failures: 0,
            priority,
            produced_at,
            waits_since: SimTime::NEVER,
            begun: false,
        }
    }
}

/// Messages with consecutive numbers that share everything else: a burst is one of these, however large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Batch {
    pub(crate) first: Message,
    /// How many, the first included.
    pub(crate) size: u32,
}

impl Batch {
    /// Nobody.
    pub(crate) const NONE: Self = Self {
        first: Message::new(MessageId(0), 0, SimTime::ZERO),
        size: 0,
    };

    pub(crate) const fn one(message: Message) -> Self {
        Self {
            first: message,
            size: 1,
        }
    }

    /// Makes another batch part of this one, if it goes on where this one ends and is alike otherwise.
    #[inline]
    pub(crate) fn absorb(&mut self, other: Self) -> bool {
        // what comes one by one differs in this at least
        if other.first.produced_at != self.first.produced_at {
            return false;
        }
        let goes_on = Message {
            id: MessageId(self.first.id.0.wrapping_add(self.size)),
            ..self.first
        };
        let fits = other.first == goes_on;
        if fits {
            self.size += other.size;
        }
        fits
    }

    /// The number of the first or last message.
    pub(crate) const fn end(&self, last: bool) -> MessageId {
        MessageId(self.first.id.0 + if last { self.size - 1 } else { 0 })
    }

    /// Takes the first or last message off; the batch must not be empty.
    #[inline(always)]
    pub(crate) const fn take(&mut self, last: bool) -> Message {
        let mut message = self.first;
        self.size -= 1;
        if last {
            message.id.0 += self.size;
        } else {
            self.first.id.0 += 1;
        }
        message
    }

    /// Drops so many messages, the first or the last ones.
    pub(crate) const fn drop(&mut self, last: bool, many: u32) {
        self.size -= many;
        if !last {
            self.first.id.0 += many;
        }
    }

    /// Splits the first messages off; `None` if nothing remains.
    pub(crate) fn split(self, size: u32) -> (Self, Option<Self>) {
        let size = size.min(self.size);
        let rest = (size < self.size).then(|| Self {
            first: Message {
                id: MessageId(self.first.id.0 + size),
                ..self.first
            },
            size: self.size - size,
        });
        (Self { size, ..self }, rest)
    }
}

/// What a message says and to whom: a pure function of seed and number, made when somebody looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// A random phone number from the range that is reserved for fiction.
    pub phone_number: String,
    /// A random text.
    pub text: String,
}

impl Content {
    /// Of one message; the text has from `shortest` to `longest` characters.
    #[must_use]
    pub fn of(draws: &Draws, message: MessageId, (shortest, longest): (u32, u32)) -> Self {
        const CHARACTERS: &[u8] =
            b"abcdefghijklmnopqrstuvwxyz etaoin srhldcu ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789.,!?";
        let mut stream = draws.stream(Purpose::Content, message.0, 0);
        let area = stream.random_range(200..=989_u32);
        let line = stream.random_range(100..=199_u32);
        let length = stream.random_range(shortest..=longest);
        let text = (0..length)
            .filter_map(|_| CHARACTERS.choose(&mut stream).copied().map(char::from))
            .collect();
        Self {
            phone_number: format!("+1-{area}-555-0{line}"),
            text,
        }
    }
}

/// All that a message is, for who reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WholeMessage<'k> {
    /// Which.
    pub message: MessageId,
    /// Its kind, by name.
    pub kind: &'k str,
    /// Its priority; the higher one goes first where the discipline asks for it.
    pub priority: i32,
    /// What it says and to whom.
    #[serde(flatten)]
    pub content: Content,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_a_pure_function_of_the_number() {
        let draws = Draws::new(42, 0);
        let of = |id| Content::of(&draws, MessageId(id), (1, 100));
        assert_eq!(of(17), of(17));
        assert_ne!(of(17), of(18));
        for id in 0..1000 {
            assert!((1..=100).contains(&of(id).text.len()));
        }
        assert_eq!(Content::of(&draws, MessageId(3), (5, 5)).text.len(), 5);
    }
}
