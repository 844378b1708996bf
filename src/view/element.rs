//! What the components are made of: the browser's elements, under one type that Leptos renders.
//!
//! Leptos' own elements have a type each, and the compiler makes code for every one of them. Text is set as text here and
//! no markup is ever parsed, so that a page's Trusted Types policy has nothing to object to.

use std::rc::Rc;

use leptos::tachys::view::{Mountable, Render};
use nachklang_model::text::has_right_to_left;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, Node};

use super::Card;
use crate::page::js;
use crate::showing::Words;

/// An element of the page.
pub struct Element(web_sys::Element);

/// An empty element with this class.
pub fn element(tag: &str, class: &str) -> Element {
    let element = js::document().create_element(tag).expect("tags are names");
    if !class.is_empty() {
        element.set_class_name(class);
    }
    Element(element)
}

/// An empty element of a drawing.
pub fn svg(tag: &str) -> Element {
    let element = js::document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    Element(element.expect("tags are names"))
}

impl Element {
    /// Sets an attribute.
    #[inline(never)]
    pub fn attribute(&self, name: &str, value: &str) -> &Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// Puts text behind what is in the element already.
    #[inline(never)]
    pub fn text(&self, text: &str) -> &Self {
        let _ = self.0.append_with_str_1(text);
        self
    }

    /// The element itself, for where Leptos does not render it.
    pub fn node(&self) -> &Node {
        &self.0
    }

    /// Puts a text of the survey behind what is in the element already. Its language is marked where the shop says it, its
    /// direction where it is not the card's.
    pub fn words(&self, card: &Card, words: &Words) -> &Self {
        if !words.language.is_empty() {
            self.attribute("lang", words.language);
        }
        if has_right_to_left(&words.text) != (card.text("direction") == "rtl") {
            self.attribute("dir", "auto");
        }
        self.text(&words.text)
    }

    /// Puts another element behind what is in this one already.
    #[inline(never)]
    pub fn child(&self, child: &Self) -> &Self {
        let _ = self.0.append_child(&child.0);
        self
    }

    /// Has the card hear of an event under the name `what`.
    #[inline(never)]
    pub fn hear(&self, card: &Rc<Card>, event: &str, what: &'static str) -> &Self {
        let card = card.clone();
        self.on(event, move |event| card.happened(what, event))
    }

    /// Listens to an event. The listener goes with the element.
    pub fn on(&self, event: &str, listener: impl FnMut(Event) + 'static) -> &Self {
        self.listen(event, Box::new(listener))
    }

    #[inline(never)]
    fn listen(&self, event: &str, listener: Box<dyn FnMut(Event)>) -> &Self {
        let listener = Closure::wrap(listener).into_js_value();
        let _ = self.0.add_event_listener_with_callback(event, listener.unchecked_ref());
        self
    }
}

impl Render for Element {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        let _ = state.0.replace_with_with_node_1(&self.0);
        *state = self;
    }
}

impl Mountable for Element {
    fn unmount(&mut self) {
        self.0.remove();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.0, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.0.parent_element();
        parent.is_some_and(|parent| child.try_mount(&parent, Some(&self.0)))
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        vec![self.0.clone()]
    }
}
