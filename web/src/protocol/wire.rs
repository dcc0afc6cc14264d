//! Snapshots and lives as numbers and texts, and back.

use super::flat::{Flat, Numbers, flat};
use super::snapshot::{
    Gauges, GroupRow, Life, LogRow, Motion, SenderRow, Snapshot, Status, TargetRow, TheoryNote, Way, What,
};
use bellwether::chart::{Bin, Moment};
use bellwether::report::{Counts, End, SenderState};

const WHATS: [What; 15] = [
    What::Sampled,
    What::SenderChanged,
    What::Acted,
    What::WarmedUp,
    What::Produced,
    What::Held,
    What::Queued,
    What::Reserved,
    What::Started,
    What::Ended,
    What::TimedOut,
    What::Abandoned,
    What::Settled,
    What::Over,
    What::LeftOut,
];

/// One of a few values, as its place among them.
macro_rules! flat_choice {
    ($name:ident, $all:expr) => {
        impl Flat for $name {
            fn put(&self, out: &mut Vec<f64>) {
                (*self as u32).put(out);
            }

            fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
                $all.get(u32::take(numbers)? as usize).copied()
            }
        }
    };
}
flat_choice!(SenderState, SenderState::ALL);
flat_choice!(End, End::ALL);
flat_choice!(Way, Way::ALL);
flat_choice!(What, WHATS);

impl Flat for Status {
    fn put(&self, out: &mut Vec<f64>) {
        let (code, end) = match self {
            Self::Running => (0_u32, End::Settled),
            Self::Paused => (1, End::Settled),
            Self::Over(end) => (2, *end),
        };
        code.put(out);
        end.put(out);
    }

    fn take(numbers: &mut Numbers<'_>) -> Option<Self> {
        let (code, end) = (u32::take(numbers)?, End::take(numbers)?);
        match code {
            0 => Some(Self::Running),
            1 => Some(Self::Paused),
            2 => Some(Self::Over(end)),
            _ => None,
        }
    }
}

flat!(Counts {
    produced,
    sent,
    failed,
    rejected,
    evicted,
    expired,
    lost,
    cancelled,
    in_transit,
    queued,
    reserved,
    sending,
    backing_off,
    held,
});
flat!(Gauges {
    throughput,
    average_time_per_message,
    utilisation,
    busy_senders,
    senders,
    redelivered,
    delivery_p50,
    delivery_p90,
    delivery_p99,
    max_queue,
    expected_messages,
    remaining,
    speed,
    rate,
    paused,
});
flat!(Moment {
    at,
    produced,
    sent,
    failed,
    dropped,
    queued,
    busy_senders
});
flat!(Bin { from, to, count });
flat!(SenderRow {
    group,
    number,
    state,
    running,
    reserved,
    sent,
    failed,
    message,
    utilisation,
    crashes,
    restarts,
});
flat!(GroupRow { states, sent, failed });
flat!(Motion { at, way, sender });
flat!(LogRow { at, what, about });

impl Snapshot {
    /// As numbers and texts.
    pub(crate) fn to_parts(&self) -> (Vec<f64>, Vec<String>) {
        let mut out = Vec::new();
        self.run.put(&mut out);
        self.heard.put(&mut out);
        self.status.put(&mut out);
        self.returning.put(&mut out);
        self.now.put(&mut out);
        self.messages.put(&mut out);
        self.duplicates.put(&mut out);
        self.gauges.put(&mut out);
        self.moments.put(&mut out);
        self.bins.put(&mut out);
        self.senders.put(&mut out);
        self.groups.put(&mut out);
        self.motions.put(&mut out);
        self.log.put(&mut out);
        let mut texts = vec![self.point.clone(), self.digest.clone()];
        texts.extend_from_slice(&self.words);
        put_theory(self.theory.as_ref(), &mut out, &mut texts);
        for row in &self.targets {
            row.met.put(&mut out);
            texts.extend([row.target.clone(), row.value.clone()]);
        }
        (out, texts)
    }

    /// From numbers and texts; `None` if they are not such.
    pub(crate) fn from_parts(numbers: &[f64], texts: Vec<String>) -> Option<Self> {
        let numbers = &mut Numbers::new(numbers);
        let mut texts = texts.into_iter();
        let mut snapshot = Self {
            run: Flat::take(numbers)?,
            heard: Flat::take(numbers)?,
            status: Flat::take(numbers)?,
            returning: Flat::take(numbers)?,
            now: Flat::take(numbers)?,
            messages: Flat::take(numbers)?,
            duplicates: Flat::take(numbers)?,
            gauges: Flat::take(numbers)?,
            moments: Flat::take(numbers)?,
            bins: Flat::take(numbers)?,
            senders: Flat::take(numbers)?,
            groups: Flat::take(numbers)?,
            motions: Flat::take(numbers)?,
            log: Flat::take(numbers)?,
            point: texts.next()?,
            digest: texts.next()?,
            words: Vec::new(),
            targets: Vec::new(),
            theory: None,
        };
        let acted = snapshot.log.iter().filter(|line| line.what == What::Acted);
        snapshot.words = texts.by_ref().take(acted.count()).collect();
        snapshot.theory = take_theory(numbers, &mut texts)?;
        while let (Some(target), Some(value)) = (texts.next(), texts.next()) {
            let met = bool::take(numbers)?;
            snapshot.targets.push(TargetRow { target, value, met });
        }
        numbers.is_used_up().then_some(snapshot)
    }
}

