//! The producer: its clock, and what stops it.

use super::*;

#[test]
fn a_paused_producer_s_clock_stands_still() {
    let mut settings = constant(3, 1);
    settings.producer.arrivals = Arrivals::Every(seconds(10));
    settings.timeline = vec![
        Entry {
            at: at(4),
            action: Action::PauseProducer,
        },
        Entry {
            at: at(100),
            action: Action::ResumeProducer,
        },
    ];
    let report = run(&settings);
    // at 0, then six seconds after the pause, then ten more, and one second to send
    assert_eq!(report.clock, at(117));
}

#[test]
fn a_blocked_producer_s_next_gap_begins_at_the_release() {
    let order = starts(&[
        ONE,
        "producer: {messages: 4, arrivals: {every: 0.1}}",
        "broker: {capacity: 1, overflow: block}",
    ]);
    assert_eq!(order, [(0, 0, 0), (1, 1000, 0), (2, 2000, 0), (3, 3000, 0)]);
    let report = played(&[
        ONE,
        "producer: {messages: 4, arrivals: {every: 0.1}}",
        "broker: {capacity: 1, overflow: block}",
    ]);
    // produced at 0, 0.1, 0.2 (held until 1) and 1.1 (held until 2): they wait 0, 0.9, 1.8 and 1.9 seconds
    assert_eq!(report.waiting.max, Some(ms(1900)));
    assert_eq!(
        report.waiting.mean.map(|mean| mean.to_string()).as_deref(),
        Some("1.15")
    );
    assert_eq!(report.sojourn.max, Some(ms(2900)));
}

#[test]
fn a_blocked_producer_counts_what_is_on_its_way() {
    let report = played(&[
        ONE,
        "producer: {messages: 4}",
        "broker: {capacity: 1, overflow: block, latency: 0.5}",
    ]);
    // two go at 0, the third at 1.5, when the first is sent and the second begun, the fourth at 2.5
    assert_eq!((report.clock, report.queue.max_length), (at_ms(4500), 1));
    assert_eq!(report.waiting.max, Some(ms(2500)), "the third, from 0 on");
    assert_eq!(report.sojourn.max, Some(ms(3500)));
}

#[test]
fn a_blocked_trace_is_shifted() {
    let order = starts(&[
        ONE,
        "producer: {arrivals: {trace: [0, 0, 0, 1, 10]}}",
        "broker: {capacity: 1, overflow: block}",
    ]);
    // the third is held until 1; so the fourth comes at 2 and the fifth at 11
    assert_eq!(
        order,
        [
            (0, 0, 0),
            (1, 1000, 0),
            (2, 2000, 0),
            (3, 3000, 0),
            (4, 11_000, 0)
        ]
    );
}

/// In a loss system that blocks, each message is produced one gap after the one before was taken.
#[test]
fn gaps_of_a_blocked_producer_are_drawn_as_ever() {
    for arrivals in ["{poisson: 1/s}", "{steps: [{at: 0s, rate: 1/s}]}"] {
        let producer = format!("producer: {{messages: 50, arrivals: {arrivals}}}");
        let times = |broker: &str| watched_to_end::<Productions>(&scenario(&[ONE, &producer, broker])).1;
        let (free, blocked) = (
            times("broker: {}"),
            times("broker: {capacity: 0, overflow: block}"),
        );
        let mut held = 0;
        for pair in 1..50 {
            let gap = free.produced[pair].since(free.produced[pair - 1]);
            let from = blocked.began[pair - 1];
            held += u32::from(from > blocked.produced[pair - 1]);
            // rounding of two roads to the same instant
            let expected = from.after(gap);
            assert!(
                blocked.produced[pair]
                    .nanoseconds()
                    .abs_diff(expected.nanoseconds())
                    <= 1,
                "{arrivals}, {pair}"
            );
        }
        assert!(held > 10, "{arrivals}: {held}");
    }
}

/// When messages were produced, and when their attempts began.
#[derive(Debug, Default)]
struct Productions {
    produced: Vec<SimTime>,
    began: Vec<SimTime>,
}

impl Observer for Productions {
    fn observe(&mut self, at: SimTime, observation: &Observation) {
        match observation {
            Observation::Produced { .. } => self.produced.push(at),
            Observation::Started { .. } => self.began.push(at),
            _ => {}
        }
    }
}

fn productions(sections: &[&str]) -> Vec<SimTime> {
    watched_to_end::<Productions>(&scenario(sections)).1.produced
}

#[test]
fn pausing_twice_and_resuming_twice_is_as_once() {
    let produced = productions(&[
        ONE,
        "producer: {messages: 4, arrivals: {every: 10s}}",
        "timeline: [{at: 1s, resume_producer: {}}, {at: 4s, pause_producer: {}}, {at: 6s, pause_producer: {}}, \
         {at: 100s, resume_producer: {}}, {at: 103s, resume_producer: {}}]",
    ]);
    assert_eq!(produced, [at(0), at(106), at(116), at(126)]);
}

