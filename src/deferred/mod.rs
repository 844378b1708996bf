//! What is downloaded when the first question is on screen already: everything that only happens when the shopper or the
//! page does something.
//!
//! The build makes two programs out of this crate, the second of what stands here and of what only that uses
//! (`xtask/src/build/split.rs`). Until the second is there nothing here may be called; so from outside all ways lead through
//! [`defer`], which keeps what is to be done until then. The functions that are called that way are never inlined.

mod answer;
mod call;
mod check;
mod delivery;
mod drag;
mod end;
mod event;
mod explain;
mod journey;
mod keys;
mod looks;
mod manners;
mod memory;
mod panel;
mod post;
mod response;
mod sending;
mod steps;
mod storage;
mod tab;
mod trap;
mod unmount;

pub use answer::{answer_text, prepare};
pub use call::call_of_page;
pub use check::check;
pub use delivery::Courier;
pub use drag::Drag;
pub use end::end;
pub use event::happened;
pub use keys::Keys;
pub use manners::attend;
pub use memory::know_channel;
pub use sending::begin;
pub use steps::left;
pub use tab::{Tab, put_tab};
pub use unmount::unmount;
