//! Many equal servers with exponential service times and Poisson arrivals.

/// The share of Poisson arrivals that find all of `servers` busy where nobody waits: Erlang's loss formula B, for
/// any distribution of service times. `offered` is arrival rate × mean service time.
///
/// A. K. Erlang 1917; by the recursion B(k) = a B(k - 1) / (k + a B(k - 1)), which loses no digits
/// (R. B. Cooper, "Introduction to queueing theory", 2nd edition, 1981, section 3.3).
#[must_use]
pub fn erlang_b(servers: u32, offered: f64) -> f64 {
    (1..=servers).fold(1.0, |blocked, k| {
        offered * blocked / (f64::from(k) + offered * blocked)
    })
}

/// M/M/c: Poisson arrivals, c servers with exponential service times, one queue served in order of arrival.
/// Times and rates are in one unit of the caller's choice, such as seconds and 1 / second.
///
/// L. Kleinrock, "Queueing systems", volume 1, 1975, section 3.5; D. Gross and C. M. Harris, "Fundamentals of
/// queueing theory", 3rd edition, 1998, section 2.3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MultiServer {
    servers: f64,
    arrival_rate: f64,
    mean_service: f64,
    delayed: f64,
}

impl MultiServer {
    /// A queue with a steady state: `None` unless 0 < load < 1.
    #[must_use]
    pub fn new(servers: u32, arrival_rate: f64, mean_service: f64) -> Option<Self> {
        let offered = arrival_rate * mean_service;
        let load = offered / f64::from(servers);
        (load > 0.0 && load < 1.0).then(|| {
            let lost = erlang_b(servers, offered);
            Self {
                servers: f64::from(servers),
                arrival_rate,
                mean_service,
                delayed: lost / (1.0 - load * (1.0 - lost)),
            }
        })
    }

