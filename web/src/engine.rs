//! The run behind the page, as the worker drives it: in slices, so that there is time to listen, and paced against
//! a wall clock that is handed in. Nothing here knows of a browser.

mod pace;
mod point;
mod portion;
mod watch;
mod journal;
mod look;
mod life;
mod errand;
mod replications;

pub(crate) use errand::Errand;
pub(crate) use journal::{LIMITS, compose, with_seed};
pub(crate) use pace::Wait;

use crate::protocol::{self, Start, Status, Stride, TheoryNote};
use bellwether::chart::Track;
use bellwether::scenario::{Action, Scenario};
use bellwether::simulation::{Simulation, Stretch};
use bellwether::time::SimTime;
use pace::Clockwork;
use point::{Point, Skip};
use portion::Portion;
use std::cell::RefCell;
use std::rc::Rc;
use watch::Watch;

/// Longest time without listening, in milliseconds.
const SLICE: f64 = 8.0;
/// Why nothing can be done to a run yet that is taken up again.
pub(crate) const RETURNING: &str = "The run is on its way back to where it was";
/// Single steps between two looks at the wall clock.
const STEPS: u32 = 1 << 15;

/// A run.
#[derive(Debug)]
pub(crate) struct Engine {
    run: u32,
    heard: u32,
    text: String,
    journal: Vec<String>,
    scenario: Scenario,
    simulation: Simulation,
    watch: Rc<RefCell<Watch>>,
    track: Track,
    clockwork: Clockwork,
    portion: Portion,
    paused: bool,
    skip: Option<Skip>,
    point: Point,
    /// Samples up to this time are in the log.
    logged: Option<SimTime>,
    /// Whether the end is in the log.
    over_logged: bool,
    /// What theory says of the run, once it is over.
    theory: Option<TheoryNote>,
    /// Wall and virtual time at the last look; on the way back to where the run was, time is not measured.
    last_look: Option<(f64, f64)>,
}

impl Engine {
    /// Begins a run.
    ///
    /// # Errors
    /// What is wrong with the scenario or the journal, in words.
    pub(crate) fn start(start: &Start, wall: f64) -> Result<Self, String> {
        let scenario = compose(&start.text, &start.journal)?;
        let watch = Rc::new(RefCell::new(Watch::default()));
        let skip = Point::from_text(&start.skip_to).map(Skip::Back);
        Ok(Self {
            run: start.run,
            heard: start.pace.heard,
            simulation: Simulation::watched(&scenario, 0, Rc::clone(&watch)),
            watch,
            text: start.text.clone(),
            journal: start.journal.clone(),
            track: Track::default(),
            clockwork: Clockwork::new(wall, SimTime::ZERO, start.pace.speed),
            portion: Portion::new(),
            paused: start.pace.paused,
            last_look: skip.is_none().then_some((wall, 0.0)),
            skip,
            point: Point::default(),
            logged: None,
            over_logged: false,
            theory: None,
            scenario,
        })
    }

    /// Which run it is.
    pub(crate) const fn run(&self) -> u32 {
        self.run
    }

    /// Changes how the run goes on.
    pub(crate) fn set_pace(&mut self, pace: protocol::Pace, wall: f64) {
        self.heard = pace.heard;
        if pace.paused && !self.paused && self.skip.is_none() {
            // a slice may have been cut between two events of one instant
            self.simulation.run_until(self.simulation.now());
            self.point = Point::at(self.simulation.now());
            self.catch_track_up();
        }
        self.paused = pace.paused;
        self.clockwork = Clockwork::new(wall, self.simulation.now(), pace.speed);
    }

    /// Whether it is still on its way back to where the run had been.
    pub(crate) const fn is_returning(&self) -> bool {
        matches!(self.skip, Some(Skip::Back(_)))
    }

    /// Goes one stride on, whether paused or not; not before it is back where it was.
    pub(crate) fn step(&mut self, stride: Stride, heard: u32, wall: f64) {
        self.heard = heard;
        if self.is_returning() {
            return;
        }
        match stride {
            Stride::Event => {
                self.point.steps += u64::from(self.simulation.step());
                self.catch_track_up();
                self.clockwork.start_anew(wall, self.simulation.now());
            }
            Stride::Message => self.skip = Some(Skip::Settled(self.simulation.messages().settled())),
            Stride::Interval => {
                let interval = self.scenario.monitor.interval.nanoseconds();
                let next = (self.simulation.now().nanoseconds() / interval + 1).saturating_mul(interval);
                self.skip = Some(Skip::To(Point::at(SimTime::from_nanoseconds(next))));
            }
        }
    }

