//! What Leptos has mounted.

use std::mem::ManuallyDrop;

use leptos::mount::{UnmountHandle, mount_to_renderer};
use web_sys::HtmlElement;

use super::element::Element;
use crate::defer::defer;
use crate::deferred;

/// A view on the page. Dropping it unmounts it, as soon as the deferred part is there.
pub struct Mounted(Option<Handle>);

/// Never dropped here: what it takes to clean up after a view is of the deferred part.
pub type Handle = ManuallyDrop<UnmountHandle<Element>>;

impl Mounted {
    /// Mounts a view.
    pub fn on(ground: &HtmlElement, view: impl FnOnce() -> Element + 'static) -> Self {
        Self(Some(ManuallyDrop::new(mount_to_renderer(ground, view))))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            defer(Box::new(move || deferred::unmount(handle)));
        }
    }
}
