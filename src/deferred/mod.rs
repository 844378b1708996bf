//! The deferred part: all that only runs when the shopper or the page does something. It is downloaded when the first question
//! is on screen.
//!
//! The build splits this crate into two programs (`xtask/src/build/split.rs`). The second holds this module and what only this
//! module uses. Nothing here may run before it has arrived, so all other code passes through [`defer`](crate::defer::defer),
//! which queues a task until then. The functions that are called from outside are entry points of the split, and never inlined.

mod answer;
mod call;
mod check;
mod clean_up;
mod drag;
mod end;
mod event;
mod explain;
mod fields;
mod follow_signals;
mod journey;
mod keys;
mod looks;
mod memory;
mod panel;
mod placement;
mod post;
mod response;
mod revisions;
mod sender;
mod steps;
mod storage;
mod tab;
mod validate;

pub use answer::answer_text;
pub use call::finish_call;
pub use check::check;
pub use clean_up::clean_up;
pub use end::end;
pub use event::handle_event;
pub use fields::prepare;
pub use follow_signals::follow_signals;
pub use keys::Digits;
pub use memory::detect_channel;
pub use placement::watch_page;
pub use revisions::begin;
pub use sender::Sender;
pub use steps::dismissed;
pub use tab::{Tab, show_tab};
