//! The number of messages in a system of equal exponential servers, limited or not, as a birth-death process:
//! its steady state, and how far averages over a finite run stray from it.

/// Fewer states than this are worked out one by one; where more matter, no run is long enough for a steady state.
const MOST_STATES: u64 = 1 << 20;
/// States this much less likely than the likeliest do not count.
const NEGLIGIBLE: f64 = 1e-28;

/// Poisson arrivals at c servers with exponential service times, and room for so many messages in all.
#[derive(Clone, Debug, PartialEq)]
pub struct BirthDeath {
    servers: u64,
    arrival_rate: f64,
    /// The number in the system that admits no more.
    full: Option<u64>,
    /// The least number in the system whose probability is kept.
    first: u64,
    /// Of the numbers from `first` on.
    probabilities: Vec<f64>,
    /// Index of the likeliest.
    likeliest: usize,
}

/// What a quantity gains: with time, with each message that enters, with each that is refused.
///
/// The quantity's fluctuation around its mean growth is what [`BirthDeath::variance_rate`] gives. An average such
/// as waiting time per message is a ratio of two such quantities; to first order it strays as the numerator less
/// ratio × denominator does, divided by the denominator's mean growth (the delta method).
#[derive(Clone, Copy, Debug)]
pub struct Gain<F: Fn(u64) -> f64> {
    /// Per unit of time with this number in the system.
    pub over_time: F,
    /// With each message that enters.
    pub entered: f64,
    /// With each message that finds the system full.
    pub refused: f64,
}

impl BirthDeath {
    /// M/M/c, or M/M/c/K where the system is `full` at K. `None` without a steady state, or where too many states
    /// matter.
    #[must_use]
    pub fn new(servers: u32, arrival_rate: f64, mean_service: f64, full: Option<u64>) -> Option<Self> {
        let servers = u64::from(servers);
        let offered = arrival_rate * mean_service;
        // up: ratio of the probabilities of n + 1 and n
        let ratio = |n: u64| offered / float((n + 1).min(servers));
        let stable = full.is_some() || offered < float(servers);
        if !(offered > 0.0 && stable && servers > 0 && full.is_none_or(|full| full >= servers)) {
            return None;
        }
        let last = full.unwrap_or(u64::MAX);
        let mode = likeliest_state(offered, servers, last);
        let mut below = Vec::new();
        let (mut weight, mut n) = (1.0, mode);
        while n > 0 && weight > NEGLIGIBLE {
            n -= 1;
            weight /= ratio(n);
            below.push(weight);
            if below.len() as u64 > MOST_STATES {
                return None;
            }
        }
        let likeliest = below.len();
        let first = mode - likeliest as u64;
        let mut probabilities: Vec<f64> = below.into_iter().rev().collect();
        probabilities.push(1.0);
        (weight, n) = (1.0, mode);
        while n < last && weight > NEGLIGIBLE {
            weight *= ratio(n);
            n += 1;
            probabilities.push(weight);
            if n - mode > MOST_STATES {
                return None;
            }
        }
        let total: f64 = probabilities.iter().sum();
        for probability in &mut probabilities {
            *probability /= total;
        }
        Some(Self {
            servers,
            arrival_rate,
            full,
            first,
            probabilities,
            likeliest,
        })
    }

    /// Numbers in the system with their probabilities.
    fn states(&self) -> impl Iterator<Item = (u64, f64)> {
        (self.first..).zip(self.probabilities.iter().copied())
    }

    /// The mean of a function of the number in the system.
    #[must_use]
    pub fn mean(&self, of: impl Fn(u64) -> f64) -> f64 {
        self.states().map(|(n, probability)| probability * of(n)).sum()
    }

    /// The probability that the system is full.
    #[must_use]
    pub fn is_full(&self) -> f64 {
        self.mean(|n| f64::from(u8::from(Some(n) == self.full)))
    }

