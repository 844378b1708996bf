//! What the page is and what happened on it.

use js_sys::{Array, Function, Promise};
use nachklang_model::context::{Device, Locale, Page, Viewport, Vitals};
use nachklang_model::eligibility::{Context, History};
use nachklang_model::json::{Json, Object};
use nachklang_model::theme::Colour;
use nachklang_model::{Moment, Phase, ResponseId, Touchpoint};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::page::data_layer::DataLayer;
use crate::page::js;

/// Takes snapshots of the page. The loader's shell does it, where a line does what takes ten here, and gives an object:
/// `width` and `height` of the viewport, `language`, `path` and `host` of the page, `shop` as the page names it, the time
/// (`now`, `offset`, `unix`), ten `random` bytes, the `events` of the data layer, and the functions `isBusy` and `colour`. Once
/// the deferred part is there, which alone asks for them (`loader/deferred.js`), also how much of the page the `keyboard`
/// covers, the `proof` that stands on the tag, and the functions `sha256` and `covers`.
#[derive(Clone)]
pub struct PageProbe(pub Function);

impl PageProbe {
    /// The page as it is now.
    pub fn snapshot(&self) -> PageSnapshot {
        PageSnapshot(self.0.call0(&JsValue::NULL).unwrap_or_default())
    }
}

/// What the page is, and what happened on it, at one moment. What takes the browser time (`width`, `height`, `shop`, `random`,
/// `events`, `context`, `visitor`) is found out when it is read.
pub struct PageSnapshot(JsValue);

impl PageSnapshot {
    /// A member that is a text.
    pub fn text(&self, name: &str) -> String {
        js::text(&self.0, name).unwrap_or_default()
    }

    /// A member that is a number.
    pub fn number(&self, name: &str) -> f64 {
        js::get(&self.0, name).as_f64().unwrap_or_default()
    }

    /// The time, with the offset of the shopper's place.
    pub fn time(&self) -> Moment {
        Moment::local(&self.text("now"), self.number("offset") as i32)
    }

    /// A name for a new response.
    pub fn response_id(&self) -> ResponseId {
        let bytes: Array = js::get(&self.0, "random").unchecked_into();
        let mut random = [0; 10];
        for (index, byte) in random.iter_mut().enumerate() {
            *byte = bytes.get(index as u32).as_f64().unwrap_or_default() as u8;
        }
        ResponseId::new(self.number("unix") as u64, &random)
    }

    /// The SHA-256 of a text in hexadecimal digits, where the browser hashes.
    pub async fn sha256(&self, text: &str) -> Option<String> {
        let promise: Promise = self.ask("sha256", &text.into(), &JsValue::NULL).dyn_into().ok()?;
        JsFuture::from(promise).await.ok()?.as_string()
    }

    /// What a function of the snapshot gives.
    fn ask(&self, name: &str, first: &JsValue, second: &JsValue) -> JsValue {
        let function: Function = js::get(&self.0, name).unchecked_into();
        function.call2(&JsValue::NULL, first, second).unwrap_or_default()
    }

    /// Whether the card in `root` lies over what has the page's focus or what `selector` finds.
    pub fn covers(&self, root: &JsValue, selector: &str) -> bool {
        self.ask("covers", root, &selector.into()).is_truthy()
    }

    /// Whether a modal dialog or a consent banner of the page is open, or what `selector` finds.
    pub fn is_busy(&self, selector: &str) -> bool {
        self.ask("isBusy", &selector.into(), &JsValue::NULL).is_truthy()
    }

    /// A colour as CSS writes it.
    pub fn colour(&self, text: &str) -> Option<Colour> {
        let number =
            self.ask("colour", &text.into(), &JsValue::NULL).as_f64().filter(|number| *number >= 0.0)?;
        let [_, red, green, blue] = (number as u32).to_be_bytes();
        Some(Colour([red, green, blue]))
    }

