//! Scores and shares, computed from counts: pure functions on what the store gives.

mod choices;
mod interval;
mod scores;

pub use choices::{OptionShare, QuestionChoices, question_choices};
pub use interval::Interval;
pub use scores::{Bar, QuestionScore, question_scores};
