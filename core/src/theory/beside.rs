//! A run's figures beside those of the theory.

use crate::decimal::{Decimal, SignedDecimal};
use crate::figures::figure;
use crate::report::{End, Report, Theory, TheoryFigure};
use crate::scenario::Settings;
use crate::theory::{Expectation, theory_of};
use crate::time::SimTime;
use std::borrow::Cow;

/// What theory says about a run of these settings, and how far the run is off. `utilisation` is that of all senders
/// together, which a report does not hold. Only of a run that came to its end: how far figures may stray depends on
/// how long they were collected.
pub(crate) fn beside(settings: &Settings, report: &Report, utilisation: Decimal) -> Theory {
    let expectation = match report.end {
        // virtual time itself can end as well
        Some(End::Until) if settings.until.is_none() => Expectation::none("the run was cut short"),
        Some(End::Settled | End::Until) => theory_of(&as_it_came(settings, report.clock)),
        Some(_) => Expectation::none("the run was cut short"),
        None => Expectation::none("the run is not over"),
    };
    let figures = expectation.figures.iter().filter_map(|expected| {
        let observed = match expected.name {
            "utilisation" => utilisation,
            name => figure(name)?.of(report)?,
        };
        let off = observed.to_f64() - expected.value;
        let standard_errors = expected
            .deviation
            .filter(|deviation| *deviation > 0.0)
            .map(|deviation| {
                let size = Decimal::from_f64(libm::fabs(off) / deviation);
                SignedDecimal {
                    negative: off < 0.0,
                    size,
                }
            });
        Some(TheoryFigure {
            name: expected.name.to_owned(),
            expected: Decimal::from_f64(expected.value),
            observed,
            standard_errors,
        })
    });
    Theory {
        model: expectation.model.map(str::to_owned),
        note: expectation.note,
        figures: figures.collect(),
    }
}

/// The settings without what was planned for a time that never came.
fn as_it_came(settings: &Settings, clock: SimTime) -> Cow<'_, Settings> {
    let mut came = Cow::Borrowed(settings);
    if settings.timeline.iter().any(|entry| entry.at > clock) {
        came.to_mut().timeline.retain(|entry| entry.at <= clock);
    }
    came
}

#[cfg(test)]
mod tests {
    use crate::scenario::Scenario;
    use crate::simulation::Simulation;

    #[test]
    fn half_a_run_has_no_theory() {
        let mut run = Simulation::new(&Scenario::default(), 0);
        run.run(500);
        let theory = run.report().theory;
        assert_eq!((theory.model, theory.figures.len()), (None, 0));
        assert_eq!(theory.note, "the run is not over");
    }

    #[test]
    fn what_was_planned_for_later_does_not_interfere() {
        let model_with = |at: &str| {
            let text = format!("{{timeline: [{{at: {at}, set: {{failure_rate: 1}}}}]}}");
            let mut run = Simulation::new(&Scenario::from_text(&text).expect("it is right"), 0);
            run.run_to_end();
            run.report().theory.model
        };
        assert!(model_with("5h").is_some() && model_with("5s").is_none());
    }

    #[test]
    fn the_exercise_is_a_burst_and_comes_out_as_theory_says() {
        let mut run = Simulation::new(&Scenario::default(), 0);
        run.run_to_end();
        let theory = run.report().theory;
        assert!(theory.model.is_some(), "{theory:?}");
        let makespan = theory
            .figures
            .iter()
            .find(|figure| figure.name == "makespan")
            .expect("known for a burst");
        let errors = makespan.standard_errors.expect("its deviation is known");
        assert!(errors.size.to_f64() < 4.0, "{makespan:?}");
    }
}
