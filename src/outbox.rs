//! The responses that wait to be sent. How they are sent stands in `rest::delivery`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use nachklang_model::ResponseId;
use wasm_bindgen::JsValue;

use crate::page::facts::Gather;

/// What waits for one endpoint.
pub struct Outbox {
    pub endpoint: String,
    /// Where the page's data layer is told what happens.
    pub pushes: Option<Gather>,
    pub waiting: RefCell<Vec<Rc<Outgoing>>>,
    /// Whether something is being sent, or a timer runs to try again.
    pub running: Cell<bool>,
    /// How many attempts failed since one succeeded.
    pub failures: Cell<u32>,
}

/// The newest revision of a response.
pub struct Outgoing {
    pub id: ResponseId,
    pub revision: u32,
    pub object: JsValue,
    pub body: String,
}

impl Outbox {
    /// An empty outbox for this address.
    pub fn to(endpoint: &str, pushes: Option<Gather>) -> Rc<Self> {
        Rc::new(Self {
            endpoint: endpoint.into(),
            pushes,
            waiting: RefCell::default(),
            running: Cell::new(false),
            failures: Cell::new(0),
        })
    }
}
