//! Constant service times at many servers: Poisson arrivals, arrivals at fixed intervals, and bursts.

/// More steps of the sum than this are not worth the wait.
const MOST_STEPS: f64 = 1e7;
/// ln of the share of the result that may be left out.
const DIGITS: f64 = 40.0;

/// M/D/c: the mean waiting time as a share of the constant service time. `None` unless 0 < load < 1, or where the
/// load is so close to 1 that the sum would take too long.
///
/// Seen every service time, the queue is a random walk whose steps are Poisson(a) - c, so its mean is that of
/// F. Spitzer's identity, Σ E (X_w - w c)⁺ / w with X_w Poisson of mean w a ("A combinatorial lemma and its
/// application to probability theory", Transactions of the American Mathematical Society 82, 1956); divided by a it
/// is C. D. Crommelin's formula of 1932 for the mean delay.
#[must_use]
pub fn mean_waiting_of_constant_service(servers: u32, offered: f64) -> Option<f64> {
    let c = f64::from(servers);
    let load = offered / c;
    if !(load > 0.0 && load < 1.0) {
        return None;
    }
    // probabilities of a step's excess fall by this power of e with each slot
    let decay = load - 1.0 - libm::log(load);
    let slots = DIGITS / (c * decay);
    let steps = (DIGITS / (1.0 - load)).min(9.0 * (slots * c).sqrt() + 9.0);
    if slots * steps > MOST_STEPS {
        return None;
    }
    let (mut sum, mut slot) = (0.0, 0.0);
    while slot <= slots {
        slot += 1.0;
        sum += poisson_excess(slot * c, load, decay) / (slot * offered);
    }
    Some(sum)
}

/// E (X - k)⁺ for X Poisson of mean `load` × k, where `decay` is load - 1 - ln load.
fn poisson_excess(k: f64, load: f64, decay: f64) -> f64 {
    // ln k! - Stirling's k ln k - k + ln(2 π k) / 2
    let rest = if k < 16.0 {
        libm::lgamma(k + 1.0) - (k + 0.5) * libm::log(k) + k - 0.5 * libm::log(2.0 * std::f64::consts::PI)
    } else {
        let square = k * k;
        (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * square)) / square) / k
    };
    let at_k = libm::exp(-k * decay - rest) / (2.0 * std::f64::consts::PI * k).sqrt();
    let (mut sum, mut term, mut j) = (0.0, 1.0, 0.0);
    loop {
        j += 1.0;
        term *= load * k / (k + j);
        sum += j * term;
        if j * term < sum * 1e-17 {
            return at_k * sum;
        }
    }
}

/// D/D/c: messages that come one after each `gap` (0: all at once) to equal servers that take `service` for each.
/// Message k starts when it comes, or, where the servers are too few, when message k - c ends: plain arithmetic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rounds {
    /// How many messages.
    pub messages: u32,
    /// How many servers.
    pub servers: u32,
    /// From each message to the next.
    pub gap: f64,
    /// Of each message.
    pub service: f64,
}

impl Rounds {
    /// What each round of the servers adds to the waiting time.
    fn delay_per_round(&self) -> f64 {
        (self.service - f64::from(self.servers) * self.gap).max(0.0)
    }

    /// Mean waiting time.
    #[must_use]
    pub fn mean_waiting(&self) -> f64 {
        let rounds = f64::from(self.messages / self.servers);
        let (servers, left) = (f64::from(self.servers), f64::from(self.messages % self.servers));
        let sum = servers * rounds * (rounds - 1.0) / 2.0 + left * rounds;
        self.delay_per_round() * sum / f64::from(self.messages)
    }

    /// When the last message ends.
    #[must_use]
    pub fn makespan(&self) -> f64 {
        let last = self.messages - 1;
        let waiting = f64::from(last / self.servers) * self.delay_per_round();
        f64::from(last) * self.gap + waiting + self.service
    }
}

