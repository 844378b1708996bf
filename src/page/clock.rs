//! Time and chance.

use js_sys::{Date, Math};
use nachklang_model::{Moment, ResponseId};
use wasm_bindgen::JsValue;

use crate::page::js;

/// Now, with the offset of the shopper's place.
pub fn now() -> Moment {
    let now = Date::new_0();
    let offset = -now.get_timezone_offset();
    let shifted = Date::new(&JsValue::from_f64(now.get_time() + offset * 60_000.0));
    let shown: String = shifted.to_iso_string().into();
    // Without the Z at the end: it is not UTC any more.
    Moment::local(&shown[..shown.len() - 1], offset as i32)
}

/// A name for a new response.
pub fn response_id() -> ResponseId {
    let mut random = [0; 10];
    let filled = js::window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut random));
    if filled.is_err() {
        random.fill_with(|| (chance() * 256.0) as u8);
    }
    ResponseId::new(Date::now() as u64, &random)
}

/// A random number, 0 ≤ x < 1.
pub fn chance() -> f64 {
    Math::random()
}
