//! Within a stretch: messages whose attempts fail, until those attempts end.

use crate::event_list::Notice;
use crate::message::{Message, MessageId};
use crate::senders::SlotId;
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};

/// An attempt is finished as it begins, but its message must back off in the order in which attempts end. So its number is
/// noted by its slot until that one's turn comes: then they come in order, and need not be sorted. Whether an attempt fails
/// cannot be guessed, so nothing of this is decided by a branch.
#[derive(Debug)]
pub(crate) struct Failing {
    /// For each slot the message that it is at; of those whose turn comes.
    by_slot: Vec<Note>,
    /// What messages of one line have in common when they back off.
    headers: Vec<Header>,
    /// The attempts that ended last, `count` of which failed; the one after those did not.
    ended: Box<[(SimTime, Note); AT_ONCE]>,
    count: usize,
    /// How many messages backed off since the stretch began.
    backed_off: u64,
    /// Where those with one header are put together.
    ids: Vec<MessageId>,
    notices: Vec<Notice>,
}

/// Messages that back off, but for their numbers, and for how long each does.
#[derive(Clone, Copy, Debug)]
struct Header {
    message: Message,
    delay: SimDuration,
}

/// So many back off at once.
const AT_ONCE: usize = 256;

/// A message that fails: its number, and above it the place of its header. Or zero.
#[derive(Clone, Copy, Debug)]
struct Note(u64);

const FAILS: u64 = 1 << 63;

impl Note {
    const NONE: Self = Self(0);

    const fn fails(self) -> bool {
        self.0 & FAILS != 0
    }

    const fn header(self) -> usize {
        ((self.0 & !FAILS) >> u32::BITS) as usize
    }

    #[expect(clippy::cast_possible_truncation, reason = "the lower half is the number")]
    const fn message(self) -> MessageId {
        MessageId(self.0 as u32)
    }
}

/// How the messages of a line are noted that fail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(u64);

impl Mark {
    /// They are not, as they do not back off.
    pub(super) const NONE: Self = Self(0);

    const fn of(header: usize) -> Self {
        Self(FAILS | (header as u64) << u32::BITS)
    }

    #[inline(always)]
    fn note(self, message: MessageId, fails: bool) -> Note {
        Note((self.0 | u64::from(message.0)) & u64::from(fails).wrapping_neg())
    }

    /// When an attempt settles its message that ends then: never, which is the start of the run, if the message backs off.
    #[inline(always)]
    pub(super) fn settled_at(self, end: SimTime, fails: bool) -> SimTime {
        let backs_off = self.note(MessageId(0), fails).fails();
        SimTime::from_nanoseconds(end.nanoseconds() & u64::from(backs_off).wrapping_sub(1))
    }
}

impl Failing {
    pub(crate) fn new() -> Self {
        Self {
            by_slot: Vec::new(),
            headers: Vec::new(),
            ended: Box::new([(SimTime::ZERO, Note::NONE); AT_ONCE]),
            count: 0,
            backed_off: 0,
            ids: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// A stretch of so many slots begins, none of which is at a message that fails.
    pub(super) fn begin(&mut self, slots: usize) {
        debug_assert_eq!(self.count, 0, "all back off before a stretch is over");
        self.by_slot.clear();
        self.by_slot.resize(slots, Note::NONE);
        self.headers.clear();
        self.backed_off = 0;
    }

    /// How many messages backed off since then.
    pub(super) const fn backed_off(&self) -> u64 {
        self.backed_off
    }

    /// The slot's turn has come: its attempt ends, if there is one, and the next one is at this message. Whether so many
    /// failed that they must back off now.
    #[inline(always)]
    pub(super) fn goes_on(
        &mut self,
        slot: SlotId,
        at: SimTime,
        mark: Mark,
        message: MessageId,
        fails: bool,
    ) -> bool {
        let next = mark.note(message, fails);
        let note = std::mem::replace(&mut self.by_slot[slot.0 as usize], next);
        self.ended[self.count % AT_ONCE] = (at, note);
        self.count += usize::from(note.fails());
        self.count == AT_ONCE
    }

    /// The same where there is no next one.
    pub(super) fn ends(&mut self, slot: SlotId, at: SimTime) -> bool {
        self.goes_on(slot, at, Mark::NONE, MessageId(0), false)
    }

    /// Whether headers have piled up that nobody needs: where each message is a line of its own.
    const fn has_many_headers(&self) -> bool {
        self.headers.len() >= AT_ONCE + 4 * self.by_slot.len()
    }

    /// Keeps only those headers that slots need. No other note or mark holds any more.
    fn drop_headers(&mut self) {
        let headers = std::mem::take(&mut self.headers);
        for note in &mut self.by_slot {
            if note.fails() {
                let mark = Mark::of(self.headers.len());
                self.headers.push(headers[note.header()]);
                *note = mark.note(note.message(), true);
            }
        }
    }

    fn mark(&mut self, header: Header) -> Mark {
        let is_like_it = |last: &Header| {
            let message = Message {
                id: header.message.id,
                ..last.message
            };
            message == header.message
        };
        if !self.headers.last().is_some_and(is_like_it) {
            self.headers.push(header);
        }
        Mark::of(self.headers.len() - 1)
    }
}

impl Simulation {
    /// Those messages back off whose attempts ended.
    #[inline(never)]
    pub(super) fn let_back_off(&mut self) {
        let (failing, events) = (&mut self.failing, &mut self.events);
        let count = std::mem::take(&mut failing.count);
        let (ids, notices) = (&mut failing.ids, &mut failing.notices);
        for alike in failing.ended[..count].chunk_by(|(_, one), (_, other)| one.header() == other.header()) {
            let Header { message, delay } = &failing.headers[alike[0].1.header()];
            ids.clear();
            ids.extend(alike.iter().map(|(_, note)| note.message()));
            notices.clear();
            notices.extend(alike.iter().map(|(at, _)| events.notice(at.after(*delay))));
            self.broker.backoff.push_alike(message, ids, notices);
        }
        failing.backed_off += count as u64;
        self.messages.backing_off += count as u64;
    }

    /// How messages are noted that are like this one, as it was delivered, and back off if they fail. Marks that were given
    /// before hold no longer.
    pub(super) fn mark_of(&mut self, delivered: Message) -> Mark {
        let message = Message {
            failures: delivered.failures.saturating_add(1),
            ..delivered
        };
        let delay = self.broker.backoff_of(&message, &self.draws);
        if self.failing.has_many_headers() {
            self.let_back_off();
            self.failing.drop_headers();
        }
        self.failing.mark(Header { message, delay })
    }
}
