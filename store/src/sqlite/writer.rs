//! The one task that changes responses. Changes wait for it in a queue of bounded length; what has gathered while it was
//! committing is committed together, so that the disk is waited for once for many calls. Each call is all or nothing by itself:
//! one that fails takes no other with it.

use std::sync::Arc;

use jiff::Timestamp;
use nachklang_model::Forget;
use sqlx::{SqliteConnection, SqlitePool};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::error::closed;
use super::forget::forget;
use super::review::review;
use super::save::save;
use crate::domain::review::Review;
use crate::domain::submission::{SaveOutcome, Submission};
use crate::limits::MAX_COMMIT_CALLS;
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

impl<I, O> Call<I, O> {
    fn answer(self, outcome: Result<(), StoreError>) {
        // A caller that has gone away needs no answer.
        let _ = self.reply.send(outcome.map(|()| self.output));
    }
}

impl Change {
    async fn apply(&mut self, connection: &mut SqliteConnection, now: Timestamp) -> Result<(), sqlx::Error> {
        match self {
            Self::Save(call) => call.output = save(connection, &call.input, now).await?,
            Self::Forget(call) => call.output = forget(connection, &call.input).await?,
            Self::Review(call) => call.output = review(connection, &call.input).await?,
        }
        Ok(())
    }

    fn answer(self, outcome: Result<(), StoreError>) {
        match self {
            Self::Save(call) => call.answer(outcome),
            Self::Forget(call) => call.answer(outcome),
            Self::Review(call) => call.answer(outcome),
        }
    }
}

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
        let (reply, outcome) = oneshot::channel();
        let change = change(Call { input, output: O::default(), reply, _place: place });
        self.queue.send(Message::Change(change)).map_err(|_| closed())?;
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
    let mut clock = Clock { last: last_time(&pool).await };
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

/// Makes the changes and tells those who wait, after the commit.
async fn commit(pool: &SqlitePool, clock: &mut Clock, mut changes: Vec<Change>) {
    if changes.is_empty() {
        return;
    }
    match commit_together(pool, clock, &mut changes).await {
        // A full disk takes the whole transaction, but perhaps only one of them had no room.
        Err(Lost::Transaction(_)) if changes.len() > 1 => {
            for mut change in changes {
                let outcome = commit_together(pool, clock, std::slice::from_mut(&mut change)).await;
                answer(vec![change], outcome);
            }
        }
        outcome => answer(changes, outcome),
    }
}

/// Tells each caller what came of its change: that all were lost, or whether its own was.
fn answer(changes: Vec<Change>, outcome: Result<Vec<Result<(), StoreError>>, Lost>) {
    match outcome {
        Ok(outcomes) => {
            changes.into_iter().zip(outcomes).for_each(|(change, outcome)| change.answer(outcome))
        }
        Err(Lost::Begin(error) | Lost::Transaction(error)) => {
            let error = StoreError::from(error);
            changes.into_iter().for_each(|change| change.answer(Err(error.clone())));
        }
    }
}

/// The time of commits. It stands still while the machine's clock is set back.
struct Clock {
    last: Timestamp,
}

impl Clock {
    fn now(&mut self) -> Timestamp {
        self.last = self.last.max(Timestamp::now());
        self.last
    }
}

/// When something was committed last; at the beginning of time where that cannot be read, or nothing was.
pub(super) async fn last_time(pool: &SqlitePool) -> Timestamp {
    let last: Result<Option<String>, _> =
        sqlx::query_scalar("SELECT MAX(received_at) FROM responses").fetch_one(pool).await;
    last.ok().flatten().and_then(|last| last.parse().ok()).unwrap_or(Timestamp::MIN)
}

/// Why nothing of a transaction was committed.
enum Lost {
    /// It did not begin: the file is locked by another program for too long, or cannot be opened.
    Begin(sqlx::Error),
    /// It was rolled back as a whole.
    Transaction(sqlx::Error),
}

/// Makes the changes in one transaction, each all or nothing by itself, and commits it.
async fn commit_together(
    pool: &SqlitePool,
    clock: &mut Clock,
    changes: &mut [Change],
) -> Result<Vec<Result<(), StoreError>>, Lost> {
    let mut connection = pool.acquire().await.map_err(Lost::Begin)?;
    run(&mut connection, "BEGIN IMMEDIATE").await.map_err(Lost::Begin)?;
    match apply_all(&mut connection, clock, changes).await {
        Ok(outcomes) => Ok(outcomes),
        Err(error) => {
            // SQLite has rolled back by itself after some errors, and says with its plainest error that there is nothing left to.
            let rolled_back = match run(&mut connection, "ROLLBACK").await {
                Ok(()) => true,
                Err(error) => {
                    error.as_database_error().and_then(|error| error.code()).as_deref() == Some("1")
                }
            };
            if !rolled_back {
                connection.close_on_drop();
            }
            Err(Lost::Transaction(error))
        }
    }
}

async fn apply_all(
    connection: &mut SqliteConnection,
    clock: &mut Clock,
    changes: &mut [Change],
) -> Result<Vec<Result<(), StoreError>>, sqlx::Error> {
    // Taken while no other can write: times are in the order of the commits, and who reads what came since the last time misses
    // nothing.
    let now = clock.now();
    let mut outcomes = Vec::with_capacity(changes.len());
    for change in changes {
        run(connection, "SAVEPOINT change").await?;
        let outcome = change.apply(connection, now).await;
        if let Err(error) = outcome {
            // Where SQLite has rolled back all of it there is no savepoint left, and it is the first error that says why.
            let rolled_back = run(connection, "ROLLBACK TO change").await;
            let Ok(()) = rolled_back else { return Err(error) };
            outcomes.push(Err(error.into()));
        } else {
            outcomes.push(Ok(()));
        }
        run(connection, "RELEASE change").await?;
    }
    run(connection, "COMMIT").await?;
    Ok(outcomes)
}

/// Transactions are begun and ended by hand: the guards of sqlx count on a rollback that succeeds, and after SQLite has rolled
/// back by itself theirs does not.
async fn run(connection: &mut SqliteConnection, statement: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(statement).execute(connection).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_do_not_go_back_with_the_clock() {
        let late: Timestamp = "2100-01-01T00:00:00Z".parse().unwrap();
        let mut clock = Clock { last: late };
        assert_eq!((clock.now(), clock.now()), (late, late));
        let mut clock = Clock { last: Timestamp::MIN };
        let first = clock.now();
        assert!(first > Timestamp::MIN && clock.now() >= first);
    }
}
