//! The changes that wait for the writer.

use std::sync::Arc;

use jiff::Timestamp;
use nachklang_model::Forget;
use sqlx::SqliteConnection;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::forget::forget;
use super::review::review;
use super::save::save;
use crate::domain::review::Review;
use crate::domain::submission::{SaveOutcome, Submission};
use crate::port::StoreError;

/// What one call changes.
#[derive(Debug)]
pub(super) enum Change {
    /// Saves responses. Gives what became of each.
    Save(Call<Arc<[Submission]>, Vec<SaveOutcome>>),
    /// Deletes responses for good. Gives how many there were.
    Forget(Call<Forget, u64>),
    /// Records a verdict on responses. Gives how many are there.
    Review(Call<Review, u64>),
}

/// A call that waits for its commit.
#[derive(Debug)]
pub(super) struct Call<I, O> {
    input: I,
    output: O,
    reply: oneshot::Sender<Result<O, StoreError>>,
    /// Its place among those that wait, until it is answered.
    _place: OwnedSemaphorePermit,
}

impl<I, O: Default> Call<I, O> {
    /// A call, and where its outcome comes.
    pub(super) fn new(
        input: I,
        place: OwnedSemaphorePermit,
    ) -> (Self, oneshot::Receiver<Result<O, StoreError>>) {
        let (reply, outcome) = oneshot::channel();
        (Self { input, output: O::default(), reply, _place: place }, outcome)
    }

    fn answer(self, outcome: Result<(), StoreError>) {
        // A caller that has gone away needs no answer.
        let _ = self.reply.send(outcome.map(|()| self.output));
    }
}

impl Change {
    /// Makes the change in an open transaction, at the time `now`.
    pub(super) async fn apply(
        &mut self,
        connection: &mut SqliteConnection,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        match self {
            Self::Save(call) => call.output = save(connection, &call.input, now).await?,
            Self::Forget(call) => call.output = forget(connection, &call.input).await?,
            Self::Review(call) => call.output = review(connection, &call.input).await?,
        }
        Ok(())
    }

    /// Tells the caller what came of it.
    pub(super) fn answer(self, outcome: Result<(), StoreError>) {
        match self {
            Self::Save(call) => call.answer(outcome),
            Self::Forget(call) => call.answer(outcome),
            Self::Review(call) => call.answer(outcome),
        }
    }
}
