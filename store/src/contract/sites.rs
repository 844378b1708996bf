//! Registered sites.

use nachklang_model::Key;

use crate::domain::origin::Origin;
use crate::domain::site::Site;
use crate::domain::site_key::SiteKey;
use crate::port::Store;

fn site(name: &str, key: Option<&str>, origins: &[&str]) -> Site {
    Site {
        site: Key::new(name).unwrap(),
        key: key.map(|key| SiteKey::parse(key).unwrap()),
        origins: origins.iter().map(|origin| Origin::parse(origin).unwrap()).collect(),
    }
}

/// By name, with their origins in order.
pub async fn sites_are_set_replaced_and_removed(store: &dyn Store) {
    assert!(store.sites().await.unwrap().is_empty());
    let shop = site("shop.example", None, &["https://a.example", "https://b.example"]);
    let keyed = site("keyed.example", Some("k-1"), &["*"]);
    for site in [&shop, &keyed] {
        store.set_site(site).await.unwrap();
    }
    let sites = store.sites().await.unwrap();
    assert_eq!(sites.iter().collect::<Vec<_>>(), [&keyed, &shop]);
    let changed = site("keyed.example", None, &["https://keyed.example"]);
    store.set_site(&changed).await.unwrap();
    assert_eq!(store.sites().await.unwrap().get(&keyed.site), Some(&changed), "nothing is left of before");
    assert!(store.remove_site(&keyed.site).await.unwrap());
    assert!(!store.remove_site(&keyed.site).await.unwrap());
    assert_eq!(store.sites().await.unwrap().iter().count(), 1);
}
