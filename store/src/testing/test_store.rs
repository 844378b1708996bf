use std::path::PathBuf;
use std::sync::Arc;

use nachklang_model::json::Json;
use nachklang_model::read::{FieldErrors, Reader};
use nachklang_model::{Forget, Key, ResponseId};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::submissions;
use crate::domain::filter::Filter;
use crate::domain::review::{Review, Verdict};
use crate::domain::submission::SaveOutcome;
use crate::port::{Store, StoreError};
use crate::sqlite::SqliteStore;

/// A SQLite store in a folder that goes away with it. Clones share both.
#[derive(Debug, Clone)]
pub struct TestStore {
    /// The store.
    pub store: SqliteStore,
    folder: Arc<TempDir>,
}

impl TestStore {
    /// A new one, with room for enough calls.
    pub async fn new() -> Self {
        Self::with_room(1024).await
    }

    /// A new one in which at most so many calls wait to be committed.
    pub async fn with_room(max_waiting: usize) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let store = SqliteStore::open(&folder.path().join("data"), max_waiting).await.expect("a store");
        Self { store, folder }
    }

    /// One on the database that this dump restores.
    pub async fn restored(dump: &str) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        SqliteStore::restore(&folder.path().join("data"), dump).await;
        let store = SqliteStore::open(&folder.path().join("data"), 1024).await.expect("a store");
        Self { store, folder }
    }

    /// The folder of the database.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A folder beside that of the database.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Saves one response, or an array of them.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn save(&self, sent: &Value) -> Result<Vec<SaveOutcome>, StoreError> {
        let sent = sent.as_array().map_or(std::slice::from_ref(sent), Vec::as_slice);
        self.store.save(submissions(sent).into()).await
    }

    /// Has responses forgotten.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn forget(&self, site: &str, ids: Value) -> Result<u64, StoreError> {
        self.store.forget(forget(site, ids)).await
    }

    /// Records a verdict on responses.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn review(
        &self,
        site: &str,
        ids: &[Value],
        verdict: Option<Verdict>,
    ) -> Result<u64, StoreError> {
        let id = |id: &Value| ResponseId::parse(id.as_str()?);
        let ids = ids.iter().map(|value| id(value).expect("an id")).collect();
        self.store.review(Review { site: Key::new(site).expect("a key"), ids, verdict }).await
    }

    /// All stored responses, in the order received.
    pub async fn lines(&self) -> Vec<Value> {
        lines(&self.store, &Filter::default()).await
    }
}

/// A request to forget responses.
pub(crate) fn forget(site: &str, ids: Value) -> Forget {
    let request = json!({"forget": {"site": site, "ids": ids}});
    let json: Json = serde_json::from_value(request).expect("any JSON is JSON");
    let errors = FieldErrors::default();
    let forget = Forget::read(&Reader::new(&json, "", &errors));
    errors.finish(forget).expect("a request to forget").value
}

/// All responses of a store that the filter leaves, as they are read back.
pub(crate) async fn lines(store: &dyn Store, filter: &Filter) -> Vec<Value> {
    let (mut lines, mut position) = (Vec::new(), None);
    loop {
        let page = store.page(filter, position.as_ref()).await.expect("a page");
        let line = page.responses.iter().map(|response| response.to_json_line());
        lines.extend(line.map(|line| serde_json::from_str::<Value>(&line).expect("a line of JSON")));
        match page.next {
            Some(next) => position = Some(next),
            None => return lines,
        }
    }
}
