//! The parts of the page. Each gets data and gives back what happened.

mod icon;
mod bar;
mod transport;
mod figures;
mod charts;
mod chart_card;
mod scenario;
mod scenario_text;
mod form;
mod field;
mod groups;
mod log;
mod senders;
mod message;
mod reproduce;
mod notices;
mod help;
mod hands;
mod setting;
mod opened_sender;
mod announcer;
mod history;

pub(crate) use announcer::Announcer;
pub(crate) use bar::{Bar, BarView};
pub(crate) use charts::charts;
pub(crate) use figures::figures;
pub(crate) use hands::{Props as HandsProps, hands};
pub(crate) use help::Help;
pub(crate) use history::Kept;
pub(crate) use log::Log;
pub(crate) use message::Message;
pub(crate) use notices::notices;
pub(crate) use reproduce::{Props as ReproduceProps, reproduce};
pub(crate) use scenario::ScenarioPanel;
pub(crate) use senders::Senders;
