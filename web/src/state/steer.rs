//! What the person does to the run: begin, pause, step, act, look at, share.

use super::{Draft, Effect, Phase, State, TextOf, Watched, Worker, to_fragment};
use crate::protocol::{Command, Whose};
use std::rc::Rc;

impl State {
    /// The scenario was edited: a run that goes on keeps its own, else the new one is made ready.
    pub(super) fn edited(&mut self, draft: Draft) -> Vec<Effect> {
        self.notice = None;
        self.draft = Rc::new(draft);
        self.linked = false;
        let in_progress = matches!(self.run.phase, Phase::Running | Phase::Paused);
        if in_progress || self.draft.scenario.is_none() {
            return vec![self.save()];
        }
        self.begin(Phase::Ready, Vec::new(), String::new())
    }

    /// Begins a run of the draft, up to a point at once if one is given.
    pub(super) fn begin(&mut self, phase: Phase, journal: Vec<String>, skip_to: String) -> Vec<Effect> {
        self.notice = None;
        self.forgotten.clear();
        let draft = Rc::clone(&self.draft);
        self.begin_with(&draft, phase, journal, skip_to)
    }

    /// Takes the run up in a new worker where it was left; it may be of an earlier scenario than the draft.
    pub(super) fn take_up(&mut self) -> Vec<Effect> {
        let run = &self.run;
        let (phase, journal, point) = (run.phase, run.journal.clone(), run.point().to_owned());
        let draft = if run.text.is_empty() || run.text == self.draft.text {
            Rc::clone(&self.draft)
        } else {
            Rc::new(Draft::new(run.text.clone(), 0))
        };
        self.begin_with(&draft, phase, journal, point)
    }

    fn begin_with(
        &mut self,
        draft: &Draft,
        phase: Phase,
        journal: Vec<String>,
        skip_to: String,
    ) -> Vec<Effect> {
        let Some(scenario) = draft.scenario.clone() else {
            self.run.phase = Phase::Ready;
            return vec![self.save()];
        };
        let phase = if matches!(phase, Phase::Over(_)) {
            Phase::Running
        } else {
            phase
        };
        self.run
            .begin(scenario, draft.text.clone(), phase, journal, skip_to);
        self.refusal = None;
        self.life = Watched::default();
        self.sender_life = Watched::default();
        self.sender = None;
        if self.worker != Worker::Ready {
            return vec![self.save()];
        }
        let start = self.run.start(&self.settings);
        vec![Effect::Post(Command::Start(start)), self.save()]
    }

    pub(super) fn set_running(&mut self, running: bool) -> Vec<Effect> {
        let in_progress = matches!(self.run.phase, Phase::Running | Phase::Paused);
        if running && self.draft.scenario.is_none() && !in_progress {
            return Vec::new();
        }
        match self.run.phase {
            Phase::Over(_) if running => return self.begin(Phase::Running, Vec::new(), String::new()),
            Phase::Ready if running && self.is_edited() => {
                return self.begin(Phase::Running, Vec::new(), String::new());
            }
            Phase::Over(_) | Phase::Ready if !running => return Vec::new(),
            _ => {}
        }
        if self.run.phase == Phase::Ready {
            // what a link waited for
            self.notice = None;
        }
        self.run.phase = if running { Phase::Running } else { Phase::Paused };
        self.paced()
    }

    /// Tells the worker how the run goes on.
    pub(super) fn paced(&mut self) -> Vec<Effect> {
        let mut effects = vec![self.save()];
        if self.worker == Worker::Ready {
            effects.push(Effect::Post(Command::Pace(self.run.pace(&self.settings))));
        }
        effects
    }

    pub(super) fn step(&mut self) -> Vec<Effect> {
        if matches!(self.run.phase, Phase::Over(_)) || self.hindrance().is_some() {
            return Vec::new();
        }
        let mut effects = if self.run.phase == Phase::Running || self.run.phase == Phase::Ready {
            self.run.phase = Phase::Paused;
            self.paced()
        } else {
            Vec::new()
        };
        effects.push(Effect::Post(Command::Step {
            stride: self.settings.stride,
            heard: self.run.next_command(),
        }));
        effects
    }

    pub(super) fn act(&mut self, action: String) -> Vec<Effect> {
        if self.hindrance().is_some() {
            return Vec::new();
        }
        self.refusal = None;
        vec![Effect::Post(Command::Act {
            action,
            heard: self.run.next_command(),
        })]
    }

    pub(super) fn look_up(&mut self, number: &str) -> Vec<Effect> {
        // as the page writes it, too
        let number = &number.replace(',', "");
        let Ok(message) = number.parse() else {
            let is_whole = number.bytes().all(|byte| byte.is_ascii_digit());
            self.life = Watched::failed(if number.is_empty() {
                "Type a message's number: those are whole, from 0.".to_owned()
            } else if is_whole {
                format!(
                    "{number} is too large: no run has more than 4,000,000,000 messages, numbered from 0."
                )
            } else {
                format!("`{number}` is no message's number: those are whole, from 0.")
            });
            return Vec::new();
        };
        self.ticket += 1;
        vec![self.life.ask(Whose::Message(message), self.ticket, &self.run)]
    }

    /// Asks for the life of the sender that is open.
    pub(super) fn look_up_sender(&mut self) -> Vec<Effect> {
        let senders = self.run.snapshot.iter().flat_map(|snapshot| &snapshot.senders);
        let mut ids = senders.map(|sender| Some((sender.group, sender.number)));
        let index = ids.position(|id| id == self.sender);
        let Some(index) = index.and_then(|index| u32::try_from(index).ok()) else {
            self.sender_life = Watched::default();
            return Vec::new();
        };
        self.ticket += 1;
        vec![self.sender_life.ask(Whose::Sender(index), self.ticket, &self.run)]
    }

    /// Asks again for what is looked at and has fallen behind the run.
    pub(super) fn follow(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(whose) = self.life.behind(&self.run) {
            self.ticket += 1;
            effects.push(self.life.ask(whose, self.ticket, &self.run));
        }
        if self.sender_life.behind(&self.run).is_some() {
            effects.extend(self.look_up_sender());
        }
        effects
    }

    pub(super) fn share(&mut self, whose: TextOf) -> Vec<Effect> {
        match to_fragment(&self.text_of(whose)) {
            Ok(fragment) => vec![
                Effect::Address(fragment.clone()),
                Effect::Copy {
                    text: fragment,
                    done: if self.is_of_draft(whose) {
                        "The link is copied: the scenario as you have edited it.".to_owned()
                    } else {
                        "The link is copied: scenario, seed and everything done by hand.".to_owned()
                    },
                },
            ],
            Err(error) => {
                self.tell(format!("There is no link to this run: {error}."), true);
                Vec::new()
            }
        }
    }
}