    /// The share of time that a server works.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate * self.mean_service / self.servers
    }

    /// The probability of having to wait: Erlang's delay formula C.
    #[must_use]
    pub const fn delayed(&self) -> f64 {
        self.delayed
    }

    /// The rate at which the servers outrun the arrivals while all work.
    fn spare_rate(&self) -> f64 {
        self.servers / self.mean_service - self.arrival_rate
    }

    /// Mean waiting time.
    #[must_use]
    pub fn mean_waiting(&self) -> f64 {
        self.delayed / self.spare_rate()
    }

    /// Mean time in the system.
    #[must_use]
    pub fn mean_sojourn(&self) -> f64 {
        self.mean_waiting() + self.mean_service
    }

    /// Mean number waiting.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.arrival_rate * self.mean_waiting()
    }

    /// The probability of waiting longer than `time`.
    #[must_use]
    pub fn waiting_exceeds(&self, time: f64) -> f64 {
        self.delayed * libm::exp(-self.spare_rate() * time)
    }

    /// The probability of spending longer than `time` in the system: the convolution of waiting and service.
    #[must_use]
    pub fn sojourn_exceeds(&self, time: f64) -> f64 {
        let service_rate = 1.0 / self.mean_service;
        let difference = self.spare_rate() - service_rate;
        // (e^(-service t) - e^(-spare t)) / (spare - service), also where the two rates are close
        let overlap = if (difference * time).abs() < 1e-12 {
            time
        } else {
            -libm::expm1(-difference * time) / difference
        };
        libm::exp(-service_rate * time) * (1.0 + self.delayed * service_rate * overlap)
    }

    /// The time that a message waits at most with this probability.
    #[must_use]
    pub fn waiting_quantile(&self, probability: f64) -> f64 {
        libm::log(self.delayed / (1.0 - probability)).max(0.0) / self.spare_rate()
    }

    /// The time that a message spends at most in the system with this probability.
    #[must_use]
    pub fn sojourn_quantile(&self, probability: f64) -> f64 {
        let exceeds = 1.0 - probability;
        let (mut low, mut high) = (0.0, self.mean_sojourn());
        while self.sojourn_exceeds(high) > exceeds && high.is_finite() {
            high *= 2.0;
        }
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if self.sojourn_exceeds(middle) > exceeds {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, known: f64, tolerance: f64) {
        assert!((found - known).abs() <= tolerance, "{found}, not {known}");
    }

    #[test]
    fn erlang_b_as_in_the_tables() {
        // published tables give the load that each number of lines carries at 1 % and 0.1 % loss
        for (servers, offered, lost) in [
            (1, 0.0101, 0.01),
            (5, 1.361, 0.01),
            (10, 4.461, 0.01),
            (20, 12.03, 0.01),
            (100, 84.06, 0.01),
            (10, 3.092, 0.001),
            (50, 32.51, 0.001),
        ] {
            close(erlang_b(servers, offered) / lost, 1.0, 0.004);
        }
        close(erlang_b(1, 1.0), 0.5, 1e-15);
        close(erlang_b(2, 1.0), 0.2, 1e-15);
        close(erlang_b(3, 2.0), 4.0 / 19.0, 1e-15);
    }

    #[test]
    fn huge_groups_keep_their_digits() {
        // from the recursion in 60 digits
        close(
            erlang_b(100_000, 100_000.0) / 2.518_893_423_546_906_4e-3,
            1.0,
            1e-11,
        );
        close(erlang_b(100_000, 1e-3), 0.0, 0.0);
    }

    #[test]
    fn ten_servers_at_nine_tenths() {
        let queue = MultiServer::new(10, 90.0, 0.1).unwrap();
        close(queue.delayed(), 0.668_732, 1e-6);
        close(queue.mean_waiting(), 0.066_873_2, 1e-7);
        close(queue.mean_sojourn(), 0.166_873_2, 1e-7);
        close(queue.mean_queue_length(), 6.018_59, 1e-5);
        close(queue.utilisation(), 0.9, 1e-15);
    }

    #[test]
    fn two_servers_as_in_the_closed_form() {
        // C = 2 ρ² / (1 + ρ); at ρ = 3/4 the mean number waiting is 27/14
        let queue = MultiServer::new(2, 1.5, 1.0).unwrap();
        close(queue.delayed(), 9.0 / 14.0, 1e-15);
        close(queue.mean_queue_length(), 27.0 / 14.0, 1e-14);
    }

    #[test]
    fn one_server_is_exponential_in_the_system() {
        let queue = MultiServer::new(1, 0.5, 1.0).unwrap();
        close(queue.mean_waiting(), 1.0, 1e-15);
        close(queue.mean_sojourn(), 2.0, 1e-15);
        close(queue.waiting_exceeds(2.0), 0.5 * libm::exp(-1.0), 1e-15);
        for time in [0.0, 0.5, 3.0, 20.0] {
            close(queue.sojourn_exceeds(time), libm::exp(-time / 2.0), 1e-14);
        }
        close(queue.sojourn_quantile(0.99), 2.0 * libm::log(100.0), 1e-12);
        close(queue.waiting_quantile(0.75), 2.0 * libm::log(2.0), 1e-14);
        close(queue.waiting_quantile(0.4), 0.0, 0.0);
    }

    #[test]
    fn equal_rates_of_waiting_and_service_are_no_trap() {
        // c - 1 = a: both decay alike and the convolution is that of two equal exponentials
        let queue = MultiServer::new(3, 2.0, 1.0).unwrap();
        let near = MultiServer::new(3, 2.0 + 1e-9, 1.0).unwrap();
        close(
            queue.sojourn_exceeds(1.5),
            libm::exp(-1.5) * (1.0 + queue.delayed() * 1.5),
            1e-14,
        );
        close(queue.sojourn_exceeds(1.5), near.sojourn_exceeds(1.5), 1e-8);
    }

    #[test]
    fn no_steady_state_no_queue() {
        assert_eq!(MultiServer::new(2, 2.0, 1.0), None);
        assert_eq!(MultiServer::new(2, 0.0, 1.0), None);
        assert_eq!(MultiServer::new(0, 1.0, 1.0), None);
    }
}