/// How many texts its figures have and one more, or 0 without a theory.
fn put_theory(theory: Option<&TheoryNote>, out: &mut Vec<f64>, texts: &mut Vec<String>) {
    let Some(theory) = theory else {
        return 0_u32.put(out);
    };
    (theory.figures.len() as u64 + 1).put(out);
    texts.extend([theory.model.clone(), theory.note.clone()]);
    texts.extend_from_slice(&theory.figures);
}

#[expect(clippy::option_option, reason = "there is none, or it is broken")]
fn take_theory(
    numbers: &mut Numbers<'_>,
    texts: &mut impl Iterator<Item = String>,
) -> Option<Option<TheoryNote>> {
    let Some(count) = u32::take(numbers)?.checked_sub(1) else {
        return Some(None);
    };
    Some(Some(TheoryNote {
        model: texts.next()?,
        note: texts.next()?,
        figures: texts.take(count as usize).collect(),
    }))
}

impl Life {
    /// As numbers and texts.
    pub(crate) fn to_parts(&self) -> (Vec<f64>, Vec<String>) {
        let mut out = Vec::new();
        self.message.put(&mut out);
        self.rows.put(&mut out);
        (
            out,
            vec![self.phone_number.clone(), self.text.clone(), self.kind.clone()],
        )
    }

    /// From numbers and texts; `None` if they are not such.
    pub(crate) fn from_parts(numbers: &[f64], texts: Vec<String>) -> Option<Self> {
        let numbers = &mut Numbers::new(numbers);
        let [phone_number, text, kind] = texts.try_into().ok()?;
        let life = Self {
            message: Flat::take(numbers)?,
            rows: Flat::take(numbers)?,
            phone_number,
            text,
            kind,
        };
        numbers.is_used_up().then_some(life)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_apart_comes_together_again() {
        let snapshot = Snapshot {
            run: 3,
            heard: 7,
            status: Status::Over(End::Stalled),
            returning: true,
            point: "18446744073709551615+1".to_owned(),
            digest: "0123".to_owned(),
            now: 1.5,
            messages: Counts {
                produced: 4_000_000_000,
                held: 1,
                ..Counts::default()
            },
            gauges: Gauges {
                delivery_p50: None,
                remaining: Some(2.5),
                paused: true,
                ..Gauges::default()
            },
            moments: vec![Moment {
                at: 0.25,
                ..Moment::default()
            }],
            bins: vec![Bin::default(); 2],
            senders: vec![SenderRow {
                group: 1,
                number: 2,
                state: SenderState::Restarting,
                running: 0,
                reserved: 0,
                sent: 5,
                failed: 6,
                message: None,
                utilisation: 0.5,
                crashes: 1,
                restarts: 2,
            }],
            groups: vec![GroupRow::default()],
            motions: vec![Motion {
                at: 0.1,
                way: Way::SenderToSent,
                sender: 9,
            }],
            log: [What::LeftOut, What::Acted]
                .map(|what| LogRow {
                    at: 1.0,
                    what,
                    about: [1.0, 2.0, 3.0, 4.0, 5.0],
                })
                .to_vec(),
            words: vec!["cancel".to_owned()],
            targets: vec![TargetRow {
                target: "duplicates == 0".to_owned(),
                value: "0".to_owned(),
                met: true,
            }],
            theory: Some(TheoryNote {
                model: "M/M/c".to_owned(),
                note: "for a long run".to_owned(),
                figures: ["waiting.mean", "1.00 s", "1.02 s", "+0.5"]
                    .map(str::to_owned)
                    .to_vec(),
            }),
            ..Snapshot::default()
        };
        let (numbers, texts) = snapshot.to_parts();
        assert_eq!(Snapshot::from_parts(&numbers, texts.clone()), Some(snapshot));
        assert_eq!(Snapshot::from_parts(&numbers[1..], texts.clone()), None);
        assert_eq!(Snapshot::from_parts(&[], texts), None);
    }

    #[test]
    fn the_lists_of_values_are_in_their_own_order() {
        assert!(
            Way::ALL
                .iter()
                .enumerate()
                .all(|(place, way)| *way as usize == place)
        );
        assert!(
            WHATS
                .iter()
                .enumerate()
                .all(|(place, what)| *what as usize == place)
        );
    }
}
