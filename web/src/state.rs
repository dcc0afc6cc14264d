//! All that the page knows, and how each thing that happens changes it. Nothing here touches the browser: what must
//! be done there is given back as [`Effect`]s.

mod beginning;
mod draft;
mod file_name;
mod in_place;
mod run;
mod settings;
mod link;
mod saved;
mod kept;
mod hear;
mod message;
mod part;
mod apply;
mod read;
mod log;
mod look_up;
mod command_line;
mod steer;
mod replications;

pub(crate) use beginning::Beginning;
pub(crate) use draft::{Draft, ReadText, is_a_choice};
pub(crate) use file_name::file_name;
pub(crate) use kept::{History, KeptRun};
pub(crate) use link::{from_fragment, to_fragment};
pub(crate) use log::{Kind as LogKind, Line, life_lines, mean_time, sender_life_lines};
pub(crate) use look_up::{LookUp, Watched, is_followed};
pub(crate) use message::{Effect, Msg, TextOf};
pub(crate) use part::Part;
pub(crate) use replications::{REPLICATIONS, Replications};
pub(crate) use run::{Phase, Run};
pub(crate) use saved::Saved;
pub(crate) use settings::{DEFAULT_SPEED, REFRESH_STEPS, SPEEDS, Settings, Theme, speed_name};

use crate::engine::RETURNING;
#[cfg(test)]
use crate::protocol::{Answer, Command};
use bellwether::report::End;
use command_line::command_line;
use std::rc::Rc;

/// A link does not run by itself if it brings more messages than this.
pub(crate) const MOST_MESSAGES_BY_ITSELF: u32 = 1_000_000;

/// Ticks that good news is shown: twelve seconds.
const SOME_SECONDS: u32 = 24;
const FOR_EVER: u32 = u32::MAX;

/// The whole state.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) draft: Rc<Draft>,
    pub(crate) run: Run,
    pub(crate) settings: Settings,
    pub(crate) worker: Worker,
    /// What a person should know, until it is put away or no longer so.
    pub(crate) notice: Option<Notice>,
    /// Why the last thing by hand could not be done.
    pub(crate) refusal: Option<String>,
    /// Whether the scenario is a link's, as it came: then it is nobody's own.
    linked: bool,
    /// The key of the finished run that was deleted while it was shown.
    forgotten: String,
    /// A person's own scenario and its run, where another took their place.
    pub(crate) put_aside: Option<Box<Saved>>,
    /// Which sender is open, by group and number.
    pub(crate) sender: Option<(u32, u32)>,
    /// The life of a message.
    pub(crate) life: Watched,
    /// The life of the sender that is open.
    pub(crate) sender_life: Watched,
    /// Of a run, and how many are asked for.
    replications: Replications,
    pub(crate) replications_wanted: u32,
    pub(crate) help: bool,
    pub(crate) history: History,
    /// How many parts of the page there are by now.
    parts: usize,
    /// Number of the last question to the worker.
    ticket: u32,
    /// The report that is being made: its ticket, the name of its file, and the digest that it should have if it is of
    /// a kept run.
    exported: Option<(u32, String, Option<String>)>,
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
    /// Whether it offers what was put aside.
    pub(crate) way_back: bool,
    /// Ticks until it goes by itself.
    lasts: u32,
}

impl State {
    /// The state at the start: from a link, from what was saved, or from the default scenario, whose text was read.
    pub(crate) fn at_start(Beginning { link, saved }: Beginning, reading: ReadText) -> Self {
        let mut state = Self {
            draft: Rc::new(reading.checked(0)),
            run: Run::default(),
            settings: saved.as_ref().map(Saved::settings).unwrap_or_default(),
            worker: Worker::Starting,
            notice: None,
            refusal: None,
            linked: false,
            forgotten: String::new(),
            put_aside: None,
            sender: None,
            life: Watched::default(),
            sender_life: Watched::default(),
            replications: Replications::default(),
            replications_wanted: REPLICATIONS[0],
            help: false,
            history: History::default(),
            parts: 0,
            ticket: 0,
            exported: None,
            unanswered: 0,
        };
        match link {
            None => state.resume(saved),
            Some(Ok(_)) => {
                let linked = Rc::clone(&state.draft);
                state.restore(saved);
                let aside = state.draft.text != linked.text && state.put_aside();
                state.draft = linked;
                state.run = Run::default();
                state.linked = true;
                state.begin_with_link();
                state.tell_of(aside);
            }
            Some(Err(error)) => {
                let shown = if saved.is_some() {
                    "The scenario that was here before"
                } else {
                    "The default scenario"
                };
                state.resume(saved);
                state.tell(
                    format!("The link cannot be used: {error}. {shown} is shown instead."),
                    true,
                );
            }
        }
        state
    }

    /// Takes up what was saved.
    fn restore(&mut self, saved: Option<Saved>) {
        if let Some(saved) = &saved {
            self.draft = Rc::new(Draft::new(saved.text.clone(), self.draft.version + 1));
        }
        self.resume(saved);
    }

