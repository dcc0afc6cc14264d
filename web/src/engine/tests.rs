//! The engine against the run that nobody paces.

mod lives;
mod replicated;

use super::*;
use crate::protocol::{Pace, Snapshot, What, Whose};
use crate::state::{life_lines, sender_life_lines};
use bellwether::report::End;
use std::cell::Cell;

const EXERCISE: &str = "{}";

fn start(text: &str, speed: f64, paused: bool) -> Start {
    Start {
        run: 1,
        text: text.to_owned(),
        journal: Vec::new(),
        pace: Pace {
            heard: 1,
            speed,
            refresh: 100.0,
            paused,
        },
        skip_to: String::new(),
    }
}

/// Works until nothing is left to do; the wall clock moves by a millisecond whenever somebody looks.
fn drive(engine: &mut Engine) -> u32 {
    let wall = Cell::new(0.0);
    let look = || {
        wall.set(wall.get() + 1.0);
        wall.get()
    };
    let mut slices = 0;
    while engine.work(&look) != Wait::Command {
        slices += 1;
        assert!(slices < 1_000_000, "the run does not end");
    }
    slices
}

fn digest_of_the_whole() -> String {
    let mut whole = Simulation::new(&Scenario::default(), 0);
    whole.run_to_end();
    whole.digest().to_string()
}

#[test]
fn a_missed_target_does_not_look_as_if_it_were_met() {
    let mut whole = Simulation::new(&Scenario::default(), 0);
    whole.run_to_end();
    let makespan = whole.report().makespan.expect("settled").elapsed();
    let value = |limit: u64| {
        let text = format!("{{targets: [makespan <= {limit}ns]}}");
        let mut engine = Engine::start(&start(&text, f64::INFINITY, false), 0.0).unwrap();
        drive(&mut engine);
        engine.look(1.0).targets.remove(0).value
    };
    let exact = makespan.nanoseconds();
    assert_eq!(value(exact), bellwether::words::time(makespan));
    assert_eq!(value(exact - 1), format!("{:.9} s", makespan.seconds()));
}

#[test]
fn a_paced_run_is_the_same_run() {
    for speed in [f64::INFINITY, 1000.0, 1.0] {
        let mut engine = Engine::start(&start(EXERCISE, speed, false), 0.0).unwrap();
        drive(&mut engine);
        let snapshot = engine.look(1.0);
        assert_eq!(snapshot.digest, digest_of_the_whole(), "at {speed}");
        assert_eq!(snapshot.status, Status::Over(End::Settled));
        assert_eq!(snapshot.messages.settled(), 1000);
    }
}

#[test]
fn virtual_time_follows_the_wall_clock() {
    let mut engine = Engine::start(&start(EXERCISE, 2.0, false), 100.0).unwrap();
    assert_eq!(engine.work(&|| 1100.0), Wait::Clock);
    assert_eq!(engine.now(), SimTime::from_nanoseconds(2_000_000_000));
    engine.set_pace(
        Pace {
            heard: 2,
            speed: 0.5,
            refresh: 1.0,
            paused: false,
        },
        1100.0,
    );
    assert_eq!(engine.work(&|| 2100.0), Wait::Clock);
    assert_eq!(engine.now(), SimTime::from_nanoseconds(2_500_000_000));
    assert_eq!(engine.look(2100.0).heard, 2);
}

#[test]
fn what_can_not_be_kept_up_with_is_not_owed() {
    let mut engine = Engine::start(&start("{producer: {messages: 4000000}}", 1e6, false), 0.0).unwrap();
    // the first slice begins when ten seconds are due already, and takes longer than it may
    let wall = Cell::new(10_000.0);
    let slow = || {
        wall.set(wall.get() + 5.0);
        wall.get()
    };
    assert_eq!(engine.work(&slow), Wait::Not);
    let after = engine.clockwork.goal(wall.get());
    assert!(after <= SimTime::from_nanoseconds(engine.now().nanoseconds() + 5_000_000_000_000));
}

#[test]
fn a_step_is_one_event_and_a_paused_run_stands_still() {
    let mut engine = Engine::start(&start(EXERCISE, 1.0, true), 0.0).unwrap();
    assert_eq!(engine.work(&|| 1e6), Wait::Command);
    assert_eq!(engine.look(0.0).messages.produced, 0);
    engine.step(Stride::Event, 2, 0.0);
    let snapshot = engine.look(0.0);
    assert_eq!(snapshot.messages.produced, 1000, "the burst");
    assert_eq!((snapshot.heard, snapshot.status), (2, Status::Paused));
}

