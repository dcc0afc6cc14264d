//! Files in and out: what a person gives to the page, and takes from it.

use crate::engine::LIMITS;
use crate::state::Msg;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, DragEvent, Event, File, HtmlAnchorElement,
    HtmlCanvasElement, HtmlImageElement, Url,
};
use yew::Callback;

/// How long a file that is being saved stays there, in milliseconds; its download has begun by then.
const STAYS: u32 = 10_000;

/// Hands a text to the person as a file.
///
/// # Errors
/// When the browser refuses to.
pub(crate) fn download(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    download_blob(name, &blob(kind, text)?)
}

fn blob(kind: &str, text: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
}

fn download_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = element("a")?;
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    forget_later(address);
    Ok(())
}

fn forget_later(address: String) {
    gloo_timers::callback::Timeout::new(STAYS, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
}

fn element<T: JsCast>(name: &str) -> Result<T, JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    Ok(document
        .ok_or("there is no page")?
        .create_element(name)?
        .dyn_into::<T>()?)
}

/// Hands a drawing to the person as a picture of pixels, twice as fine as it is large.
///
/// # Errors
/// When the browser refuses to begin; what fails later fails silently, as a download that never comes.
pub(crate) fn download_png(name: String, svg: &str, (width, height): (f64, f64)) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(&blob("image/svg+xml", svg)?)?;
    let image = HtmlImageElement::new()?;
    let drawn = image.clone();
    let draw = Closure::once_into_js(move || draw_png(&drawn, name, (width * 2.0, height * 2.0)));
    image.set_onload(Some(draw.unchecked_ref()));
    image.set_src(&address);
    forget_later(address);
    Ok(())
}

fn draw_png(image: &HtmlImageElement, name: String, (width, height): (f64, f64)) -> Result<(), JsValue> {
    let canvas: HtmlCanvasElement = element("canvas")?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a picture's size is small and above 0"
    )]
    let pixels = (width as u32, height as u32);
    canvas.set_width(pixels.0);
    canvas.set_height(pixels.1);
    let context: CanvasRenderingContext2d = canvas
        .get_context("2d")?
        .ok_or("there is no canvas")?
        .dyn_into()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    let save = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            let _ = download_blob(&name, &blob);
        }
    });
    canvas.to_blob(save.unchecked_ref())
}

/// Something is dragged over the page, or dropped on it.
pub(crate) fn drag(event: &Event, send: &Callback<Msg>) {
    let Some(event) = event.dyn_ref::<DragEvent>() else {
        return;
    };
    let Some(carried) = event.data_transfer() else {
        return;
    };
    if !carried.types().includes(&"Files".into(), 0) {
        return;
    }
    // else the browser would leave the page and show the file
    event.prevent_default();
    if event.type_() == "drop"
        && let Some(file) = carried.files().and_then(|files| files.get(0))
    {
        read(&file, send);
    }
}

/// Reads a file, within the limits of a scenario.
pub(crate) fn read(file: &File, send: &Callback<Msg>) {
    let limit = f64::from(LIMITS.text);
    let name = file.name();
    if file.size() > limit {
        let text = format!(
            "{name} is too large: at most {} KB are read. Nothing has changed.",
            limit / 1024.0
        );
        return send.emit(Msg::Tell(text, true));
    }
    let (file, send) = (file.clone(), send.clone());
    wasm_bindgen_futures::spawn_local(async move {
        let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
        send.emit(match text.ok().and_then(|text| text.as_string()) {
            Some(text) => Msg::File { name, text },
            None => Msg::Tell(format!("{name} could not be read."), true),
        });
    });
}
