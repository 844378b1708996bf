//! Proofs of purchase, and the keys they are signed with.

use nachklang_model::Key;
use serde_json::{Value, json};

use super::{lines, revised};
use crate::domain::proof::{Algorithm, CheckedProof, ProofError, ProofKey};
use crate::domain::submission::SaveOutcome::{self, Inserted, Refused, Updated};
use crate::port::Store;
use crate::testing::proofs::{SECRET, SITE, id_hash, public_pem};
use crate::testing::{example, forget, id, submission};

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

/// A key counts for its site alone, and each name once.
pub async fn keys_go_by_site_and_name(store: &dyn Store) {
    let add = async |site: &str, id: &str, algorithm, text: &str| {
        store.add_proof_key(&key(site), &key(id), algorithm, text).await.unwrap()
    };
    assert!(add("b.example", "1", Algorithm::Hs256, SECRET).await);
    assert!(!add("b.example", "1", Algorithm::Ed25519, &public_pem()).await, "there is one of this name");
    assert!(add("a.example", "1", Algorithm::Ed25519, &public_pem()).await);
    let listed = store.list_proof_keys().await.unwrap();
    let listed: Vec<_> = listed.iter().map(|key| (&*key.site, &*key.id, &*key.algorithm)).collect();
    assert_eq!(listed, [("a.example", "1", "Ed25519"), ("b.example", "1", "HS256")]);
    let of = async |site: &str| -> Vec<Algorithm> {
        let keys = store.proof_keys(&key(site)).await.unwrap();
        keys.iter().map(ProofKey::algorithm).collect()
    };
    assert_eq!((of("a.example").await, of("c.example").await), (vec![Algorithm::Ed25519], vec![]));
    assert!(store.remove_proof_key(&key("a.example"), &key("1")).await.unwrap());
    assert!(!store.remove_proof_key(&key("a.example"), &key("1")).await.unwrap());
    assert_eq!(of("a.example").await, []);
}

/// Saves a response about an order with a proof of it.
async fn save(
    store: &dyn Store,
    response: &Value,
    digest: &str,
    objection: Option<ProofError>,
) -> SaveOutcome {
    let mut submission = submission(response);
    let order = id_hash("T-1");
    let may_stay_unverified = false;
    submission.proof = Some(CheckedProof { digest: digest.into(), order, objection, may_stay_unverified });
    store.save(vec![submission].into()).await.unwrap().remove(0)
}

fn about(index: usize) -> Value {
    let mut response = example(index);
    response["order"]["id_hash"] = json!(id_hash("T-1"));
    response
}

fn shown(index: usize) -> Value {
    let mut response = revised(about(index), 1);
    response["status"] = json!("shown");
    response["answers"] = json!([]);
    response.as_object_mut().unwrap().remove("answered_at");
    response
}

async fn verified(store: &dyn Store) -> Vec<bool> {
    let mut lines = lines(store).await;
    lines.sort_by_key(|line| line["id"].to_string());
    lines.iter().map(|line| line["verified_buyer"] == json!(true)).collect()
}

/// To each survey; one that is shown again, without answers, uses nothing up.
pub async fn an_order_verifies_one_answer(store: &dyn Store) {
    assert_eq!(save(store, &shown(1), "a", None).await, Inserted { revision: 1 });
    assert_eq!(save(store, &about(2), "a", None).await, Inserted { revision: 3 });
    assert_eq!(save(store, &about(1), "a", None).await, Refused(ProofError::Replayed));
    assert_eq!(save(store, &about(3), "b", None).await, Refused(ProofError::Replayed));
    let mut other_survey = about(4);
    other_survey["survey"] = json!("delivery");
    assert_eq!(save(store, &other_survey, "a", None).await, Inserted { revision: 3 });
    assert_eq!(verified(store).await, [true; 3]);
    // With its answer forgotten, the order is free again.
    store.forget(forget(SITE, json!([id(2)]))).await.unwrap();
    assert_eq!(save(store, &about(1), "a", None).await, Updated { revision: 3 });
}

/// Whatever becomes of its key, as long as it brings the same proof.
pub async fn a_verified_response_stays_so(store: &dyn Store) {
    let gone = || Some(ProofError::Forged("its key is gone".into()));
    assert_eq!(save(store, &shown(1), "a", None).await, Inserted { revision: 1 });
    assert_eq!(save(store, &about(1), "a", gone()).await, Updated { revision: 3 });
    assert_eq!(save(store, &revised(about(1), 4), "b", gone()).await, Refused(gone().unwrap()));
    assert_eq!(verified(store).await, [true]);
}

/// A site without a key loses no response.
pub async fn an_objection_refuses_or_leaves_unverified(store: &dyn Store) {
    let expired = ProofError::Expired(jiff::Timestamp::UNIX_EPOCH);
    assert_eq!(save(store, &about(1), "a", Some(expired.clone())).await, Refused(expired.clone()));
    assert!(lines(store).await.is_empty());
    let mut unverified = submission(&about(1));
    let order = id_hash("T-1");
    unverified.proof =
        Some(CheckedProof { digest: "a".into(), order, objection: Some(expired), may_stay_unverified: true });
    assert_eq!(store.save(vec![unverified].into()).await.unwrap(), [Inserted { revision: 3 }]);
    assert_eq!(verified(store).await, [false]);
}
