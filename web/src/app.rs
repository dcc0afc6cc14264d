//! The page: holds the state, lets it change, does in the browser what follows from it.

use crate::browser::{self, AnimationFrame, Listener};
use crate::components::{
    Announcer, Bar, BarView, HandsProps, Help, Kept, Log, Message, ReproduceProps, ScenarioPanel, Senders,
    charts, figures, hands, notices, replications, reproduce, theory,
};
use crate::database;
use crate::files;
use crate::focus;
use crate::keys::{give_focus_back, press};
use crate::pipeline::Picture;
use crate::protocol::Answer;
use crate::state::{Beginning, Effect, Msg, Part, Phase, Saved, State, Worker, is_followed};
use crate::worker_link::WorkerLink;
use gloo_timers::callback::{Interval, Timeout};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Event;
use yew::html::Scope;
use yew::prelude::*;

/// Milliseconds between two times that the page keeps where it is: what the crash of a tab may take from a run that
/// goes on. What a person does is kept at once.
const SAVE_EVERY: u32 = 500;

/// Milliseconds from a part's frame to the next part: time to paint it, where other processors are few.
const BETWEEN_PARTS: u32 = 15;

/// With what the page begins.
#[derive(Clone, Properties)]
pub(crate) struct Start {
    /// Until the page takes it.
    state: Rc<RefCell<Option<State>>>,
}

impl Start {
    /// With what the tab, the last visit or the link left. Each step has a task of its own.
    pub(crate) async fn prepare() -> Self {
        let [of_tab, of_last_visit] = browser::load();
        // a reload comes back to what was there, not to the start of the link
        let fragment = if of_tab.is_some() && browser::is_taken_in() {
            String::new()
        } else {
            browser::fragment()
        };
        let saved = of_tab.or(of_last_visit);
        let beginning = Beginning::new(&fragment, saved.as_deref().and_then(Saved::from_text));
        browser::next_task().await;
        let reading = beginning.read();
        browser::next_task().await;
        let state = State::at_start(beginning, reading);
        browser::set_address(&browser::address(), true);
        browser::set_theme(state.settings.theme.name());
        Self {
            state: Rc::new(RefCell::new(Some(state))),
        }
    }
}

impl PartialEq for Start {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// The whole page.
pub(crate) struct App {
    state: State,
    /// Made once: a part of the page whose props are the same ones is not drawn again.
    send: Callback<Msg>,
    open: Callback<(u32, u32)>,
    command: RefCell<Command>,
    focus: focus::Held,
    /// What was kept last.
    kept: String,
    /// Whether the browser did not keep what it was given last.
    refused: bool,
    worker: Option<WorkerLink>,
    frame: Option<AnimationFrame>,
    _saving: Interval,
    _listeners: Vec<Listener>,
}

impl Component for App {
    type Message = Msg;
    type Properties = Start;