#[test]
fn a_paused_producer_releases_what_it_holds_and_its_clock_stands() {
    let produced = productions(&[
        ONE,
        "producer: {messages: 4, arrivals: {every: 0.1}}",
        "broker: {capacity: 1, overflow: block}",
        "timeline: [{at: 0.5, pause_producer: {}}, {at: 10s, resume_producer: {}}]",
    ]);
    // the third is held from 0.2 to 1; the gap after it begins at 10
    assert_eq!(produced, [at(0), at_ms(100), at_ms(200), at_ms(10_100)]);
}

/// A changed rate is one changed knob: it leaves each message its own luck.
#[test]
fn a_changed_arrival_rate_stretches_the_gaps_and_draws_none_anew() {
    let with = |arrivals: &str, timeline: &str| {
        let producer = format!("producer: {{messages: 200, arrivals: {arrivals}}}");
        productions(&[ONE, &producer, &format!("timeline: [{timeline}]")])
    };
    let plain = with("{poisson: 2/s}", "");
    let same = with("{poisson: 2/s}", "{at: 30s, set: {arrival_rate: 2/s}}");
    assert_eq!(same, plain);
    for arrivals in [
        "{poisson: 7/s}",
        "{steps: [{at: 0s, rate: 5/s}, {at: 1s, rate: 1/s}]}",
    ] {
        assert_eq!(
            with(arrivals, "{at: 0s, set: {arrival_rate: 2/s}}"),
            plain,
            "{arrivals}"
        );
    }
    let steps = with("{steps: [{at: 0s, rate: 2/s}, {at: 30s, rate: 4/s}]}", "");
    let set = with("{poisson: 2/s}", "{at: 30s, set: {arrival_rate: 4/s}}");
    let paused = with(
        "{poisson: 2/s}",
        "{at: 20s, pause_producer: {}}, {at: 21s, set: {arrival_rate: 4/s}}, {at: 25s, set: {arrival_rate: 2/s}}, \
         {at: 30s, resume_producer: {}}, {at: 40s, set: {arrival_rate: 4/s}}",
    );
    for (message, at_steps) in steps.iter().enumerate() {
        // each is rounded to nanoseconds on its own
        let near = |at: SimTime, other: SimTime| at.nanoseconds().abs_diff(other.nanoseconds()) <= 500;
        assert!(near(set[message], *at_steps), "{message}: {:?}", set[message]);
        let delay = if *at_steps > at(20) {
            SimDuration::from_seconds(10)
        } else {
            SimDuration::ZERO
        };
        assert!(
            near(paused[message], at_steps.after(delay)),
            "{message}: {:?}",
            paused[message]
        );
    }
}

#[test]
fn a_changed_arrival_rate_waits_for_a_paused_producer() {
    let produced = productions(&[
        ONE,
        "producer: {messages: 100}",
        "timeline: [{at: 0s, pause_producer: {}}, {at: 1s, set: {arrival_rate: 1000/s}}, {at: 10s, resume_producer: {}}]",
    ]);
    assert_eq!(produced.len(), 100);
    assert!(
        produced[0] > at(10) && produced[99] < at_ms(10_200),
        "{produced:?}"
    );
    assert!(produced[99] > at_ms(10_050), "no burst any more");
}

#[test]
fn a_changed_arrival_rate_waits_for_the_release_and_revives_nothing() {
    let produced = productions(&[
        ONE,
        "producer: {messages: 4}",
        "broker: {capacity: 1, overflow: block}",
        "timeline: [{at: 0.5, set: {arrival_rate: 1000000/s}}, {at: 20s, set: {arrival_rate: 9/s}}, {at: 30s, submit: {}}]",
    ]);
    // the third of the burst is held until 1; only then the fourth is due, a microsecond or so later
    assert_eq!(produced.len(), 5);
    assert_eq!(produced[..3], [at(0); 3]);
    assert!(produced[3] > at(1) && produced[3] < at_ms(1001), "{produced:?}");
    assert_eq!(produced[4], at(30), "the only one after the producer's own");
}

#[test]
fn the_first_gap_of_random_arrivals_runs_from_zero_and_fixed_ones_start_there() {
    let first =
        |arrivals: &str| productions(&[ONE, &format!("producer: {{messages: 2, arrivals: {arrivals}}}")]);
    assert_eq!(first("{every: 3s}"), [at(0), at(3)]);
    assert_eq!(first("{trace: [2, 5]}"), [at(2), at(5)]);
    assert!(first("{poisson: 1/s}")[0] > at(0));
    // twice the rate, half the gaps
    let (slow, fast) = (first("{poisson: 1/s}"), first("{poisson: 2/s}"));
    assert!(slow[1].nanoseconds().abs_diff(2 * fast[1].nanoseconds()) <= 2);
}

/// While the rate is 0 nothing may come, whenever the clock stood.
#[test]
fn a_pause_does_not_carry_arrivals_into_a_step_without_any() {
    let produced = productions(&[
        ONE,
        "producer: {messages: 900, arrivals: {steps: [{at: 0s, rate: 1000/s}, {at: 1s, rate: 0}, {at: 10s, rate: 1000/s}]}}",
        "timeline: [{at: 0.5, pause_producer: {}}, {at: 5s, resume_producer: {}}]",
    ]);
    assert_eq!(produced.len(), 900);
    assert!(produced.iter().all(|time| *time <= at_ms(500) || *time >= at(10)));
    assert!(produced.iter().filter(|time| **time <= at_ms(500)).count() > 400);
}
