//! Runs that are followed from start to start, against the same runs from event to event.

mod budgets;
mod samples;

use std::fmt::Debug;

use crate::scenario::{Action, Arrivals, Backoff, Discipline, Entry, Jitter, Scenario, Settings};
use crate::simulation::tests::assert_alike;
use crate::simulation::tests::calm::{Follower, calm_settings};
use crate::simulation::tests::chooser::{Chooser, after, chooser};
use crate::simulation::{Simulation, Stretch};
use crate::time::SimDuration;

/// Random scenarios with one line, whose times fall on whole milliseconds as often as not: many things happen at once.
fn settings_with_one_line(seed: u32) -> Settings {
    let mut settings = calm_settings(seed);
    let mut chooser = chooser(seed);
    settings.producer.messages *= 1 + chooser.below(20);
    if let Arrivals::Trace(instants) = &mut settings.producer.arrivals {
        // several at once
        *instants = (0..u64::from(settings.producer.messages))
            .map(|i| after(i / 3 * 20))
            .collect();
    }
    let broker = &mut settings.broker;
    broker.discipline = Discipline::Fifo;
    broker.latency = SimDuration::ZERO;
    broker.max_attempts = [1, 1, 2, 4][chooser.below(4) as usize];
    broker.backoff = Backoff {
        factor: [1.0, 1.0, 2.0][chooser.below(3) as usize],
        jitter: Jitter::None,
        ..broker.backoff
    };
    settings.monitor.interval = chooser.duration(3000);
    if chooser.below(2) == 0 {
        // and together with what happens by itself
        let submit = |_| Entry {
            at: after(u64::from(chooser.below(40)) * 20),
            action: Action::Submit {
                kind: 0,
                priority: None,
                text: None,
            },
        };
        settings.timeline.extend((0..12).map(submit));
        settings.timeline.sort_by_key(|entry| entry.at);
    }
    if chooser.below(2) == 0 {
        settings.timeline.clear();
    }
    settings
}

/// What anybody could see of a run at this time.
fn all_of(run: &Simulation) -> impl PartialEq + Debug {
    let senders: Vec<_> = (0..run.sender_count()).map(|sender| run.sender(sender)).collect();
    let attempts = run.senders.slots.iter().map(|slot| format!("{:?}", slot.attempt));
    let attempts: Vec<_> = attempts.collect();
    (
        run.report(),
        run.figures(),
        senders,
        attempts,
        run.last_settled_at,
    )
}

/// A run that is followed from start to start where it can be, at its end: as the one from event to event.
fn alike_at_the_end(scenario: &Scenario, what: &str) -> Simulation {
    let mut ahead = Simulation::new(scenario, 0);
    let mut followed = Simulation::watched(scenario, 0, Follower);
    ahead.run_to_end();
    followed.run_to_end();
    assert_alike(&all_of(&ahead), &all_of(&followed), what);
    ahead
}

/// Both runs to some of the same times, and to their ends; how many stretches there were, and samples on the way.
fn compare(seed: u32, chooser: &mut Chooser) -> (u64, u64) {
    let scenario = Scenario::of(settings_with_one_line(seed));
    let mut ahead = Simulation::new(&scenario, 0);
    let mut followed = Simulation::watched(&scenario, 0, Follower);
    let mut now = 0;
    for _ in 0..chooser.below(5) {
        now += u64::from(chooser.below(4000));
        ahead.run_until(after(now));
        followed.run_until(after(now));
        assert_alike(
            &all_of(&ahead),
            &all_of(&followed),
            format_args!("seed {seed} at {now} ms"),
        );
    }
    ahead.run_to_end();
    followed.run_to_end();
    assert_alike(&all_of(&ahead), &all_of(&followed), format_args!("seed {seed}"));
    assert_eq!(followed.stretches_ahead, 0);
    (ahead.stretches_ahead, ahead.samples_passed)
}

