//! The page and its worker.
//!
//! One wasm module serves both: on the page [`start`] draws the components, in the worker
//! `worker-loader.js` starts the same module again and calls [`worker_main`].
//!
//! - `state` is all that the page knows, and changes by messages alone; it touches no browser.
//! - `components` and `pipeline` show it. They compute nothing about a run but where to draw it.
//! - `app` connects both, and does what the state asks for: post to the worker, save, download. `database` keeps finished runs.
//! - `protocol` is what page and worker say to each other.
//! - `engine` drives the run, in slices and paced by a clock; `worker` gives it the clock and the browser's time.

mod app;
mod browser;
mod database;
mod files;
mod focus;
mod keys;
mod state;
mod components;
mod pipeline;
mod protocol;
mod worker_link;
mod worker;
mod engine;

use wasm_bindgen_futures::spawn_local;

pub use worker::worker_main;

/// Draws the page. Does nothing where there is no window, which is how the module starts in the worker.
pub fn start() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(place) = document.and_then(|document| document.get_element_by_id("app")) {
        spawn_local(async {
            // that the module is ready was work enough for one task
            browser::next_task().await;
            let start = app::Start::prepare().await;
            browser::next_task().await;
            yew::Renderer::<app::App>::with_root_and_props(place, start).render();
        });
    }
}