    /// How many wait when so many are in the system.
    #[must_use]
    pub fn waiting(&self, in_system: u64) -> f64 {
        float(in_system.saturating_sub(self.servers))
    }

    /// The share of servers at work when so many are in the system.
    #[must_use]
    pub fn at_work(&self, in_system: u64) -> f64 {
        float(in_system.min(self.servers)) / float(self.servers)
    }

    /// The variance, times their number, of the mean of times whose sum `present` adds up to while messages are present: waiting
    /// times where it counts those who wait.
    #[must_use]
    pub fn variance_of_times(&self, present: impl Fn(u64) -> f64) -> f64 {
        let rate = self.arrival_rate * (1.0 - self.is_full());
        let mean = self.mean(&present) / rate;
        let variance = self.variance_rate(&Gain {
            over_time: present,
            entered: -mean,
            refused: 0.0,
        });
        variance / rate
    }

    /// The variance per unit of time, in a long run, of what `gain` adds up to.
    ///
    /// Poisson's equation for the process turns the sum into a martingale that jumps with each arrival and each
    /// end of service: W. Whitt, "Asymptotic formulas for Markov processes with applications to simulation",
    /// Operations Research 40(2), 1992, here with gains at jumps added. For the mean waiting time of M/M/1 it is
    /// the closed form of D. J. Daley, "The serial correlation coefficients of waiting times in a stationary single
    /// server queue", Journal of the Australian Mathematical Society 8, 1968.
    #[must_use]
    pub fn variance_rate(&self, gain: &Gain<impl Fn(u64) -> f64>) -> f64 {
        let drift = |n: u64| {
            let arrival = if Some(n) == self.full {
                gain.refused
            } else {
                gain.entered
            };
            (gain.over_time)(n) + self.arrival_rate * arrival
        };
        let mean = self.mean(drift);
        // What is gained below or above a state beyond the mean; both sides add up to 0, and each sum runs
        // inwards from its thin end so that it keeps its digits.
        let beyond = |(n, probability): (u64, f64)| probability * (drift(n) - mean);
        let of = |(potential, probability): (f64, f64)| {
            // difference of Poisson's solution between n + 1 and n
            let step = potential / (self.arrival_rate * probability);
            let entering = step + gain.entered;
            probability * (step * step + entering * entering)
        };
        let (mut sum, mut potential) = (0.0, 0.0);
        for state in self.states().take(self.likeliest) {
            potential -= beyond(state);
            sum += of((potential, state.1));
        }
        potential = 0.0;
        let (mut higher, mut states) = (0.0, self.probabilities.len());
        while states > self.likeliest {
            states -= 1;
            let state = (self.first + states as u64, self.probabilities[states]);
            if Some(state.0) == self.full {
                higher += state.1 * gain.refused * gain.refused;
            } else {
                higher += of((potential, state.1));
            }
            potential += beyond(state);
        }
        self.arrival_rate * (sum + higher)
    }
}

