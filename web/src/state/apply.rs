//! How each thing that happens changes the state.

use super::file_name::REPORT;
use super::{
    Draft, Effect, History, Msg, Part, Phase, REFRESH_STEPS, SPEEDS, State, TextOf, Watched, Worker,
};
use crate::protocol::Command;
use std::rc::Rc;

impl State {
    /// Changes the state; gives what must be done.
    pub(crate) fn apply(&mut self, message: Msg) -> Vec<Effect> {
        match message {
            Msg::Heard(answer) => self.hear(answer),
            Msg::Text(text) => self.edited(Draft::new(text, self.draft.version + 1)),
            Msg::File { name, text } => self.read_file(&name, text),
            Msg::Preset(text) => self.replace(text.to_owned(), Vec::new(), String::new()),
            Msg::RunWith(messages) => self.run_with(messages),
            Msg::BringBack => self.bring_back(),
            Msg::Field(path, value) => self.edited(self.draft.with_field(&path, &value)),
            Msg::AddGroup => self.edited(self.draft.with_group()),
            Msg::RemoveGroup(index) => self.edited(self.draft.without_group(index)),
            Msg::Seed(_) if self.draft.document.is_none() => {
                self.tell(
                    "The text of the scenario cannot be read; it must be mended first.".to_owned(),
                    true,
                );
                Vec::new()
            }
            Msg::Seed(seed) => self.edited(self.draft.with_field("seed", &seed)),
            Msg::Run => self.set_running(true),
            Msg::RunOrPause => self.set_running(self.run.phase != Phase::Running),
            Msg::Step => self.step(),
            Msg::Escape if self.sender.is_some() => {
                self.sender = None;
                Vec::new()
            }
            Msg::Escape if matches!(self.run.phase, Phase::Ready | Phase::Over(_)) => Vec::new(),
            Msg::Escape | Msg::Cancel => self.act("cancel: {}".to_owned()),
            Msg::Act(action) => self.act(action),
            Msg::Reset if self.draft.scenario.is_none() => Vec::new(),
            Msg::Reset => self.begin(Phase::Ready, Vec::new(), String::new()),
            Msg::OpenSender(sender) => {
                self.sender = sender;
                if let (Some(reason), Some(_)) = (self.deaf(), sender) {
                    self.sender_life = Watched::failed(reason.to_owned());
                    return Vec::new();
                }
                self.look_up_sender()
            }
            Msg::LookUp(message) => {
                if let Some(reason) = self.deaf() {
                    self.life = Watched::failed(reason.to_owned());
                    return Vec::new();
                }
                self.look_up(message.trim())
            }
            Msg::Replicate => self.replicate(),
            Msg::Share(whose) => self.share(whose),
            Msg::Tick => self.tick(),
            Msg::Reopen(key) => self.reopen(&key),
            Msg::ExportKept(key) => self.export_kept(&key),
            Msg::Forget(key) => {
                self.forgotten.clone_from(&key);
                vec![Effect::Forget(key), self.save()]
            }
            other => self.apply_to_page(other),
        }
    }

    /// What concerns the page more than the run.
    fn apply_to_page(&mut self, message: Msg) -> Vec<Effect> {
        match message {
            Msg::Speed(speed) => {
                self.settings.speed = speed.min(SPEEDS.len() - 1);
                return self.paced();
            }
            Msg::Refresh(refresh) => {
                self.settings.refresh =
                    refresh.clamp(REFRESH_STEPS[0], REFRESH_STEPS[REFRESH_STEPS.len() - 1]);
                return self.paced();
            }
            Msg::Stride(stride) => {
                self.settings.stride = stride;
                return vec![self.save()];
            }
            Msg::Theme(theme) => {
                self.settings.theme = theme;
                return vec![Effect::Theme(theme), self.save()];
            }
            Msg::ExportReport => {
                if let Some(reason) = self.deaf() {
                    self.tell(reason.to_owned(), true);
                    return Vec::new();
                }
                self.ticket += 1;
                let name = self.file_name(TextOf::Run, REPORT);
                self.exported = Some((self.ticket, name, None));
                return vec![Effect::Post(Command::Report { ticket: self.ticket })];
            }
            Msg::ExportScenario(whose) => {
                return vec![Effect::Download {
                    name: self.file_name(whose, ".yaml"),
                    kind: "application/yaml",
                    text: self.text_of(whose),
                }];
            }
            Msg::RestartWorker => {
                self.worker = Worker::Starting;
                self.unanswered = 0;
                return vec![Effect::StartWorker];
            }
            Msg::Persist => return vec![self.save()],
            Msg::NextPart => {
                self.parts += 1;
                let is_last = self.parts == Part::COUNT;
                let due = [
                    (self.count_of(Part::Worker) == 1, Effect::StartWorker),
                    (!is_last && self.shows_new(), Effect::AwaitFrame),
                    (!is_last && !self.shows_new(), Effect::AwaitTask),
                    (is_last, Effect::ListKept),
                ];
                return due
                    .into_iter()
                    .filter_map(|(is_due, effect)| is_due.then_some(effect))
                    .collect();
            }
            Msg::WantReplications(count) => self.replications_wanted = count,
            Msg::Help(open) => self.help = open,
            Msg::PutNoticeAway => self.notice = None,
            Msg::Tell(text, bad) => self.tell(text, bad),
            Msg::History(Ok(runs)) => {
                self.history = History {
                    runs: Rc::new(runs),
                    problem: None,
                };
            }
            Msg::History(Err(problem)) => self.history.problem = Some(problem),
            _ => {}
        }
        Vec::new()
    }
}
