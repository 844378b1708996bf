//! What a collector stores, and the engines it stores it in.
//!
//! - [`domain`] names the things that are stored: plain data with its rules, without I/O.
//! - [`port`] says what a store can do, in the domain's terms: the trait [`Store`].
//! - [`sqlite`] is the one engine so far. Its SQL and its migrations stand in this crate and nowhere else.
//! - `contract`, with the feature `testing`, is the suite every engine has to pass.
//!
//! The crate knows nothing of requests and answers: the collector turns those into the domain's types and back.
//!
//! To add an engine, implement [`Store`] in a folder beside `sqlite/`, and have a test call `contract_tests!` with it.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use nachklang_model::Key;
//! use nachklang_store::{Origin, Site, SqliteStore, Store};
//!
//! let folder = tempfile::tempdir().unwrap();
//! let store = SqliteStore::open(folder.path(), 1024).await.unwrap();
//! let site = Key::new("shop.example").unwrap();
//! let origins = vec![Origin::parse("https://shop.example").unwrap()];
//! store.set_site(&Site { site: site.clone(), key: None, origins }).await.unwrap();
//! assert!(store.sites().await.unwrap().takes(&site));
//! store.close().await;
//! # });
//! ```

#[cfg(any(test, feature = "testing"))]
pub mod contract;
pub mod domain;
pub mod limits;
pub mod port;
pub mod sqlite;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use domain::counts::{ChoiceCount, RatingCount};
pub use domain::digest::Digest;
pub use domain::filter::Filter;
pub use domain::origin::Origin;
pub use domain::page::{Position, ResponsePage, StoredResponse};
pub use domain::proof::{Algorithm, CheckedProof, ListedKey, ProofError, ProofHistory, ProofKey};
pub use domain::review::{Review, Verdict};
pub use domain::site::{Site, Sites};
pub use domain::site_key::SiteKey;
pub use domain::submission::{SaveOutcome, Submission, made_at};
pub use domain::token::AdminToken;
pub use port::{SharedStore, Store, StoreError};
pub use sqlite::{OpenError, SqliteStore};
