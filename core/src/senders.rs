//! The senders: who is free, who is sending what, who is down. Like the broker, they answer questions and keep
//! order; what follows from an answer is decided in `simulation`.

mod books;
mod loser_tree;
mod sender;
mod turns;

pub(crate) use books::Totals;
pub(crate) use sender::{Account, Attempt, Group, Reserved, Sender, Slot, Standing};
pub(crate) use turns::{Turn, Turns};

use std::collections::VecDeque;
use std::sync::Arc;

use crate::draws::Chance;
use crate::event_list::Notice;
use crate::report::SenderState;
use crate::scenario;
use crate::time::{SimDuration, SimTime};

/// A sender's place in the pool, in order of the file and then of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SenderId(pub(crate) u32);

/// The place of one of the attempts that a sender can make at once: a sender has as many slots as its concurrency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SlotId(pub(crate) u32);

/// All senders.
#[derive(Clone, Debug)]
pub(crate) struct SenderPool {
    /// Shared with whoever needs one at hand while senders change.
    pub(crate) groups: Vec<Arc<Group>>,
    pub(crate) senders: Vec<Sender>,
    pub(crate) slots: Vec<Slot>,
    /// One for each slot.
    pub(crate) accounts: Vec<Account>,
    /// Free slots in the order in which they became free. An entry whose ticket is not its slot's is void.
    free: VecDeque<(SlotId, u32)>,
    free_slots: u64,
    /// Senders that may hold another message in reserve, in the order in which they got room.
    prefetching: VecDeque<(SenderId, u32)>,
    prefetch: u32,
    /// Messages that could be reserved at once now.
    reserve_room: u64,
    busy_senders: u32,
}

impl SenderPool {
    /// All senders of the scenario, idle, in the order of the file.
    pub(crate) fn new(groups: &[scenario::Group], prefetch: u32) -> Self {
        let mut pool = Self {
            groups: groups.iter().map(|group| Arc::new(Group::new(group))).collect(),
            senders: Vec::new(),
            slots: Vec::new(),
            accounts: Vec::new(),
            free: VecDeque::new(),
            free_slots: 0,
            prefetching: VecDeque::new(),
            prefetch,
            reserve_room: 0,
            busy_senders: 0,
        };
        for (index, group) in (0_u32..).zip(groups) {
            for _ in 0..group.count {
                pool.add(index);
            }
        }
        // every sender's first attempt before anybody's second
        let count = u32::try_from(pool.senders.len()).unwrap_or(u32::MAX);
        let all: Vec<SenderId> = (0..count).map(SenderId).collect();
        pool.open(&all);
        pool
    }

    /// Senders that are up offer their slots, each its first one, then each its second one, and their reserves.
    pub(crate) fn open(&mut self, ids: &[SenderId]) {
        let of = |pool: &Self, id: &SenderId| {
            let sender = &pool.senders[id.0 as usize];
            (sender.first_slot.0, sender.slots)
        };
        let widest = ids.iter().map(|id| of(self, id).1).max().unwrap_or(0);
        for round in 0..widest {
            for id in ids {
                let (first, slots) = of(self, id);
                if round < slots {
                    self.free_up(SlotId(first + round));
                }
            }
        }
        for id in ids {
            self.offer_reserve(*id);
        }
    }

    /// Adds a sender to a group; it is not free yet.
    pub(crate) fn add(&mut self, group: u32) -> SenderId {
        let id = SenderId(u32::try_from(self.senders.len()).unwrap_or(u32::MAX));
        let first_slot = SlotId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        let settings = Arc::make_mut(&mut self.groups[group as usize]);
        settings.members += 1;
        self.senders.push(Sender::new(
            group,
            settings.members,
            first_slot,
            settings.concurrency,
        ));
        self.slots
            .extend((0..settings.concurrency).map(|_| Slot::new(id, group)));
        self.accounts.resize(
            self.slots.len(),
            Account::new(id, u16::try_from(group).expect("at most 1000 groups")),
        );
        id
    }

    /// The sender with this name; `None` if there is none.
    pub(crate) fn find(&self, name: scenario::SenderName) -> Option<SenderId> {
        let same = |sender: &Sender| sender.group == name.group && sender.number == name.number;
        self.senders
            .iter()
            .position(same)
            .and_then(|index| u32::try_from(index).ok())
            .map(SenderId)
    }

    /// Attempts that could begin now.
    #[inline]
    pub(crate) const fn free_slots(&self) -> u64 {
        self.free_slots
    }

    /// Messages that could go on to senders now, for an attempt or in reserve.
    #[inline]
    pub(crate) const fn room(&self) -> u64 {
        self.free_slots + self.reserve_room
    }

    pub(crate) const fn busy_senders(&self) -> u32 {
        self.busy_senders
    }

    /// How many attempts there can be at once.
    #[expect(clippy::cast_precision_loss, reason = "at most a million")]
    pub(crate) fn slot_count(&self) -> f64 {
        self.slots.len() as f64
    }