    /// Where the shopper is, as the loader tells it from what the page says.
    pub fn touchpoint(&self, places: &[Json]) -> Touchpoint {
        let at = self.text("touchpoint");
        // What the page says by a call, with all it says, may have been left since.
        let named = Touchpoint::of(&js::json(&js::get(&self.0, "namedTouchpoint")));
        match named {
            Some(named) if named.key.as_str() == at => named,
            _ => Touchpoint::resolve(&at, places),
        }
    }

    /// What decides whether a survey is shown.
    pub fn context(&self, places: &[Json]) -> Context {
        let touchpoint = self.touchpoint(places);
        let mut context = Object::of(js::json(&js::get(&self.0, "context")));
        context.put("touchpoint", touchpoint.key.as_str());
        context.put_some("phase", touchpoint.phase.map(Phase::name));
        context.put("device", Device::of_width(self.number("width") as u32).name());
        context.put("now", &*self.text("now"));
        Context(context.into())
    }

    /// What was shown to this visitor before.
    pub fn history(&self) -> History {
        History(js::json(&js::get(&self.0, "visitor")))
    }

    /// Writes changes to the visitor record.
    pub fn remember(&self, changes: Object) {
        self.ask("remember", &js::value(&changes.into()), &JsValue::NULL);
    }

    /// Deletes the visitor record.
    pub fn forget(&self) {
        self.ask("forget", &JsValue::NULL, &JsValue::NULL);
    }

    /// Tells the page's data layer what happened to a response.
    pub fn push(&self, event: &str, response: &JsValue) {
        self.ask("push", &event.into(), response);
    }

    /// What in a text fits one of the shop's patterns.
    pub fn find(&self, text: &str, patterns: &Json) -> Vec<String> {
        let found = js::json(&self.ask("find", &text.into(), &js::value(patterns)));
        found.items().iter().filter_map(Json::as_str).map(String::from).collect()
    }

    /// Whether what this trigger waits for has come.
    pub fn has_come(&self, trigger: &Json) -> bool {
        self.ask("isTriggerMet", &js::value(trigger), &JsValue::NULL).is_truthy()
    }

    /// When the last order was placed, in milliseconds since 1970.
    pub fn order(&self) -> Option<f64> {
        js::get(&js::get(&self.0, "context"), "order").as_f64()
    }

    /// Does something while no other tab of the shop does, as far as the browser can see to that.
    pub fn alone(&self, job: Box<dyn FnOnce()>) {
        self.ask("runAlone", &Closure::once_into_js(job), &JsValue::NULL);
    }

    /// What the page has stated by calls, by their names.
    pub fn said(&self) -> JsValue {
        js::get(&self.0, "statements")
    }

    /// What the shop says of its customer.
    pub fn customer(&self) -> Json {
        js::json(&js::get(&self.0, "customer"))
    }

    /// Whether the shopper objects to being followed, by a setting of the browser.
    pub fn is_refused(&self) -> bool {
        js::get(&self.0, "objectsToTracking").is_truthy()
    }

    /// How the page has done so far.
    pub fn vitals(&self) -> Vitals {
        let vitals = js::json(&js::get(&self.0, "vitals"));
        let number = |name: &str| vitals.number(name);
        Vitals::lenient(number("lcp"), number("cls"), number("inp"), number("errors"))
    }

    /// Whether the shopper lets us ask, where the shop needs that.
    pub fn has_consent(&self) -> bool {
        js::get(&self.0, "consent").is_truthy()
    }

    /// The page for a response.
    pub fn page(&self) -> Page {
        let (width, height) = (self.number("width") as u32, self.number("height") as u32);
        let language = Locale::new(&self.text("language")).or_else(|| Locale::new("und"));
        Page {
            device: Device::of_width(width),
            viewport: Viewport { width, height },
            language: language.expect("und is a language tag"),
            vitals: Vitals::default(),
        }
    }

    /// What the data layer tells.
    pub fn data_layer(&self) -> DataLayer {
        DataLayer(js::get(&self.0, "events").unchecked_into::<Array>())
    }
}