#[test]
fn from_start_to_start_is_the_same_run() {
    let mut chooser = chooser(1_000_000);
    let mut stretches = [0; 5];
    let (mut runs, mut passed) = (0, 0);
    for seed in 0..3000 {
        let (ahead, samples) = compare(seed, &mut chooser);
        runs += u32::from(ahead > 0);
        passed += samples;
        stretches[ahead.min(4) as usize] += 1;
    }
    assert!(runs > 800 && stretches[4] > 100, "{runs}: {stretches:?}");
    assert!(passed > 1500, "{passed}");
}

/// Those of a burst that wait are recorded with those that end, if nothing tells them apart.
#[test]
fn a_burst_ends_as_it_waits() {
    let mut bursts = Vec::new();
    for (senders, rest) in [
        ("{count: 7, failure_rate: 30%}", ""),
        ("{count: 7}", ""),
        ("{count: 3, failure_rate: 100%}", ""),
        // it fails rarely, so that the first failure comes late
        ("{count: 2, failure_rate: 0.05%}", ", until: 90s"),
        // many end at one instant, and some samples are due just then
        ("{count: 40, service: constant, failure_rate: 50%}", ""),
        ("{count: 5, concurrency: 3, failure_rate: 20%}", ", warm_up: 11s"),
        ("{count: 5, failure_rate: 20%}", ", warm_up: {messages: 300}"),
        // another one joins it, and who comes later waits behind it
        (
            "{count: 6, failure_rate: 10%}",
            ", timeline: [{at: 12s, submit: {}}, {at: 20s, submit: {}}, {at: 21s, set: {failure_rate: 90%}}]",
        ),
        ("{count: 4}, {count: 2, mean_time: 300ms, failure_rate: 20%}", ""),
        // senders come and go, nobody fails any more, and what waits is cancelled
        (
            "{name: a, count: 6, failure_rate: 10%}",
            ", timeline: [{at: 8s, add_senders: {group: a, count: 3}}, {at: 11s, restart: {sender: a/2}}, \
             {at: 14s, remove_sender: {sender: a/1}}, {at: 16s, set: {failure_rate: 0}}, {at: 30s, cancel: {}}]",
        ),
        // who fails is tried again, behind all others or, of those that nobody waits behind, at once
        (
            "{count: 30, failure_rate: 30%}",
            ", broker: {max_attempts: 3, backoff: {initial: 1s, factor: 1, jitter: none}}",
        ),
        (
            "{count: 3, failure_rate: 60%, service: constant}",
            ", broker: {max_attempts: 2, backoff: {initial: 200ms, jitter: none}}, warm_up: 11s",
        ),
        // it might be attempted again, but not delivered; and the first failure comes late
        (
            "{count: 2, failure_rate: 0.05%}",
            ", broker: {max_attempts: 3, max_deliveries: 1, backoff: {factor: 1, jitter: none}}, until: 90s",
        ),
    ] {
        let (mut served, mut passed) = (0, 0);
        for interval in ["150ms", "700ms", "5s", "17s"] {
            let text = format!(
                "{{producer: {{messages: 4000}}, senders: [{senders}], monitor: {{interval: {interval}}}{rest}}}"
            );
            let scenario = Scenario::from_text(&text).expect("it is right");
            let mut ahead = Simulation::new(&scenario, 0);
            let mut followed = Simulation::watched(&scenario, 0, Follower);
            for time in [3100, 14_000, 14_001, 40_000] {
                ahead.run_until(after(time));
                followed.run_until(after(time));
                assert_alike(
                    &all_of(&ahead),
                    &all_of(&followed),
                    format_args!("{text} at {time} ms"),
                );
            }
            ahead.run_to_end();
            followed.run_to_end();
            assert_alike(&all_of(&ahead), &all_of(&followed), &text);
            served += ahead.bursts_ahead;
            passed += ahead.samples_passed;
        }
        bursts.push((served, passed));
    }
    // not where nothing is ever sent, nor where times count from some message on, nor where senders are not alike
    let served: Vec<_> = bursts.iter().map(|(served, _)| *served > 3).collect();
    assert_eq!(
        served,
        [
            true, true, false, true, true, true, false, true, false, true, true, true, true
        ]
    );
    // samples are taken on the way there and elsewhere, but not where runs are not calm
    let passed: Vec<_> = bursts.iter().map(|(_, passed)| *passed > 20).collect();
    assert_eq!(passed.iter().position(|passed| !passed), Some(6));
    assert!(passed[7..].iter().all(|passed| *passed));
}