    /// About how many attempts at messages of so much work can be made in this time.
    #[expect(clippy::cast_precision_loss, reason = "about so many")]
    pub(crate) fn most_attempts(&self, time: SimDuration, work: f64) -> f64 {
        time.nanoseconds() as f64 * self.pace() / work
    }

    /// By then about so many of them are expected to have been made at most.
    #[expect(clippy::cast_precision_loss, reason = "about so many")]
    pub(crate) fn horizon(&self, now: SimTime, attempts: u64, work: f64) -> SimTime {
        // where lengths differ much, many short ones may come before the first long one (G. Lorden, "On excess over the
        // boundary", Annals of Mathematical Statistics 41, 1970)
        let early: f64 = self.groups.iter().map(|group| group.slots() * group.early).sum();
        let time = (attempts as f64 - early) * work / self.pace();
        now.after(SimDuration::from_nanoseconds_f64(time))
    }

    /// Attempts in a nanosecond if all slots are always at work.
    fn pace(&self) -> f64 {
        self.groups.iter().map(|group| group.slots() / group.mean).sum()
    }

    /// The slot that has been free for longest.
    #[inline]
    pub(crate) fn claim_slot(&mut self) -> Option<SlotId> {
        while let Some((id, ticket)) = self.free.pop_front() {
            let slot = &mut self.slots[id.0 as usize];
            if slot.free_ticket == Some(ticket) {
                slot.free_ticket = None;
                self.free_slots -= 1;
                return Some(id);
            }
        }
        None
    }

    /// Puts a slot behind the other free ones.
    #[inline]
    pub(crate) fn free_up(&mut self, id: SlotId) {
        let slot = &mut self.slots[id.0 as usize];
        slot.last_ticket = slot.last_ticket.wrapping_add(1);
        slot.free_ticket = Some(slot.last_ticket);
        self.free.push_back((id, slot.last_ticket));
        self.free_slots += 1;
    }

    /// The sender that has had room in its reserve for longest.
    pub(crate) fn claim_reserve(&mut self) -> Option<SenderId> {
        while let Some((id, ticket)) = self.prefetching.pop_front() {
            if self.senders[id.0 as usize].reserve_ticket == Some(ticket) {
                self.senders[id.0 as usize].reserve_ticket = None;
                return Some(id);
            }
        }
        None
    }

    /// Puts a message into the reserve of the sender that claimed it.
    pub(crate) fn reserve(&mut self, id: SenderId, reserved: Reserved) {
        self.senders[id.0 as usize].reserved.push_back(reserved);
        self.reserve_room -= 1;
        self.queue_for_reserve(id);
    }

    /// Takes the first message out of a sender's reserve.
    pub(crate) fn take_reserved(&mut self, id: SenderId) -> Option<Reserved> {
        let sender = &mut self.senders[id.0 as usize];
        let reserved = sender.reserved.pop_front()?;
        sender.passed = sender.passed.saturating_sub(1);
        self.reserve_room += 1;
        self.queue_for_reserve(id);
        Some(reserved)
    }

    /// Takes one message out of the middle of a sender's reserve.
    pub(crate) fn withdraw_reserved(&mut self, id: SenderId, position: usize) -> Option<Reserved> {
        let sender = &mut self.senders[id.0 as usize];
        let reserved = sender.reserved.remove(position)?;
        sender.passed -= u32::from(position < sender.passed as usize);
        if sender.is_up() {
            self.reserve_room += 1;
            self.queue_for_reserve(id);
        }
        Some(reserved)
    }

    /// A sender that came up offers its whole reserve.
    pub(crate) fn offer_reserve(&mut self, id: SenderId) {
        self.reserve_room += u64::from(self.prefetch);
        self.queue_for_reserve(id);
    }

    fn queue_for_reserve(&mut self, id: SenderId) {
        let sender = &mut self.senders[id.0 as usize];
        if sender.reserve_ticket.is_none() && (sender.reserved.len() as u64) < u64::from(self.prefetch) {
            sender.last_ticket = sender.last_ticket.wrapping_add(1);
            sender.reserve_ticket = Some(sender.last_ticket);
            self.prefetching.push_back((id, sender.last_ticket));
        }
    }

    /// Takes no more messages: its free slots and the room in its reserve are gone.
    pub(crate) fn close(&mut self, id: SenderId) {
        let sender = &mut self.senders[id.0 as usize];
        if sender.is_up() {
            self.reserve_room -= u64::from(self.prefetch) - sender.reserved.len() as u64;
        }
        sender.reserve_ticket = None;
        for slot in sender.slot_ids() {
            if self.slots[slot.0 as usize].free_ticket.take().is_some() {
                self.free_slots -= 1;
            }
        }
        self.drop_void_tickets();
    }

