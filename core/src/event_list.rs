//! The future event list: which event is next.
//!
//! The attempts that senders make play a [`Tournament`]; the few other sources of events stand beside it.

mod tournament;

use tournament::{NONE, Tournament};

use crate::time::SimTime;

/// Bits of a key that name the source; the others number the insertions.
const SOURCE_BITS: u32 = 20;
const LAST_SOURCE: u32 = (1 << SOURCE_BITS) - 1;
/// The first of those that there is one of; attempts have the numbers below.
const FIRST_SINGLE: u32 = LAST_SOURCE - 7;

/// Where events come from. Each source has one pending event at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// One of the attempts that a sender can make at once.
    Attempt(u32),
    /// New messages.
    Producer,
    /// What was planned beforehand, or is done by hand.
    Timeline,
    /// Messages on the way to the queue.
    Transit,
    /// Messages that wait for their next attempt.
    Backoff,
    /// Times to live.
    Expiry,
    /// The monitor's clock.
    Monitor,
}

/// How many sources there are besides the attempts and the producer.
const RARE: usize = 5;

impl Source {
    /// The attempts from 0 on, the others at the end of the range.
    const fn number(self) -> u32 {
        let single = match self {
            Self::Attempt(attempt) => return attempt,
            Self::Producer => 0,
            Self::Timeline => 1,
            Self::Transit => 2,
            Self::Backoff => 3,
            Self::Expiry => 4,
            Self::Monitor => 5,
        };
        FIRST_SINGLE + single
    }

    #[inline]
    const fn of(number: u32) -> Self {
        match number.wrapping_sub(FIRST_SINGLE) {
            0 => Self::Producer,
            1 => Self::Timeline,
            2 => Self::Transit,
            3 => Self::Backoff,
            4 => Self::Expiry,
            5 => Self::Monitor,
            _ => Self::Attempt(number),
        }
    }
}

/// The notice of an event: when, and with which insertion number. Notices compare as their events will run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Notice {
    pub(crate) at: SimTime,
    insertion: u64,
}

impl Notice {
    /// No event.
    pub(crate) const NEVER: Self = Self {
        at: SimTime::NEVER,
        insertion: u64::MAX,
    };

    /// A word that is sorted by the insertion number and names a place.
    pub(crate) const fn insertion_and(self, place: u32) -> u64 {
        word(self.insertion, place)
    }

    /// Before everything else at its instant. Only the timeline is: an action entered by hand must run where the
    /// same action read from a file does.
    pub(crate) const fn first_at(at: SimTime) -> Self {
        Self { at, insertion: 0 }
    }

    pub(crate) const fn is_never(self) -> bool {
        self.at.nanoseconds() == u64::MAX
    }
}

/// Bits of a word to be sorted that name a place in a list; the others are what it is sorted by.
pub(crate) const PLACE_BITS: u32 = SOURCE_BITS;
/// How many places they can name.
const PLACES: usize = 1 << PLACE_BITS;

/// A word that is sorted by a number, of events or attempts, and names a place: no run counts as far as 2^44.
#[inline]
pub(crate) const fn word(number: u64, place: u32) -> u64 {
    number << PLACE_BITS | place as u64
}

/// The place that a word names.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "these bits are wanted")]
pub(crate) const fn place_of(word: u64) -> usize {
    word as usize % PLACES
}

/// Sorts words that differ, in memory that is asked for once.
#[inline(never)]
pub(crate) fn sort(words: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut sorted = Vec::with_capacity(words.size_hint().1.unwrap_or_default());
    sorted.extend(words);
    sorted.sort_unstable();
    sorted
}

/// One pending event for each source, in the order (time, insertion number).
#[derive(Clone, Debug)]
pub(crate) struct EventList {
    attempts: Tournament,
    /// It changes as often as the attempts do.
    producer: u128,
    /// The other sources that there is one of. A handful is compared faster than a path is climbed.
    rare: [u128; RARE],
    /// The first of those.
    first_rare: u128,
    /// The first of those and the producer.
    first_single: u128,
    insertions: u64,
}

impl EventList {
    /// For attempts 0 to `attempts` - 1.
    pub(crate) fn new(attempts: u32) -> Self {
        Self {
            attempts: Tournament::new(attempts),
            producer: NONE,
            rare: [NONE; RARE],
            first_rare: NONE,
            first_single: NONE,
            insertions: 0,
        }
    }

    /// Makes room for more attempts; what is pending stays.
    pub(crate) fn reserve(&mut self, attempts: u32) {
        self.attempts.reserve(attempts);
    }

    /// Gives the next insertion number to an event at this time.
    #[inline]
    pub(crate) const fn notice(&mut self, at: SimTime) -> Notice {
        self.insertions += 1;
        Notice {
            at,
            insertion: self.insertions,
        }
    }

