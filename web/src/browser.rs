//! The few things that the page needs of the browser itself.

use js_sys::Promise;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, HtmlCanvasElement, HtmlElement, HtmlSelectElement, IntersectionObserver,
    IntersectionObserverEntry, IntersectionObserverInit, ResizeObserver, ScrollIntoViewOptions,
    ScrollLogicalPosition, Storage, Window,
};
use yew::prelude::*;

/// How far from the edge of the window something is nearly in sight.
const NEARLY: &str = "200px";

/// Width that a drawing has at least, in its own units, where there are as many pixels.
const LEAST_ROOM: f64 = 300.0;

/// Where the page keeps what survives a reload.
const STORE: &str = "bellwether";

fn window() -> Option<Window> {
    web_sys::window()
}

/// Wall time in milliseconds since the page was opened.
pub(crate) fn now() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.now())
}

/// An instant in milliseconds since 1970, as people here write it.
pub(crate) fn date(at: f64) -> String {
    let short = js_sys::Object::new();
    // with seconds: many runs may end within a minute
    for (part, style) in [("dateStyle", "short"), ("timeStyle", "medium")] {
        // an object of our own takes any value
        let _ = js_sys::Reflect::set(&short, &part.into(), &style.into());
    }
    let date = js_sys::Date::new(&at.into());
    String::from(date.to_locale_string("default", &short))
}

/// What stands behind `#` in the address, `#` included.
pub(crate) fn fragment() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// The page's address.
pub(crate) fn address() -> String {
    window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}

/// The page's address with another fragment, or with none.
pub(crate) fn address_with(fragment: &str) -> String {
    let address = address();
    let base = address.split('#').next().unwrap_or_default();
    if fragment.is_empty() {
        return base.to_owned();
    }
    format!("{base}#{fragment}")
}

/// Puts another address in place of this one, and with it whether its link was taken in: a reload knows it still,
/// a link that is opened anew does not.
pub(crate) fn set_address(address: &str, taken_in: bool) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        // A browser that refuses (too often within a second) keeps the older address.
        let _ = history.replace_state_with_url(&taken_in.into(), "", Some(address));
    }
}

/// Whether the link in the address was taken in before a reload.
pub(crate) fn is_taken_in() -> bool {
    let state = window().and_then(|window| window.history().ok()?.state().ok());
    state.is_some_and(|state| state.is_truthy())
}

/// The tab's own store, and the one that a new tab begins with.
fn stores() -> [Option<Storage>; 2] {
    let window = window();
    let of = |store: fn(&Window) -> Result<Option<Storage>, JsValue>| store(window.as_ref()?).ok()?;
    [of(Window::session_storage), of(Window::local_storage)]
}

/// What this tab kept before a reload, and what the last visit kept in any tab; nothing where nothing can be kept.
pub(crate) fn load() -> [Option<String>; 2] {
    stores().map(|store| store?.get_item(STORE).ok()?)
}

/// Keeps a text for a reload and for the next visit; false where neither can be, and the page works all the same.
pub(crate) fn save(text: &str) -> bool {
    let kept = stores().map(|store| store.is_some_and(|store| store.set_item(STORE, text).is_ok()));
    kept.contains(&true)
}

/// Copies a text; the callback hears whether it worked.
pub(crate) fn copy(text: &str, done: Callback<bool>) {
    let Some(window) = window() else {
        return done.emit(false);
    };
    // Without a secure context there is no clipboard.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    let Ok(clipboard) = clipboard.and_then(JsCast::dyn_into::<web_sys::Clipboard>) else {
        return done.emit(false);
    };
    let promise = clipboard.write_text(text);
    let (worked, failed) = (done.clone(), done);
    let worked = Closure::once(move |_: JsValue| worked.emit(true));
    let failed = Closure::once(move |_: JsValue| failed.emit(false));
    let _ = promise.then2(&worked, &failed);
    // Whichever is not called would be waited for in vain.
    worked.forget();
    failed.forget();
}

