//! References to elements of a view, for focus and for what stands in a field.

use std::cell::RefCell;

use web_sys::HtmlInputElement;

/// Refers to an element of a view, for its focus, its value and the like.
pub struct NodeRef<T>(RefCell<Option<T>>);

impl<T> Default for NodeRef<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> NodeRef<T> {
    /// Refers to another element from now on.
    pub fn set(&self, element: T) {
        self.0.replace(Some(element));
    }

    /// The element, once it is there.
    pub fn get(&self) -> Option<T> {
        self.0.borrow().clone()
    }
}

impl NodeRef<HtmlInputElement> {
    /// What stands in the field; nothing where there is no field.
    pub fn value(&self) -> String {
        self.get().map(|field| field.value()).unwrap_or_default()
    }

    /// Has the field hold this text.
    pub fn set_value(&self, text: &str) {
        if let Some(field) = self.get() {
            field.set_value(text);
        }
    }

    /// Whether the box is ticked.
    pub fn is_checked(&self) -> bool {
        self.get().is_some_and(|field| field.checked())
    }
}