    /// Does something by hand; gives when it happens.
    ///
    /// # Errors
    /// Why it cannot be done, in words.
    pub(crate) fn act(&mut self, action: &str, heard: u32, wall: f64) -> Result<SimTime, String> {
        self.heard = heard;
        if self.is_returning() {
            // what is done now was seen at another time
            return Err(RETURNING.to_owned());
        }
        let had_ended = self.simulation.end().is_some();
        let at = SimTime::from_nanoseconds(self.simulation.now().nanoseconds() + 1);
        let entry = format!("{{at: {at}, {action}}}");
        let mut journal = self.journal.clone();
        journal.push(entry);
        let scenario = compose(&self.text, &journal).map_err(|words| of_action(&words))?;
        let added = scenario.timeline.iter().rev().find(|entry| entry.at == at);
        let action = added
            .ok_or("the action has no place in the timeline")?
            .action
            .clone();
        let cancels = action == Action::Cancel;
        let at = self.simulation.act(action).map_err(|over| over.to_string())?;
        self.journal = journal;
        if had_ended {
            // it goes on from here: the time that it stood still is not owed
            self.over_logged = false;
            self.clockwork.start_anew(wall, at);
        }
        self.simulation.run_until(at);
        self.point = Point::at(at);
        self.catch_track_up();
        if cancels && self.simulation.end().is_none() {
            // whoever cancels wants to see the end, not the last attempts at the chosen speed
            self.skip = Some(Skip::To(Point::at(SimTime::NEVER)));
        }
        Ok(at)
    }

    /// Whether it has come to its end.
    pub(crate) const fn is_over(&self) -> bool {
        self.simulation.end().is_some()
    }

    /// Whether there is nothing to do until somebody says so.
    pub(crate) const fn is_idle(&self) -> bool {
        self.simulation.end().is_some() || (self.paused && self.skip.is_none())
    }

    /// Works for a slice of wall time at most; says when there is more to do.
    pub(crate) fn work(&mut self, wall: &impl Fn() -> f64) -> Wait {
        if self.is_idle() {
            return Wait::Command;
        }
        let start = wall();
        let goal = match self.skip {
            Some(Skip::To(point) | Skip::Back(point)) if point.reached != self.point.reached => {
                point.reached.unwrap_or(SimTime::ZERO)
            }
            Some(skip) => return self.step_on(skip, wall),
            None => self.clockwork.goal(start),
        };
        let mut looked = start;
        loop {
            let next = goal.min(self.track.next());
            let stretch = self.simulation.run_within(next, self.portion.events());
            self.point = Point::at(self.simulation.now());
            let now = wall();
            match stretch {
                Stretch::Reached => {
                    self.catch_track_up();
                    if self.simulation.now() >= goal {
                        return self.arrived(start);
                    }
                }
                Stretch::Cut => self.portion.took(now - looked),
                Stretch::Over(_) => {
                    self.skip = None;
                    self.log_samples();
                    return Wait::Command;
                }
            }
            looked = now;
            if now - start >= SLICE {
                // what cannot be kept up with is not owed
                if self.simulation.now() < goal {
                    self.clockwork.start_anew(now, self.simulation.now());
                }
                self.log_samples();
                return Wait::Not;
            }
        }
    }

    fn arrived(&mut self, wall: f64) -> Wait {
        self.log_samples();
        if self.skip.is_none() {
            return Wait::Clock;
        }
        // the single events, if there are any, are left
        self.skip = self
            .skip
            .filter(|skip| matches!(skip, Skip::To(point) | Skip::Back(point) if point.steps > 0));
        self.clockwork.start_anew(wall, self.simulation.now());
        Wait::Not
    }

    /// Event by event for a slice at most.
    fn step_on(&mut self, skip: Skip, wall: &impl Fn() -> f64) -> Wait {
        let start = wall();
        let mut now = start;
        while self.skip.is_some() && now - start < SLICE {
            for _ in 0..STEPS {
                let arrived = match skip {
                    Skip::To(point) | Skip::Back(point) => self.point.steps >= point.steps,
                    Skip::Settled(count) => self.simulation.messages().settled() > count,
                };
                if arrived || !self.simulation.step() {
                    self.skip = None;
                    break;
                }
                self.point.steps += 1;
                self.catch_track_up();
            }
            now = wall();
        }
        self.log_samples();
        self.clockwork.start_anew(now, self.simulation.now());
        Wait::Not
    }

    fn catch_track_up(&mut self) {
        while self.simulation.now() >= self.track.next() {
            self.track.note(&self.simulation);
        }
    }

    fn status(&self) -> Status {
        match self.simulation.end() {
            Some(end) => Status::Over(end),
            None if self.paused => Status::Paused,
            None => Status::Running,
        }
    }
}

/// What is wrong with an action that is in nobody's text yet, without its place there.
fn of_action(words: &str) -> String {
    let lines = words.lines().map(|line| {
        let place = line.strip_prefix("by hand: timeline[");
        place
            .and_then(|place| place.split_once("]."))
            .map_or(line, |(_, rest)| rest)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
