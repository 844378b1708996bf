//! The one task that changes responses. Changes wait for it in a queue of bounded length; what has gathered while it was
//! committing is committed together, so that the disk is waited for once for many requests. Each request is all or nothing by
//! itself: one that fails takes no other with it.

use std::sync::Arc;

use jiff::Timestamp;
use nachklang_model::Forget;
use sqlx::{SqliteConnection, SqlitePool};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::StoreError;
use super::forget::forget;
use super::keep::{Outcome, keep};
use super::review::review;
use crate::review::Review;
use crate::submission::Submission;

/// The most requests that are committed together.
const MOST_TOGETHER: usize = 256;

/// What one request changes.
#[derive(Debug)]
pub(super) enum Change {
    /// Keeps responses. Gives what became of each.
    Keep(Asked<Arc<[Submission]>, Vec<Outcome>>),
    /// Deletes responses for good. Gives how many there were.
    Forget(Asked<Forget, u64>),
    /// Keeps a verdict on responses. Gives how many are there.
    Review(Asked<Review, u64>),
}

/// What is asked for, what came of it, and who waits for that.
#[derive(Debug)]
pub(super) struct Asked<A, R> {
    asked: A,
    came: R,
    reply: oneshot::Sender<Result<R, StoreError>>,
    /// Its place among those that wait, until it is answered.
    _place: OwnedSemaphorePermit,
}

impl<A, R> Asked<A, R> {
    fn answer(self, outcome: Result<(), StoreError>) {
        // Who has gone away needs no answer.
        let _ = self.reply.send(outcome.map(|()| self.came));
    }
}

impl Change {
    async fn apply(&mut self, connection: &mut SqliteConnection, now: Timestamp) -> Result<(), sqlx::Error> {
        match self {
            Self::Keep(asked) => asked.came = keep(connection, &asked.asked, now).await?,
            Self::Forget(asked) => asked.came = forget(connection, &asked.asked).await?,
            Self::Review(asked) => asked.came = review(connection, &asked.asked).await?,
        }
        Ok(())
    }

    fn answer(self, outcome: Result<(), StoreError>) {
        match self {
            Self::Keep(asked) => asked.answer(outcome),
            Self::Forget(asked) => asked.answer(outcome),
            Self::Review(asked) => asked.answer(outcome),
        }
    }
}

enum Message {
    Change(Change),
    /// To end when everything that came is done.
    Close(oneshot::Sender<()>),
}

/// The way to the task. It ends when all clones are gone, or after [`Self::close`].
#[derive(Debug, Clone)]
pub(super) struct Writer {
    /// As long as there are places.
    queue: mpsc::UnboundedSender<Message>,
    places: Arc<Semaphore>,
    #[cfg(test)]
    room: usize,
}

impl Writer {
    /// Starts the task on `pool`, with room for so many changes that are not committed yet.
    pub(super) fn start(pool: SqlitePool, room: usize) -> Self {
        let (queue, messages) = mpsc::unbounded_channel();
        tokio::spawn(work(pool, messages));
        Self {
            queue,
            places: Arc::new(Semaphore::new(room)),
            #[cfg(test)]
            room,
        }
    }

    /// Makes a change and gives what came of it, once that is committed. It is made, whether somebody goes on waiting or not.
    ///
    /// # Errors
    /// Where there is no room in the queue, and where the store failed; nothing was changed then.
    pub(super) async fn make<A, R: Default>(
        &self,
        change: fn(Asked<A, R>) -> Change,
        asked: A,
    ) -> Result<R, StoreError> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| StoreError::Overloaded)?;
        let (reply, came) = oneshot::channel();
        let change = change(Asked { asked, came: R::default(), reply, _place: place });
        self.queue.send(Message::Change(change)).map_err(|_| StoreError::closed())?;
        came.await.unwrap_or_else(|_| Err(StoreError::closed()))
    }

    /// Whether changes are taken.
    pub(super) fn works(&self) -> bool {
        !self.queue.is_closed()
    }

    /// How many changes are not committed yet.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.room - self.places.available_permits()
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
    while queue.recv_many(&mut messages, MOST_TOGETHER).await > 0 {
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
    match together(pool, clock, &mut changes).await {
        // A full disk takes the whole transaction, but perhaps only one of them had no room.
        Err(Lost::Transaction(_)) if changes.len() > 1 => {
            for mut change in changes {
                let outcome = together(pool, clock, std::slice::from_mut(&mut change)).await;
                answer(vec![change], outcome);
            }
        }
        outcome => answer(changes, outcome),
    }
}

