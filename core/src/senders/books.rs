//! What senders did, added up from the accounts of their slots.

use crate::senders::{Account, SenderId, SenderPool, Slot};
use crate::time::SimTime;

/// What all slots together have done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    /// Attempts that failed.
    pub(crate) failed: u64,
    /// Time in attempts that ended, in nanoseconds.
    pub(crate) busy: u128,
}

impl SenderPool {
    /// What the accounts of all slots hold.
    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for account in &self.accounts {
            totals.failed += account.failed;
            totals.busy += u128::from(account.busy);
        }
        totals
    }

    /// The accounts of a sender's slots.
    fn accounts_of(&self, id: SenderId) -> impl Iterator<Item = (&Slot, &Account)> {
        let first = self.senders[id.0 as usize].first_slot.0 as usize;
        self.slots_of(id).iter().zip(&self.accounts[first..])
    }

    /// Attempts that a sender began.
    pub(crate) fn attempts_of(&self, id: SenderId) -> u64 {
        self.accounts_of(id).map(|(_, account)| account.attempts).sum()
    }

    /// Those of them that failed.
    pub(crate) fn failed_of(&self, id: SenderId) -> u64 {
        self.accounts_of(id).map(|(_, account)| account.failed).sum()
    }

    /// Those of them that succeeded: they neither failed nor were cut off nor run. So no attempt need count it.
    pub(crate) fn sent_of(&self, id: SenderId) -> u64 {
        let others = |slot: &Slot| slot.cut_off + u64::from(slot.attempt.is_some());
        self.accounts_of(id)
            .map(|(slot, account)| account.attempts - account.failed - others(slot))
            .sum()
    }

    /// Time that senders spent in attempts until now, those still running included.
    pub(crate) fn busy_until(&self, id: SenderId, now: SimTime) -> u128 {
        let of_slot = |(slot, account): (&Slot, &Account)| {
            let running = slot
                .attempt
                .map_or(0, |attempt| now.since(attempt.started_at).nanoseconds());
            u128::from(account.busy) + u128::from(running)
        };
        self.accounts_of(id).map(of_slot).sum()
    }
}
