//! The run that is over again and again with other random numbers, as the terminal's `--replications` has it.

use super::compose;
use crate::protocol::{Answer, Sheet};
use bellwether::experiment::{ExperimentReport, Figures, Shown, lighten};
use bellwether::report::Report;
use bellwether::scenario::Scenario;
use bellwether::simulation::{Simulation, Stretch};
use bellwether::theory;
use bellwether::time::SimTime;
use bellwether::words::{distance, figure, optional, percent};

/// Milliseconds between two words of how many are done.
const EVERY: f64 = 100.0;

/// Replications of a run.
#[derive(Debug)]
pub(super) struct Replications {
    scenario: Scenario,
    asked: u32,
    /// The one that is on its way.
    run: Option<Simulation>,
    /// Of those that are done: the first is the run that is shown.
    reports: Vec<Report>,
    stopped: bool,
    told: f64,
}

impl Replications {
    /// So many of a run that is over, itself among them.
    ///
    /// # Errors
    /// What is wrong with its scenario, in words.
    pub(super) fn new(
        (text, journal): (&str, &[String]),
        mut first: Report,
        asked: u32,
    ) -> Result<Self, String> {
        lighten(&mut first);
        Ok(Self {
            scenario: compose(text, journal)?,
            asked,
            run: None,
            reports: vec![first],
            stopped: false,
            told: f64::NEG_INFINITY,
        })
    }

    /// What is done is kept, what is on its way is not.
    pub(super) const fn stop(&mut self) {
        self.stopped = true;
    }

    fn done(&self) -> u32 {
        u32::try_from(self.reports.len()).unwrap_or(u32::MAX)
    }

    /// Goes so many events on; what there is to say, if anything.
    pub(super) fn work(&mut self, ticket: u32, events: u64, wall: f64) -> Option<Answer> {
        let done = self.done();
        if self.stopped || done >= self.asked {
            return Some(Answer::Replicated {
                ticket,
                done,
                sheet: self.sheet(),
            });
        }
        let scenario = &self.scenario;
        let run = self.run.get_or_insert_with(|| Simulation::new(scenario, done));
        if run.run_within(SimTime::NEVER, events) != Stretch::Cut {
            let mut report = run.report();
            lighten(&mut report);
            self.reports.push(report);
            // gone before the next one takes its room
            self.run = None;
        }
        if wall - self.told < EVERY {
            return None;
        }
        self.told = wall;
        Some(Answer::Replicated {
            ticket,
            done: self.done(),
            sheet: None,
        })
    }

    /// What the reports say together; beside each figure that of the first, the run that is shown.
    fn sheet(&self) -> Option<Sheet> {
        let report = ExperimentReport::without_scenario(&self.reports, self.asked)?;
        let shown = ExperimentReport::without_scenario(&self.reports[..1], 1)?;
        let mut sheet = Sheet {
            count: report.replications,
            headline: report.headline(),
            ..Sheet::default()
        };
        rows(&mut sheet.figures, "", &report, &report.shown(), &shown.figures);
        for (parts, of_run) in [
            (report.shown_kinds(), shown.shown_kinds()),
            (report.shown_groups(), shown.shown_groups()),
        ] {
            for (part, of_run) in parts.iter().zip(of_run) {
                let prefix = format!("{}: ", part.name);
                rows(&mut sheet.figures, &prefix, &report, &part.shown, of_run.all);
            }
        }
        for row in &report.targets {
            sheet.targets.extend([
                if row.met { "met" } else { "missed" }.to_owned(),
                row.target.clone(),
                report.value_of(row),
                format!("met in {}", percent(row.met_share)),
            ]);
        }
        for line in &report.theory.figures {
            let unit = theory::unit_of(&line.name);
            sheet.theory.extend([
                line.name.clone(),
                figure(unit, line.expected),
                optional(line.observed, |observed| observed.in_words(unit)),
                optional(line.standard_errors, distance),
            ]);
        }
        Some(sheet)
    }
}

/// A row for each figure, with the run's own value.
fn rows(
    texts: &mut Vec<String>,
    prefix: &str,
    report: &ExperimentReport,
    figures: &[Shown<'_>],
    of_run: &Figures,
) {
    for shown in figures {
        let Shown { name, unit, interval } = shown;
        let text = |value: f64| interval.beside(*unit, value);
        texts.extend([
            format!("{prefix}{}", report.title(shown)),
            optional(of_run.get(name), |figure| text(figure.mean)),
            text(interval.mean),
            optional(interval.half_width_in_words(*unit), |width| width),
            text(interval.min),
            text(interval.max),
        ]);
    }
}
