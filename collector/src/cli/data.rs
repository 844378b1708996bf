//! Where the database is, for every command that opens it.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use nachklang_store::{OpenError, SqliteStore};

use crate::limits::Limits;

/// Where the database is.
#[derive(Args)]
pub struct Data {
    /// Folder for the database `nachklang.db`.
    #[arg(long = "data", env = "NACHKLANG_DATA", value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
}

impl Data {
    /// Opens the database.
    ///
    /// # Errors
    /// One sentence that says what to do.
    pub async fn open(&self) -> anyhow::Result<SqliteStore> {
        open(&self.folder, &Limits::default()).await
    }
}

/// Opens the database in this folder.
///
/// # Errors
/// One sentence that says what to do.
pub async fn open(folder: &Path, limits: &Limits) -> anyhow::Result<SqliteStore> {
    SqliteStore::open(folder, limits.waiting).await.map_err(|error| match &error {
        OpenError::NotWritable { source, .. } => {
            anyhow!("{error}: make it writable or choose another one with --data: {source}")
        }
        OpenError::Newer { .. } => anyhow!("{error}: start that one, or choose another folder with --data"),
        OpenError::Unusable { .. } => anyhow!("{error}; move it away or choose another folder with --data"),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    async fn refusal(data: &Path) -> String {
        let error = open(data, &Limits::default()).await.expect_err("no store here");
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
    async fn says_what_to_do_where_the_file_is_no_database() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(SqliteStore::FILE), "Dear diary, ".repeat(1000)).unwrap();
        let message = refusal(folder.path()).await;
        assert!(message.contains("is not a database; move it away"), "{message}");
    }
}
