//! The end of a view.

use leptos::prelude::Owner;

/// Unmounts what an owner has mounted, and ends what listens and what is shown.
#[inline(never)]
pub fn clean_up(owner: &Owner) {
    owner.cleanup();
}
