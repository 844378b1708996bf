//! The proofs of the responses that came in one request.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use nachklang_model::Key;

use super::{ProofKey, Times, check};
use crate::store::{Store, StoreError};
use crate::submission::{Batch, Submission};

/// For how long a response may have waited on the device, whose word it is: as long as the widget keeps what it cannot send.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Checks the proof of each response that has one, as far as that needs nothing that may change until the response is kept. A
/// response whose proof is wrong whatever was before has that mistake then. Where the operator registered no key for the site,
/// or none any more, a proof is passed over unless it has verified the response before.
///
/// # Errors
/// Where the store failed.
pub async fn check_all(store: &Store, batch: &mut Batch) -> Result<(), StoreError> {
    let mut keys: BTreeMap<Key, Vec<ProofKey>> = BTreeMap::new();
    let now = Timestamp::now();
    for read in &mut batch.responses {
        let Ok(submission) = read else { continue };
        let made = submission.made_at(now).max(now - LONGEST_WAIT);
        let Submission { response, proof: Some(proof), checked, .. } = submission else { continue };
        let site = &response.site;
        if !keys.contains_key(site) {
            keys.insert(site.clone(), store.proof_keys(site).await?);
        }
        let keys = &keys[site];
        let id_hash = response.order.as_ref().and_then(|order| order.id_hash.as_deref());
        match check(proof, keys, site, id_hash, Times { made, now }) {
            Ok(found) => *checked = Some(found),
            Err(_) if keys.is_empty() => {}
            Err(fault) => *read = Err(vec![fault.problem(site)]),
        }
    }
    Ok(())
}