#[test]
fn theory_stands_beside_a_run_once_it_is_over() {
    let mut engine = Engine::start(&start(EXERCISE, f64::INFINITY, false), 0.0).unwrap();
    assert_eq!(engine.look(0.0).theory, None);
    drive(&mut engine);
    let said = engine.look(0.0).theory.unwrap();
    let report = engine.report().theory;
    assert_eq!((Some(said.model), said.note), (report.model, report.note));
    assert_eq!(said.figures.len(), 4 * report.figures.len());
    assert_eq!(said.figures[..4], ["makespan", "33.4 s", "32.5 s", "−0.9"]);
    // a run that goes on again has none
    let mut stalled = Engine::start(
        &start(
            "{timeline: [{at: 1s, pause_producer: {}}], producer: {arrivals: {every: 1s}}}",
            1e9,
            false,
        ),
        0.0,
    )
    .unwrap();
    drive(&mut stalled);
    assert!(stalled.look(0.0).theory.is_some_and(|said| said.model.is_empty()));
    stalled.act("resume_producer: {}", 2, 0.0).unwrap();
    assert_eq!(stalled.look(0.0).theory, None);
}

#[test]
fn steps_by_message_and_by_interval() {
    let mut engine = Engine::start(&start(EXERCISE, 1.0, true), 0.0).unwrap();
    for settled in 1..=3 {
        engine.step(Stride::Message, 2, 0.0);
        drive(&mut engine);
        assert_eq!(engine.look(0.0).messages.settled(), settled);
    }
    for seconds in [5, 10] {
        engine.step(Stride::Interval, 2, 0.0);
        drive(&mut engine);
        assert_eq!(engine.now(), SimTime::from_nanoseconds(seconds * 1_000_000_000));
        assert_eq!(engine.look(0.0).status, Status::Paused);
    }
    // the same run
    engine.set_pace(start(EXERCISE, f64::INFINITY, false).pace, 0.0);
    drive(&mut engine);
    assert_eq!(engine.look(0.0).digest, digest_of_the_whole());
}

#[test]
fn hand_actions_are_a_timeline() {
    let mut engine = Engine::start(&start(EXERCISE, 1.0, true), 0.0).unwrap();
    engine.skip = Some(Skip::To(Point::at(SimTime::from_nanoseconds(3_000_000_000))));
    drive(&mut engine);
    let at = engine.act("crash: {sender: sender/2, down: 2s}", 5, 0.0).unwrap();
    assert_eq!(at, SimTime::from_nanoseconds(3_000_000_001));
    engine.act("add_senders: {count: 1}", 6, 0.0).unwrap();
    engine.act("crash: {sender: sender/4}", 7, 0.0).unwrap();
    for (action, why) in [
        ("crash: {sender: sender/9}", "sender/9"),
        ("set: {failure_rate: 2}", "set.failure_rate: 2 is out of range"),
        (
            "set: {failure_rate: ''}",
            "set.failure_rate: an empty text is not a share",
        ),
    ] {
        let refused = engine.act(action, 8, 0.0).unwrap_err();
        assert!(
            refused.contains(why) && !refused.contains("timeline"),
            "{refused}"
        );
    }
    engine.set_pace(
        Pace {
            heard: 9,
            speed: f64::INFINITY,
            refresh: 1.0,
            paused: false,
        },
        0.0,
    );
    drive(&mut engine);
    let by_hand = engine.look(1.0);
    assert!(by_hand.log.iter().any(|line| line.what == What::SenderChanged));
    assert_eq!(by_hand.log.last().map(|line| line.what), Some(What::Over));

    let (text, journal) = engine.source();
    let mut again = Simulation::new(&compose(text, journal).unwrap(), 0);
    again.run_to_end();
    assert_eq!(by_hand.digest, again.digest().to_string());
}

/// Another engine at the point of a look.
fn taken_up(before: &Snapshot) -> Snapshot {
    let mut again = start(EXERCISE, 1.0, true);
    again.skip_to.clone_from(&before.point);
    let mut engine = Engine::start(&again, 0.0).unwrap();
    drive(&mut engine);
    let after = engine.look(0.0);
    assert_eq!((&after.digest, &after.point), (&before.digest, &before.point));
    assert!(!after.returning);
    after
}

/// What was seen at one time must not be done at another.
#[test]
fn nothing_is_done_to_a_run_that_is_still_in_its_past() {
    let mut engine = Engine::start(&start(EXERCISE, 1.0, true), 0.0).unwrap();
    engine.step(Stride::Interval, 2, 0.0);
    drive(&mut engine);
    let before = engine.look(0.0);
    let mut again = start(EXERCISE, 1.0, true);
    again.skip_to.clone_from(&before.point);
    let mut engine = Engine::start(&again, 0.0).unwrap();
    assert!(engine.look(0.0).returning);
    for action in ["crash: {sender: sender/1}", "cancel: {}"] {
        assert_eq!(engine.act(action, 2, 0.0), Err(RETURNING.to_owned()));
    }
    for stride in Stride::ALL {
        engine.step(stride, 3, 0.0);
    }
    drive(&mut engine);
    let after = engine.look(0.0);
    assert_eq!((&after.digest, &after.point), (&before.digest, &before.point));
    assert!(engine.act("crash: {sender: sender/1}", 4, 0.0).is_ok());
}