/// Those that fail are noted by what they have in common with others of their line, and there may be very many lines.
#[test]
fn lines_of_one_and_lines_of_many_back_off_alike() {
    for (senders, backoff) in [
        ("{count: 3, failure_rate: 50%}", "1s"),
        ("{count: 2, failure_rate: 80%, mean_time: 1ms}", "1h"),
        (
            "{count: 2, failure_rate: 60%}, {count: 3, failure_rate: 30%, mean_time: 1s}",
            "2s",
        ),
    ] {
        // 600 lines of one, three times, and one of 900 after each
        let instants = (0..4500_u32).map(|i| match i % 1500 {
            place @ ..600 => i / 1500 * 1000 + place,
            _ => i / 1500 * 1000 + 700,
        });
        let trace: Vec<String> = instants.map(|instant| format!("{instant}ms")).collect();
        let scenario = Scenario::from_text(&format!(
            "{{producer: {{messages: 4500, arrivals: {{trace: [{}]}}}}, senders: [{senders}], \
             broker: {{max_attempts: 4, backoff: {{initial: {backoff}, factor: 1, jitter: none}}}}, \
             monitor: {{interval: 100h}}}}",
            trace.join(", ")
        ));
        let scenario = scenario.expect("it is right");
        let ahead = alike_at_the_end(&scenario, senders);
        assert!(ahead.stretches_ahead > 0 && ahead.stretches_ahead < 40);
    }
}

/// Who backs off comes back though nobody fails any more.
#[test]
fn those_who_failed_come_back_to_senders_that_do_not_fail() {
    let scenario = Scenario::from_text(
        "{producer: {messages: 3000}, senders: [{count: 20, failure_rate: 60%}], monitor: {interval: 100h}, \
         broker: {max_attempts: 3, backoff: {initial: 20s, factor: 1, jitter: none}}, \
         timeline: [{at: 10s, set: {failure_rate: 0}}]}",
    );
    let scenario = scenario.expect("it is right");
    let ahead = alike_at_the_end(&scenario, "they come back");
    assert!(ahead.stretches_ahead > 1 && ahead.report().attempts.failed > 500);
}

/// As many as a stretch takes, where not all that is known of a slot fits into as few bits as usual.
#[test]
fn a_hundred_thousand_senders_are_followed_from_start_to_start() {
    for (senders, messages, budget) in [
        ("count: 65536, concurrency: 2", 400_000, 1 << 15),
        ("count: 100000", 300_000, u64::MAX),
        ("count: 20000", 60_000, 1 << 13),
    ] {
        let text = format!(
            "{{producer: {{messages: {messages}}}, senders: [{{{senders}, failure_rate: 30%}}], monitor: {{interval: 700ms}}, \
             broker: {{max_attempts: 2, backoff: {{initial: 20ms, jitter: none}}}}}}"
        );
        let scenario = Scenario::from_text(&text).expect("it is right");
        let mut ahead = Simulation::new(&scenario, 0);
        let mut followed = Simulation::watched(&scenario, 0, Follower);
        while ahead.run(budget) == Stretch::Cut {}
        followed.run_to_end();
        assert_alike(&ahead.report(), &followed.report(), senders);
        assert!(ahead.stretches_ahead > 0, "{senders}");
    }
}

