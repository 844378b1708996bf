//! What Nachklang knows about surveys: questions and their scales, answers, touchpoints of the customer journey, and
//! the scores computed from answers.
//!
//! Everything here is pure: no I/O, no browser, no clock. Times and random bits are passed in. The same code is
//! compiled into the widget (WebAssembly) and into the collector, so both agree on what is valid and what it means.
//!
//! Reading is done from [`json::Json`] by a [`read::Reader`], which finds every mistake at once and says for each where
//! it is, what was found and what was expected. Writing is serde's.

pub mod age;
pub mod answer;
pub mod channel;
pub mod cloud_event;
pub mod context;
pub mod delivery;
mod duration;
pub mod eligibility;
pub mod field_error;
pub mod flow;
pub mod forget;
pub mod json;
pub mod key;
pub mod kind;
pub mod locale;
pub mod moment;
pub mod placeholder;
pub mod preset;
mod progress;
pub mod question;
pub mod read;
pub mod redact;
pub mod response;
mod response_id;
#[cfg(feature = "schema")]
pub mod schema;
pub mod score;
mod shape;
pub mod survey;
pub mod survey_file;
pub mod suspicion;
pub mod text;
pub mod theme;
pub mod touchpoint;
pub mod wording;

pub use age::Age;
pub use answer::{Answer, AnswerValue};
pub use channel::{Channel, FirstTouch};
pub use field_error::FieldError;
pub use forget::Forget;
pub use key::Key;
pub use kind::{Group, Rating, Scale};
pub use moment::Moment;
pub use progress::{Answered, MAX_ANSWERS, Progress};
pub use question::Question;
pub use response::Response;
pub use response_id::ResponseId;
pub use survey::Survey;
pub use suspicion::Suspicion;
pub use touchpoint::{Ownership, Phase, Touchpoint};
