//! What runs off the page's thread.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The worker's first message: from now on it listens.
pub(crate) const READY: &str = "ready";

/// Called by `worker-loader.js` once the module has started inside the worker.
///
/// # Errors
/// When the browser refuses to deliver the first message.
#[wasm_bindgen]
pub fn worker_main(scope: &DedicatedWorkerGlobalScope) -> Result<(), JsValue> {
    // Yew sets the hook on the page only.
    console_error_panic_hook::set_once();
    let answers = scope.clone();
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let Ok(text) = message.data().dyn_into::<JsString>() else {
            return;
        };
        let answer = format!("the worker heard “{text}”");
        // The page may be gone already; then nobody waits for the answer.
        let _ = answers.post_message(&answer.into());
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    listen.forget();
    scope.post_message(&READY.into())
}
