//! The page and its worker.
//!
//! One wasm module serves both: on the page [`start`] draws the components, in the worker
//! `worker-loader.js` starts the same module again and calls [`worker_main`].

mod app;
mod worker_link;
mod worker;

pub use worker::worker_main;

/// Draws the page. Does nothing where there is no window, which is how the module starts in the worker.
pub fn start() {
    if web_sys::window().is_some() {
        yew::Renderer::<app::App>::new().render();
    }
}
