//! The admin token's digest.

use crate::domain::digest::Digest;
use crate::port::Store;

async fn is_admin(store: &dyn Store, token: &str) -> bool {
    store.admin_digest().await.unwrap().is_some_and(|digest| digest.matches(&Digest::of(token)))
}

/// Whatever was stored before.
pub async fn the_last_digest_counts(store: &dyn Store) {
    assert!(store.admin_digest().await.unwrap().is_none());
    for token in ["first", "second"] {
        store.set_admin_digest(&Digest::of(token)).await.unwrap();
        assert!(is_admin(store, token).await);
    }
    assert!(!is_admin(store, "first").await);
}

/// A restart makes no new token.
pub async fn only_the_first_digest_is_first(store: &dyn Store) {
    assert!(store.add_first_admin_digest(&Digest::of("first")).await.unwrap());
    assert!(!store.add_first_admin_digest(&Digest::of("second")).await.unwrap());
    assert!(is_admin(store, "first").await);
}