/// Where arrivals stop to outrun the servers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "floor of a positive number below the number of servers"
)]
fn likeliest_state(offered: f64, servers: u64, last: u64) -> u64 {
    if offered < float(servers) {
        (offered as u64).min(last)
    } else {
        last
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the counts that matter are far below 2^53"
)]
fn float(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::erlang::{MultiServer, erlang_b};

    fn close(found: f64, known: f64, tolerance: f64) {
        assert!((found / known - 1.0).abs() <= tolerance, "{found}, not {known}");
    }

    fn waiting_variance(process: &BirthDeath, arrival_rate: f64) -> f64 {
        let accepted = arrival_rate * (1.0 - process.is_full());
        let mean = process.mean(|n| process.waiting(n)) / accepted;
        process.variance_rate(&Gain {
            over_time: |n| process.waiting(n),
            entered: -mean,
            refused: 0.0,
        }) / accepted
    }

    #[test]
    fn the_unlimited_queue_is_erlangs() {
        for (servers, offered) in [(1, 0.5), (1, 0.99), (10, 9.0), (500, 470.0), (100_000, 99_000.0)] {
            let process = BirthDeath::new(servers, offered, 1.0, None).unwrap();
            let erlang = MultiServer::new(servers, offered, 1.0).unwrap();
            close(
                process.mean(|n| process.waiting(n)),
                erlang.mean_queue_length(),
                1e-9,
            );
            close(process.mean(|n| process.at_work(n)), erlang.utilisation(), 1e-10);
        }
    }

    #[test]
    fn without_room_to_wait_it_is_erlangs_loss() {
        for (servers, offered) in [(1, 0.5), (10, 20.0), (1000, 1000.0)] {
            let process = BirthDeath::new(servers, offered, 1.0, Some(u64::from(servers))).unwrap();
            close(process.is_full(), erlang_b(servers, offered), 1e-10);
        }
    }

    #[test]
    fn one_server_with_room_for_four() {
        // M/M/1/K: (1 - ρ) ρ^K / (1 - ρ^(K + 1))
        for load in [0.5, 0.999, 2.0] {
            let process = BirthDeath::new(1, load, 1.0, Some(4)).unwrap();
            let mut weights = [1.0; 5];
            for n in 1..5 {
                weights[n] = weights[n - 1] * load;
            }
            close(process.is_full(), weights[4] / weights.iter().sum::<f64>(), 1e-14);
        }
        let even = BirthDeath::new(1, 1.0, 1.0, Some(4)).unwrap();
        close(even.is_full(), 0.2, 1e-15);
    }

    #[test]
    fn mean_waiting_strays_as_daley_found() {
        for load in [0.1, 0.5, 0.9, 0.99] {
            let process = BirthDeath::new(1, load, 1.0, None).unwrap();
            let spare = (1.0 - load) * (1.0 - load);
            let known = load * (2.0 + 5.0 * load - 4.0 * load * load + load * load * load) / (spare * spare);
            close(waiting_variance(&process, load), known, 1e-9);
        }
    }

    #[test]
    fn the_mean_number_in_a_single_server_system_strays_as_in_whitt() {
        // 2 ρ (1 + ρ) / (1 - ρ)^4 per unit of time, with mean service time 1
        let process = BirthDeath::new(1, 0.8, 1.0, None).unwrap();
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let gain = Gain {
            over_time: |n| n as f64,
            entered: 0.0,
            refused: 0.0,
        };
        close(process.variance_rate(&gain), 2.0 * 0.8 * 1.8 / 0.0016, 1e-9);
    }

    #[test]
    fn a_loss_system_of_one_server_refuses_as_an_alternating_renewal_process() {
        // M/M/1/1 with both rates 1: entered messages are renewals of mean gap 2 and variance 2,
        // so their number varies by 2 / 2³ per unit of time
        let process = BirthDeath::new(1, 1.0, 1.0, Some(1)).unwrap();
        let entered = Gain {
            over_time: |_| 0.0,
            entered: 1.0,
            refused: 0.0,
        };
        close(process.variance_rate(&entered), 0.25, 1e-14);
        // all arrivals together are a Poisson process
        let arrivals = Gain {
            refused: 1.0,
            ..entered
        };
        close(process.variance_rate(&arrivals), 1.0, 1e-14);
    }

    #[test]
    fn too_large_or_unstable_systems_are_declined() {
        assert_eq!(BirthDeath::new(1, 1.0, 1.0, None), None);
        assert_eq!(BirthDeath::new(1, 1.0, 1.0, Some(1 << 40)), None);
        assert_eq!(BirthDeath::new(5, 1.0, 1.0, Some(4)), None);
        assert!(BirthDeath::new(1, 0.5, 1.0, Some(1 << 40)).is_some());
        assert!(BirthDeath::new(1, 2.0, 1.0, Some(1 << 40)).is_some());
    }
}
