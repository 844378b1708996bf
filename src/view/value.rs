//! Attributes and texts of elements, fixed or following signals.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::watch::watch;

/// What an attribute or a text is given as: a text, or a closure that gives one.
pub trait Value {
    /// Shows it at its target; the text of a closure anew whenever a signal changes that it read.
    fn bind(self, element: &web_sys::Element, target: Target);
}

impl Value for &str {
    fn bind(self, element: &web_sys::Element, target: Target) {
        target.set(element, Some(self));
    }
}

impl Value for String {
    fn bind(self, element: &web_sys::Element, target: Target) {
        target.set(element, Some(&self));
    }
}

impl Value for Option<&str> {
    fn bind(self, element: &web_sys::Element, target: Target) {
        target.set(element, self);
    }
}

impl Value for Option<String> {
    fn bind(self, element: &web_sys::Element, target: Target) {
        target.set(element, self.as_deref());
    }
}

impl<F, V> Value for F
where
    F: Fn() -> V + 'static,
    V: Value,
{
    fn bind(self, element: &web_sys::Element, target: Target) {
        let element = element.clone();
        let target = if matches!(target, Target::AppendedText) { Target::WholeText } else { target };
        let show = move || self().bind(&element, target);
        show();
        watch(Box::new(show));
    }
}

/// Where a value is shown.
#[derive(Clone, Copy)]
pub enum Target {
    /// An attribute of this name.
    Attribute(&'static str),
    /// A property of the style.
    Style(&'static str),
    /// Behind what stands in the element already.
    AppendedText,
    /// Instead of what stands in the element.
    WholeText,
}

impl Target {
    #[inline(never)]
    fn set(self, element: &web_sys::Element, value: Option<&str>) {
        let text = value.unwrap_or_default();
        let _ = match self {
            Self::Attribute(name) if value.is_none() => element.remove_attribute(name),
            Self::Attribute(name) => element.set_attribute(name, text),
            Self::Style(property) => {
                element.unchecked_ref::<HtmlElement>().style().set_property(property, text)
            }
            Self::AppendedText => element.append_with_str_1(text),
            Self::WholeText => {
                element.set_text_content(value);
                Ok(())
            }
        };
    }
}
