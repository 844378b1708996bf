//! The element that keeps page and widget apart: an open shadow root in the browser's top layer.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, FocusEvent, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::page::js;
use crate::page::listener::Listener;

/// The name of the host element. The loader's shell removes it by this name when the widget dies.
const NAME: &str = "nachklang-widget";

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/widget.css"));

/// The host element on the page.
pub struct Host {
    element: HtmlElement,
    /// Where the view is mounted.
    pub root: HtmlElement,
    shadow: ShadowRoot,
    came_from: Rc<RefCell<Option<HtmlElement>>>,
    _focus: Listener,
}

impl Host {
    /// Puts an empty host on the page, above everything else and touching nothing.
    pub fn new() -> Result<Self, JsValue> {
        let document = js::document();
        let element: HtmlElement = document.create_element(NAME)?.unchecked_into();
        let shadow = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
        // A constructed style sheet is allowed where a policy forbids <style> and style="".
        let style = CssStyleSheet::new()?;
        style.replace_sync(STYLE)?;
        shadow.set_adopted_style_sheets(&js_sys::Array::of1(&style));
        let root: HtmlElement = document.create_element("div")?.unchecked_into();
        shadow.append_child(&root)?;
        let _ = element.set_popover(Some("manual"));
        document.body().ok_or("a page without body")?.append_child(&element)?;
        // A browser without popovers shows it all the same: fixed, with the highest z-index.
        let _ = element.show_popover();

        let came_from = Rc::<RefCell<Option<HtmlElement>>>::default();
        // Inside the shadow root focus moves unseen; what arrives here came from the page.
        let focus = Listener::new(&element, "focusin", {
            let came_from = came_from.clone();
            Box::new(move |event| {
                let from = event.unchecked_into::<FocusEvent>().related_target();
                came_from.replace(from.map(JsCast::unchecked_into));
            })
        });
        Ok(Self { element, root, shadow, came_from, _focus: focus })
    }

    /// Whether the shopper is in the widget.
    pub fn has_focus(&self) -> bool {
        self.shadow.active_element().is_some()
    }

    /// Whether the shopper's pointer or keyboard is in the widget at this moment.
    pub fn is_in_use(&self) -> bool {
        let matched = self.shadow.query_selector(":hover, :focus-visible");
        matched.is_ok_and(|element| element.is_some())
    }

    /// Makes the host disappear in style.
    pub fn leave(&self) {
        let _ = self.root.class_list().add_1("leaving");
    }

    /// Takes the host off the page and gives the focus back.
    pub fn remove(&self) {
        if self.has_focus()
            && let Some(element) = self.came_from.take()
        {
            let _ = element.focus();
        }
        self.element.remove();
        // What is in it holds listeners, and those hold what the components share.
        self.root.set_text_content(None);
    }
}
