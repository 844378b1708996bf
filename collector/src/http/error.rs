//! Everything that can be wrong with a request, or go wrong while it is answered.

use std::time::Duration;

use nachklang_model::FieldError;
use nachklang_store::StoreError;

use crate::ingest::{Form, IngestError, NotAllowed, ReadError, TooMany};
use crate::log::Repeated;

/// Why a request was refused or failed.
///
/// Answered as `application/problem+json` with `type` (`urn:nachklang:problem:` and the kind's name), `title`, `status`
/// and `detail`. Where single fields are wrong, `errors` names each: `field`, `found`, `expected` and, where a valid
/// name is near, `nearest`. A body that is not JSON comes with the `line` and `column` (from 1) of the mistake.
#[derive(Debug)]
pub enum ApiError {
    /// 408 `unreadable-body`: the body broke off before its end.
    UnreadableBody,
    /// 400 `empty-body`.
    EmptyBody,
    /// 400 `not-json`.
    NotJson(serde_json::Error),
    /// 400 `not-a-response`: JSON that is not what the media type promises. Holds what it is.
    NotAResponse(String, Form),
    /// 400 `bad-query`: unknown or wrong query parameters, named in `errors`.
    BadQuery(Vec<FieldError>),
    /// 401 `unauthorized`: the admin token is missing or wrong.
    Unauthorized,
    /// 401 `wrong-site-key`: none of the responses came with the key of its site.
    WrongSiteKey(Vec<FieldError>),
    /// 403 `unknown-site`: sites are registered, and none of the responses is for one of them.
    UnknownSite(Vec<FieldError>),
    /// 403 `origin-not-allowed`: none of the responses came from a page of its site.
    OriginNotAllowed(Vec<FieldError>),
    /// 404 `not-found`.
    NotFound,
    /// 405 `method-not-allowed`.
    MethodNotAllowed,
    /// 408 `too-slow`: the body did not come in time.
    TooSlow,
    /// 413 `body-too-large`: more than [`MAX_BODY_BYTES`](crate::limits::MAX_BODY_BYTES).
    BodyTooLarge,
    /// 413 `too-many-responses`: more than [`MAX_RESPONSES`](crate::limits::MAX_RESPONSES). Holds how many.
    TooManyResponses(usize),
    /// 415 `unsupported-media-type`. Holds which.
    UnsupportedMediaType(String),
    /// 422 `no-responses`: an empty array.
    NoResponses,
    /// 422 `invalid-responses`: none of the responses could be saved, for the reasons in `errors`.
    InvalidResponses(Vec<FieldError>),
    /// 422 `invalid-forget`: a request to forget that is wrong, for the reasons in `errors`. Nothing was deleted.
    InvalidForget(Vec<FieldError>),
    /// 422 `invalid-review`: a verdict that is wrong, for the reasons in `errors`. Nothing was changed.
    InvalidReview(Vec<FieldError>),
    /// 429 `too-many-requests`: more responses come from one address or for one site than are taken. Try again.
    TooMany {
        /// From where, or for whom.
        of: String,
        /// After how long there is room again.
        wait: Duration,
    },
    /// 500 `unreadable-file`: a file of the widget is there and cannot be read.
    UnreadableFile,
    /// 503 `overloaded`: more comes in than the store can write. Try again.
    Overloaded,
    /// 503 `store-failed`: try again. The reason goes to the log, not to the client.
    StoreFailed,
}

impl ApiError {
    /// [`ApiError::Overloaded`], which is logged as well.
    pub fn overloaded() -> Self {
        static OVERLOADED: Repeated = Repeated::new();
        OVERLOADED.warn("more responses come in than the database can write, so requests are answered with 503: give the collector a faster disk, or lower --address-rate");
        Self::Overloaded
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        static FAILED: Repeated = Repeated::new();
        match error {
            StoreError::Overloaded => Self::overloaded(),
            StoreError::Failed(_) => {
                FAILED.error(format_args!(
                    "{error}: until it works again, requests are answered with 503; check the disk and the folder of --data"
                ));
                Self::StoreFailed
            }
        }
    }
}

impl From<TooMany> for ApiError {
    fn from(TooMany { of, wait }: TooMany) -> Self {
        Self::TooMany { of, wait }
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::EmptyBody => Self::EmptyBody,
            ReadError::NotJson(error) => Self::NotJson(error),
            ReadError::NotAResponse(found, form) => Self::NotAResponse(found, form),
            ReadError::NoResponses => Self::NoResponses,
            ReadError::TooManyResponses(found) => Self::TooManyResponses(found),
            ReadError::InvalidForget(errors) => Self::InvalidForget(errors),
        }
    }
}

impl From<IngestError> for ApiError {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::TooMany(error) => error.into(),
            IngestError::NotAllowed(NotAllowed::UnknownSite, errors) => Self::UnknownSite(errors),
            IngestError::NotAllowed(NotAllowed::WrongKey, errors) => Self::WrongSiteKey(errors),
            IngestError::NotAllowed(NotAllowed::WrongOrigin, errors) => Self::OriginNotAllowed(errors),
            IngestError::Invalid(errors) => Self::InvalidResponses(errors),
            IngestError::Store(error) => error.into(),
        }
    }
}
