//! Opening a database.

use std::fs;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;

use crate::port::Store;
use crate::sqlite::open::{Pools, make_file, pool};
use crate::sqlite::{OpenError, SqliteStore};
use crate::testing::{TestStore, example};

async fn refusal(data: &Path) -> OpenError {
    SqliteStore::open(data, 1).await.expect_err("no store here")
}

#[tokio::test]
async fn overwrites_no_file_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(SqliteStore::FILE);
    fs::write(&file, "Dear diary, ".repeat(1000)).unwrap();
    let message = refusal(folder.path()).await.to_string();
    assert!(message.ends_with("is not a database"), "{message}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dear diary, ".repeat(1000));
}

#[tokio::test]
async fn leaves_the_database_of_a_newer_collector_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), 1).await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', TRUE, x'00', 0)",
    )
    .execute(&store.writer)
    .await
    .unwrap();
    store.close().await;
    let error = refusal(folder.path()).await;
    assert!(matches!(error, OpenError::Newer { .. }), "{error}");
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
    let first = SqliteStore::start(Pools { writer: first.clone(), readers: first }, 1);
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

    let store = SqliteStore::open(folder.path(), 1).await.unwrap();
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
    let store = SqliteStore::open(folder.path(), 1).await.unwrap();
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
    let test = TestStore::new().await;
    test.save(&example(1)).await.unwrap();
    let files = || -> Vec<_> { fs::read_dir(test.data()).unwrap().map(Result::unwrap).collect() };
    assert!(files().len() > 1, "the write-ahead log is there while it runs");
    for file in files() {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.path());
    }
    test.store.close().await;
    let left: Vec<_> = files().iter().map(fs::DirEntry::file_name).collect();
    assert_eq!(left, [SqliteStore::FILE]);
}