/// Tells each what came of its change: that all were lost, or whether its own was.
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
async fn last_time(pool: &SqlitePool) -> Timestamp {
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

/// Makes the changes in one transaction, each all or nothing, and commits it.
async fn together(
    pool: &SqlitePool,
    clock: &mut Clock,
    changes: &mut [Change],
) -> Result<Vec<Result<(), StoreError>>, Lost> {
    let mut connection = pool.acquire().await.map_err(Lost::Begin)?;
    run(&mut connection, "BEGIN IMMEDIATE").await.map_err(Lost::Begin)?;
    match all(&mut connection, clock, changes).await {
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

async fn all(
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
    use axum::http::StatusCode;
    use serde_json::{Value, json};
    use tokio::task::JoinHandle;

    use super::*;
    use crate::store::Store;
    use crate::testing::{Answer, Collector, example, id};

    #[tokio::test]
    async fn times_do_not_go_back_with_the_clock() {
        let late: Timestamp = "2100-01-01T00:00:00Z".parse().unwrap();
        let mut clock = Clock { last: late };
        assert_eq!((clock.now(), clock.now()), (late, late));
        let mut clock = Clock { last: Timestamp::MIN };
        let first = clock.now();
        assert!(first > Timestamp::MIN && clock.now() >= first);

        let collector = Collector::new().await;
        assert_eq!(last_time(&collector.store.readers).await, Timestamp::MIN);
        collector.post(&example(1)).await;
        let received = collector.lines("").await.remove(0)["received_at"].as_str().unwrap().to_owned();
        assert_eq!(last_time(&collector.store.readers).await, received.parse().unwrap());
    }

    fn post(collector: &Collector, body: Value) -> JoinHandle<Answer> {
        let collector = collector.clone();
        tokio::spawn(async move { collector.post(&body).await })
    }

    /// How many responses are stored, for somebody who reads beside the writer.
    async fn stored(collector: &Collector) -> usize {
        collector.store.rows("SELECT 1 FROM responses").await.len()
    }

    #[tokio::test]
    async fn what_gathers_is_committed_together_and_acknowledged_afterwards() {
        let collector = Collector::new().await;
        let held = collector.store.hold().await;
        let sent: Vec<_> = (0..60).map(|index| post(&collector, example(index))).collect();
        collector.store.until_waiting(60).await;
        assert!(sent.iter().all(|sent| !sent.is_finished()));
        assert_eq!(stored(&collector).await, 0);
        drop(held);
        for (index, sent) in sent.into_iter().enumerate() {
            assert_eq!(sent.await.unwrap().json()["kept"][0]["id"], id(index));
            let stored = format!("SELECT 1 FROM responses WHERE id = {}", sql(&id(index)));
            assert_eq!(collector.store.rows(&stored).await.len(), 1);
        }
        // What the writer had taken before it was held up is one commit, and all that gathered meanwhile another.
        let commits = collector.store.rows("SELECT DISTINCT received_at FROM responses").await.len();
        assert!(commits <= 2, "{commits} commits");
    }

    fn sql(text: &Value) -> String {
        text.to_string().replace('"', "'")
    }

    #[tokio::test]
    async fn a_full_queue_is_said_and_what_was_taken_is_kept() {
        let collector = Collector::with_room(4).await;
        let held = collector.store.hold().await;
        let taken: Vec<_> = (0..4).map(|index| post(&collector, example(index))).collect();
        collector.store.until_waiting(4).await;
        for index in 4..20 {
            let answer = collector.post(&example(index)).await;
            answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "overloaded");
            assert!((5..=15).contains(&answer.header("retry-after").unwrap().parse().unwrap()));
        }
        assert!(taken.iter().all(|sent| !sent.is_finished()));
        drop(held);
        for sent in taken {
            assert_eq!(sent.await.unwrap().status, StatusCode::ACCEPTED);
        }
        let stored = collector.store.rows("SELECT id FROM responses ORDER BY id").await;
        assert!(stored.iter().map(|row| &row["id"]).eq(&(0..4).map(id).collect::<Vec<_>>()), "{stored:?}");
        assert_eq!(collector.post(&example(20)).await.status, StatusCode::ACCEPTED, "there is room again");
    }

    #[tokio::test]
    async fn what_was_taken_is_kept_although_the_client_goes_away() {
        let collector = Collector::new().await;
        let held = collector.store.hold().await;
        let first = post(&collector, example(0));
        let gone = post(&collector, example(1));
        collector.store.until_waiting(2).await;
        gone.abort();
        assert!(gone.await.unwrap_err().is_cancelled());
        drop(held);
        assert_eq!(first.await.unwrap().status, StatusCode::ACCEPTED);
        collector.post(&example(2)).await;
        assert_eq!(stored(&collector).await, 3);
    }

    #[tokio::test]
    async fn closing_makes_what_is_waiting_and_takes_no_more() {
        let collector = Collector::new().await;
        let held = collector.store.hold().await;
        let sent: Vec<_> = (0..3).map(|index| post(&collector, example(index))).collect();
        collector.store.until_waiting(3).await;
        let store = collector.store.clone();
        let closing = tokio::spawn(async move { store.close().await });
        drop(held);
        for sent in sent {
            assert_eq!(sent.await.unwrap().status, StatusCode::ACCEPTED);
        }
        closing.await.unwrap();
        let late = collector.post(&example(3)).await;
        late.is_problem(StatusCode::SERVICE_UNAVAILABLE, "store-failed");
        let store = Store::open(&collector.data()).await.unwrap();
        assert_eq!(store.rows("SELECT 1 FROM responses").await.len(), 3);
        collector.store.close().await;
    }

    /// Gives the database as many pages as it has and so many more, of 4096 bytes.
    async fn limit_pages(collector: &Collector, more: i64) {
        let pages = collector.store.rows("SELECT page_count FROM pragma_page_count").await;
        let most = pages[0]["page_count"].as_i64().unwrap() + more;
        collector.store.run(&format!("PRAGMA max_page_count = {most}")).await;
    }

    #[tokio::test]
    async fn a_full_disk_is_said_and_over_when_there_is_room_again() {
        let collector = Collector::new().await;
        collector.post(&example(0)).await;
        limit_pages(&collector, 2).await;
        let mut kept = 1;
        let full = loop {
            let answer = collector.post(&example(kept)).await;
            match answer.status {
                StatusCode::ACCEPTED => kept += 1,
                _ => break answer,
            }
            assert!(kept < 1000, "two pages are not enough for so many");
        };
        full.is_problem(StatusCode::SERVICE_UNAVAILABLE, "store-failed");
        assert!(full.header("retry-after").is_some());
        for _ in 0..3 {
            let again = collector.post(&example(kept)).await;
            again.is_problem(StatusCode::SERVICE_UNAVAILABLE, "store-failed");
        }
        assert_eq!(stored(&collector).await, kept, "all that was acknowledged is there, and nothing else");
        assert_eq!(collector.send("GET", "/healthz", &[], "").await.status, StatusCode::OK);
        collector.store.run("PRAGMA max_page_count = 1000000").await;
        assert_eq!(collector.post(&example(kept)).await.status, StatusCode::ACCEPTED);
        assert_eq!(stored(&collector).await, kept + 1);
    }

    #[tokio::test]
    async fn one_that_finds_no_room_takes_no_other_with_it() {
        let collector = Collector::new().await;
        collector.post(&json!([example(0), example(1)])).await;
        limit_pages(&collector, 0).await;
        let held = collector.store.hold().await;
        let forget = |index: usize| json!({"forget": {"site": "shop.example", "ids": [id(index)]}});
        let mut large = example(2);
        large["answers"][1]["value"] = json!("x".repeat(2000));
        let large = json!(
            (2..50)
                .map(|index| {
                    large["id"] = id(index);
                    large.clone()
                })
                .collect::<Vec<_>>()
        );
        let sent = [
            post(&collector, forget(100)),
            post(&collector, forget(0)),
            post(&collector, large),
            post(&collector, forget(1)),
        ];
        collector.store.until_waiting(4).await;
        drop(held);
        let mut statuses = Vec::new();
        for sent in sent {
            statuses.push(sent.await.unwrap().status.as_u16());
        }
        assert_eq!(statuses, [202, 202, 503, 202]);
        assert_eq!(stored(&collector).await, 0);
    }

    #[tokio::test]
    async fn one_that_loses_the_whole_transaction_takes_no_other_with_it() {
        let collector = Collector::new().await;
        collector
            .store
            .run(
                "CREATE TRIGGER lose AFTER INSERT ON responses WHEN NEW.survey = 'lost'
                 BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END",
            )
            .await;
        let mut lost = example(2);
        lost["survey"] = json!("lost");
        let held = collector.store.hold().await;
        let sent = [example(0), example(1), lost, example(3)].map(|response| post(&collector, response));
        collector.store.until_waiting(4).await;
        drop(held);
        let mut statuses = Vec::new();
        for sent in sent {
            statuses.push(sent.await.unwrap().status.as_u16());
        }
        assert_eq!(statuses, [202, 202, 503, 202]);
        assert_eq!(stored(&collector).await, 3);
        assert_eq!(collector.post(&example(4)).await.status, StatusCode::ACCEPTED);
    }

    #[tokio::test]
    async fn a_database_that_another_program_locks_is_said_and_over_when_it_lets_go() {
        let collector = Collector::new().await;
        collector.store.run("PRAGMA busy_timeout = 10").await;
        let other = Store::open(&collector.data()).await.unwrap();
        other.run("BEGIN IMMEDIATE").await;
        let answer = collector.post(&example(0)).await;
        answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "store-failed");
        assert!(answer.header("retry-after").is_some());
        other.run("COMMIT").await;
        assert_eq!(collector.post(&example(0)).await.status, StatusCode::ACCEPTED);
        other.close().await;
    }
}
