//! Messages that are tried again: how many attempts they take and how long they back off.

use crate::scenario::{Backoff, Broker, Jitter};

/// More attempts than this are not summed.
const MOST_SUMMED: u32 = 1_000_000;

/// Independent attempts that each fail with the same probability, at most so many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retries {
    failure: f64,
    most: u32,
    backoff: Backoff,
}

/// What retries add up to over a message's life.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Life {
    /// Mean number of attempts.
    pub attempts: f64,
    /// Mean square of it.
    pub attempts_square: f64,
    /// Mean time backing off, in seconds.
    pub backoff: f64,
    /// Mean number of attempts of messages that are sent.
    pub attempts_if_sent: f64,
    /// Mean time backing off of messages that are sent, in seconds.
    pub backoff_if_sent: f64,
}

impl Retries {
    /// As the broker has them, for senders that fail with this probability.
    #[must_use]
    pub fn new(failure: f64, broker: &Broker) -> Self {
        Self {
            failure,
            most: broker.max_attempts.max(1),
            backoff: broker.backoff,
        }
    }

    /// Whether some message may take a second attempt.
    #[must_use]
    pub fn happen(&self) -> bool {
        self.failure > 0.0 && self.most > 1
    }

    /// The share of messages that fail for good: p^m.
    #[must_use]
    pub fn failed_share(&self) -> f64 {
        libm::pow(self.failure, f64::from(self.most))
    }

    /// Mean number of attempts: (1 - p^m) / (1 - p), a geometric number cut off at m.
    #[must_use]
    pub fn mean_attempts(&self) -> f64 {
        if self.failure < 1.0 {
            (1.0 - self.failed_share()) / (1.0 - self.failure)
        } else {
            f64::from(self.most)
        }
    }

    /// How long a message that failed once backs off in all, on average; infinite if there are too many attempts to sum.
    #[must_use]
    pub fn mean_backoff(&self) -> f64 {
        if !self.happen() {
            return 0.0;
        }
        self.life()
            .map_or(f64::INFINITY, |life| life.backoff / self.failure)
    }

    /// The sums over all possible numbers of attempts; `None` if there are too many to sum.
    #[must_use]
    pub fn life(&self) -> Option<Life> {
        let mut life = Life::default();
        // probability that attempt k takes place; time spent backing off before it
        let (mut reached, mut waited, mut delay) = (1.0, 0.0, self.backoff.initial.seconds_f64());
        let sent = 1.0 - self.failed_share();
        for k in 1..=self.most {
            if k > MOST_SUMMED {
                return None;
            }
            let number = f64::from(k);
            life.attempts += reached;
            life.attempts_square += reached * (2.0 * number - 1.0);
            if sent > 0.0 {
                let ends_here = reached * (1.0 - self.failure) / sent;
                life.attempts_if_sent += ends_here * number;
                life.backoff_if_sent += ends_here * waited;
            }
            reached *= self.failure;
            let pause = self.mean_pause(delay);
            if k < self.most {
                life.backoff += reached * pause;
            }
            waited += pause;
            delay *= self.backoff.factor;
            if reached * (number + 1.0) * (number + 1.0) * (1.0 + waited + pause) < 1e-18 {
                break;
            }
        }
        Some(life)
    }

    /// Mean of a backoff whose delay grew to this many seconds.
    fn mean_pause(&self, delay: f64) -> f64 {
        let capped = self.backoff.cap.map_or(delay, |cap| delay.min(cap.seconds_f64()));
        match self.backoff.jitter {
            Jitter::None | Jitter::Fraction(_) => capped,
            Jitter::Full => capped / 2.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SimDuration;

    fn close(found: f64, known: f64) {
        assert!(
            (found - known).abs() <= 1e-12 * known.abs().max(1.0),
            "{found}, not {known}"
        );
    }

    fn retries(failure: f64, max_attempts: u32, backoff: Backoff) -> Retries {
        let broker = Broker {
            max_attempts,
            backoff,
            ..Broker::default()
        };
        Retries::new(failure, &broker)
    }

    #[test]
    fn three_attempts_at_one_fifth() {
        // attempts 1, 2, 3 with 0.8, 0.16, 0.04; pauses of 1 s and 2 s
        let retries = retries(0.2, 3, Backoff::default());
        let life = retries.life().unwrap();
        close(retries.failed_share(), 0.008);
        close(retries.mean_attempts(), 1.24);
        close(life.attempts, 1.24);
        close(life.attempts_square, 0.8 + 4.0 * 0.16 + 9.0 * 0.04);
        close(life.backoff, 0.2 + 0.04 * 2.0);
        close(retries.mean_backoff(), 1.0 + 0.2 * 2.0);
        close(life.attempts_if_sent, (0.8 + 0.32 + 0.096) / 0.992);
        close(life.backoff_if_sent, (0.16 + 0.032 * 3.0) / 0.992);
    }

    #[test]
    fn caps_and_jitter_count() {
        let backoff = Backoff {
            initial: SimDuration::from_seconds(4),
            factor: 3.0,
            cap: Some(SimDuration::from_seconds(10)),
            jitter: Jitter::Full,
        };
        close(
            retries(0.5, 3, backoff).life().unwrap().backoff,
            0.5 * 2.0 + 0.25 * 5.0,
        );
    }

    #[test]
    fn the_ends_are_safe() {
        let always = retries(1.0, 5, Backoff::default());
        close(always.mean_attempts(), 5.0);
        close(always.life().unwrap().attempts_square, 25.0);
        close(always.life().unwrap().attempts_if_sent, 0.0);
        assert!(!retries(0.0, 5, Backoff::default()).happen());
        close(retries(0.0, 5, Backoff::default()).mean_backoff(), 0.0);
        assert!(
            retries(1.0, u32::MAX, Backoff::default())
                .mean_backoff()
                .is_infinite()
        );
        assert_eq!(retries(1.0, u32::MAX, Backoff::default()).life(), None);
        close(retries(0.5, u32::MAX, Backoff::default()).mean_attempts(), 2.0);
    }
}
