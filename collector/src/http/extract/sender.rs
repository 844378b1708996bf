//! Reads from a request who sends it.

use axum::extract::Query;
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::request::Parts;

use super::client_address::client_address;
use crate::ingest::Sender;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a proxy in front writes the client's address into `X-Forwarded-For`.
#[derive(Debug, Clone, Copy)]
pub struct TrustForwardedFor(pub bool);

/// What this request says of its sender.
pub fn sender(parts: &Parts, TrustForwardedFor(trusted): TrustForwardedFor) -> Sender {
    let header = |name| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|Query(pairs)| pairs);
    let key = pairs.unwrap_or_default().into_iter().find(|(name, _)| name == "key");
    Sender {
        origin: header(ORIGIN),
        host: header(HOST),
        is_same_origin: header(SEC_FETCH_SITE).as_deref() == Some("same-origin"),
        key: key.map(|(_, key)| key),
        address: client_address(parts, trusted),
    }
}
