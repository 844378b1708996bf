//! Small steps between Rust and the browser.

use js_sys::{Array, Object, Reflect};
use nachklang_model::json::Json;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Window};

/// The page's window.
pub fn window() -> Window {
    web_sys::window().expect("the widget runs in a window")
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Document;
}

/// The page's document. Not by the window, which `web_sys` looks for in four places.
pub fn document() -> Document {
    DOCUMENT.with(Document::clone)
}

/// What has the focus, in a shadow root of ours, too.
pub fn active_element() -> Option<Element> {
    let mut active = document().active_element();
    while let Some(inner) =
        active.as_ref().and_then(Element::shadow_root).and_then(|root| root.active_element())
    {
        active = Some(inner);
    }
    active
}

/// A member of an object of the page; `undefined` where there is none, or where reading it throws.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A member that is a string.
pub fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// What the browser parsed, as a tree. Functions and the like become `null`. Deeper than any setting or survey file is,
/// it is cut off, so that an object that holds itself does no harm.
pub fn json(value: &JsValue) -> Json {
    tree(value, 12)
}

fn tree(value: &JsValue, depth: u32) -> Json {
    if let Some(text) = value.as_string() {
        Json::String(text)
    } else if let Some(number) = value.as_f64() {
        Json::Number(number)
    } else if let Some(flag) = value.as_bool() {
        Json::Bool(flag)
    } else if depth == 0 || !value.is_object() {
        Json::Null
    } else if Array::is_array(value) {
        let mut items = Vec::new();
        each(value.unchecked_ref(), &mut |item| items.push(tree(&item, depth - 1)));
        Json::Array(items)
    } else {
        let mut members = Vec::new();
        each(&Object::entries(value.unchecked_ref()), &mut |entry| {
            let entry: Array = entry.unchecked_into();
            members.push((entry.get(0).as_string().unwrap_or_default(), tree(&entry.get(1), depth - 1)));
        });
        Json::Object(members)
    }
}

fn each(array: &Array, call: &mut dyn FnMut(JsValue)) {
    for index in 0..array.length() {
        call(array.get(index));
    }
}

/// A tree as the page's own value.
pub fn value(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Bool(flag) => (*flag).into(),
        Json::Number(number) => (*number).into(),
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => {
            let array = Array::new();
            for item in items {
                array.push(&value(item));
            }
            array.into()
        }
        Json::Object(members) => {
            let object = Object::new();
            for (name, member) in members {
                set(&object, name, &value(member));
            }
            object.into()
        }
    }
}

/// Sets a member of an object of ours.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// An address as the page would resolve it, without the name and the password that the page's own may have: browsers make no request
/// with them.
pub fn absolute_url(address: &str) -> Option<String> {
    let url = web_sys::Url::new_with_base(address, &document().base_uri().ok()??).ok()?;
    url.set_username("");
    url.set_password("");
    Some(url.href())
}

/// A number as JavaScript reads it from an attribute; not a number where it is none.
pub fn number(text: &str) -> f64 {
    if text.trim_ascii().is_empty() {
        f64::NAN
    } else {
        js_sys::Number::from(JsValue::from_str(text)).value_of()
    }
}
