//! Reads bodies: no more at once than there is room for, none that is too large, and none that takes too long.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::http::error::ApiError;
use crate::limits::{Limits, MAX_BODY_BYTES};

/// Reads bodies into the room there is for those in flight. Clones share it.
#[derive(Debug, Clone)]
pub struct BodyReader {
    /// As many permits as there are bytes.
    room: Arc<Semaphore>,
    timeout: Duration,
}

/// A body, which takes its room until it is dropped.
#[derive(Debug)]
pub struct Body {
    /// The body.
    pub bytes: Bytes,
    _room: OwnedSemaphorePermit,
}

impl BodyReader {
    /// A reader with the room and the time that the limits give.
    pub fn new(limits: &Limits) -> Self {
        let room = Arc::new(Semaphore::new(limits.in_flight.min(Semaphore::MAX_PERMITS)));
        Self { room, timeout: limits.body }
    }

    /// Reads the body of a request, which is under a [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit), once there is room
    /// for all of it. A body that does not say how long it is takes as much room as the largest.
    ///
    /// # Errors
    /// [`ApiError::Overloaded`] and [`ApiError::BodyTooLarge`] before anything is read; the latter also after as much as is
    /// allowed, [`ApiError::TooSlow`] and [`ApiError::UnreadableBody`].
    pub async fn read(&self, request: Request) -> Result<Body, ApiError> {
        const LARGEST: u64 = MAX_BODY_BYTES as u64;
        let length = match request.body().size_hint().exact() {
            Some(length @ ..=LARGEST) => length as u32,
            Some(_) => return Err(ApiError::BodyTooLarge),
            None => LARGEST as u32,
        };
        let room = self.room.clone().try_acquire_many_owned(length);
        let room = room.map_err(|_| ApiError::overloaded())?;
        let read = timeout(self.timeout, Bytes::from_request(request, &())).await;
        let bytes = read.map_err(|_| ApiError::TooSlow)?.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge,
            _ => ApiError::UnreadableBody,
        })?;
        Ok(Body { bytes, _room: room })
    }
}
