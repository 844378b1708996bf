//! The one task that changes responses. Changes wait for it in a queue of bounded length; what has gathered while it was
//! committing is committed together, so that the disk is waited for once for many calls. Each call is all or nothing by itself:
//! one that fails takes no other with it.

use std::sync::Arc;

use sqlx::SqlitePool;
use tokio::sync::{Semaphore, mpsc, oneshot};

use super::change::{Call, Change};
use super::clock::Clock;
use super::commit::commit;
use super::error::closed;
use crate::limits::MAX_COMMIT_CALLS;
use crate::port::StoreError;

enum Message {
    Change(Change),
    /// To end when everything that came is done.
    Close(oneshot::Sender<()>),
}

/// Hands changes to the task, which ends when all clones of this are gone, or after [`Self::close`].
#[derive(Debug, Clone)]
pub(super) struct Writer {
    /// Not bounded itself: a change needs a place first.
    queue: mpsc::UnboundedSender<Message>,
    places: Arc<Semaphore>,
    #[cfg(any(test, feature = "testing"))]
    max_waiting: usize,
}

impl Writer {
    /// Starts the task on `pool`, with places for so many changes that are not committed yet.
    pub(super) fn start(pool: SqlitePool, max_waiting: usize) -> Self {
        let (queue, messages) = mpsc::unbounded_channel();
        tokio::spawn(work(pool, messages));
        Self {
            queue,
            places: Arc::new(Semaphore::new(max_waiting)),
            #[cfg(any(test, feature = "testing"))]
            max_waiting,
        }
    }

    /// Makes a change and gives what came of it, once that is committed. It is made, whether somebody goes on waiting or not.
    ///
    /// # Errors
    /// Where no place is free, and where SQLite failed; nothing was changed then.
    pub(super) async fn make<I, O: Default>(
        &self,
        change: fn(Call<I, O>) -> Change,
        input: I,
    ) -> Result<O, StoreError> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| StoreError::Overloaded)?;
        let (call, outcome) = Call::new(input, place);
        self.queue.send(Message::Change(change(call))).map_err(|_| closed())?;
        outcome.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Whether changes are taken.
    pub(super) fn works(&self) -> bool {
        !self.queue.is_closed()
    }

    /// How many changes are not committed yet.
    #[cfg(any(test, feature = "testing"))]
    pub(super) fn waiting(&self) -> usize {
        self.max_waiting - self.places.available_permits()
    }

    /// Waits for all changes that came, and ends the task.
    pub(super) async fn close(&self) {
        let (done, ended) = oneshot::channel();
        if self.queue.send(Message::Close(done)).is_ok() {
            // An error says that it has ended already.
            let _ = ended.await;
        }
    }
}

async fn work(pool: SqlitePool, mut queue: mpsc::UnboundedReceiver<Message>) {
    let mut messages = Vec::new();
    let mut closing = Vec::new();
    let mut clock = Clock::resume(&pool).await;
    while queue.recv_many(&mut messages, MAX_COMMIT_CALLS).await > 0 {
        let mut changes = Vec::new();
        for message in messages.drain(..) {
            match message {
                Message::Change(change) => changes.push(change),
                Message::Close(done) => {
                    queue.close();
                    closing.push(done);
                }
            }
        }
        commit(&pool, &mut clock, changes).await;
    }
    drop(pool);
    for done in closing {
        let _ = done.send(());
    }
}
