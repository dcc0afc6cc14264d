//! What happens to the state, and what it asks for.

use super::{KeptRun, Theme};
use crate::protocol::{Answer, Command, Stride};

/// What happens.
#[derive(Clone, Debug)]
pub(crate) enum Msg {
    Heard(Answer),
    /// The whole text of the scenario.
    Text(String),
    /// The content of a file that somebody gave.
    File {
        name: String,
        text: String,
    },
    /// One value of the form; empty for its default.
    Field(String, String),
    /// A scenario to begin with, run at once.
    Preset(&'static str),
    /// The scenario with another number of messages, run at once.
    RunWith(u32),
    /// Back to the scenario that was put aside.
    BringBack,
    AddGroup,
    RemoveGroup(usize),
    Seed(String),
    Run,
    RunOrPause,
    Step,
    Stride(Stride),
    Cancel,
    /// Closes what is open, else cancels the run.
    Escape,
    Reset,
    Speed(usize),
    Refresh(u32),
    Theme(Theme),
    Act(String),
    OpenSender(Option<(u32, u32)>),
    /// A message's number, as it was typed.
    LookUp(String),
    /// How many replications are to be asked for.
    WantReplications(u32),
    /// Replications of the run that is over, or no more of them.
    Replicate,
    ExportReport,
    ExportScenario(TextOf),
    Share(TextOf),
    RestartWorker,
    Help(bool),
    PutNoticeAway,
    Tell(String, bool),
    Persist,
    /// What there is of the page is drawn.
    NextPart,
    /// Some seconds have passed.
    Tick,
    /// What the browser keeps, or why it cannot.
    History(Result<Vec<KeptRun>, String>),
    Reopen(String),
    ExportKept(String),
    Forget(String),
}

/// Which scenario is saved or shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextOf {
    /// The one that is being written.
    Draft,
    /// The one of the run that is shown.
    Run,
}

/// What must be done in the browser.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    Post(Command),
    StartWorker,
    Download {
        name: String,
        kind: &'static str,
        text: String,
    },
    Copy {
        text: String,
        done: String,
    },
    /// Puts a fragment into the page's address.
    Address(String),
    /// Tells when the page is drawn.
    AwaitFrame,
    /// The same where there is nothing new to draw: at once, but in a task of its own.
    AwaitTask,
    /// Tell what finished runs are kept.
    ListKept,
    Theme(Theme),
    Save(String),
    /// Keeps a finished run.
    Keep(Box<KeptRun>),
    /// Deletes a kept run, by its key.
    Forget(String),
}
