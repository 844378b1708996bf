//! The time of commits.

use jiff::Timestamp;
use sqlx::SqlitePool;

/// The time of commits. It stands still while the machine's clock is set back.
pub(super) struct Clock {
    last: Timestamp,
}

impl Clock {
    /// A clock that goes on from the last commit; from the beginning of time if there is none, or it cannot be read.
    pub(super) async fn resume(pool: &SqlitePool) -> Self {
        let last: Result<Option<String>, _> =
            sqlx::query_scalar("SELECT MAX(received_at) FROM responses").fetch_one(pool).await;
        let last = last.ok().flatten().and_then(|last| last.parse().ok());
        Self { last: last.unwrap_or(Timestamp::MIN) }
    }

    /// The time now.
    pub(super) fn now(&mut self) -> Timestamp {
        self.last = self.last.max(Timestamp::now());
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestStore, example};

    #[test]
    fn times_do_not_go_back_with_the_clock() {
        let late: Timestamp = "2100-01-01T00:00:00Z".parse().unwrap();
        let mut clock = Clock { last: late };
        assert_eq!((clock.now(), clock.now()), (late, late));
        let mut clock = Clock { last: Timestamp::MIN };
        let first = clock.now();
        assert!(first > Timestamp::MIN && clock.now() >= first);
    }

    #[tokio::test]
    async fn the_last_time_outlives_a_restart() {
        let test = TestStore::new().await;
        assert_eq!(Clock::resume(test.store.readers()).await.last, Timestamp::MIN);
        test.save(&example(1)).await.unwrap();
        let received = test.lines().await.remove(0)["received_at"].as_str().unwrap().to_owned();
        assert_eq!(Clock::resume(test.store.readers()).await.last, received.parse().unwrap());
    }
}