    /// Where nobody claims anything, tickets of those who come and go would pile up: once most of them are void,
    /// those go.
    fn drop_void_tickets(&mut self) {
        if self.free.len() > 2 * self.slots.len() {
            let slots = &self.slots;
            self.free
                .retain(|(id, ticket)| slots[id.0 as usize].free_ticket == Some(*ticket));
        }
        if self.prefetching.len() > 2 * self.senders.len() {
            let senders = &self.senders;
            self.prefetching
                .retain(|(id, ticket)| senders[id.0 as usize].reserve_ticket == Some(*ticket));
        }
    }

    /// Counts a claimed slot as at work.
    #[inline]
    pub(crate) fn engage(&mut self, id: SlotId) {
        let sender = &mut self.senders[self.slots[id.0 as usize].sender.0 as usize];
        if sender.running == 0 {
            sender.state = SenderState::Busy;
            self.busy_senders += 1;
        }
        sender.running += 1;
    }

    /// Counts a slot without an attempt as at work no longer.
    #[inline]
    pub(crate) fn release(&mut self, id: SlotId) {
        let slot = &mut self.slots[id.0 as usize];
        slot.end = Notice::NEVER;
        slot.visible = Notice::NEVER;
        let sender = &mut self.senders[slot.sender.0 as usize];
        sender.running -= 1;
        if sender.running == 0 && sender.state == SenderState::Busy {
            sender.state = SenderState::Idle;
            self.busy_senders -= 1;
        }
    }

    /// A sender comes into a state in which it does not work.
    pub(crate) fn stops(&mut self, id: SenderId, state: SenderState) {
        let before = std::mem::replace(&mut self.senders[id.0 as usize].state, state);
        self.busy_senders -= u32::from(before == SenderState::Busy);
    }

    /// The slots of a sender.
    pub(crate) fn slots_of(&self, id: SenderId) -> &[Slot] {
        let sender = &self.senders[id.0 as usize];
        let first = sender.first_slot.0 as usize;
        &self.slots[first..first + sender.slots as usize]
    }

    /// Ends a slot's attempt, for whatever reason. It counts as at work until it is released.
    #[inline]
    pub(crate) fn end_attempt(&mut self, id: SlotId, now: SimTime) -> Option<Attempt> {
        let attempt = self.slots[id.0 as usize].attempt.take()?;
        self.accounts[id.0 as usize].busy += now.since(attempt.started_at).nanoseconds();
        Some(attempt)
    }

    /// Cuts a slot's attempt off.
    pub(crate) fn cut_off_attempt(&mut self, id: SlotId, now: SimTime) -> Option<Attempt> {
        let attempt = self.end_attempt(id, now)?;
        self.slots[id.0 as usize].cut_off += 1;
        Some(attempt)
    }

    /// A sender's group.
    pub(crate) fn group_of(&self, id: SenderId) -> &Group {
        &self.groups[self.senders[id.0 as usize].group as usize]
    }

    /// Changes the mean service time of one group or of all.
    pub(crate) fn set_mean_time(&mut self, group: Option<u32>, mean: SimDuration) {
        self.change(group, |group| group.set_mean(mean));
    }

    /// Changes the failure rate of one group or of all.
    pub(crate) fn set_failure_rate(&mut self, group: Option<u32>, probability: f64) {
        self.change(group, |group| group.failure = Chance::new(probability));
    }

    /// Changes the probability of hanging of one group or of all.
    pub(crate) fn set_hang(&mut self, group: Option<u32>, probability: f64) {
        self.change(group, |group| group.set_hang(probability));
    }

    /// Applies a change to one group or to all.
    fn change(&mut self, group: Option<u32>, mut change: impl FnMut(&mut Group)) {
        match group {
            Some(group) => change(Arc::make_mut(&mut self.groups[group as usize])),
            None => self.groups.iter_mut().map(Arc::make_mut).for_each(change),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Group;

    #[test]
    fn void_tickets_of_those_who_come_and_go_do_not_pile_up() {
        let group = Group {
            count: 3,
            concurrency: 2,
            ..Group::default()
        };
        let mut pool = SenderPool::new(&[group], 4);
        let [first, second] = [SenderId(0), SenderId(1)];
        for _ in 0..1000 {
            for id in [second, first] {
                pool.close(id);
                pool.senders[id.0 as usize]
                    .slot_ids()
                    .for_each(|slot| pool.free_up(slot));
                pool.offer_reserve(id);
            }
            assert!(pool.free.len() <= 2 * 6 + 2 && pool.prefetching.len() <= 2 * 3 + 1);
        }
        assert_eq!((pool.free_slots(), pool.room()), (6, 6 + 3 * 4));
        // the third sender never left, and the first came back last
        let slots: Vec<u32> = std::iter::from_fn(|| pool.claim_slot())
            .map(|slot| slot.0)
            .collect();
        assert_eq!(slots, [4, 5, 2, 3, 0, 1]);
        let senders: Vec<u32> = std::iter::from_fn(|| pool.claim_reserve())
            .map(|id| id.0)
            .collect();
        assert_eq!(senders, [2, 1, 0]);
    }
}
