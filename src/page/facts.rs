//! What the page is and what happened on it.

use js_sys::{Array, Function};
use nachklang_model::context::{Device, Locale, Page, Viewport};
use wasm_bindgen::{JsCast, JsValue};

use crate::page::data_layer::DataLayer;
use crate::page::js;

/// Gathers the facts. The loader's shell does it, where it takes a line what takes ten here, and gives them as an object:
/// `width` and `height` of the viewport, `language`, `path` and `host` of the page, `shop` as the page names it, and the
/// `events` of its data layer.
pub struct Gather(pub Function);

/// The facts at one moment.
pub struct Facts(JsValue);

impl Gather {
    /// The facts as they are now.
    pub fn now(&self) -> Facts {
        Facts(self.0.call0(&JsValue::NULL).unwrap_or_default())
    }
}

impl Facts {
    /// A fact that is a text.
    pub fn text(&self, name: &str) -> String {
        js::text(&self.0, name).unwrap_or_default()
    }

    /// The page for a response.
    pub fn page(&self) -> Page {
        let pixels = |name: &str| js::get(&self.0, name).as_f64().unwrap_or_default() as u32;
        let (width, height) = (pixels("width"), pixels("height"));
        let language = Locale::new(&self.text("language")).or_else(|| Locale::new("und"));
        Page {
            device: Device::of_width(width),
            viewport: Viewport { width, height },
            language: language.expect("und is a language tag"),
        }
    }

    /// What the data layer tells.
    pub fn data_layer(&self) -> DataLayer {
        DataLayer(js::get(&self.0, "events").unchecked_into::<Array>())
    }
}
