//! The proofs of the responses of one request.

use std::collections::BTreeMap;

use jiff::Timestamp;
use nachklang_model::{FieldError, Key};
use nachklang_store::{ProofKey, Store, StoreError, Submission, made_at};

use super::check::{Times, check};
use super::field_error::field_error;
use crate::ingest::submission::{Each, ParsedSubmission};
use crate::limits::MAX_WAIT;

/// Checks the proof of each response that has one, as far as that depends on nothing that may change before the response is saved.
/// A response whose proof is wrong in any case becomes a mistake. If the site has no key, a proof counts only if it has verified the
/// response before.
///
/// # Errors
/// Where the store failed.
pub async fn check_all(
    store: &dyn Store,
    responses: Each<ParsedSubmission>,
) -> Result<Each<Submission>, StoreError> {
    let mut keys: BTreeMap<Key, Vec<ProofKey>> = BTreeMap::new();
    let now = Timestamp::now();
    let mut checked = Vec::with_capacity(responses.len());
    for read in responses {
        if let Ok(ParsedSubmission { response, proof: Some(_), .. }) = &read
            && !keys.contains_key(&response.site)
        {
            keys.insert(response.site.clone(), store.proof_keys(&response.site).await?);
        }
        checked.push(read.and_then(|parsed| {
            let keys = keys.get(&parsed.response.site).map_or(&[][..], Vec::as_slice);
            check_one(parsed, keys, now).map_err(|problem| vec![problem])
        }));
    }
    Ok(checked)
}

fn check_one(parsed: ParsedSubmission, keys: &[ProofKey], now: Timestamp) -> Result<Submission, FieldError> {
    let response = &parsed.response;
    let Some(proof) = &parsed.proof else { return Ok(parsed.checked(None)) };
    let made = made_at(response, now).max(now - MAX_WAIT);
    let id_hash = response.order.as_ref().and_then(|order| order.id_hash.as_deref());
    match check(proof, keys, &response.site, id_hash, Times { made, now }) {
        Ok(proof) => Ok(parsed.checked(Some(proof))),
        Err(_) if keys.is_empty() => Ok(parsed.checked(None)),
        Err(error) => Err(field_error(&error, &response.site)),
    }
}
