//! What the components are made of.
//!
//! Leptos' own elements have a type each, and the compiler makes code for every one of them: with the `view!` macro or
//! with its builders the widget would be half as large again. These are the browser's elements under one type, built at
//! once; what follows a signal is an effect of Leptos' and lives as long as its owner. Text is set as text and no markup
//! is ever parsed, so that a page's Trusted Types policy has nothing to object to.

use std::cell::RefCell;

use leptos::reactive::effect::RenderEffect;
use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, Node};

use crate::page::js;

/// An element of the page, with the effects of what is in it.
pub struct Element {
    dom: web_sys::Element,
    effects: RefCell<Vec<RenderEffect<Self>>>,
}

/// An empty element with this class.
pub fn element(tag: &str, class: &str) -> Element {
    let dom = js::document().create_element(tag).expect("tags are names");
    dom.set_class_name(class);
    Element { dom, effects: RefCell::default() }
}

impl Element {
    /// Sets an attribute.
    #[inline(never)]
    pub fn attribute(&self, name: &str, value: &str) -> &Self {
        let _ = self.dom.set_attribute(name, value);
        self
    }

    /// Puts text behind what is in the element already.
    #[inline(never)]
    pub fn text(&self, text: &str) -> &Self {
        let _ = self.dom.append_with_str_1(text);
        self
    }

    /// Puts another element behind what is in this one already.
    #[inline(never)]
    pub fn child(&self, child: &Self) -> &Self {
        let _ = self.dom.append_child(&child.dom);
        self.effects.borrow_mut().append(&mut child.effects.borrow_mut());
        self
    }

    /// Listens to an event. The listener goes with the element.
    pub fn on(&self, event: &str, listener: impl FnMut(Event) + 'static) -> &Self {
        self.listen(event, Box::new(listener))
    }

    #[inline(never)]
    fn listen(&self, event: &str, listener: Box<dyn FnMut(Event)>) -> &Self {
        let listener = Closure::wrap(listener).into_js_value();
        let _ = self.dom.add_event_listener_with_callback(event, listener.unchecked_ref());
        self
    }

    /// Keeps in the element what `content` makes, made anew whenever a signal changes that it reads.
    pub fn following(&self, content: impl Fn() -> Self + 'static) -> &Self {
        self.follow(Box::new(content))
    }

    #[inline(never)]
    fn follow(&self, content: Box<dyn Fn() -> Self>) -> &Self {
        let parent = self.dom.clone();
        let effect = RenderEffect::new(move |before: Option<Self>| {
            if let Some(before) = before {
                before.dom.remove();
            }
            let content = content();
            let _ = parent.append_child(&content.dom);
            content
        });
        self.effects.borrow_mut().push(effect);
        self
    }
}

impl Render for Element {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        let _ = state.dom.replace_with_with_node_1(&self.dom);
        *state = self;
    }
}

impl Mountable for Element {
    fn unmount(&mut self) {
        self.dom.remove();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.dom, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.dom.parent_element();
        parent.is_some_and(|parent| child.try_mount(&parent, Some(&self.dom)))
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        vec![self.dom.clone()]
    }
}
