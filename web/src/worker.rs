//! What runs off the page's thread: hears commands, lets the engine work in between, tells how the run stands.

use crate::engine::{Engine, Errand, Wait};
use crate::protocol::{Answer, Command, Pace};
use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort, Performance};

/// Wall time between two looks at the clock while a paced run waits for it, in milliseconds: a picture's length.
const CLOCK_WAIT: u32 = 12;

/// The worker's state.
struct Worker {
    scope: DedicatedWorkerGlobalScope,
    performance: Performance,
    engine: Option<Engine>,
    /// What somebody waits for beside the run.
    errands: VecDeque<Errand>,
    pace: Pace,
    last_look: f64,
    /// Whether something happened that the page has not been told.
    untold: bool,
    /// A message to this port comes back as soon as everything that waits has been heard; unlike a timer, browsers
    /// do not slow it down.
    ping: MessagePort,
    pinged: bool,
    timer: Option<Timeout>,
}

/// Called by `worker-loader.js` once the module has started inside the worker.
///
/// # Errors
/// When the browser refuses what the worker needs: a clock, a channel, to deliver the first message.
#[wasm_bindgen]
pub fn worker_main(scope: &DedicatedWorkerGlobalScope) -> Result<(), JsValue> {
    // Yew sets the hook on the page only.
    console_error_panic_hook::set_once();
    let channel = MessageChannel::new()?;
    let worker = Rc::new(RefCell::new(Worker {
        scope: scope.clone(),
        performance: scope.performance().ok_or("the browser has no clock")?,
        engine: None,
        errands: VecDeque::new(),
        pace: Pace {
            heard: 0,
            speed: 1.0,
            refresh: 100.0,
            paused: true,
        },
        last_look: 0.0,
        untold: false,
        ping: channel.port2(),
        pinged: false,
        timer: None,
    }));
    let hearing = Rc::clone(&worker);
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        if let Some(command) = Command::from_js(&message.data()) {
            hearing.borrow_mut().obey(command);
            wake(&hearing);
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    let working = Rc::clone(&worker);
    let pong = Closure::<dyn FnMut()>::new(move || {
        working.borrow_mut().pinged = false;
        wake(&working);
    });
    channel.port1().set_onmessage(Some(pong.as_ref().unchecked_ref()));
    // Both live as long as the worker.
    hear.forget();
    pong.forget();
    scope.post_message(&Answer::Ready.to_js().0)
}

/// Lets the engine work for a slice, and sees to it that it works again when there is more to do.
fn wake(worker: &Rc<RefCell<Worker>>) {
    let mut this = worker.borrow_mut();
    let wait = this.work();
    match wait {
        Wait::Not if !this.pinged => {
            this.timer = None;
            this.pinged = this.ping.post_message(&JsValue::NULL).is_ok();
        }
        Wait::Not => {}
        Wait::Clock => {
            let later = Rc::clone(worker);
            this.timer = Some(Timeout::new(CLOCK_WAIT, move || wake(&later)));
        }
        Wait::Command => this.timer = None,
    }
}

impl Worker {
    fn now(&self) -> f64 {
        self.performance.now()
    }

    fn work(&mut self) -> Wait {
        let wait = self.work_on_run();
        let performance = &self.performance;
        let Some(mut errand) = self.errands.pop_front() else {
            return wait;
        };
        let answer = errand.work(&|| performance.now());
        if answer.as_ref().is_none_or(Answer::is_followed_by_another) {
            // whoever asks for something short does not wait for what is long
            self.errands.push_back(errand);
        }
        if let Some(answer) = answer {
            self.say(&answer);
        }
        Wait::Not
    }

    fn work_on_run(&mut self) -> Wait {
        let performance = &self.performance;
        let Some(engine) = self.engine.as_mut() else {
            return Wait::Command;
        };
        self.untold |= !engine.is_idle();
        let wait = engine.work(&|| performance.now());
        let due = performance.now() - self.last_look >= self.pace.refresh;
        if self.untold && (due || wait == Wait::Command) {
            self.tell();
        }
        wait
    }

    /// Tells how the run stands.
    fn tell(&mut self) {
        let now = self.now();
        if let Some(engine) = &mut self.engine {
            self.last_look = now;
            self.untold = false;
            let snapshot = engine.look(now);
            self.say(&Answer::Snapshot(Box::new(snapshot)));
        }
    }

    fn obey(&mut self, command: Command) {
        let now = self.now();
        match command {
            Command::Start(start) => {
                self.pace = start.pace;
                self.errands.retain(|errand| !errand.is_of_run());
                match Engine::start(&start, now) {
                    Ok(engine) => self.engine = Some(engine),
                    Err(reason) => {
                        self.engine = None;
                        self.say(&Answer::Refused {
                            run: start.run,
                            reason,
                        });
                    }
                }
                self.last_look = f64::NEG_INFINITY;
                self.untold = true;
            }
            Command::Pace(pace) => {
                self.pace = pace;
                if let Some(engine) = &mut self.engine {
                    engine.set_pace(pace, now);
                }
                self.tell();
            }
            Command::Step { stride, heard } => {
                if let Some(engine) = &mut self.engine {
                    engine.step(stride, heard, now);
                }
                self.tell();
            }
            Command::Act { action, heard } => self.act(&action, heard, now),
            Command::Report { ticket } => match &self.engine {
                Some(engine) => self.say(&Answer::of_report(ticket, &engine.report())),
                None => self.say(&no_run(ticket)),
            },
            Command::Life { ticket, of } => match &self.engine {
                Some(engine) => {
                    self.errands.retain(|errand| !errand.gives_way_to(of));
                    self.errands
                        .push_back(Errand::life(ticket, engine.source(), of, engine.now()));
                }
                None => self.say(&no_run(ticket)),
            },
            Command::Replicate { ticket, count } => match &self.engine {
                Some(engine) if engine.is_over() => {
                    let errand = Errand::replications(ticket, engine, count);
                    self.errands.push_back(errand);
                }
                _ => self.say(&no_run(ticket)),
            },
            Command::Stop { ticket } => self.errands.iter_mut().for_each(|errand| errand.stop(ticket)),
            Command::Ping => self.say(&Answer::Pong),
            Command::Whole {
                ticket,
                text,
                seed,
                replication,
            } => {
                // the page waits for the last one only
                self.errands.retain(Errand::is_of_run);
                self.errands
                    .push_back(Errand::whole(ticket, &text, &seed, replication));
            }
        }
    }

    fn act(&mut self, action: &str, heard: u32, wall: f64) {
        let Some(engine) = &mut self.engine else { return };
        let run = engine.run();
        let answer = match engine.act(action, heard, wall) {
            Ok(at) => Answer::Acted {
                run,
                at: at.to_string(),
                action: action.to_owned(),
            },
            Err(reason) => Answer::Refused { run, reason },
        };
        self.say(&answer);
        self.tell();
    }

    fn say(&self, answer: &Answer) {
        let (object, handed_over) = answer.to_js();
        // The page may be gone already; then nobody waits for the answer.
        let _ = match handed_over {
            Some(buffer) => self
                .scope
                .post_message_with_transfer(&object, &js_sys::Array::of1(&buffer)),
            None => self.scope.post_message(&object),
        };
    }
}

/// The answer where there is no run to be asked about.
fn no_run(ticket: u32) -> Answer {
    Answer::Failed {
        ticket,
        reason: "there is no run".to_owned(),
    }
}
