//! Commits changes, several in one transaction.

use sqlx::{SqliteConnection, SqlitePool};

use super::change::Change;
use super::clock::Clock;
use crate::port::StoreError;

/// Makes the changes and tells those who wait, after the commit.
pub(super) async fn commit(pool: &SqlitePool, clock: &mut Clock, mut changes: Vec<Change>) {
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
    // Taken while no other can write: times are in the order of the commits, so whoever reads what came since the last time
    // misses nothing.
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