    /// The same where its text is read already.
    fn resume(&mut self, saved: Option<Saved>) {
        match saved {
            Some(saved) => {
                self.run = saved.run(&self.run);
                self.linked = saved.linked;
                self.forgotten.clone_from(&saved.forgotten);
                self.put_aside = saved.put_aside;
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
            let messages = bellwether::decimal::grouped(scenario.producer.messages);
            self.tell(
                format!("This link brings a run of {messages} messages. It starts when you press Run."),
                false,
            );
            self.notice = self.notice.take().map(|notice| Notice {
                lasts: FOR_EVER,
                ..notice
            });
        } else {
            self.run.phase = Phase::Running;
        }
    }

    /// What is saved and shared: the scenario of the run with everything that was done by hand in its timeline, or
    /// else the scenario as it is being written, if that is wanted and another.
    pub(super) fn text_of(&self, whose: TextOf) -> String {
        let run = &self.run;
        if self.is_of_draft(whose) {
            return self.draft.text.clone();
        }
        Draft::with_journal(&run.text, &run.journal)
    }

    /// The name of a file with what [`State::text_of`] gives, or about it.
    fn file_name(&self, whose: TextOf, what: &str) -> String {
        let scenario = self.draft.scenario.as_ref().filter(|_| self.is_of_draft(whose));
        let scenario = scenario.unwrap_or(&self.run.scenario);
        file_name(&scenario.name, &scenario.seed.to_string(), what)
    }

    fn is_of_draft(&self, whose: TextOf) -> bool {
        self.run.text.is_empty() || whose == TextOf::Draft && self.is_edited()
    }

    /// The command that repeats the run in a terminal.
    pub(crate) fn command_line(&self) -> String {
        command_line(&self.draft, &self.run, "")
    }

    /// Whether the draft is no longer what runs.
    pub(crate) fn is_edited(&self) -> bool {
        self.run.text != self.draft.text
    }

    /// What to say beside a draft that is not what is shown.
    pub(crate) fn earlier(&self) -> Option<&'static str> {
        let edited = self.is_edited() && !self.run.text.is_empty();
        match self.run.phase {
            Phase::Running | Phase::Paused if edited => {
                Some("Edited. The run still uses the earlier scenario.")
            }
            Phase::Over(_) if edited => Some("Edited. The results are of the earlier scenario."),
            _ => None,
        }
    }

    /// What is in the way of another run like this one: the draft is another.
    pub(crate) fn unlike(&self) -> Option<String> {
        let first = || "The scenario was edited: run it first".to_owned();
        self.is_edited().then(|| self.obstacle().unwrap_or_else(first))
    }

    /// Why the run cannot start; nothing if it can.
    pub(crate) fn obstacle(&self) -> Option<String> {
        match (&self.worker, self.draft.problems.len()) {
            (Worker::Broken(_), _) => Some("The worker has stopped.".to_owned()),
            (Worker::Silent, _) => Some("The worker does not answer.".to_owned()),
            (_, 0) => None,
            (_, 1) => Some("The scenario has an error.".to_owned()),
            (_, many) => Some(format!("The scenario has {many} errors.")),
        }
    }

    /// Why the worker cannot be asked; nothing if it can.
    fn deaf(&self) -> Option<&'static str> {
        match self.worker {
            Worker::Ready => None,
            Worker::Starting => Some("The worker is not there yet."),
            Worker::Silent | Worker::Broken(_) => Some("The worker has stopped; start it again first."),
        }
    }

    /// How the run stands, in a word.
    pub(crate) fn status(&self) -> &'static str {
        match (&self.worker, self.run.phase) {
            (Worker::Broken(_), _) => "no worker",
            (Worker::Silent, _) => "no answer",
            (Worker::Starting, _) => "starting",
            _ if self.run.is_returning() => "catching up",
            (_, Phase::Ready) => "ready",
            (_, Phase::Running) => "running",
            (_, Phase::Paused) => "paused",
            (_, Phase::Over(end)) => end_name(end),
        }
    }

    /// Why nothing can be done to the run now, if so.
    pub(crate) fn hindrance(&self) -> Option<&'static str> {
        let run = &self.run;
        if self.worker != Worker::Ready {
            Some("The run has no worker")
        } else if run.phase.is_final() {
            Some("The run is over")
        } else if run.is_returning() {
            Some(RETURNING)
        } else if run.phase == Phase::Ready && self.draft.scenario.is_none() {
            Some("The scenario has an error")
        } else {
            None
        }
    }

    fn tell(&mut self, text: String, bad: bool) {
        self.notice = Some(Notice {
            text,
            bad,
            way_back: false,
            lasts: if bad { FOR_EVER } else { SOME_SECONDS },
        });
    }

    fn save(&self) -> Effect {
        Effect::Save(Saved::of(self).to_text())
    }
}

/// How a run ended: the report's word for it, or plainer ones.
const fn end_name(end: End) -> &'static str {
    match end {
        End::Until => "time is up",
        _ => end.name(),
    }
}

#[cfg(test)]
mod tests;
