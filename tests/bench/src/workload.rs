//! What is run: three workloads that stress different things, as scenarios that anybody could write.

use bellwether::scenario::Scenario;
use bellwether::simulation::Simulation;

/// A pipeline under load. Service times are exponential with mean 0.1 s.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    /// As the tables have it.
    pub name: &'static str,
    /// In words.
    pub what: &'static str,
    /// How many.
    pub senders: u32,
    /// Poisson arrivals per second; none for a burst.
    pub rate: Option<u32>,
    /// In percent.
    pub failure_rate: u32,
    /// At a message.
    pub max_attempts: u32,
    /// The greatest ratio to the floor that is good enough.
    pub goal: f64,
}

/// All of them.
pub const WORKLOADS: [Workload; 3] = [
    Workload {
        name: "W1",
        what: "a burst to 10 senders",
        senders: 10,
        rate: None,
        failure_rate: 20,
        max_attempts: 1,
        goal: 2.5,
    },
    Workload {
        name: "W2",
        what: "Poisson arrivals, 90 a second, to 10 senders: load 0.9",
        senders: 10,
        rate: Some(90),
        failure_rate: 5,
        max_attempts: 1,
        goal: 3.0,
    },
    Workload {
        name: "W3",
        what: "a burst to 1000 senders, three attempts, 1 s backoff",
        senders: 1000,
        rate: None,
        failure_rate: 20,
        max_attempts: 3,
        goal: 3.0,
    },
];

impl Workload {
    /// As a scenario file with so many messages.
    #[must_use]
    pub fn text(&self, messages: u32, seed: u64) -> String {
        let arrivals = self
            .rate
            .map_or("burst".to_owned(), |rate| format!("{{poisson: {rate}/s}}"));
        format!(
            "{{seed: {seed}, producer: {{messages: {messages}, arrivals: {arrivals}}}, \
             broker: {{max_attempts: {}, backoff: {{initial: 1s, factor: 1, jitter: none}}}}, \
             senders: [{{count: {}, mean_time: 100ms, failure_rate: {}%}}]}}",
            self.max_attempts, self.senders, self.failure_rate
        )
    }

    /// With so many messages, as the terminal and the page would read it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the texts are ours")]
    pub fn scenario(&self, messages: u32, seed: u64) -> Scenario {
        Scenario::from_text(&self.text(messages, seed)).expect("a valid scenario")
    }
}

/// Runs a scenario with everything on that a normal run has: statistics, samples, counts, digest.
#[must_use]
pub fn run(scenario: &Scenario) -> Simulation {
    let mut run = Simulation::new(scenario, 0);
    run.run_to_end();
    run
}
