//! Queueing theory beside a run: which model a scenario fulfils, if any, and what it says.
//!
//! All is pure arithmetic on floats with `libm`, so both faces print the same figures. A figure comes with the
//! standard deviation of the run's figure around it wherever that is known, so that a reader can tell chance from
//! fault.

mod assumptions;
mod beside;
pub mod birth_death;
mod burst;
mod classes;
pub mod constant_service;
pub mod drain;
pub mod erlang;
mod fixed;

pub mod priority;
pub mod retries;
pub mod single_server;
mod steady;
mod limited;
#[cfg(test)]
mod tests;

use crate::figures::{self, Unit};
use crate::scenario::{Arrivals, Settings};

use assumptions::Pool;
pub(crate) use beside::beside;

/// What theory says about a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The model's name, such as `M/M/c`; `None` where none applies.
    pub model: Option<&'static str>,
    /// Why none applies, or what to keep in mind.
    pub note: String,
    /// What the model says about figures of the report.
    pub figures: Vec<ExpectedFigure>,
}

/// A figure of the report as the theory has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExpectedFigure {
    /// The report's name for it; `utilisation` is that of all senders together.
    pub name: &'static str,
    /// The formula's value; times in seconds.
    pub value: f64,
    /// The standard deviation of this figure between runs of this length: 0 where the value is exact, `None` where
    /// no formula is known.
    pub deviation: Option<f64>,
}

/// What a figure of the theory measures.
#[must_use]
pub fn unit_of(figure: &str) -> Unit {
    match figure {
        "utilisation" => Unit::Share,
        _ => figures::figure(figure).map_or(Unit::Number, |figure| figure.unit),
    }
}

// called at dozens of places: not inlined there, the page is half a kilobyte smaller
impl Expectation {
    #[inline(never)]
    fn none(note: impl Into<String>) -> Self {
        Self {
            model: None,
            note: note.into(),
            figures: Vec::new(),
        }
    }

    #[inline(never)]
    fn of(model: &'static str, note: impl Into<String>) -> Self {
        Self {
            model: Some(model),
            note: note.into(),
            figures: Vec::new(),
        }
    }

    /// Adds a figure, if it is a number.
    #[inline(never)]
    fn figure(&mut self, name: &'static str, value: f64, deviation: Option<f64>) {
        if value.is_finite() {
            self.figures.push(ExpectedFigure {
                name,
                value,
                deviation: deviation.filter(|deviation| deviation.is_finite()),
            });
        }
    }
}

/// Chooses the model whose assumptions the settings fulfil.
#[must_use]
pub fn theory_of(settings: &Settings) -> Expectation {
    let pool = match Pool::of(settings) {
        Ok(pool) => pool,
        Err(reason) => return Expectation::none(reason),
    };
    match settings.producer.arrivals {
        Arrivals::Burst => burst::theory_of_burst(&pool, settings),
        Arrivals::Every(gap) if gap.is_zero() => burst::theory_of_burst(&pool, settings),
        Arrivals::Every(gap) => fixed::theory_of_fixed_arrivals(&pool, settings, gap),
        Arrivals::Poisson(rate) => steady::theory_of_poisson(&pool, settings, rate),
        Arrivals::Steps(_) => Expectation::none("the arrival rate changes over time"),
        Arrivals::Trace(_) => Expectation::none("arrivals follow a trace"),
    }
}
