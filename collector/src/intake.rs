//! Takes bodies in: no more at once than there is room for, none that is too large, and none that takes too long.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::ingest::LARGEST_BODY;
use crate::limits::Limits;
use crate::problem::Rejection;

/// The room for bodies that are in flight. Clones share it.
#[derive(Debug, Clone)]
pub struct Intake {
    /// As many permits as there are bytes.
    room: Arc<Semaphore>,
    patience: Duration,
}

/// A body, with the room it takes until it is dropped.
#[derive(Debug)]
pub struct Body {
    /// The body.
    pub bytes: Bytes,
    _room: OwnedSemaphorePermit,
}

impl Intake {
    /// The room that the limits give.
    pub fn new(limits: &Limits) -> Self {
        let room = Arc::new(Semaphore::new(limits.in_flight.min(Semaphore::MAX_PERMITS)));
        Self { room, patience: limits.body }
    }

    /// Reads the body of a request, which is under a [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit), once there is room
    /// for all of it. A body that does not say how long it is takes as much room as the largest.
    ///
    /// # Errors
    /// [`Rejection::Overloaded`] and [`Rejection::BodyTooLarge`] before anything is read; the latter also after as much as is
    /// allowed, [`Rejection::TooSlow`] and [`Rejection::UnreadableBody`].
    pub async fn body(&self, request: Request) -> Result<Body, Rejection> {
        const MOST: u64 = LARGEST_BODY as u64;
        let length = match request.body().size_hint().exact() {
            Some(length @ ..=MOST) => length as u32,
            Some(_) => return Err(Rejection::BodyTooLarge),
            None => MOST as u32,
        };
        let room = self.room.clone().try_acquire_many_owned(length);
        let room = room.map_err(|_| Rejection::overloaded())?;
        let read = timeout(self.patience, Bytes::from_request(request, &())).await;
        let bytes = read.map_err(|_| Rejection::TooSlow)?.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Rejection::BodyTooLarge,
            _ => Rejection::UnreadableBody,
        })?;
        Ok(Body { bytes, _room: room })
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicBool, Ordering};

    use axum::http::Request;
    use futures_util::{StreamExt, stream};

    use super::*;
    use crate::app::Options;
    use crate::testing::{Collector, example};

    #[tokio::test]
    async fn no_more_is_read_than_there_is_room_for() {
        const LENGTH: usize = 200 * 1024;
        let limits = Limits { in_flight: 5 * LENGTH + 1, ..Limits::default() };
        let collector = Collector::new().await.with(Options { limits, ..Options::default() });
        let held = collector.store.hold().await;
        let large = |index: usize| {
            let response = example(index).to_string();
            let spaces = " ".repeat(LENGTH - response.len());
            response + &spaces
        };
        let sent: Vec<_> = (0..5)
            .map(|index| {
                let collector = collector.clone();
                tokio::spawn(async move { collector.send("POST", "/v1/responses", &[], large(index)).await })
            })
            .collect();
        collector.store.until_waiting(5).await;

        let was_read = Arc::new(AtomicBool::new(false));
        let reading = was_read.clone();
        let chunks = stream::iter([" "]).map(move |chunk| {
            reading.store(true, Ordering::Relaxed);
            Ok::<_, Infallible>(chunk)
        });
        let body = axum::body::Body::from_stream(chunks);
        let answer = collector.call(Request::post("/v1/responses").body(body).unwrap()).await;
        answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "overloaded");
        assert!(answer.header("retry-after").is_some());
        assert!(
            !was_read.load(Ordering::Relaxed),
            "one that does not say how long it is takes as much as the largest"
        );
        let answer = collector.post(&example(6)).await;
        answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "overloaded");

        drop(held);
        for sent in sent {
            assert_eq!(sent.await.unwrap().status, StatusCode::ACCEPTED);
        }
        let answer = collector.send("POST", "/v1/responses", &[], large(7)).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "there is room again");
    }
}
