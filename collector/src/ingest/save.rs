//! Has the store save or forget what a request brings, and says what became of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use nachklang_model::read::Read;
use nachklang_model::{FieldError, Forget, Key, ResponseId};
use nachklang_store::{SaveOutcome, SharedStore, Sites, StoreError, Submission};

use super::admission::{Admission, TooMany};
use super::proof::{check_all, field_error};
use super::sender::{NotAllowed, Sender, allow};
use super::submission::{Batch, Each, within};

/// Admits, checks and saves what requests bring. Clones share the store and what is counted.
#[derive(Debug, Clone)]
pub struct Ingest {
    store: SharedStore,
    admission: Admission,
}

/// What became of the responses of one request. Each is in one of the lists, which are in the order of the request.
#[derive(Debug, Default)]
pub struct Receipt {
    /// The responses that are stored.
    pub saved: Vec<Saved>,
    /// The responses without a mistake that are not stored.
    pub dropped: Vec<Dropped>,
    /// The responses with mistakes.
    pub refused: Vec<Refused>,
}

/// A response that is stored.
#[derive(Debug)]
pub struct Saved {
    /// Its place in the request, from 0.
    pub index: usize,
    /// The shop.
    pub site: Key,
    /// Its id.
    pub id: ResponseId,
    /// The revision that is stored now, which may be higher than the one that was sent.
    pub revision: u32,
    /// Paths of the members the collector does not know.
    pub unknown_fields: Vec<String>,
}

/// A response that was forgotten: nothing is wrong with it, and sending it again changes nothing.
#[derive(Debug)]
pub struct Dropped {
    /// Its place in the request, from 0.
    pub index: usize,
    /// The shop.
    pub site: Key,
    /// Its id.
    pub id: ResponseId,
}

/// A response with mistakes.
#[derive(Debug)]
pub struct Refused {
    /// Its place in the request, from 0.
    pub index: usize,
    /// All mistakes, their paths from the response on.
    pub errors: Vec<FieldError>,
}

/// What came of a request to forget.
#[derive(Debug)]
pub struct Forgotten {
    /// How many responses were deleted. Those that were not there do not count.
    pub deleted: u64,
    /// Paths of the members of the request that the collector does not know.
    pub unknown_fields: Vec<String>,
}

/// Why nothing of a request was saved or forgotten.
#[derive(Debug)]
pub enum IngestError {
    /// Too many responses came from its sender, or for a site.
    TooMany(TooMany),
    /// No response could be saved. The first that its site does not take from this sender is refused for this reason.
    NotAllowed(NotAllowed, Vec<FieldError>),
    /// No response could be saved, because of these mistakes.
    Invalid(Vec<FieldError>),
    /// The store failed.
    Store(StoreError),
}

impl From<TooMany> for IngestError {
    fn from(error: TooMany) -> Self {
        Self::TooMany(error)
    }
}

impl From<StoreError> for IngestError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Ingest {
    /// Takes responses in for this store.
    pub fn new(store: SharedStore, admission: Admission) -> Self {
        Self { store, admission }
    }

    /// Saves responses. The first of them is counted before its body is read, so it is not counted here.
    ///
    /// # Errors
    /// Where nothing was saved or dropped.
    pub async fn save(&self, sender: &Sender, batch: Batch) -> Result<Receipt, IngestError> {
        let Batch { responses, is_array } = batch;
        self.admission.count_from(sender, responses.len() - 1)?;
        let sites = self.admission.sites().await?;
        let checked = check_all(&*self.store, responses).await?;
        let Sorted { right, refused, not_allowed } = sort(checked, &sites, sender);
        if right.is_empty() {
            return Err(nothing_saved(refused, not_allowed, is_array));
        }
        for (site, responses) in count_by_site(&right) {
            self.admission.count_for(&site, responses)?;
        }
        let (indexes, submissions): (Vec<usize>, Vec<Submission>) = right.into_iter().unzip();
        let submissions: Arc<[Submission]> = submissions.into();
        let outcomes = self.store.save(submissions.clone()).await?;
        let receipt = receipt(indexes, &submissions, outcomes, refused);
        if receipt.saved.is_empty() && receipt.dropped.is_empty() {
            return Err(nothing_saved(receipt.refused, not_allowed, is_array));
        }
        Ok(receipt)
    }

