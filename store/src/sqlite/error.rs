use std::path::PathBuf;
use std::sync::Arc;
use std::{fmt, io};

use crate::port::StoreError;

/// Why a database cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The folder or the file in it cannot be made or written.
    NotWritable {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A newer collector has changed its tables.
    Newer {
        /// The file.
        file: PathBuf,
    },
    /// The file is no database, or one that cannot be used.
    Unusable {
        /// The file.
        file: PathBuf,
        /// Why, as SQLite says it.
        reason: String,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWritable { folder, .. } => write!(f, "cannot write to the folder {}", folder.display()),
            Self::Newer { file } => {
                write!(f, "the database {} was written by a newer collector", file.display())
            }
            Self::Unusable { file, reason } => {
                write!(f, "cannot use {} as database: {reason}", file.display())
            }
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotWritable { source, .. } => Some(source),
            Self::Newer { .. } | Self::Unusable { .. } => None,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(Arc::new(error))
    }
}

/// The error of a store that was closed.
pub(super) fn closed() -> StoreError {
    sqlx::Error::PoolClosed.into()
}
