//! The element that keeps page and widget apart: an open shadow root, over the page in the browser's top layer.

use std::cell::RefCell;
use std::rc::Rc;

use nachklang_model::text::concat;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Element, FocusEvent, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use crate::page::js;
use crate::page::listener::Listener;
use crate::settings::{Mode, Settings};

/// The name of the host element. The loader's shell removes it by this name when the widget dies.
const NAME: &str = "nachklang-widget";

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/widget.css"));

/// The host element on the page.
pub struct Host {
    element: HtmlElement,
    /// Where the view is mounted.
    pub root: HtmlElement,
    shadow: ShadowRoot,
    style: CssStyleSheet,
    mode: Mode,
    theme: &'static str,
    /// The element that had the focus before the widget got it.
    pub came_from: Rc<RefCell<Option<HtmlElement>>>,
    _focus: Listener,
}

impl Host {
    /// Puts an empty host on the page: into the given element, or else over the page in the top layer.
    pub fn new(settings: &Settings, mode: Mode, into: Option<&Element>) -> Result<Self, JsValue> {
        let document = js::document();
        let element: HtmlElement = document.create_element(NAME)?.unchecked_into();
        let shadow = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
        let style = sheet(STYLE)?;
        shadow.set_adopted_style_sheets(&js_sys::Array::of1(&style));
        let root: HtmlElement = document.create_element("div")?.unchecked_into();
        root.set_class_name("root");
        shadow.append_child(&root)?;

        let came_from = Rc::<RefCell<Option<HtmlElement>>>::default();
        // Inside the shadow root focus moves unseen; what arrives here came from the page.
        let focus = Listener::new(&element, "focusin", {
            let came_from = came_from.clone();
            Box::new(move |event| {
                let from = event.unchecked_into::<FocusEvent>().related_target();
                let from = from.map(JsCast::unchecked_into::<HtmlElement>);
                // Of what is in our own tab nothing is seen here but the host.
                if let Some(from) = from.filter(|from| from.shadow_root().is_none()) {
                    came_from.replace(Some(from));
                }
            })
        });
        let host =
            Self { element, root, shadow, style, mode, theme: settings.theme, came_from, _focus: focus };
        host.place(settings.position);
        match into {
            Some(into) => into.append_child(&host.element)?,
            None => document.body().ok_or("a page without body")?.append_child(&host.element)?,
        };
        if matches!(mode, Mode::Card | Mode::Tab) {
            let _ = host.element.set_popover(Some("manual"));
            // A browser without popovers shows it all the same: fixed, with the highest z-index.
            let _ = host.element.show_popover();
        }
        Ok(host)
    }

    /// Adopts a stylesheet behind its own.
    pub fn adopt(&self, style: &str) -> Result<(), JsValue> {
        let style = sheet(style)?;
        self.shadow.set_adopted_style_sheets(&js_sys::Array::of2(&self.style, &style));
        Ok(())
    }

    /// Tells the stylesheet where on the screen it is.
    pub fn place(&self, position: &str) {
        let look = concat(&[self.mode.name(), " ", position, " ", self.theme]);
        let _ = self.element.set_attribute("look", &look);
    }

    /// Whether it is still in the page.
    pub fn is_connected(&self) -> bool {
        self.element.is_connected()
    }

    /// Whether it is in this element of the page.
    pub fn is_in(&self, element: &Element) -> bool {
        element.contains(Some(&self.element))
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

    /// Whether an element of the widget has the focus.
    pub fn is_focused(&self, element: &Element) -> bool {
        self.shadow.active_element().as_ref() == Some(element)
    }

    /// Takes the card out of sight and reach. This is a class and no signal, because it may not wait for the deferred part.
    pub fn start_dismissing(&self) {
        self.root.set_class_name("root dismissing");
    }

    /// Sets a property that the stylesheet uses.
    pub fn set_style(&self, property: &str, value: &str) {
        let _ = self.root.style().set_property(property, value);
    }

    /// Gives the focus back to what had it before.
    #[inline(always)]
    pub fn give_focus_back(&self) {
        if self.has_focus()
            && let Some(element) = self.came_from.take()
        {
            let _ = element.focus();
        }
    }

    /// Takes the host off the page and gives the focus back.
    pub fn remove(&self) {
        self.give_focus_back();
        self.element.remove();
    }
}

/// A constructed style sheet, which is allowed where a policy forbids `<style>` and `style=""`.
fn sheet(style: &str) -> Result<CssStyleSheet, JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(style)?;
    Ok(sheet)
}
