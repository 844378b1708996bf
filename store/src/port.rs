//! What a store can do, in the domain's terms.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use nachklang_model::{Forget, Key};

use crate::domain::counts::{ChoiceCount, RatingCount};
use crate::domain::digest::Digest;
use crate::domain::filter::Filter;
use crate::domain::page::{Position, ResponsePage};
use crate::domain::proof::{Algorithm, ListedKey, ProofKey};
use crate::domain::review::Review;
use crate::domain::site::{Site, Sites};
use crate::domain::submission::{SaveOutcome, Submission};

/// A store that several parts of a collector share.
pub type SharedStore = Arc<dyn Store>;

/// A place where responses are stored, and what belongs to them.
///
/// Each call that changes something is all or nothing, and returns after the commit. A call that is made is finished, whether
/// its caller goes on waiting or not. Every engine behaves alike: `contract` is the suite they have to pass.
#[async_trait]
pub trait Store: fmt::Debug + Send + Sync {
    /// Saves responses, all or none but those whose proof is refused. Of a response that is there already, the higher revision
    /// stays. Says of each, in the same order, what became of it.
    ///
    /// # Errors
    /// [`StoreError::Overloaded`] where too many calls wait, and where the engine failed; nothing was saved then.
    async fn save(&self, submissions: Arc<[Submission]>) -> Result<Vec<SaveOutcome>, StoreError>;

    /// Deletes responses for good, with all that belongs to them, and keeps their ids, so that no later revision brings one
    /// back. The id of a response that is not there is kept, too: its first revision may still be on the way. Gives how many
    /// responses were deleted.
    ///
    /// # Errors
    /// As [`save`](Self::save); nothing was deleted then.
    async fn forget(&self, forget: Forget) -> Result<u64, StoreError>;

    /// Records a verdict on responses. Gives how many of them are there.
    ///
    /// # Errors
    /// As [`save`](Self::save); nothing was changed then.
    async fn review(&self, review: Review) -> Result<u64, StoreError>;

    /// The next responses after `position`, in the order they were received; from the start where it is `None`.
    ///
    /// Reading page by page holds no connection and no snapshot while a client takes its time. A response that changes
    /// meanwhile moves to the end: it may come twice, the higher revision last, and is never missed.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn page(&self, filter: &Filter, position: Option<&Position>) -> Result<ResponsePage, StoreError>;

    /// Counts the ratings in all responses that are not suspect, however far those came. Of the filter, site, survey and
    /// touchpoint are looked at.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn rating_counts(&self, filter: &Filter) -> Result<Vec<RatingCount>, StoreError>;

    /// Counts what was chosen from lists in all responses that are not suspect, however far those came.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn choice_counts(&self, filter: &Filter) -> Result<Vec<ChoiceCount>, StoreError>;

    /// The registered sites.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn sites(&self) -> Result<Sites, StoreError>;

    /// Registers a site. It replaces what was registered under its name.
    ///
    /// # Errors
    /// Where the engine failed; nothing was changed then.
    async fn set_site(&self, site: &Site) -> Result<(), StoreError>;

    /// Takes a site off the register, and says whether it was there. Its responses stay.
    ///
    /// # Errors
    /// Where the engine failed; nothing was changed then.
    async fn remove_site(&self, site: &Key) -> Result<bool, StoreError>;

    /// The keys that proofs of this site are signed with.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn proof_keys(&self, site: &Key) -> Result<Vec<ProofKey>, StoreError>;

    /// All keys, by site and name.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn list_proof_keys(&self) -> Result<Vec<ListedKey>, StoreError>;

    /// Registers a key for the proofs of a site, from a text that [`ProofKey::new`] took. Says whether it did: the site may
    /// have one of this name.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn add_proof_key(
        &self,
        site: &Key,
        id: &Key,
        algorithm: Algorithm,
        text: &str,
    ) -> Result<bool, StoreError>;

    /// Removes a key, and says whether there was one.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn remove_proof_key(&self, site: &Key, id: &Key) -> Result<bool, StoreError>;

    /// The digest of the admin token, if there is one.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn admin_digest(&self) -> Result<Option<Digest>, StoreError>;

    /// Stores the digest of an admin token if there is none yet, and says whether it did.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn add_first_admin_digest(&self, digest: &Digest) -> Result<bool, StoreError>;

    /// Stores the digest of an admin token, which replaces the one before.
    ///
    /// # Errors
    /// Where the engine failed.
    async fn set_admin_digest(&self, digest: &Digest) -> Result<(), StoreError>;

    /// Whether the store can be read and takes changes.
    ///
    /// # Errors
    /// Where it cannot, or does not.
    async fn check(&self) -> Result<(), StoreError>;

    /// Finishes all calls that are waiting and closes the store.
    async fn close(&self);
}

/// The store did not do what it was asked to; nothing was changed.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// More calls wait to be written than there is room for.
    Overloaded,
    /// The engine failed. One failure may be that of several calls.
    Failed(Arc<dyn Error + Send + Sync>),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overloaded => f.write_str("more responses come in than the database can write"),
            Self::Failed(error) => write!(f, "the database failed: {error}"),
        }
    }
}

impl Error for StoreError {}
