use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow};
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::Store;
use super::writer::Writer;
use crate::limits::Limits;

/// How many connections read at the same time.
const READERS: u32 = 4;
/// How long a request waits for a connection, and a connection for another process that writes to the same file.
const PATIENCE: Duration = Duration::from_secs(5);

impl Store {
    /// The name of the database in its folder.
    pub const FILE: &str = "nachklang.db";

    /// Opens the database in the folder `data`, making both if they are missing, and brings its tables up to date.
    ///
    /// # Errors
    /// One sentence that says what to do: where the folder cannot be written to, where the file is no database, and
    /// where a newer collector has changed its tables.
    pub async fn open(data: &Path) -> anyhow::Result<Self> {
        Self::with_room(data, Limits::default().waiting).await
    }

    /// The same with room for so many requests that wait to be written.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn with_room(data: &Path, room: usize) -> anyhow::Result<Self> {
        let file = make_file(data).with_context(|| {
            format!(
                "cannot write to the folder {}: make it writable or choose another one with --data",
                data.display()
            )
        })?;
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "ON")
            .busy_timeout(PATIENCE);
        let unusable = |error: &dyn std::fmt::Display| {
            anyhow!(
                "cannot use {} as database: {error}; move it away or choose another folder with --data",
                file.display()
            )
        };
        let writer = pool(1).connect_with(options.clone()).await.map_err(|error| unusable(&error))?;
        sqlx::migrate!().run(&writer).await.map_err(|error| match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => anyhow!(
                "the database {} was written by a newer collector: start that one, or choose another folder with --data",
                file.display()
            ),
            error => unusable(&error),
        })?;
        let readers = pool(READERS).connect_lazy_with(options.read_only(true));
        let changes = Writer::start(writer.clone(), room);
        Ok(Self { writer, readers, changes })
    }
}

/// A pool whose connections stay: there is no server that might close them.
fn pool(connections: u32) -> sqlx::pool::PoolOptions<sqlx::Sqlite> {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Makes folder and file where they are missing. What shoppers answered is for the owner alone to read; the files that
/// SQLite puts beside its database get the same permissions.
fn make_file(data: &Path) -> std::io::Result<PathBuf> {
    fs::create_dir_all(data)?;
    let file = data.canonicalize()?.join(Store::FILE);
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&file)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Collector, example};

    async fn refusal(data: &Path) -> String {
        let error = Store::open(data).await.expect_err("no store here");
        format!("{error:#}")
    }

    #[tokio::test]
    async fn says_what_to_do_where_it_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        // A file in the way stops root too, whom permissions do not.
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        for data in [file.clone(), file.join("below"), PathBuf::from("/proc/nachklang")] {
            let message = refusal(&data).await;
            let expected = format!(
                "cannot write to the folder {}: make it writable or choose another one with --data: ",
                data.display()
            );
            assert!(message.starts_with(&expected), "{message}");
        }
    }

    #[tokio::test]
    async fn overwrites_no_file_of_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(Store::FILE);
        fs::write(&file, "Dear diary, ".repeat(1000)).unwrap();
        let message = refusal(folder.path()).await;
        assert!(message.contains("is not a database; move it away"), "{message}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "Dear diary, ".repeat(1000));
    }

    #[tokio::test]
    async fn leaves_the_database_of_a_newer_collector_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        sqlx::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'from the future', TRUE, x'00', 0)",
        )
        .execute(&store.writer)
        .await
        .unwrap();
        store.close().await;
        let message = refusal(folder.path()).await;
        assert!(message.contains("was written by a newer collector: start that one"), "{message}");
    }

    #[tokio::test]
    async fn a_database_of_the_first_version_keeps_what_it_has() {
        const KEPT: [&str; 2] =
            ["SELECT * FROM responses", "SELECT * FROM answers ORDER BY response_id, question"];
        let folder = tempfile::tempdir().unwrap();
        let file = make_file(folder.path()).unwrap();
        let options = SqliteConnectOptions::new().filename(&file).foreign_keys(true);
        let first = pool(1).connect_with(options).await.unwrap();
        sqlx::migrate!().run_to(1, &first).await.unwrap();
        let changes = Writer::start(first.clone(), 1);
        let first = Store { writer: first.clone(), readers: first, changes };
        first
            .run(
                r#"INSERT INTO responses VALUES
                    ('shop.example', 'one', 2, 'complete', 's', 1, 'en', 'cart', NULL, 'owned', '/', 'load', NULL, NULL,
                     NULL, NULL, 'phone', 'then', 'later', '2026', '{"answers":[]}', NULL);
                INSERT INTO answers VALUES
                    ('shop.example', 'one', 'nps', 'nps', 'nps-0-10', 9, NULL),
                    ('shop.example', 'one', 'nps.comment', 'text', NULL, NULL, 'Fine');"#,
            )
            .await;
        let before = [first.rows(KEPT[0]).await, first.rows(KEPT[1]).await];
        assert_eq!((before[0].len(), before[1].len()), (1, 2));
        first.close().await;

        let store = Store::open(folder.path()).await.unwrap();
        let mut after = [store.rows(KEPT[0]).await, store.rows(KEPT[1]).await];
        let response = after[0][0].as_object_mut().unwrap();
        assert_eq!(response.remove("made_at"), Some("2026".into()), "it is taken to have come at once");
        assert_eq!(response.remove("suspect"), Some(0.into()));
        response.retain(|column, value| !value.is_null() || before[0][0].get(column).is_some());
        assert_eq!(after, before, "columns that came later are empty");
        assert!(store.rows("PRAGMA foreign_key_check").await.is_empty());
        store.run("DELETE FROM responses").await;
        assert!(store.rows(KEPT[1]).await.is_empty(), "answers still go with their response");
    }

    #[tokio::test]
    async fn a_commit_is_on_the_disk_before_it_is_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        for (pragma, expected) in
            [("PRAGMA journal_mode", "wal"), ("PRAGMA synchronous", "2"), ("PRAGMA foreign_keys", "1")]
        {
            let row = sqlx::query_scalar::<_, String>(match pragma {
                "PRAGMA journal_mode" => "SELECT journal_mode FROM pragma_journal_mode",
                "PRAGMA synchronous" => "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous",
                _ => "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys",
            });
            assert_eq!(row.fetch_one(&store.writer).await.unwrap(), expected, "{pragma}");
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_reads_the_files_and_one_is_left_at_the_end() {
        use std::os::unix::fs::PermissionsExt;
        let collector = Collector::new().await;
        collector.post(&example(1)).await;
        let files = || -> Vec<_> { fs::read_dir(collector.data()).unwrap().map(Result::unwrap).collect() };
        assert!(files().len() > 1, "the write-ahead log is there while it runs");
        for file in files() {
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.path());
        }
        collector.store.close().await;
        let left: Vec<_> = files().iter().map(fs::DirEntry::file_name).collect();
        assert_eq!(left, [Store::FILE]);
    }
}