    fn create(ctx: &Context<Self>) -> Self {
        let state = ctx.props().state.take().unwrap_or_else(|| State::new("", None));
        let persist = ctx.link().callback(|()| Msg::Persist);
        let saving = {
            let tick = ctx.link().callback(|()| Msg::Tick);
            Interval::new(SAVE_EVERY, move || tick.emit(()))
        };
        let app = Self {
            state,
            send: ctx.link().callback(|message: Msg| message),
            open: ctx.link().callback(|sender| {
                browser::show_soon("opened-sender");
                Msg::OpenSender(Some(sender))
            }),
            command: RefCell::default(),
            focus: focus::Held::default(),
            kept: String::new(),
            refused: false,
            worker: None,
            frame: None,
            _saving: saving,
            _listeners: vec![
                Listener::on("keydown", {
                    let send = ctx.link().callback(|message: Msg| message);
                    move |event: Event| press(&event, &send)
                }),
                Listener::on("click", |event: Event| give_focus_back(&event)),
                Listener::on("dragover", {
                    let send = ctx.link().callback(|message: Msg| message);
                    move |event: Event| files::drag(&event, &send)
                }),
                Listener::on("drop", {
                    let send = ctx.link().callback(|message: Msg| message);
                    move |event: Event| files::drag(&event, &send)
                }),
                Listener::on("pagehide", move |_: Event| persist.emit(())),
                Listener::on("focus", {
                    // meanwhile another tab may have kept a run
                    let told = ctx.link().callback(Msg::History);
                    move |_: Event| database::list(told.clone())
                }),
                Listener::on("hashchange", |_: Event| {
                    if let Some(window) = web_sys::window() {
                        // Another link in the same page: begin with it as a visitor would.
                        browser::set_address(&browser::address(), false);
                        let _ = window.location().reload();
                    }
                }),
            ],
        };
        // there is nothing yet to be drawn
        next_part_in(0, ctx.link().clone());
        app
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        let was_silent = self.state.worker == Worker::Silent;
        let leaves = self.focus.look(matches!(message, Msg::OpenSender(Some(_))));
        let version = self.state.draft.version;
        let shows = was_silent || !matches!(message, Msg::Persist | Msg::Heard(Answer::Pong));
        for effect in self.state.apply(message) {
            self.carry_out(ctx, effect);
        }
        if self.state.draft.version != version && !browser::fragment().is_empty() {
            // the link is one to another scenario
            browser::set_address(&browser::address_with(""), true);
        }
        if leaves && self.state.sender.is_none() && !self.focus.give_back() {
            browser::focus("stage");
        }
        shows
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.focus.mend();
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let (state, send) = (&self.state, self.send.clone());
        if !state.has(Part::Frame) {
            return Html::default();
        }
        html! {
            <>
                <a class="skip" href="#stage" onclick={|event: MouseEvent| {
                    // the address is left alone: what stands behind its `#` is a scenario
                    event.prevent_default();
                    browser::focus("stage");
                }}>{ "To the run" }</a>
                <a class="skip" href="#scenario" onclick={|event: MouseEvent| {
                    event.prevent_default();
                    browser::show_field("scenario");
                }}>{ "To the scenario" }</a>
                if state.has(Part::Bar) {
                    <Bar view={BarView::of(state)} transported={state.has(Part::Transport)} send={send.clone()} />
                }
                { notices(state.notice.as_ref(), &state.worker, &send) }
                if state.has(Part::Figures) {
                    { self.run_and_scenario() }
                }
                <Announcer snapshot={state.run.snapshot.clone()} status={state.status()} />
                if state.has(Part::LookUps) || state.help {
                    <Help open={state.help} {send} />
                }
            </>
        }
    }
}

/// The command that repeats the run, and what it was made of: run, hand actions, draft.
#[derive(Default)]
struct Command {
    made_of: (u32, usize, u32),
    text: String,
}

impl App {
    /// The run, all that is known of it, and its scenario. Even empty it would take room, and move when the bar grows.
    fn run_and_scenario(&self) -> Html {
        let (state, send) = (&self.state, self.send.clone());
        let run = &state.run;
        let over = matches!(run.phase, Phase::Over(_));
        html! {
            <main class="page">
                <div class="stage" id="stage" tabindex="-1">
                    { figures(run.snapshot.clone(), &run.scenario) }
                    <section class="panel pipeline" aria-label="Pipeline">
                        if state.has(Part::Picture) {
                            <Picture scenario={Rc::clone(&run.scenario)} snapshot={run.snapshot.clone()}
                                refresh={state.settings.refresh} opened={state.sender} open={self.open.clone()} />
                        }
                        if state.has(Part::Hands) {
                            { hands(&HandsProps {
                                scenario: Rc::clone(&run.scenario),
                                snapshot: run.snapshot.clone(),
                                opened: state.sender,
                                life: state.sender_life.shown.clone(),
                                follows: is_followed(run),
                                refusal: state.refusal.clone(),
                                hindrance: state.hindrance(),
                                unlike: state.unlike(),
                                send: send.clone(),
                            }) }
                        }
                    </section>
                    if state.has(Part::Charts) {
                        { charts(run.snapshot.clone(), &run.scenario, state.count_of(Part::Charts)) }
                    }
                    if state.has(Part::LookUps) {
                        { self.panels(over) }
                    }
                </div>
                if state.has(Part::Scenario) {
                    <ScenarioPanel draft={Rc::clone(&state.draft)} {send} parts={state.count_of(Part::Scenario).min(4)}
                        earlier={state.earlier()} />
                }
            </main>
        }
    }

