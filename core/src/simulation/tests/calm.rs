//! A calm run, whose handlers look for nothing that cannot happen, against the same run with all of them looking.

use crate::observer::{Observation, Observer};
use crate::scenario::{Arrivals, Discipline, Kind, Scenario, Settings};
use crate::simulation::tests::assert_alike;
use crate::simulation::tests::chooser::chooser;
use crate::simulation::{Simulation, Stretch};
use crate::time::SimTime;

/// Who follows every message keeps a run from being calm.
#[derive(Debug)]
pub(super) struct Follower;

impl Observer for Follower {
    fn observe(&mut self, _: SimTime, _: &Observation) {}
}

/// Random scenarios without what would disturb them, except that their timeline may.
pub(super) fn calm_settings(seed: u32) -> Settings {
    let mut settings = chooser(seed).settings();
    let broker = &mut settings.broker;
    broker.visibility_timeout = None;
    broker.time_to_live = None;
    broker.capacity = None;
    broker.prefetch = 0;
    if broker.discipline == Discipline::Lifo {
        broker.discipline = Discipline::Fifo;
    }
    settings.producer.kinds = vec![Kind::default()];
    settings.monitor.supervisor = None;
    settings.senders.iter_mut().for_each(|group| {
        group.crash = None;
        group.hang = 0.0;
    });
    settings
}

#[test]
fn a_calm_run_is_the_run_that_a_follower_sees() {
    let (mut calm, mut disturbed) = (0, 0);
    for seed in 0..1500 {
        let scenario = Scenario::of(calm_settings(seed));
        let mut run = Simulation::new(&scenario, 0);
        let mut followed = Simulation::watched(&scenario, 0, Follower);
        while run.run(40) == Stretch::Cut {
            if run.calm {
                calm += 1;
            } else {
                disturbed += 1;
            }
        }
        followed.run_to_end();
        assert!(!followed.calm);
        assert_alike(&run.report(), &followed.report(), format_args!("seed {seed}"));
    }
    // the timeline may crash a sender in a calm run
    assert!(calm > 2000 && disturbed > 1000, "{calm} and {disturbed}");
}

/// A stack turns a burst around, and priorities part it: neither may go the way of a calm run.
#[test]
fn what_parts_a_burst_keeps_a_run_from_being_calm() {
    for seed in 0..300 {
        let mut settings = calm_settings(seed);
        settings.producer.arrivals = Arrivals::Burst;
        settings.timeline.clear();
        if seed % 2 == 0 {
            settings.broker.discipline = Discipline::Lifo;
        } else {
            settings.broker.discipline = Discipline::Priority;
            let kind = |name: &str, priority| Kind {
                name: name.to_owned(),
                priority,
                ..Kind::default()
            };
            settings.producer.kinds = vec![kind("low", 0), kind("high", 1)];
        }
        let scenario = Scenario::of(settings);
        let mut run = Simulation::new(&scenario, 0);
        let mut followed = Simulation::watched(&scenario, 0, Follower);
        run.run_to_end();
        followed.run_to_end();
        assert_alike(&run.report(), &followed.report(), format_args!("seed {seed}"));
    }
}
