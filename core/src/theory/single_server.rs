//! One server with Poisson arrivals and any service times.

use crate::distribution::Moments;

/// M/G/1: one server, Poisson arrivals, independent service times with these moments.
///
/// F. Pollaczek 1930, A. Y. Khinchine 1932; L. Kleinrock, "Queueing systems", volume 1, 1975, sections 5.6 and 5.7.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SingleServer {
    arrival_rate: f64,
    service: Moments,
}

impl SingleServer {
    /// A queue with a steady state: `None` unless 0 < load < 1.
    #[must_use]
    pub fn new(arrival_rate: f64, service: Moments) -> Option<Self> {
        let load = arrival_rate * service.first;
        (load > 0.0 && load < 1.0).then_some(Self {
            arrival_rate,
            service,
        })
    }

    /// The share of time that the server works.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate * self.service.first
    }

    /// Mean waiting time.
    #[must_use]
    pub fn mean_waiting(&self) -> f64 {
        self.arrival_rate * self.service.second / (2.0 * (1.0 - self.utilisation()))
    }

    /// Mean square of the waiting time, served in order of arrival.
    #[must_use]
    pub fn mean_square_waiting(&self) -> f64 {
        let mean = self.mean_waiting();
        2.0 * mean * mean + self.arrival_rate * self.service.third / (3.0 * (1.0 - self.utilisation()))
    }

    /// Mean time in the system.
    #[must_use]
    pub fn mean_sojourn(&self) -> f64 {
        self.mean_waiting() + self.service.first
    }

    /// Mean number waiting.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.arrival_rate * self.mean_waiting()
    }

    /// n times the variance of the mean waiting time of n messages, for large n.
    #[must_use]
    pub fn waiting_variance(&self) -> f64 {
        self.variance_per_arrival(0.0, -self.mean_waiting())
    }

    /// n times the variance of the mean time in the system of n messages, for large n.
    #[must_use]
    pub fn sojourn_variance(&self) -> f64 {
        self.variance_per_arrival(1.0, -self.mean_sojourn())
    }

    /// t times the variance of the mean queue length over a time t, for large t.
    #[must_use]
    pub fn queue_length_variance(&self) -> f64 {
        self.arrival_rate * self.variance_per_arrival(0.0, 0.0)
    }

    /// The variance that each arrival adds to the sum, over messages, of waiting time + `services` × service time
    /// + `constant`.
    ///
    /// Unfinished work V drifts down at rate 1 and jumps up by S at each arrival. Its Poisson equation has the
    /// solution V² / (2 (1 - ρ)), so the sum is a martingale but for its mean growth and bounded terms, and jumps
    /// at each arrival by V (1 + 2 k S) + k S² + `services` × S + `constant` with k = λ / (2 (1 - ρ)) (S. Asmussen,
    /// "Applied probability and queues", 2nd edition, 2003, sections I.7 and X.3). For exponential service times
    /// this is Daley's closed form of 1968.
    fn variance_per_arrival(&self, services: f64, constant: f64) -> f64 {
        let Moments {
            first,
            second,
            third,
            fourth,
        } = self.service;
        let k = self.arrival_rate / (2.0 * (1.0 - self.utilisation()));
        let factor_square = 1.0 + 4.0 * k * first + 4.0 * k * k * second;
        let product = k * second
            + services * first
            + constant
            + 2.0 * k * (k * third + services * second + constant * first);
        let rest_square = k * k * fourth
            + 2.0 * k * services * third
            + (services * services + 2.0 * k * constant) * second
            + 2.0 * services * constant * first
            + constant * constant;
        self.mean_square_waiting() * factor_square + 2.0 * self.mean_waiting() * product + rest_square
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::Sampler;
    use crate::draws::{Draws, Purpose};
    use crate::scenario::Shape;
    use crate::theory::birth_death::{BirthDeath, Gain};

    fn close(found: f64, known: f64, tolerance: f64) {
        assert!((found / known - 1.0).abs() <= tolerance, "{found}, not {known}");
    }

    fn queue(load: f64, shape: &Shape) -> SingleServer {
        SingleServer::new(load, Moments::of(shape)).unwrap()
    }

    #[test]
    fn constant_service_halves_the_waiting() {
        for load in [0.1, 0.5, 0.9] {
            let random = queue(load, &Shape::Exponential);
            close(random.mean_waiting(), load / (1.0 - load), 1e-14);
            close(
                queue(load, &Shape::Constant).mean_waiting(),
                random.mean_waiting() / 2.0,
                1e-14,
            );
            let stages = queue(load, &Shape::Erlang { stages: 4 });
            close(stages.mean_waiting(), random.mean_waiting() * 0.625, 1e-14);
        }
        // M/M/1 at 1/2: the waiting time's mean square is 2 C / (1 - ρ)² = 4
        close(queue(0.5, &Shape::Exponential).mean_square_waiting(), 4.0, 1e-14);
        assert_eq!(SingleServer::new(1.0, Moments::of(&Shape::Constant)), None);
    }

    #[test]
    fn exponential_service_strays_as_the_birth_death_process_does() {
        let load = 0.7;
        let (single, process) = (
            queue(load, &Shape::Exponential),
            BirthDeath::new(1, load, 1.0, None).unwrap(),
        );
        let rate = |over_time: &dyn Fn(u64) -> f64, entered| {
            process.variance_rate(&Gain {
                over_time,
                entered,
                refused: 0.0,
            })
        };
        let waiting = |n| process.waiting(n);
        let present = |n| process.waiting(n) + process.at_work(n);
        close(
            single.waiting_variance(),
            rate(&waiting, -single.mean_waiting()) / load,
            1e-10,
        );
        close(
            single.sojourn_variance(),
            rate(&present, -single.mean_sojourn()) / load,
            1e-10,
        );
        close(single.queue_length_variance(), rate(&waiting, 0.0), 1e-10);
    }

    /// Lindley's recursion, run often enough that the variance between runs is known to about 5 %.
    #[test]
    fn constant_and_long_tailed_service_stray_as_simulated() {
        for (load, shape) in [
            (0.6, Shape::Constant),
            (0.5, Shape::Gamma { shape: 0.5 }),
            (0.7, Shape::Uniform { spread: 1.0 }),
        ] {
            let known = queue(load, &shape);
            let (runs, messages) = (800_u32, 5_000_u32);
            let (service, gap) = (Sampler::new(&shape), Sampler::new(&Shape::Exponential));
            let (mut waiting_square, mut sojourn_square, mut waiting_sum) = (0.0, 0.0, 0.0);
            for run in 0..runs {
                let draws = Draws::new(11, run);
                let mut services = draws.stream(Purpose::Service, 0, 0);
                let mut gaps = draws.stream(Purpose::Interarrival, 0, 0);
                let (mut work, mut waiting, mut sojourn) = (0.0_f64, 0.0, 0.0);
                for message in 0..messages + 500 {
                    work = (work - gap.unit(&mut gaps) / load).max(0.0);
                    let time = service.unit(&mut services);
                    if message >= 500 {
                        waiting += work / f64::from(messages);
                        sojourn += (work + time) / f64::from(messages);
                    }
                    work += time;
                }
                waiting_sum += waiting / f64::from(runs);
                let (waiting, sojourn) = (waiting - known.mean_waiting(), sojourn - known.mean_sojourn());
                waiting_square += waiting * waiting / f64::from(runs);
                sojourn_square += sojourn * sojourn / f64::from(runs);
            }
            let error = (known.waiting_variance() / f64::from(messages) / f64::from(runs)).sqrt();
            assert!(
                (waiting_sum - known.mean_waiting()).abs() < 4.0 * error,
                "{shape:?}: {waiting_sum}"
            );
            close(
                waiting_square * f64::from(messages),
                known.waiting_variance(),
                0.2,
            );
            close(
                sojourn_square * f64::from(messages),
                known.sojourn_variance(),
                0.2,
            );
        }
    }
}
