//! A burst: all messages wait at time 0, and the servers work until none is left.

use crate::distribution::Moments;

/// A mean and the standard deviation around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
}

/// N messages at once to c equal servers with independent exponential service times.
///
/// With n messages left, the next leaves after an exponential time of mean m / min(n, c), independent of all
/// others (the pure death process: S. M. Ross, "Introduction to probability models", 11th edition, 2014, section
/// 6.3). Whatever adds up over time therefore is a sum of independent terms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExponentialDrain {
    messages: f64,
    servers: f64,
    mean_service: f64,
    /// Messages that find no server at time 0.
    left: f64,
    /// 1 + 1/2 + … over the servers that a message finds.
    harmonic: f64,
    /// 1 + 1/4 + 1/9 + … alike.
    harmonic_square: f64,
}

impl ExponentialDrain {
    /// At least one message and one server.
    #[must_use]
    pub fn new(messages: u32, servers: u32, mean_service: f64) -> Self {
        let (mut harmonic, mut harmonic_square) = (0.0, 0.0);
        // from the smallest term, so that none is lost
        for n in (1..=messages.min(servers)).rev().map(f64::from) {
            harmonic += 1.0 / n;
            harmonic_square += 1.0 / (n * n);
        }
        Self {
            messages: f64::from(messages),
            servers: f64::from(servers),
            mean_service,
            left: f64::from(messages.saturating_sub(servers)),
            harmonic,
            harmonic_square,
        }
    }

    /// When the last message ends: m ((N - c) / c + 1 + 1/2 + … + 1/c).
    #[must_use]
    pub fn makespan(&self) -> Spread {
        let variance = self.left / (self.servers * self.servers) + self.harmonic_square;
        Spread {
            mean: self.mean_service * (self.left / self.servers + self.harmonic),
            deviation: self.mean_service * variance.sqrt(),
        }
    }

    /// Mean waiting time of all messages, in any order of service that does not look at service times.
    #[must_use]
    pub fn mean_waiting(&self) -> Spread {
        let unit = self.mean_service / self.servers / self.messages;
        Spread {
            mean: unit * triangle(self.left),
            deviation: unit * pyramid(self.left).sqrt(),
        }
    }

    /// Mean time until a message's end.
    #[must_use]
    pub fn mean_sojourn(&self) -> Spread {
        let at_once = self.messages - self.left;
        let square = (pyramid(self.messages) - pyramid(at_once)) / (self.servers * self.servers) + at_once;
        Spread {
            mean: self.mean_waiting().mean + self.mean_service,
            deviation: self.mean_service * square.sqrt() / self.messages,
        }
    }

    /// Share of the servers' time spent in attempts until `delay` (before the burst) and the makespan are over.
    /// Like the mean queue length a ratio of two sums, by the delta method: right but for terms of relative size
    /// servers / messages, so meant for many messages per server.
    #[must_use]
    pub fn utilisation(&self, delay: f64) -> Spread {
        let total = self.makespan().mean + delay;
        let mean = self.messages * self.mean_service / (self.servers * total);
        // gains per unit of time: 1 - mean while all work, n / c - mean with n left
        let full = (1.0 - mean) * (1.0 - mean) * self.left / (self.servers * self.servers);
        let at_once = self.messages - self.left;
        let end = at_once / (self.servers * self.servers) - 2.0 * mean / self.servers * self.harmonic
            + mean * mean * self.harmonic_square;
        Spread {
            mean,
            deviation: self.mean_service * (full + end).sqrt() / total,
        }
    }

    /// Mean queue length over `delay` (before the burst) and the makespan; see [`Self::utilisation`].
    #[must_use]
    pub fn mean_queue_length(&self, delay: f64) -> Spread {
        let total = self.makespan().mean + delay;
        let mean = self.mean_waiting().mean * self.messages / total;
        let full = pyramid(self.left) - 2.0 * mean * triangle(self.left) + mean * mean * self.left;
        let square = full / (self.servers * self.servers) + mean * mean * self.harmonic_square;
        Spread {
            mean,
            deviation: self.mean_service * square.sqrt() / total,
        }
    }
}

/// N messages at once to one server with independent service times of these moments: sums of service times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SingleDrain {
    messages: f64,
    mean: f64,
    deviation: f64,
}

impl SingleDrain {
    /// At least one message.
    #[must_use]
    pub fn new(messages: u32, service: &Moments) -> Self {
        Self {
            messages: f64::from(messages),
            mean: service.first,
            deviation: service.variance().sqrt(),
        }
    }

    /// When the last message ends.
    #[must_use]
    pub fn makespan(&self) -> Spread {
        Spread {
            mean: self.messages * self.mean,
            deviation: self.messages.sqrt() * self.deviation,
        }
    }

    /// Mean waiting time: the first service time delays all the others, the last none.
    #[must_use]
    pub fn mean_waiting(&self) -> Spread {
        self.sums_of(self.messages - 1.0)
    }

    /// Mean time until a message's end.
    #[must_use]
    pub fn mean_sojourn(&self) -> Spread {
        self.sums_of(self.messages)
    }

