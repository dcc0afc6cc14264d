//! The page: for now it greets its worker and shows the answer.

use crate::worker_link::{FromWorker, WorkerLink};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// The whole page.
#[component]
pub(crate) fn App() -> Html {
    let answer = use_state(|| String::from("starting the worker"));
    let link: Rc<RefCell<Option<WorkerLink>>> = use_mut_ref(|| None);
    {
        let answer = answer.clone();
        use_effect_with((), move |()| {
            let (in_callback, shown) = (Rc::clone(&link), answer.clone());
            let hear = Callback::from(move |message| match message {
                FromWorker::Ready => {
                    if let Some(Err(error)) =
                        in_callback.borrow().as_ref().map(|link| link.send(&fresh_seed()))
                    {
                        shown.set(format!("the worker can not be reached: {error:?}"));
                    }
                }
                FromWorker::Text(text) => shown.set(text),
                FromWorker::Broken(reason) => shown.set(format!("the worker does not run: {reason}")),
            });
            match WorkerLink::start(&hear) {
                Ok(started) => *link.borrow_mut() = Some(started),
                Err(error) => answer.set(format!("the worker does not start: {error:?}")),
            }
            move || drop(link.borrow_mut().take())
        });
    }
    html! {
        <main>
            <h1>{ "Bellwether" }</h1>
            <p id="answer" role="status">{ (*answer).clone() }</p>
        </main>
    }
}

/// A seed from the browser's own randomness, as decimal digits.
fn fresh_seed() -> String {
    getrandom::u64().map_or_else(|_| String::from("42"), |seed| format!("seed {seed}"))
}
