//! Makes the effects by which views follow their signals.

use leptos::prelude::on_cleanup;
use leptos::reactive::effect::RenderEffect;

use crate::view::{Watch, take_waiting};

/// Makes all effects that waited for the deferred part.
#[inline(never)]
pub fn follow_signals() {
    for watch in take_waiting() {
        if watch.is_over() {
            continue;
        }
        let Watch { owner, run, .. } = watch;
        owner.with(|| {
            let effect = RenderEffect::new(move |_| run());
            on_cleanup(move || drop(effect));
        });
    }
}
