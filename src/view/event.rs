//! What happens on a card.

use web_sys::{Event, EventTarget};

/// An event on a card, with what it says only while it is dispatched.
pub struct CardEvent {
    pub kind: EventKind,
    pub event: Event,
    /// Where it happened.
    pub target: Option<EventTarget>,
    /// How many questions were seen by then.
    pub step: usize,
}

/// What an event on a card means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Something was written or chosen in the form.
    Input,
    /// Something in the form was clicked.
    Click,
    /// The form is sent: on to the next question.
    Submit,
    /// A key was pressed in the form.
    KeyDown,
    /// Back to the question before.
    Back,
    /// The shopper wants to be asked later.
    Later,
    /// The shopper waves the survey away.
    Close,
    /// Escape was pressed, anywhere on the page.
    Escape,
    /// The pointer moves on the grip of a sheet.
    Grip,
}
