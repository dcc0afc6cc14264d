//! All that the page knows, and how each thing that happens changes it. Nothing here touches the browser: what must
//! be done there is given back as [`Effect`]s.

mod draft;
mod run;
mod settings;
mod link;
mod saved;
mod kept;
mod hear;
mod log;
mod command_line;
mod steer;

pub(crate) use draft::Draft;
pub(crate) use kept::{History, KeptRun};
pub(crate) use link::{from_fragment, to_fragment};
pub(crate) use log::{Kind as LogKind, Line, life_lines, state_name};
pub(crate) use run::{Phase, Run};
pub(crate) use saved::Saved;
pub(crate) use settings::{DEFAULT_SPEED, REFRESH_STEPS, SPEEDS, Settings, Theme, speed_name};

use crate::protocol::{Answer, Command, Life, Stride};
use bellwether::report::End;
use command_line::command_line;
use std::rc::Rc;

/// A link does not run by itself if it brings more messages than this.
pub(crate) const MOST_MESSAGES_BY_ITSELF: u32 = 1_000_000;

/// The whole state.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) draft: Rc<Draft>,
    pub(crate) run: Run,
    pub(crate) settings: Settings,
    pub(crate) worker: Worker,
    /// What a person should know, until it is put away.
    pub(crate) notice: Option<Notice>,
    /// Which sender is open, by group and number.
    pub(crate) sender: Option<(u32, u32)>,
    pub(crate) life: LookUp,
    pub(crate) help: bool,
    pub(crate) history: History,
    ticket: u32,
    /// The kept run whose report is being made: ticket and digest.
    exported: Option<(u32, String)>,
    /// Pings since the worker was last heard.
    unanswered: u32,
}

/// How the worker is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Worker {
    Starting,
    Ready,
    /// It has not answered for a while.
    Silent,
    Broken(String),
}

/// A message to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) bad: bool,
}

/// A message's life, asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum LookUp {
    #[default]
    Nothing,
    Asked(u32),
    Found(Rc<Life>),
    Failed(String),
}

/// What happens.
#[derive(Clone, Debug)]
pub(crate) enum Msg {
    Heard(Answer),
    /// The whole text of the scenario.
    Text(String),
    /// One value of the form; empty for its default.
    Field(String, String),
    /// A scenario to begin with, run at once.
    Preset(&'static str),
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
    LookUp(u32),
    ExportReport,
    ExportScenario,
    Share,
    RestartWorker,
    Help(bool),
    PutNoticeAway,
    Tell(String, bool),
    Persist,
    /// Some seconds have passed.
    Tick,
    /// What the browser keeps, or why it can not.
    History(Result<Vec<KeptRun>, String>),
    Reopen(String),
    ExportKept(String),
    Forget(String),
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
    Theme(Theme),
    Save(String),
    /// Keeps a finished run.
    Keep(Box<KeptRun>),
    /// Deletes a kept run, by its key.
    Forget(String),
}

impl State {
    /// The state at the start: from a link, from what was saved, or from the default scenario.
    pub(crate) fn new(fragment: &str, saved: Option<Saved>) -> Self {
        let settings = saved.as_ref().map(Saved::settings).unwrap_or_default();
        let mut state = Self {
            draft: Rc::new(Draft::default()),
            run: Run::default(),
            settings,
            worker: Worker::Starting,
            notice: None,
            sender: None,
            life: LookUp::Nothing,
            help: false,
            history: History::default(),
            ticket: 0,
            exported: None,
            unanswered: 0,
        };
        match from_fragment(fragment) {
            None => state.restore(saved),
            Some(Ok(text)) => {
                state.draft = Rc::new(Draft::new(text, 0));
                state.begin_with_link();
            }
            Some(Err(error)) => {
                state.restore(saved);
                state.tell(
                    format!("The link can not be used: {error}. Your own scenario is shown instead."),
                    true,
                );
            }
        }
        state
    }

    fn restore(&mut self, saved: Option<Saved>) {
        match saved {
            Some(saved) => {
                self.draft = Rc::new(Draft::new(saved.text.clone(), 0));
                self.run = saved.run();
            }
            None => self.run.phase = Phase::Running,
        }
    }

    fn begin_with_link(&mut self) {
        let Some(scenario) = &self.draft.scenario else {
            return self.tell(
                "The scenario of this link has errors; they are marked below.".to_owned(),
                true,
            );
        };
        if scenario.producer.messages > MOST_MESSAGES_BY_ITSELF {
            let messages = bellwether::chart::exact(f64::from(scenario.producer.messages));
            self.tell(
                format!("This link brings a run of {messages} messages. It starts when you press Run."),
                false,
            );
        } else {
            self.run.phase = Phase::Running;
        }
    }