    /// Has responses forgotten, from whatever page and site: whoever knows an id sent it. The first is counted already, as with
    /// [`save`](Self::save).
    ///
    /// # Errors
    /// Where nothing was deleted.
    pub async fn forget(&self, sender: &Sender, request: Read<Forget>) -> Result<Forgotten, IngestError> {
        let Read { value, unknown_fields } = request;
        let ids = value.ids().len();
        self.admission.count_from(sender, ids - 1)?;
        self.admission.count_for(value.site(), ids)?;
        let deleted = self.store.forget(value).await?;
        let unknown_fields = unknown_fields.into_iter().map(|field| field.path).collect();
        Ok(Forgotten { deleted, unknown_fields })
    }
}

/// The responses of a request.
struct Sorted {
    /// Those that can be saved, each with its place in the request.
    right: Vec<(usize, Submission)>,
    /// Those that have mistakes, or are not allowed to come from their sender.
    refused: Vec<Refused>,
    /// Why the first of those that are not allowed is not.
    not_allowed: Option<NotAllowed>,
}

fn sort(responses: Each<Submission>, sites: &Sites, sender: &Sender) -> Sorted {
    let (mut right, mut refused) = (Vec::new(), Vec::new());
    let mut not_allowed = None;
    for (index, checked) in responses.into_iter().enumerate() {
        let allowed = checked.map(|submission| (allow(sites, &submission.response.site, sender), submission));
        match allowed {
            Ok((Ok(()), submission)) => right.push((index, submission)),
            Ok((Err((reason, error)), _)) => {
                not_allowed.get_or_insert(reason);
                refused.push(Refused { index, errors: vec![error] });
            }
            Err(errors) => refused.push(Refused { index, errors }),
        }
    }
    Sorted { right, refused, not_allowed }
}

fn count_by_site(submissions: &[(usize, Submission)]) -> BTreeMap<Key, usize> {
    let mut sites = BTreeMap::new();
    for (_, submission) in submissions {
        *sites.entry(submission.response.site.clone()).or_default() += 1;
    }
    sites
}

fn receipt(
    indexes: Vec<usize>,
    submissions: &[Submission],
    outcomes: Vec<SaveOutcome>,
    refused: Vec<Refused>,
) -> Receipt {
    let mut receipt = Receipt { refused, ..Receipt::default() };
    for ((index, submission), outcome) in indexes.into_iter().zip(submissions).zip(outcomes) {
        let (site, id) = (submission.response.site.clone(), submission.response.id);
        match outcome {
            SaveOutcome::Inserted { revision }
            | SaveOutcome::Updated { revision }
            | SaveOutcome::Unchanged { revision } => {
                let unknown_fields = submission.unknown_fields.clone();
                receipt.saved.push(Saved { index, site, id, revision, unknown_fields });
            }
            SaveOutcome::Forgotten => receipt.dropped.push(Dropped { index, site, id }),
            SaveOutcome::Refused(error) => {
                receipt.refused.push(Refused { index, errors: vec![field_error(&error, &site)] });
            }
        }
    }
    receipt.refused.sort_by_key(|refused| refused.index);
    receipt
}

/// Why nothing was saved: the first response that is not allowed says it, else all mistakes do. Those of an array's elements are
/// named with their index.
fn nothing_saved(refused: Vec<Refused>, not_allowed: Option<NotAllowed>, is_array: bool) -> IngestError {
    let errors = refused.into_iter().flat_map(|Refused { index, errors }| {
        errors.into_iter().map(move |error| match is_array {
            true => within(&format!("[{index}]"), error),
            false => error,
        })
    });
    let errors = errors.collect();
    match not_allowed {
        Some(reason) => IngestError::NotAllowed(reason, errors),
        None => IngestError::Invalid(errors),
    }
}