    fn sums_of(&self, terms: f64) -> Spread {
        Spread {
            mean: self.mean * triangle(terms) / self.messages,
            deviation: self.deviation * pyramid(terms).sqrt() / self.messages,
        }
    }
}

/// 1 + 2 + … + n.
fn triangle(n: f64) -> f64 {
    n * (n + 1.0) / 2.0
}

/// 1 + 4 + … + n².
fn pyramid(n: f64) -> f64 {
    n * (n + 1.0) * (2.0 * n + 1.0) / 6.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::Sampler;
    use crate::draws::{Draws, Purpose};
    use crate::scenario::Shape;

    fn close(found: f64, known: f64) {
        assert!((found / known - 1.0).abs() <= 1e-13, "{found}, not {known}");
    }

    #[test]
    fn small_bursts_as_worked_out_by_hand() {
        // 3 messages, 2 servers, mean 1: phases of mean 1/2, 1/2, 1
        let drain = ExponentialDrain::new(3, 2, 1.0);
        close(drain.makespan().mean, 2.0);
        close(drain.makespan().deviation, 1.5_f64.sqrt());
        close(drain.mean_waiting().mean, 1.0 / 6.0);
        close(drain.mean_waiting().deviation, 1.0 / 6.0);
        close(drain.mean_sojourn().mean, 7.0 / 6.0);
        // 3, 2 and 1 messages during the phases: variances 9/4 + 4/4 + 1
        close(drain.mean_sojourn().deviation, 4.25_f64.sqrt() / 3.0);
        // fewer messages than servers: the greatest of two exponential times
        let easy = ExponentialDrain::new(2, 5, 1.0);
        close(easy.makespan().mean, 1.5);
        close(easy.makespan().deviation, 1.25_f64.sqrt());
        assert!(easy.mean_waiting().mean.abs() < 1e-300);
        close(easy.mean_sojourn().deviation, 0.5_f64.sqrt());
    }

    #[test]
    fn the_exercise() {
        // 1000 messages, 3 senders, 0.1 s: 997/30 + 0.1 (1 + 1/2 + 1/3)
        let drain = ExponentialDrain::new(1000, 3, 0.1);
        close(drain.makespan().mean, 33.416_666_666_666_664);
        close(drain.mean_waiting().mean, 997.0 * 998.0 / 2.0 / 30.0 / 1000.0);
    }

    #[test]
    fn one_server_agrees_in_both_ways() {
        let (drain, single) = (
            ExponentialDrain::new(50, 1, 0.3),
            SingleDrain::new(50, &Moments::of(&Shape::Exponential).scaled(0.3)),
        );
        for (one, other) in [
            (drain.makespan(), single.makespan()),
            (drain.mean_waiting(), single.mean_waiting()),
            (drain.mean_sojourn(), single.mean_sojourn()),
        ] {
            close(one.mean, other.mean);
            close(one.deviation, other.deviation);
        }
    }

    #[test]
    fn the_largest_burst_keeps_its_digits() {
        let drain = ExponentialDrain::new(4_000_000_000, 100_000, 1.0);
        // H(100000) = 12.090146129863428
        close(
            drain.makespan().mean,
            3_999_900_000.0 / 1e5 + 12.090_146_129_863_428,
        );
    }

    /// Each figure's mean and deviation over 4000 simulated bursts.
    #[test]
    fn bursts_stray_as_simulated() {
        let (runs, messages, servers) = (4000_u32, 600_u32, 4_usize);
        let drain = ExponentialDrain::new(messages, 4, 1.0);
        let known = [
            drain.makespan(),
            drain.mean_waiting(),
            drain.mean_sojourn(),
            drain.utilisation(3.0),
            drain.mean_queue_length(3.0),
        ];
        let (sampler, n) = (Sampler::new(&Shape::Exponential), f64::from(messages));
        let (mut sums, mut squares) = ([0.0; 5], [0.0; 5]);
        for run in 0..runs {
            let draws = Draws::new(5, run);
            let (mut free, mut waiting, mut work) = (vec![0.0_f64; servers], 0.0, 0.0);
            for message in 0..messages {
                let service = sampler.unit(&mut draws.stream(Purpose::Service, message, 0));
                let first = (0..servers).min_by(|&a, &b| free[a].total_cmp(&free[b])).unwrap();
                waiting += free[first];
                work += service;
                free[first] += service;
            }
            let makespan = free.into_iter().fold(0.0, f64::max);
            let figures = [
                makespan,
                waiting / n,
                (waiting + work) / n,
                work / (4.0 * (makespan + 3.0)),
                waiting / (makespan + 3.0),
            ];
            for (i, figure) in figures.into_iter().enumerate() {
                sums[i] += figure / f64::from(runs);
                squares[i] += (figure - known[i].mean) * (figure - known[i].mean) / f64::from(runs);
            }
        }
        for i in 0..5 {
            let error = (sums[i] - known[i].mean) / known[i].deviation * f64::from(runs).sqrt();
            assert!(
                error.abs() < 4.0,
                "figure {i}: {} is {error} off {}",
                sums[i],
                known[i].mean
            );
            let ratio = squares[i].sqrt() / known[i].deviation;
            assert!(
                (ratio - 1.0).abs() < 0.06,
                "figure {i}: deviation {ratio} of the known one"
            );
        }
    }
}