#[test]
fn the_way_back_is_no_part_of_the_pace() {
    let mut again = start(EXERCISE, 2.0, false);
    again.skip_to = "10000000000".to_owned();
    let mut engine = Engine::start(&again, 0.0).unwrap();
    let speed = |engine: &mut Engine, wall| engine.look(wall).gauges.speed;
    assert!(speed(&mut engine, 0.0).abs() < 1e-9);
    while engine.is_returning() {
        engine.work(&|| 10.0);
    }
    assert!(speed(&mut engine, 10.0).abs() < 1e-9, "it is back");
    engine.work(&|| 1010.0);
    assert!((speed(&mut engine, 1010.0) - 2.0).abs() < 1e-6);
}

#[test]
fn a_run_comes_back_to_its_point() {
    let mut engine = Engine::start(&start(EXERCISE, 1.0, false), 0.0).unwrap();
    engine.work(&|| 7_654.321);
    let before = engine.look(0.0);
    assert_eq!(taken_up(&before).moments, before.moments);

    let mut engine = Engine::start(&start(EXERCISE, 1.0, true), 0.0).unwrap();
    let strides = [
        Stride::Event,
        Stride::Event,
        Stride::Message,
        Stride::Interval,
        Stride::Event,
    ];
    let points = strides.map(|stride| {
        engine.step(stride, 2, 0.0);
        drive(&mut engine);
        taken_up(&engine.look(0.0)).point
    });
    assert_eq!(points[..2], ["+1", "+2"]);
    assert_eq!(points[3..], ["5000000000", "5000000000+1"]);
}

#[test]
fn what_is_told_is_bounded() {
    let text =
        "{producer: {messages: 100000}, monitor: {interval: 1ms}, senders: [{count: 900, mean_time: 1s}]}";
    let mut engine = Engine::start(&start(text, f64::INFINITY, false), 0.0).unwrap();
    drive(&mut engine);
    let snapshot = engine.look(0.0);
    assert_eq!(snapshot.senders.len(), 900);
    assert!(snapshot.log.len() <= 210);
    assert!(snapshot.motions.len() <= 28);
    let (numbers, _) = snapshot.to_parts();
    assert!(numbers.len() < 25_000, "{}", numbers.len());
}

#[test]
fn who_cancels_sees_the_end_at_once_even_of_a_paused_run() {
    let slow = "{senders: [{mean_time: 1h}]}";
    for paused in [false, true] {
        let mut engine = Engine::start(&start(slow, 1.0, paused), 0.0).unwrap();
        engine.act("cancel: {}", 2, 0.0).unwrap();
        assert!(engine.look(0.0).messages.sending > 0);
        // a wall clock that stands still
        assert_eq!(engine.work(&|| 0.0), Wait::Command);
        let snapshot = engine.look(0.0);
        assert_eq!(snapshot.status, Status::Over(End::Cancelled), "{paused}");
        assert_eq!(snapshot.messages.sending, 0);
        assert!(engine.skip.is_none());
    }
}

#[test]
fn a_run_that_has_stalled_goes_on_once_somebody_mends_it() {
    let text = "{producer: {messages: 50}, senders: [{count: 1, service: constant, mean_time: 1s}]}";
    let mut engine = Engine::start(&start(text, 1.0, true), 0.0).unwrap();
    engine.act("crash: {sender: sender/1}", 2, 0.0).unwrap();
    engine.set_pace(start(text, f64::INFINITY, false).pace, 0.0);
    drive(&mut engine);
    let stalled = engine.look(0.0);
    assert_eq!(stalled.status, Status::Over(End::Stalled));
    assert_eq!(stalled.gauges.remaining, None, "it would wait for ever");
    engine.set_pace(start(text, 1.0, false).pace, 0.0);
    // an hour later
    let wall = 3_600_000.0;
    let at = engine.act("restart: {sender: sender/1}", 3, wall).unwrap();
    assert_eq!(engine.look(wall).status, Status::Running);
    engine.work(&|| wall);
    assert_eq!(engine.now(), at, "the hour is not owed");
    engine.set_pace(start(text, f64::INFINITY, false).pace, wall);
    drive(&mut engine);
    let mended = engine.look(wall);
    assert_eq!(mended.status, Status::Over(End::Settled));
    assert_eq!(
        mended.log.last().map(|line| line.what),
        Some(What::Over),
        "said once more"
    );
    let (text, journal) = engine.source();
    let mut again = Simulation::new(&compose(text, journal).unwrap(), 0);
    again.run_to_end();
    assert_eq!(mended.digest, again.digest().to_string());
}