/// Tells the style sheets which theme is wanted.
pub(crate) fn set_theme(name: &str) {
    let root = window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute("data-theme", name);
    }
}

/// Whether the page is dark now.
pub(crate) fn is_dark() -> bool {
    let Some(window) = window() else { return false };
    let chosen = window
        .document()
        .and_then(|document| document.document_element())
        .and_then(|root| root.get_attribute("data-theme"));
    match chosen.as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => matches(&window, "(prefers-color-scheme: dark)"),
    }
}

/// A colour of the style sheets in one of the themes.
pub(crate) fn colour(name: &str, dark: bool) -> String {
    let root = window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    let style = root.and_then(|root| window()?.get_computed_style(&root).ok()?);
    let value = style.and_then(|style| style.get_property_value(name).ok());
    let value = value.unwrap_or_default();
    let themes = value.trim().strip_prefix("light-dark(");
    match themes.and_then(|themes| themes.strip_suffix(')')?.split_once(',')) {
        Some((_, of_dark)) if dark => of_dark.trim().to_owned(),
        Some((of_light, _)) => of_light.trim().to_owned(),
        None => value,
    }
}

/// Pixels of the screen in a pixel of the page.
pub(crate) fn pixel_ratio() -> f64 {
    window().map_or(1.0, |window| window.device_pixel_ratio())
}

/// Whether the person wants little motion.
pub(crate) fn is_calm() -> bool {
    window().is_some_and(|window| matches(&window, "(prefers-reduced-motion: reduce)"))
}

fn matches(window: &Window, query: &str) -> bool {
    window
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|list| list.matches())
}

/// A seed from the browser's own randomness, as decimal digits: so few that the field shows them all.
pub(crate) fn fresh_seed() -> String {
    getrandom::u32().map_or_else(|_| "42".to_owned(), |seed| seed.to_string())
}

/// A canvas that is nowhere in the page.
pub(crate) fn canvas() -> Option<HtmlCanvasElement> {
    let canvas = window()?.document()?.create_element("canvas").ok()?;
    canvas.dyn_into().ok()
}

/// A call at the next frame; dropping it takes it back.
pub(crate) struct AnimationFrame {
    number: i32,
    _call: Closure<dyn FnMut()>,
}

impl AnimationFrame {
    /// Nothing where there is no screen.
    pub(crate) fn new(call: impl FnOnce() + 'static) -> Option<Self> {
        let call = Closure::once(call);
        let number = window()?
            .request_animation_frame(call.as_ref().unchecked_ref())
            .ok()?;
        Some(Self { number, _call: call })
    }
}

impl Drop for AnimationFrame {
    fn drop(&mut self) {
        if let Some(window) = window() {
            let _ = window.cancel_animation_frame(self.number);
        }
    }
}

