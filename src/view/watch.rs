//! Effects that wait for the deferred part.
//!
//! Nobody sets a signal before that part is there, so a view needs no effects to show the first question. Leptos' effects, the
//! sets in which they find each other and the executor that runs them take 5 kB, which come with the deferred part.

use std::cell::RefCell;
use std::sync::{Arc, Weak};

use leptos::prelude::{Owner, on_cleanup};

use crate::defer::defer;
use crate::deferred;

/// An effect that is not made yet.
pub struct Watch {
    /// The owner that ends the effect.
    pub owner: Owner,
    /// Reads signals and shows what they hold.
    pub run: Box<dyn Fn()>,
    /// Dropped when the owner is cleaned up.
    owned: Weak<()>,
}

impl Watch {
    /// Whether the owner has been cleaned up meanwhile.
    pub fn is_over(&self) -> bool {
        self.owned.strong_count() == 0
    }
}

thread_local! {
    static WAITING: RefCell<Vec<Watch>> = const { RefCell::new(Vec::new()) };
}

/// Makes `run` an effect: it runs once the deferred part is there, and again whenever a signal that it read has changed. It ends
/// when the current owner is cleaned up.
pub fn watch(run: Box<dyn Fn()>) {
    let Some(owner) = Owner::current() else { return };
    let owned = Arc::new(());
    let watch = Watch { owner, run, owned: Arc::downgrade(&owned) };
    on_cleanup(move || drop(owned));
    let is_first = WAITING.with_borrow_mut(|waiting| {
        waiting.push(watch);
        waiting.len() == 1
    });
    if is_first {
        defer(Box::new(deferred::follow_signals));
    }
}

/// Takes the effects that are not made yet.
pub fn take_waiting() -> Vec<Watch> {
    WAITING.take()
}
