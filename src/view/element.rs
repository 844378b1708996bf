//! What the components are made of: the browser's elements, under one type.
//!
//! Leptos has a type for each element, attribute and closure, and the compiler makes code for each of them;
//! `docs/decisions/0002-leptos-signals.md` has the figures. This builder reads like Leptos' own. An attribute or text that is
//! given as a closure is shown anew whenever a signal that it read has changed. Listeners and effects end with their owner. No
//! markup is ever parsed, so a page's Trusted Types policy has nothing to object to.

use std::cell::{Cell, RefCell};

use leptos::prelude::{Owner, untrack};
use nachklang_model::text::has_right_to_left;
use wasm_bindgen::JsCast;
use web_sys::Event;

use super::Card;
use super::node_ref::NodeRef;
use super::value::{Target, Value};
use super::watch::watch;
use crate::page::js;
use crate::page::listener::listen;
use crate::session::LocalizedText;

/// An element of the page: a view that Leptos mounts.
#[derive(Clone)]
pub struct Element(pub(super) web_sys::Element);

/// An empty element.
pub fn element(tag: &str) -> Element {
    Element(js::document().create_element(tag).expect("tags are names"))
}

/// An empty element of a drawing.
pub fn svg(tag: &str) -> Element {
    let element = js::document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    Element(element.expect("tags are names"))
}

impl Element {
    /// Sets an attribute.
    pub fn attr(self, name: &'static str, value: impl Value) -> Self {
        value.bind(&self.0, Target::Attribute(name));
        self
    }

    /// Sets the class.
    pub fn class(self, value: impl Value) -> Self {
        self.attr("class", value)
    }

    /// Sets a property that the stylesheet uses. A policy that forbids `style=""` allows that.
    pub fn style(self, property: &'static str, value: impl Value) -> Self {
        value.bind(&self.0, Target::Style(property));
        self
    }

    /// Appends a text. One that is given as a closure is all that stands in the element.
    pub fn text(self, value: impl Value) -> Self {
        value.bind(&self.0, Target::AppendedText);
        self
    }

    /// Appends a text of the survey. Its language is marked where the shop says it, its direction where it is not the card's.
    pub fn localized(mut self, card: &Card, text: &LocalizedText) -> Self {
        if !text.language.is_empty() {
            self = self.attr("lang", text.language);
        }
        if has_right_to_left(&text.text) != card.is_right_to_left() {
            self = self.attr("dir", "auto");
        }
        self.text(&*text.text)
    }

    /// Appends another element.
    #[inline(never)]
    pub fn child(self, child: Self) -> Self {
        let _ = self.0.append_child(&child.0);
        self
    }

    /// Appends other elements, if there are any.
    pub fn children(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// Appends what `view` gives, and replaces it whenever a signal changes that `track` reads. What belongs to the view ends
    /// when it is replaced.
    pub fn child_from(self, track: impl Fn() + 'static, view: impl Fn() -> Self + 'static) -> Self {
        let owner = Owner::new();
        let first = owner.with(&view);
        let shown = RefCell::new(first.clone());
        let is_first_run = Cell::new(true);
        watch(Box::new(move || {
            track();
            if is_first_run.replace(false) {
                return;
            }
            owner.cleanup();
            let new = untrack(|| owner.with(&view));
            let old = shown.replace(new.clone());
            let _ = old.0.replace_with_with_node_1(&new.0);
        }));
        self.child(first)
    }

    /// Has `handler` called with each event of this name, until the owner is cleaned up.
    pub fn on(self, event: &'static str, handler: impl FnMut(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(handler));
        self
    }

    /// The element under its own type.
    pub fn node<T: JsCast>(&self) -> T {
        self.0.clone().unchecked_into()
    }

    /// Has `node_ref` refer to this element.
    pub fn node_ref<T: Clone + JsCast>(self, node_ref: &NodeRef<T>) -> Self {
        node_ref.set(self.node());
        self
    }
}