/// D/M/1: the mean waiting time of messages that come one after each `gap` to one server with exponential service
/// times. `None` unless 0 < load < 1.
///
/// L. Kleinrock, "Queueing systems", volume 1, 1975, section 6.4 with A*(s) = e^(-s gap).
#[must_use]
pub fn mean_waiting_of_fixed_arrivals(gap: f64, mean_service: f64) -> Option<f64> {
    let load = mean_service / gap;
    if !(load > 0.0 && load < 1.0) {
        return None;
    }
    // the probability y of finding the server idle: 1 - y = e^(-y / load)
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let idle = f64::midpoint(low, high);
        if -libm::expm1(-idle / load) > idle {
            low = idle;
        } else {
            high = idle;
        }
    }
    (low > 0.0).then(|| mean_service * (1.0 - low) / low)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, known: f64, tolerance: f64) {
        assert!((found / known - 1.0).abs() <= tolerance, "{found}, not {known}");
    }

    #[test]
    fn poisson_arrivals_at_constant_servers() {
        let waiting = |servers, load: f64| {
            mean_waiting_of_constant_service(servers, load * f64::from(servers)).unwrap()
        };
        // one server: half of M/M/1
        close(waiting(1, 0.5), 0.5, 1e-12);
        close(waiting(1, 0.9), 4.5, 1e-10);
        // the same sum with 60 digits
        close(waiting(2, 0.5), 0.176_741_057_112_837, 1e-12);
        close(waiting(2, 0.9), 2.146_923_214_715_83, 1e-9);
        close(waiting(5, 0.8), 0.289_060_007_262_668, 1e-12);
        close(waiting(10, 0.9), 0.344_582_050_379_681, 1e-11);
        assert!(waiting(100_000, 0.9) < 1e-9);
    }

    #[test]
    fn saturation_is_declined() {
        assert_eq!(mean_waiting_of_constant_service(3, 3.0), None);
        assert_eq!(mean_waiting_of_constant_service(3, 0.0), None);
        assert_eq!(mean_waiting_of_constant_service(3, 2.999_999), None);
    }

    #[test]
    fn rounds_as_counted_by_hand() {
        // 7 messages at 3 servers: starts 0 0 0 2 2 2 4
        let burst = Rounds {
            messages: 7,
            servers: 3,
            gap: 0.0,
            service: 2.0,
        };
        close(burst.mean_waiting(), 10.0 / 7.0, 1e-15);
        close(burst.makespan(), 6.0, 1e-15);
        // one each second at 2 servers that take 3 s: starts 0 1 3 4 6, waits 0 0 1 1 2
        let stream = Rounds {
            messages: 5,
            servers: 2,
            gap: 1.0,
            service: 3.0,
        };
        close(stream.mean_waiting(), 0.8, 1e-15);
        close(stream.makespan(), 9.0, 1e-15);
        // fast enough: nobody waits
        let easy = Rounds {
            messages: 5,
            servers: 3,
            gap: 1.0,
            service: 3.0,
        };
        assert!(easy.mean_waiting().abs() < 1e-300);
        close(easy.makespan(), 7.0, 1e-15);
        let huge = Rounds {
            messages: 4_000_000_000,
            servers: 1,
            gap: 0.0,
            service: 1.0,
        };
        close(huge.mean_waiting(), 1_999_999_999.5, 1e-15);
    }

    #[test]
    fn fixed_arrivals_at_an_exponential_server() {
        // σ = e^(-2 (1 - σ)) has the root 0.203188 (Kleinrock's example at load 1/2)
        let waiting = mean_waiting_of_fixed_arrivals(2.0, 1.0).unwrap();
        close(waiting, 0.203_187_87 / 0.796_812_13, 1e-7);
        // near saturation half of M/M/1
        close(
            mean_waiting_of_fixed_arrivals(1.0, 0.999).unwrap(),
            0.5 * 999.0,
            2e-3,
        );
        assert_eq!(mean_waiting_of_fixed_arrivals(1.0, 1.0), None);
    }
}
