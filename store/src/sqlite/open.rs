use std::path::{Path, PathBuf};
use std::{fs, io};

use sqlx::SqlitePool;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::error::OpenError;
use crate::limits::{SQLITE_READERS, SQLITE_TIMEOUT};

/// The name of the database in its folder.
pub(super) const FILE: &str = "nachklang.db";

/// The connections to an open database.
pub(super) struct Pools {
    pub(super) writer: SqlitePool,
    pub(super) readers: SqlitePool,
}

/// Opens the database in the folder `data`, making both if they are missing, and brings its tables up to date.
pub(super) async fn open(data: &Path) -> Result<Pools, OpenError> {
    let file =
        make_file(data).map_err(|source| OpenError::NotWritable { folder: data.to_owned(), source })?;
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .busy_timeout(SQLITE_TIMEOUT);
    let unusable =
        |error: &dyn std::error::Error| OpenError::Unusable { file: file.clone(), reason: error.to_string() };
    let writer = pool(1).connect_with(options.clone()).await.map_err(|error| unusable(&error))?;
    sqlx::migrate!().run(&writer).await.map_err(|error| match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => {
            OpenError::Newer { file: file.clone() }
        }
        error => unusable(&error),
    })?;
    let readers = pool(SQLITE_READERS).connect_lazy_with(options.read_only(true));
    Ok(Pools { writer, readers })
}

/// A pool whose connections stay: there is no server that might close them.
pub(super) fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(SQLITE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Makes folder and file where they are missing. What shoppers answered is for the owner alone to read; the files that
/// SQLite puts beside its database get the same permissions.
pub(super) fn make_file(data: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(data)?;
    let file = data.canonicalize()?.join(FILE);
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&file)?;
    Ok(file)
}