    /// Changes the state; gives what must be done.
    pub(crate) fn apply(&mut self, message: Msg) -> Vec<Effect> {
        match message {
            Msg::Heard(answer) => self.hear(answer),
            Msg::Text(text) => self.edited(Draft::new(text, self.draft.version + 1)),
            Msg::Preset(text) => {
                self.draft = Rc::new(Draft::new(text.to_owned(), self.draft.version + 1));
                self.begin(Phase::Running, Vec::new(), String::new())
            }
            Msg::Field(path, value) => self.edited(self.draft.with_field(&path, &value)),
            Msg::AddGroup => self.edited(self.draft.with_group()),
            Msg::RemoveGroup(index) => self.edited(self.draft.without_group(index)),
            Msg::Seed(seed) => self.edited(self.draft.with_field("seed", &seed)),
            Msg::Run => self.set_running(true),
            Msg::RunOrPause => self.set_running(self.run.phase != Phase::Running),
            Msg::Step => self.step(),
            Msg::Stride(stride) => {
                self.settings.stride = stride;
                vec![self.save()]
            }
            Msg::Escape if self.sender.is_some() => {
                self.sender = None;
                Vec::new()
            }
            Msg::Escape if self.run.phase == Phase::Ready => Vec::new(),
            Msg::Escape | Msg::Cancel => self.act("cancel: {}".to_owned()),
            Msg::Act(action) => self.act(action),
            Msg::Reset => self.begin(Phase::Ready, Vec::new(), String::new()),
            Msg::Speed(speed) => {
                self.settings.speed = speed.min(SPEEDS.len() - 1);
                self.paced()
            }
            Msg::Refresh(refresh) => {
                self.settings.refresh =
                    refresh.clamp(REFRESH_STEPS[0], REFRESH_STEPS[REFRESH_STEPS.len() - 1]);
                self.paced()
            }
            Msg::Theme(theme) => {
                self.settings.theme = theme;
                vec![Effect::Theme(theme), self.save()]
            }
            Msg::OpenSender(sender) => {
                self.sender = sender;
                Vec::new()
            }
            Msg::LookUp(message) => self.look_up(message),
            Msg::ExportReport => {
                self.ticket += 1;
                vec![Effect::Post(Command::Report { ticket: self.ticket })]
            }
            Msg::ExportScenario => vec![Effect::Download {
                name: "bellwether.yaml".to_owned(),
                kind: "application/yaml",
                text: self.text_with_journal(),
            }],
            Msg::Share => self.share(),
            Msg::RestartWorker => {
                self.worker = Worker::Starting;
                self.unanswered = 0;
                vec![Effect::StartWorker]
            }
            Msg::Help(open) => {
                self.help = open;
                Vec::new()
            }
            Msg::PutNoticeAway => {
                self.notice = None;
                Vec::new()
            }
            Msg::Tell(text, bad) => {
                self.tell(text, bad);
                Vec::new()
            }
            Msg::Persist => vec![self.save()],
            Msg::Tick => self.tick(),
            Msg::History(Ok(runs)) => {
                self.history = History {
                    runs: Rc::new(runs),
                    problem: None,
                };
                Vec::new()
            }
            Msg::History(Err(problem)) => {
                self.history.problem = Some(problem);
                Vec::new()
            }
            Msg::Reopen(key) => self.reopen(&key),
            Msg::ExportKept(key) => self.export_kept(&key),
            Msg::Forget(key) => vec![Effect::Forget(key)],
        }
    }

    /// The scenario of the run with everything that was done by hand in its timeline.
    pub(crate) fn text_with_journal(&self) -> String {
        if self.run.journal.is_empty() {
            return self.draft.text.clone();
        }
        Draft::with_journal(&self.run.text, &self.run.journal)
    }

    /// The command that repeats the run in a terminal.
    pub(crate) fn command_line(&self) -> String {
        command_line(&self.draft, &self.run)
    }

    /// Whether the draft is no longer what runs.
    pub(crate) fn is_edited(&self) -> bool {
        self.run.text != self.draft.text
    }

    /// Why the run can not start; nothing if it can.
    pub(crate) fn obstacle(&self) -> Option<String> {
        match (&self.worker, self.draft.problems.len()) {
            (Worker::Broken(_), _) => Some("The worker has stopped.".to_owned()),
            (Worker::Silent, _) => Some("The worker does not answer.".to_owned()),
            (_, 0) => None,
            (_, 1) => Some("The scenario has an error.".to_owned()),
            (_, many) => Some(format!("The scenario has {many} errors.")),
        }
    }

    /// How the run stands, in a word.
    pub(crate) fn status(&self) -> &'static str {
        match (&self.worker, self.run.phase) {
            (Worker::Broken(_), _) => "worker stopped",
            (Worker::Silent, _) => "no answer",
            (Worker::Starting, _) => "starting",
            (_, Phase::Ready) => "ready",
            (_, Phase::Running) => "running",
            (_, Phase::Paused) => "paused",
            (_, Phase::Over(end)) => end_name(end),
        }
    }

    fn tell(&mut self, text: String, bad: bool) {
        self.notice = Some(Notice { text, bad });
    }

    fn save(&self) -> Effect {
        Effect::Save(Saved::of(self).to_text())
    }
}

/// How a run ended, in a word.
const fn end_name(end: End) -> &'static str {
    match end {
        End::Settled => "settled",
        End::Until => "time is up",
        End::Cancelled => "cancelled",
        End::Interrupted => "interrupted",
        End::Stalled => "stalled",
    }
}

#[cfg(test)]
mod tests;