    /// What one looks up: log, a message, the senders, how to reproduce the run, finished runs.
    fn panels(&self, over: bool) -> Html {
        let (state, send) = (&self.state, &self.send);
        let run = &state.run;
        let digest = run
            .snapshot
            .as_ref()
            .map(|snapshot| snapshot.digest.clone())
            .unwrap_or_default();
        html! {
            <>
                <div class="panels">
                    <div class="panel-column">
                        <Log lines={Rc::clone(&run.log)} left_out={run.left_out} />
                        <Message life={state.life.shown.clone()} scenario={Rc::clone(&run.scenario)} send={send.clone()} />
                    </div>
                    if state.has(Part::SecondLookUps) {
                        <div class="panel-column">
                            <Senders scenario={Rc::clone(&run.scenario)} snapshot={run.snapshot.clone()}
                                opened={state.sender} send={send.clone()} />
                            // without a place of its own it would make its neighbours anew
                            if let Some(said) = run.snapshot.as_ref().and_then(|snapshot| snapshot.theory.as_ref()) {
                                { theory(said) }
                            }
                            { reproduce(&ReproduceProps {
                                digest: digest.clone(),
                                command: self.command_line(),
                                by_hand: run.journal.len(),
                                over,
                                send: send.clone(),
                            }) }
                        </div>
                    }
                </div>
                if state.has(Part::SecondLookUps) {
                    if over {
                        { replications(state.replications(), state.replications_wanted, !run.journal.is_empty(), send) }
                    }
                    <Kept history={state.history.clone()} send={send.clone()}
                        shown={state.shown_key()} />
                }
            </>
        }
    }

    /// The next part comes once the last one is on the screen.
    fn await_frame(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        // a frame's own call comes before it is drawn
        self.frame = AnimationFrame::new(move || next_part_in(BETWEEN_PARTS, link));
    }

    /// The command is made anew only if something in it has changed.
    fn command_line(&self) -> String {
        let run = &self.state.run;
        let made_of = (run.id, run.journal.len(), self.state.draft.version);
        let mut command = self.command.borrow_mut();
        if command.made_of != made_of || command.text.is_empty() {
            *command = Command {
                made_of,
                text: self.state.command_line(),
            };
        }
        command.text.clone()
    }

    fn start_worker(&mut self, ctx: &Context<Self>) {
        // an earlier one ends
        self.worker = None;
        let hear = ctx.link().callback(Msg::Heard);
        match WorkerLink::start(&hear) {
            Ok(worker) => self.worker = Some(worker),
            Err(error) => {
                // without the places in the program, which say nothing to a person
                let error = error
                    .dyn_ref::<js_sys::Error>()
                    .map(|error| String::from(error.message()));
                let reason = error.unwrap_or_else(|| "the browser refuses it".to_owned());
                hear.emit(Answer::Broken(format!("it does not start: {reason}")));
            }
        }
    }

    /// Keeps a text for a reload. That it cannot be kept is said once, until it can be again.
    fn save(&mut self, ctx: &Context<Self>, text: String) {
        let refused = !browser::save(&text);
        if refused && !self.refused {
            let said = "The browser keeps nothing of this page: it is full, or does not let the page. A reload would \
                        lose what you do from now on; save the scenario as a file.";
            ctx.link().send_message(Msg::Tell(said.to_owned(), true));
        }
        self.refused = refused;
        if !refused {
            self.kept = text;
        }
    }

    fn carry_out(&mut self, ctx: &Context<Self>, effect: Effect) {
        match effect {
            Effect::Post(command) => {
                // where there is no worker it is either soon there or known to be broken
                if let Some(worker) = &self.worker
                    && worker.send(&command).is_err()
                {
                    ctx.link()
                        .send_message(Msg::Heard(Answer::Broken("it cannot be reached".to_owned())));
                }
            }
            Effect::StartWorker => self.start_worker(ctx),
            Effect::Download { name, kind, text } => {
                if files::download(&name, kind, &text).is_err() {
                    let said = "The browser does not let the page save files.".to_owned();
                    ctx.link().send_message(Msg::Tell(said, true));
                }
            }
            Effect::Address(fragment) => browser::set_address(&browser::address_with(&fragment), true),
            Effect::Copy { text, done } => {
                let address = browser::address_with(&text);
                let told = ctx.link().callback(move |worked: bool| {
                    let said = if worked {
                        done.clone()
                    } else {
                        "The link is in the address bar.".to_owned()
                    };
                    Msg::Tell(said, false)
                });
                browser::copy(&address, told);
            }
            Effect::AwaitFrame => self.await_frame(ctx),
            Effect::AwaitTask => next_part_in(0, ctx.link().clone()),
            Effect::ListKept => database::list(ctx.link().callback(Msg::History)),
            Effect::Theme(theme) => browser::set_theme(theme.name()),
            // a tab where nothing happens leaves alone what another one keeps
            Effect::Save(text) if text != self.kept => self.save(ctx, text),
            Effect::Save(_) => {}
            Effect::Keep(run) => database::keep(*run, ctx.link().callback(Msg::History)),
            Effect::Forget(key) => database::forget(key, ctx.link().callback(Msg::History)),
        }
    }
}

/// Lets the next part come after so many milliseconds.
fn next_part_in(milliseconds: u32, link: Scope<App>) {
    Timeout::new(milliseconds, move || link.send_message(Msg::NextPart)).forget();
}