/// A stretch's beginning and end cost something for each slot. How much is done in it can only be guessed before.
#[test]
fn stretches_that_are_not_worth_it_stay_few() {
    for mean in ["1us", "100us", "10ms"] {
        let text = format!(
            "{{producer: {{messages: 20000}}, broker: {{max_attempts: 5, backoff: {{initial: 1s, factor: 1, jitter: none}}}}, \
             senders: [{{name: fast, count: 3000, mean_time: {mean}, failure_rate: 50%}}, \
             {{name: slow, count: 2000, mean_time: 1s, failure_rate: 50%}}]}}"
        );
        let scenario = Scenario::from_text(&text).expect("it is right");
        let mut run = Simulation::new(&scenario, 0);
        while run.run(1 << 15) == Stretch::Cut {}
        let (stretches, attempts) = (run.stretches_ahead, run.attempts().started);
        assert!(
            stretches > 0 && 5000 * stretches < 16 * attempts,
            "{mean}: {stretches} stretches for {attempts} attempts"
        );
    }
}

/// A length that is gone within its instant lets the line begin anew, wherever a stretch begins.
#[test]
fn the_longest_line_is_known_whatever_came_before_the_stretch() {
    for text in [
        "{producer: {arrivals: {trace: [0, 0, 0, 0, 1.5, 10]}, messages: 6}, \
         timeline: [{at: 1, submit: {}}, {at: 1, submit: {}}, {at: 1, submit: {}}, {at: 1, submit: {}}]}",
        "{producer: {arrivals: {trace: [0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 1.5, 10]}, messages: 10}, warm_up: 1s}",
    ] {
        let common = "{monitor: {interval: 1000s}, senders: [{count: 4, mean_time: 1s, service: constant}], ";
        let scenario = Scenario::from_text(&text.replacen('{', common, 1)).expect("it is right");
        let ahead = alike_at_the_end(&scenario, text);
        assert!(
            ahead.stretches_ahead > 0 && ahead.report().queue.max_length == 1,
            "{text}"
        );
    }
}

/// Who failed first is back first at one instant, though who began first may have failed later.
#[test]
fn unlike_backoffs_are_followed_from_event_to_event() {
    let mut followed_ahead = [0; 2];
    for (messages, slow) in (8..40).flat_map(|messages| (2..7).map(move |slow| (messages, slow))) {
        for factor in [1, 2] {
            let text = format!(
                "{{producer: {{messages: {messages}}}, monitor: {{interval: 1000s}}, \
                 broker: {{max_attempts: 4, backoff: {{initial: 1s, factor: {factor}, jitter: none}}}}, senders: [\
                 {{name: slow, count: 2, mean_time: {slow}s, service: constant, failure_rate: 90%}}, \
                 {{name: fast, count: 2, mean_time: 1s, service: constant, failure_rate: 90%}}]}}"
            );
            let scenario = Scenario::from_text(&text).expect("it is right");
            let mut ahead = Simulation::new(&scenario, 0);
            let mut followed = Simulation::watched(&scenario, 0, Follower);
            for time in (4..12).map(|time| time * 1000) {
                ahead.run_until(after(time));
            }
            ahead.run_to_end();
            followed.run_to_end();
            assert_alike(&all_of(&ahead), &all_of(&followed), &text);
            followed_ahead[factor - 1] += u32::from(ahead.stretches_ahead > 0);
        }
    }
    assert!(
        followed_ahead[0] > 10 && followed_ahead[1] == 0,
        "{followed_ahead:?}"
    );
}

/// The last settlement is that of the last attempt, however often somebody looked whether there is another one.
#[test]
fn a_stretch_in_which_nothing_ends_settles_nothing() {
    let scenario = Scenario::from_text(
        "{producer: {messages: 2, arrivals: {trace: [0, 100]}}, monitor: {interval: 10s}, \
         senders: [{count: 1, mean_time: 1s, service: constant}], timeline: [{at: 50, cancel: {}}]}",
    )
    .unwrap();
    let mut run = Simulation::new(&scenario, 0);
    run.run_to_end();
    assert!(run.stretches_ahead > 0, "the run is calm until then");
    assert_eq!(run.last_settled_at, after(1000));
}
