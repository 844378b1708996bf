//! Keys that must be unique.

use crate::key::Key;
use crate::read::Reader;
use crate::text::concat;

/// Reports keys that stand for a second time among the elements of an array. An element whose key is wrong has none.
pub(crate) fn check_unique(array: &Reader, keys: &[&str]) {
    for (index, key) in keys.iter().enumerate() {
        if !key.is_empty() && keys[..index].contains(key) {
            let found = concat(&[key, " again"]);
            array.element(index).member("key").error::<()>(found, "a key that no other has");
        }
    }
}

/// The keys of the elements of an array; empty where one has none.
pub(crate) fn keys_of<'a>(array: &Reader<'a>) -> Vec<&'a str> {
    let mut keys = Vec::new();
    for element in array.json().map_or(&[][..], |json| json.items()) {
        keys.push(element.text("key").filter(|key| Key::new(key).is_some()).unwrap_or_default());
    }
    keys
}
