//! The components: functions that return a view, and the survey on screen that they make up.
//!
//! - A view is made once. What changes on it afterwards is state in signals (`state.rs`), which the view reads in closures. To
//!   change a card, set a signal.
//! - The browser holds what a shopper has written or chosen. A `NodeRef` leads to each field.
//! - Listeners, effects and mounted views belong to a reactive owner and end with it.
//! - Effects come with the deferred part (`watch.rs`), so only that part may set signals.

mod active_survey;
mod card;
pub mod element;
mod event;
mod frame;
mod honeypot;
mod icon;
mod into_view;
mod mount;
mod node_ref;
mod options;
mod question;
mod scale;
pub mod state;
mod value;
mod watch;
mod writing;

pub use active_survey::{ActiveSurvey, Presentation};
pub use card::Card;
pub use event::{CardEvent, EventKind};
pub use mount::mount;
pub use question::is_one_tap;
pub use watch::{Watch, take_waiting};
