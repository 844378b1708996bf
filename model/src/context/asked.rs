//! The touchpoint at which a question was asked, and what started the survey.

use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::{Reader, optional};
use crate::touchpoint::{MAX_LABEL_LENGTH, Ownership, Phase, Touchpoint};

/// What woke a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "lowercase"))]
pub enum WokenBy {
    /// The page was loaded and idle, and `data-delay` had passed; or a `<nachklang-survey>` stood on it.
    Load,
    /// The shopper did nothing for a time.
    Idle,
    /// The shopper was at the touchpoint for a time.
    Stay,
    /// The page was scrolled down to a depth.
    Scroll,
    /// The pointer left the page upwards, as on the way to close it.
    Exit,
    /// The checkout was left without buying.
    Abandon,
    /// An event of the page happened.
    Event,
    /// An element of the page was clicked.
    Click,
    /// An element of the page came into view.
    View,
    /// Some days after an order, the shopper came back.
    Order,
    /// The page called `nachklang('show', …)`, or the shopper opened the tab.
    Call,
}

impl WokenBy {
    const ALL: [Self; 11] = [
        Self::Load,
        Self::Idle,
        Self::Stay,
        Self::Scroll,
        Self::Exit,
        Self::Abandon,
        Self::Event,
        Self::Click,
        Self::View,
        Self::Order,
        Self::Call,
    ];
    const NAMES: [&str; 11] =
        ["load", "idle", "stay", "scroll", "exit", "abandon", "event", "click", "view", "order", "call"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        let index = Self::NAMES.iter().position(|known| *known == name)?;
        Some(Self::ALL[index])
    }
}

/// The touchpoint at which a question was asked.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// The touchpoint's stable key.
    pub key: Key,
    /// Its name for people.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_LABEL_LENGTH)))]
    pub label: Option<String>,
    /// The phase of the journey it belongs to.
    pub phase: Option<Phase>,
    /// Who owns the ground it stands on.
    pub ownership: Ownership,
    /// The path of the page, without query and fragment: those may hold what concerns nobody.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_PATH_LENGTH), regex(pattern = "^/[^?#]*$")))]
    pub path: String,
    /// What woke the survey.
    pub woken_by: WokenBy,
}

/// The most characters a path has; the widget cuts longer ones.
pub const MAX_PATH_LENGTH: usize = 512;

impl Asked {
    /// The circumstances of a question asked at `touchpoint` on the page at `path`.
    pub fn at(touchpoint: Touchpoint, path: &str, woken_by: WokenBy) -> Self {
        let Touchpoint { key, label, phase, ownership } = touchpoint;
        let end = path.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(path.len());
        let mut end = end.min(MAX_PATH_LENGTH);
        while !path.is_char_boundary(end) {
            end -= 1;
        }
        let path = if path.as_bytes().first() == Some(&b'/') { &path[..end] } else { "/" };
        Self { key, label, phase, ownership, path: path.into(), woken_by }
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&["key", "label", "phase", "ownership", "path", "woken_by"]);
        let path = reader.member("path");
        let text = path.text(MAX_PATH_LENGTH)?;
        if !text.starts_with('/') || text.contains(['?', '#']) {
            return path.expected("a path that starts with '/', without query and fragment");
        }
        Some(Self {
            key: reader.member("key").key()?,
            label: optional(reader.member("label"), |label| label.text(MAX_LABEL_LENGTH).map(Into::into))?,
            phase: optional(reader.member("phase"), Phase::read)?,
            ownership: Ownership::read(&reader.member("ownership"))?,
            path: text.into(),
            woken_by: WokenBy::ALL[reader.member("woken_by").one_of(&WokenBy::NAMES)?],
        })
    }
}

impl From<&Asked> for Json {
    fn from(asked: &Asked) -> Self {
        let mut object = Object::default();
        object.put("key", asked.key.as_str());
        object.put_some("label", asked.label.as_deref());
        object.put_some("phase", asked.phase.map(Phase::name));
        object.put("ownership", asked.ownership.name());
        object.put("path", asked.path.as_str());
        object.put("woken_by", asked.woken_by.name());
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trigger_has_its_name() {
        for (woken_by, name) in WokenBy::ALL.into_iter().zip(WokenBy::NAMES) {
            assert_eq!((woken_by.name(), WokenBy::named(name)), (name, Some(woken_by)));
        }
        for (woken_by, name) in
            [(WokenBy::Load, "load"), (WokenBy::Abandon, "abandon"), (WokenBy::Call, "call")]
        {
            assert_eq!(woken_by.name(), name);
        }
        assert_eq!(WokenBy::named("Load"), None);
    }

    #[test]
    fn path_goes_without_query_and_fragment() {
        for (path, kept) in [
            ("/cart?coupon=SECRET", "/cart"),
            ("/cart#email=a@b.c", "/cart"),
            ("/", "/"),
            ("", "/"),
            ("about:blank", "/"),
        ] {
            let touchpoint = Touchpoint::of_path("/");
            assert_eq!(Asked::at(touchpoint, path, WokenBy::Load).path, kept, "{path}");
        }
        // Browsers write paths in ASCII; a letter of more bytes is not cut in two.
        for (part, length) in [("/a", MAX_PATH_LENGTH), ("/ä", MAX_PATH_LENGTH - 1)] {
            let asked = Asked::at(Touchpoint::of_path("/"), &part.repeat(1000), WokenBy::Load);
            assert_eq!(asked.path.len(), length, "{part}");
        }
    }
}