/// Hears an event of the window until it is dropped.
pub(crate) struct Listener {
    name: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub(crate) fn on(name: &'static str, call: impl FnMut(Event) + 'static) -> Self {
        let call = Closure::<dyn FnMut(Event)>::new(call);
        if let Some(window) = window() {
            let hear = call.as_ref().unchecked_ref();
            // There is a window, and these events exist in every browser.
            let _ = window.add_event_listener_with_callback_and_bool(name, hear, is_first(name));
        }
        Self { name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = window() {
            let hear = self.call.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback_and_bool(self.name, hear, is_first(self.name));
        }
    }
}

/// Whether the window hears an event before what it happens to: where the focus is after a click is settled by then.
fn is_first(name: &str) -> bool {
    name == "click"
}

/// The width of an element as it changes, and how many pixels are one of its units: more than one where the type of the
/// page is larger, so that words in a drawing are as large as those around it.
#[hook]
pub(crate) fn use_room(element: &NodeRef) -> (f64, f64) {
    let room = use_state_eq(|| (0.0_f64, 1.0_f64));
    let (set, element) = (room.setter(), element.clone());
    use_effect_with((), move |()| {
        let observed = Rc::new(RefCell::new(None));
        if let Some(element) = element.cast::<HtmlElement>() {
            // it is called once at the start too, when the browser has laid the page out anyway
            let measured = element.clone();
            let call = Closure::<dyn FnMut()>::new(move || {
                let width = f64::from(measured.client_width());
                // large type in a narrow window: rather smaller words than a drawing that is cut
                let scale = scale_of_type().min((width / LEAST_ROOM).max(1.0));
                set.set((width / scale, scale));
            });
            if let Ok(observer) = ResizeObserver::new(call.as_ref().unchecked_ref()) {
                observer.observe(element.unchecked_ref::<Element>());
                *observed.borrow_mut() = Some((observer, call));
            }
        }
        move || {
            if let Some((observer, _call)) = observed.borrow_mut().take() {
                observer.disconnect();
            }
        }
    });
    *room
}

/// How large the page's type is, compared with what drawings are made for.
fn scale_of_type() -> f64 {
    let root = window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    let style = root.and_then(|root| window()?.get_computed_style(&root).ok()?);
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    let pixels = size.and_then(|size| size.trim_end_matches("px").parse::<f64>().ok());
    pixels.map_or(1.0, |pixels| pixels / 16.0)
}

/// Whether an element is in sight or nearly so, or the page is being printed; what is not need not be drawn.
#[hook]
pub(crate) fn use_sight(element: &NodeRef) -> bool {
    let in_sight = use_state_eq(|| false);
    let (set, element) = (in_sight.setter(), element.clone());
    use_effect_with((), move |()| {
        let seen = Rc::new(Cell::new(false));
        let printing = ["beforeprint", "afterprint"].map(|name| {
            let (set, seen) = (set.clone(), Rc::clone(&seen));
            Listener::on(name, move |_: Event| set.set(name == "beforeprint" || seen.get()))
        });
        let call = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let newest: IntersectionObserverEntry = entries.pop().unchecked_into();
            seen.set(newest.is_intersecting());
            set.set(newest.is_intersecting());
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(NEARLY);
        let observer = IntersectionObserver::new_with_options(call.as_ref().unchecked_ref(), &options).ok();
        if let (Some(observer), Some(element)) = (&observer, element.cast::<Element>()) {
            observer.observe(&element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop((call, printing));
        }
    });
    *in_sight
}

/// What is chosen in a menu, if it is there.
pub(crate) fn chosen(id: &str) -> Option<String> {
    let menu = window()?.document()?.get_element_by_id(id)?;
    Some(menu.dyn_into::<HtmlSelectElement>().ok()?.value())
}

/// Puts the cursor at an element, if it is there.
pub(crate) fn focus(id: &str) {
    let element = window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Lets the browser do other things before what follows.
pub(crate) async fn next_task() {
    let next = Promise::new(&mut |done, _| {
        let _ = window().and_then(|window| window.set_timeout_with_callback(&done).ok());
    });
    // it is never refused
    let _ = JsFuture::from(next).await;
}

/// Puts the cursor at an element once it is drawn, which brings it into view.
pub(crate) fn focus_soon(id: &'static str) {
    gloo_timers::callback::Timeout::new(0, move || focus(id)).forget();
}

/// Brings an element into view once it is drawn, if it is not.
pub(crate) fn show_soon(id: &'static str) {
    let show = move || {
        let element = window().and_then(|window| window.document()?.get_element_by_id(id));
        if let Some(element) = element {
            let nearest = ScrollIntoViewOptions::new();
            nearest.set_block(ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    };
    gloo_timers::callback::Timeout::new(0, show).forget();
}

/// Brings a field of the form into view, opens what hides it and puts the cursor there; false if there is none.
pub(crate) fn show_field(path: &str) -> bool {
    let field = window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(path))
        .and_then(|field| field.dyn_into::<HtmlElement>().ok());
    let Some(field) = field else { return false };
    if let Ok(Some(details)) = field.closest("details") {
        let _ = details.set_attribute("open", "");
    }
    field.scroll_into_view();
    field.focus().is_ok()
}