    /// Makes this the one pending event of a source; never, and it has none.
    #[inline]
    pub(crate) fn set(&mut self, source: Source, notice: Notice) {
        match source {
            Source::Attempt(attempt) => self.attempts.set(attempt, key(notice, attempt)),
            Source::Producer => {
                self.producer = key(notice, source.number());
                self.first_single = self.first_rare.min(self.producer);
            }
            rare => self.set_rare(rare, notice),
        }
    }

    #[inline(never)]
    fn set_rare(&mut self, source: Source, notice: Notice) {
        let place = source.number() - Source::Timeline.number();
        self.rare[place as usize] = key(notice, source.number());
        self.first_rare = self.rare.iter().copied().fold(NONE, u128::min);
        self.first_single = self.first_rare.min(self.producer);
    }

    /// Takes the pending event of a source away.
    #[inline]
    pub(crate) fn clear(&mut self, source: Source) {
        self.set(source, Notice::NEVER);
    }

    /// Makes these the ends of the attempts, from the first one on.
    pub(crate) fn set_attempts(&mut self, ends: impl Iterator<Item = Notice>) {
        self.attempts.clear();
        for (attempt, end) in (0..).zip(ends) {
            self.attempts.place(attempt, key(end, attempt));
        }
        self.attempts.play();
    }

    /// When the event of a source comes that there is one of, other than the producer.
    pub(crate) fn first_of(&self, source: Source) -> SimTime {
        let key = self.rare[(source.number() - Source::Timeline.number()) as usize];
        SimTime::from_nanoseconds((key >> 64) as u64)
    }

    /// The next event up to and including `last`; it stays pending until its source is set anew.
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the key is taken apart as it was put together"
    )]
    pub(crate) fn next_until(&self, last: SimTime) -> Option<(SimTime, Source)> {
        let first = self.attempts.first().min(self.first_single);
        let at = (first >> 64) as u64;
        // what never happens is not due at the end of time either
        let due = at < last.nanoseconds().saturating_add(1);
        let at = SimTime::from_nanoseconds(at);
        due.then(|| (at, Source::of(first as u32 & LAST_SOURCE)))
    }
}

/// What the list compares: time, insertion number, and behind them the source, which never decides.
#[inline]
fn key(notice: Notice, source: u32) -> u128 {
    let order = notice.insertion << SOURCE_BITS | u64::from(source);
    u128::from(notice.at.nanoseconds()) << 64 | u128::from(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Purpose};
    use std::collections::BTreeMap;

    fn at(nanoseconds: u64) -> SimTime {
        SimTime::from_nanoseconds(nanoseconds)
    }

    #[test]
    fn equal_times_run_in_order_of_insertion_whatever_their_sources() {
        let mut list = EventList::new(4);
        let sources = [
            Source::Attempt(3),
            Source::Monitor,
            Source::Attempt(0),
            Source::Producer,
            Source::Attempt(2),
            Source::Backoff,
        ];
        for source in sources {
            let notice = list.notice(at(7));
            list.set(source, notice);
        }
        let mut order = Vec::new();
        while let Some((_, source)) = list.next_until(SimTime::NEVER) {
            order.push(source);
            list.clear(source);
        }
        assert_eq!(order, sources);
    }

    #[test]
    fn the_timeline_goes_first() {
        let mut list = EventList::new(2);
        let notice = list.notice(at(7));
        list.set(Source::Attempt(0), notice);
        list.set(Source::Timeline, Notice::first_at(at(7)));
        assert_eq!(list.next_until(SimTime::NEVER), Some((at(7), Source::Timeline)));
    }

    /// Against the plain structure: a sorted map from (time, insertion number) to source.
    #[test]
    fn agrees_with_a_sorted_map_while_it_grows() {
        let mut stream = Draws::new(1, 0).stream(Purpose::Luck, 0, 0);
        let mut list = EventList::new(2);
        let mut plain: BTreeMap<(u64, u64), Source> = BTreeMap::new();
        for insertion in 1..20_000_u64 {
            let number = u32::try_from(stream.next_word() % (8 + insertion / 100)).expect("small");
            let source = match number.checked_sub(6) {
                None => Source::of(FIRST_SINGLE + number),
                Some(attempt) => Source::Attempt(attempt),
            };
            plain.retain(|_, other| *other != source);
            list.reserve(number + 1);
            if stream.next_word().is_multiple_of(4) {
                list.clear(source);
                list.notice(SimTime::ZERO);
            } else {
                let time = stream.next_word() % 50;
                let notice = list.notice(at(time));
                list.set(source, notice);
                plain.insert((time, insertion), source);
            }
            let expected = plain
                .first_key_value()
                .map(|((time, _), source)| (at(*time), *source));
            assert_eq!(list.next_until(SimTime::NEVER), expected);
        }
    }
}
