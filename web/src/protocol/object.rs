//! Plain JavaScript objects, made and read key by key.

use js_sys::{Array, Float64Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// An object being made.
pub(super) struct Object(js_sys::Object);

impl Object {
    pub(super) fn new(kind: &str) -> Self {
        Self(js_sys::Object::new()).text("kind", kind)
    }

    pub(super) fn text(self, key: &str, value: &str) -> Self {
        self.set(key, &value.into())
    }

    pub(super) fn number(self, key: &str, value: f64) -> Self {
        self.set(key, &value.into())
    }

    pub(super) fn truth(self, key: &str, value: bool) -> Self {
        self.set(key, &value.into())
    }

    pub(super) fn texts(self, key: &str, values: &[String]) -> Self {
        let list: Array = values.iter().map(|value| JsValue::from_str(value)).collect();
        self.set(key, &list)
    }

    /// Adds numbers as a typed array; gives the whole object and the array's buffer, to be handed over.
    pub(super) fn numbers(self, key: &str, values: &[f64]) -> (JsValue, Option<JsValue>) {
        let array = Float64Array::from(values);
        let buffer = array.buffer().into();
        (self.set(key, &array).into_js(), Some(buffer))
    }

    pub(super) fn into_js(self) -> JsValue {
        self.0.into()
    }

    fn set(self, key: &str, value: &JsValue) -> Self {
        // a plain object takes any key
        let _ = Reflect::set(&self.0, &key.into(), value);
        self
    }
}

/// An object being read; nothing in it is trusted.
pub(super) struct Reader<'a>(&'a JsValue);

impl<'a> Reader<'a> {
    pub(super) const fn new(object: &'a JsValue) -> Self {
        Self(object)
    }

    pub(super) fn kind(&self) -> Option<String> {
        self.text("kind")
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.as_string()
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.as_f64()
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and runs and tickets are small"
    )]
    pub(super) fn whole(&self, key: &str) -> Option<u32> {
        self.number(key).map(|number| number as u32)
    }

    pub(super) fn truth(&self, key: &str) -> Option<bool> {
        self.get(key)?.as_bool()
    }

    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        let list = self.get(key)?.dyn_into::<Array>().ok()?;
        list.iter().map(|value| value.as_string()).collect()
    }

    pub(super) fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        Some(self.get(key)?.dyn_into::<Float64Array>().ok()?.to_vec())
    }

    fn get(&self, key: &str) -> Option<JsValue> {
        Reflect::get(self.0, &key.into()).ok()
    }
}
