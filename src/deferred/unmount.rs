//! The end of a view.

use std::mem::ManuallyDrop;

use crate::view::Handle;

/// Takes what was mounted off the page, and what Leptos keeps of it.
#[inline(never)]
pub fn unmount(handle: Handle) {
    drop(ManuallyDrop::into_inner(handle));
}
