//! What waits to be sent, in the storage of the device, which all tabs of a shop share: an entry for each response, and one for
//! the backoff.

use nachklang_model::delivery::entry::PREFIX;
use nachklang_model::delivery::{self, Backoff, Entry};

use crate::page::js;
use crate::page::snapshot::PageProbe;

/// The browser's storage; nothing where it is blocked, or where the shopper does not consent.
pub struct Storage(pub PageProbe);

impl Storage {
    fn open(&self) -> Option<web_sys::Storage> {
        self.0.snapshot().has_consent().then(|| js::window().local_storage().ok().flatten()).flatten()
    }

    fn get(&self, name: &str) -> Option<String> {
        self.open()?.get_item(name).ok().flatten()
    }

    fn set(&self, name: &str, text: &str) -> bool {
        self.open().is_some_and(|storage| storage.set_item(name, text).is_ok())
    }

    fn take_away(&self, name: &str) {
        if let Some(storage) = self.open() {
            let _ = storage.remove_item(name);
        }
    }
}

/// Takes away the entries whose response is not the one that their name says: no endpoint could read them.
pub fn drop_spoilt(storage: &Storage) {
    for entry in delivery::Storage::entries(storage) {
        let response = js_sys::JSON::parse(&entry.response).unwrap_or_default();
        let is_its_own = js::text(&response, "id").is_some_and(|id| id == entry.id.text())
            && js::get(&response, "revision").as_f64() == Some(entry.revision.into());
        if !is_its_own {
            delivery::Storage::remove(storage, &entry);
        }
    }
}

impl delivery::Storage for Storage {
    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let Some(storage) = self.open() else { return entries };
        for index in 0..storage.length().unwrap_or_default() {
            let name = storage.key(index).ok().flatten().unwrap_or_default();
            if name.starts_with(PREFIX) {
                let text = storage.get_item(&name).ok().flatten();
                entries.extend(text.and_then(|text| Entry::parse(&name, &text)));
            }
        }
        entries
    }

    fn put(&self, entry: &Entry) -> bool {
        self.set(&entry.name(), &entry.text())
    }

    fn has(&self, entry: &Entry) -> bool {
        self.get(&entry.name()).is_some()
    }

    fn remove(&self, entry: &Entry) {
        self.take_away(&entry.name());
    }

    fn backoff(&self) -> Option<Backoff> {
        self.get(Backoff::NAME).and_then(|text| Backoff::parse(&text))
    }

    fn set_backoff(&self, backoff: Option<Backoff>) {
        match backoff {
            Some(backoff) => drop(self.set(Backoff::NAME, &backoff.text())),
            None => self.take_away(Backoff::NAME),
        }
    }
}
