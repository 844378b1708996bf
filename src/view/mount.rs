//! Mounting a view that goes with its owner.

use leptos::mount::mount_to;
use leptos::prelude::on_cleanup;
use web_sys::HtmlElement;

use super::element::Element;

/// Mounts a view on an element. It is unmounted when the current owner is cleaned up.
pub fn mount(parent: &HtmlElement, view: impl FnOnce() -> Element + 'static) {
    let handle = mount_to(parent.clone(), view);
    on_cleanup(move || drop(handle));
}
