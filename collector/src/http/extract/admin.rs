//! Who may read what was answered.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use nachklang_store::{Digest, SharedStore, StoreError};

use crate::http::error::ApiError;

/// Knows the admin token by its digest.
#[derive(Debug, Clone)]
pub struct AdminAuth {
    given: Option<Digest>,
    store: SharedStore,
}

impl AdminAuth {
    /// Takes the token that was given at the start, if one was, else the stored one.
    pub fn new(given: Option<Digest>, store: SharedStore) -> Self {
        Self { given, store }
    }

    /// Whether this is the admin token. Asks the store each time, so that `nachklang-collector token` is in force at once.
    async fn accepts(&self, token: &str) -> Result<bool, StoreError> {
        let expected = match self.given {
            Some(digest) => Some(digest),
            None => self.store.admin_digest().await?,
        };
        Ok(expected.is_some_and(|expected| expected.matches(&Digest::of(token))))
    }
}

/// Proof that a request came with the admin token, as `Authorization: Bearer …`. As the first argument of a handler it has all
/// others answered with 401 before anything else of the request is looked at.
#[derive(Debug)]
pub struct Admin(());

impl<S: Send + Sync> FromRequestParts<S> for Admin
where
    AdminAuth: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let token = bearer(parts).ok_or(ApiError::Unauthorized)?;
        match AdminAuth::from_ref(state).accepts(token).await? {
            true => Ok(Self(())),
            false => Err(ApiError::Unauthorized),
        }
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let (scheme, token) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_matches(' '))
}
