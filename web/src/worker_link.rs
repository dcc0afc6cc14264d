//! The page's end of the worker: starts it, hears it, ends it.

use crate::protocol::{Answer, Command};
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

/// How long a worker may take to start before the page says that it does not, in milliseconds.
const START_LIMIT_MS: u32 = 10_000;

/// A running worker; dropping it ends the worker.
#[derive(Debug)]
pub(crate) struct WorkerLink {
    worker: Worker,
    _start_limit: Rc<RefCell<Option<Timeout>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl WorkerLink {
    /// Starts a worker with the module that the page has compiled already: no second download, no second compile.
    ///
    /// # Errors
    /// When the browser refuses to start a worker or the page's own files cannot be found.
    pub(crate) fn start(hear: &Callback<Answer>) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options("worker-loader.js", &options)?;

        let late = hear.clone();
        let start_limit = Rc::new(RefCell::new(Some(Timeout::new(START_LIMIT_MS, move || {
            late.emit(Answer::Broken(format!("no answer within {START_LIMIT_MS} ms")));
        }))));
        let (limit, heard) = (Rc::clone(&start_limit), hear.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            drop(limit.borrow_mut().take());
            heard.emit(Answer::from_js(&message.data()));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let (limit, died) = (Rc::clone(&start_limit), hear.clone());
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |error: ErrorEvent| {
            drop(limit.borrow_mut().take());
            died.emit(Answer::Broken(error.message()));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        worker.post_message(&start_message()?)?;
        Ok(Self {
            worker,
            _start_limit: start_limit,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Sends a command.
    ///
    /// # Errors
    /// When the browser cannot deliver it.
    pub(crate) fn send(&self, command: &Command) -> Result<(), JsValue> {
        self.worker.post_message(&command.to_js())
    }
}

impl Drop for WorkerLink {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// What `worker-loader.js` waits for: where the glue is, and the compiled module itself.
fn start_message() -> Result<JsValue, JsValue> {
    let glue = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("link[rel=modulepreload]").ok().flatten())
        .ok_or("the page has no link to its own script")?;
    let message = Object::new();
    Reflect::set(&message, &"js".into(), &Reflect::get(&glue, &"href".into())?)?;
    Reflect::set(&message, &"module".into(), &wasm_bindgen::module())?;
    Ok(message.into())
}
