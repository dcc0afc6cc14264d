//! Finished runs in the browser's own database: IndexedDB, one store, a text for each run.

use crate::state::KeptRun;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DomException, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};
use yew::Callback;

const NAME: &str = "bellwether";
const STORE: &str = "runs";
/// Runs that are kept; the oldest go first.
const MOST: usize = 200;

/// What is kept, the newest first, or why nothing can be.
type Told = Callback<Result<Vec<KeptRun>, String>>;

/// Tells what is kept.
pub(crate) fn list(told: Told) {
    spawn_local(async move { told.emit(all().await.map_err(in_words)) });
}

/// Keeps a run from now on, unless the same is kept already; tells what is kept.
pub(crate) fn keep(run: KeptRun, told: Told) {
    spawn_local(async move { told.emit(add(run).await.map_err(in_words)) });
}

/// Deletes a run by its key; tells what is kept.
pub(crate) fn forget(key: String, told: Told) {
    spawn_local(async move { told.emit(delete(&key).await.map_err(in_words)) });
}

async fn all() -> Result<Vec<KeptRun>, JsValue> {
    let (store, _) = store(IdbTransactionMode::Readonly).await?;
    let texts: Array = done(&store.get_all()?).await?.dyn_into()?;
    // what another version wrote and this one cannot read stays there unseen
    let readable = texts
        .iter()
        .filter_map(|text| serde_json::from_str::<KeptRun>(&text.as_string()?).ok());
    // the newest first; they are few, and a library's sorting is much for a visitor to load
    let mut runs: Vec<KeptRun> = Vec::new();
    for run in readable {
        runs.insert(runs.partition_point(|other| other.at >= run.at), run);
    }
    Ok(runs)
}

async fn add(mut run: KeptRun) -> Result<Vec<KeptRun>, JsValue> {
    let kept = all().await?;
    if kept.iter().any(|other| other.key() == run.key()) {
        return Ok(kept);
    }
    run.at = js_sys::Date::now();
    let text = serde_json::to_string(&run).unwrap_or_default();
    let (store, transaction) = store(IdbTransactionMode::Readwrite).await?;
    for old in kept.iter().skip(MOST - 1) {
        store.delete(&old.key().into())?;
    }
    store.put_with_key(&text.into(), &run.key().into())?;
    complete(&transaction).await?;
    all().await
}

async fn delete(key: &str) -> Result<Vec<KeptRun>, JsValue> {
    let (store, transaction) = store(IdbTransactionMode::Readwrite).await?;
    store.delete(&key.into())?;
    complete(&transaction).await?;
    all().await
}

/// The store, open for one transaction.
async fn store(mode: IdbTransactionMode) -> Result<(IdbObjectStore, IdbTransaction), JsValue> {
    let factory = web_sys::window()
        .ok_or("there is no window")?
        .indexed_db()?
        .ok_or("this browser has none")?;
    let opening: IdbOpenDbRequest = factory.open_with_u32(NAME, 1)?;
    let request = opening.clone();
    // called at the first visit only; whatever fails here fails again below
    let make = Closure::once_into_js(move || {
        if let Ok(Ok(database)) = request.result().map(JsCast::dyn_into::<IdbDatabase>) {
            let _ = database.create_object_store(STORE);
        }
    });
    opening.set_onupgradeneeded(Some(make.unchecked_ref()));
    let database: IdbDatabase = done(&opening).await?.dyn_into()?;
    let transaction = database.transaction_with_str_and_mode(STORE, mode)?;
    // it stays open until the transaction is complete
    database.close();
    Ok((transaction.object_store(STORE)?, transaction))
}

/// What a request gives.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(resolve.unchecked_ref()));
        request.set_onerror(Some(reject.unchecked_ref()));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error()?.map_or(JsValue::NULL, Into::into)),
    }
}

/// Waits until all that was written is there to stay.
async fn complete(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(resolve.unchecked_ref()));
        transaction.set_onabort(Some(reject.unchecked_ref()));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(JsValue::NULL, Into::into)),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
fn in_words(error: JsValue) -> String {
    match error.dyn_ref::<DomException>() {
        Some(exception) if exception.name() == "QuotaExceededError" => "its storage is full".to_owned(),
        Some(exception) => exception.message(),
        None => error.as_string().unwrap_or_else(|| "it refuses to".to_owned()),
    }
}
