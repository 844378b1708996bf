//! What one request brings: responses, or a request to forget some. Each response is read on its own, so that a mistake in one
//! loses no other.

use nachklang_model::read::Read;
use nachklang_model::{FieldError, Forget, Response, cloud_event};
use nachklang_store::{CheckedProof, Submission};

/// A response that was read, and whose proof is not checked yet.
#[derive(Debug)]
pub struct ParsedSubmission {
    /// The response, without its proof of purchase.
    pub response: Response,
    /// The same as the contract writes it, in JSON.
    pub document: String,
    /// The proof of purchase that came with it.
    pub proof: Option<String>,
    /// Paths of the members the collector does not know, as far as they are stored.
    pub unknown_fields: Vec<String>,
    /// Their values: a JSON object of path and value, if there are any.
    pub unknown_values: Option<String>,
}

impl ParsedSubmission {
    /// The same with what came of checking its proof: it can be saved.
    pub fn checked(self, proof: Option<CheckedProof>) -> Submission {
        let Self { response, document, proof: _, unknown_fields, unknown_values } = self;
        Submission { response, document, proof, unknown_fields, unknown_values }
    }
}

/// Responses in the order of their request: each as `T`, or all that is wrong with it.
pub type Each<T> = Vec<Result<T, Vec<FieldError>>>;

/// The responses of one body.
#[derive(Debug)]
pub struct Batch {
    /// The responses, in their order.
    pub responses: Each<ParsedSubmission>,
    /// Whether it was an array, so that messages name the index.
    pub is_array: bool,
}

/// The content of a body.
#[derive(Debug)]
pub enum Content {
    /// Responses to save.
    Responses(Batch),
    /// Responses to delete.
    Forget(Read<Forget>),
}

/// The form of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Responses as they are, or a request to forget some.
    Plain,
    /// One CloudEvent, whose data is a response.
    Event,
    /// An array of CloudEvents.
    Events,
}

impl Form {
    /// The form that a media type without parameters says, if it is taken. What pages can send without a preflight is plain.
    pub fn of(media_type: &str) -> Option<Self> {
        let forms = [
            ("", Self::Plain),
            ("text/plain", Self::Plain),
            ("application/json", Self::Plain),
            (cloud_event::MEDIA_TYPE, Self::Event),
            (cloud_event::BATCH_MEDIA_TYPE, Self::Events),
        ];
        forms.into_iter().find(|(taken, _)| media_type.eq_ignore_ascii_case(taken)).map(|(_, form)| form)
    }
}

/// A mistake in a part, as one in the whole.
pub(super) fn within(part: &str, error: FieldError) -> FieldError {
    let separator = if error.path.is_empty() { "" } else { "." };
    FieldError { path: format!("{part}{separator}{}", error.path), ..error }
}
