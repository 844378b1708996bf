//! The parameters in the address of a survey page.

use nachklang_model::Key;
use nachklang_model::context::Locale;

use super::html::Attribute;
use crate::http::error::ApiError;
use crate::http::extract::query::QueryParameters;
use crate::limits::MAX_LINK_TEXT_LENGTH;

/// The parameters of a page.
const KNOWN: [&str; 6] = ["touchpoint", "locale", "score", "segment", "product", "first_name"];

/// Parameters that mail programs and advertisers append to every link.
const TRACKERS: [&str; 6] = ["fbclid", "gclid", "mc_cid", "mc_eid", "msclkid", "_hsenc"];

/// The parameters of a survey page. Each may be missing or empty, which means the same, so a mail template need not know whether
/// it has a name to fill in.
#[derive(Debug)]
pub struct LinkParameters {
    /// `touchpoint`: where the link stood.
    pub touchpoint: Option<Key>,
    /// `locale`: the language to ask in; without it, the browser's.
    pub locale: Option<Locale>,
    /// `score`: the rating that was chosen in the mail, −2 to 10.
    pub score: Option<i8>,
    /// `segment`: the segment the shopper is in.
    pub segment: Option<Key>,
    /// `product`: the name of what was bought.
    pub product: Option<String>,
    /// `first_name`: the name of who is asked.
    pub first_name: Option<String>,
}

impl LinkParameters {
    /// Reads the parameters. Those of [trackers](TRACKERS) are ignored.
    ///
    /// # Errors
    /// [`ApiError::BadQuery`] with all mistakes.
    pub(super) fn read(mut parameters: QueryParameters) -> Result<Self, ApiError> {
        parameters.ignore(|name, _| name.starts_with("utm_") || TRACKERS.contains(&name));
        parameters.deny_unknown(&KNOWN);
        parameters.ignore(|_, value| value.is_empty());
        let link = Self {
            touchpoint: parameters.key("touchpoint"),
            locale: parameters.locale("locale"),
            score: parameters.integer("score", -2..=10),
            segment: parameters.key("segment"),
            product: parameters.text("product", MAX_LINK_TEXT_LENGTH),
            first_name: parameters.text("first_name", MAX_LINK_TEXT_LENGTH),
        };
        parameters.finish(link)
    }

    /// The attributes of the script tag that say the same.
    pub(super) fn attributes(self) -> impl Iterator<Item = Attribute> {
        [
            ("data-touchpoint", self.touchpoint.map(|key| key.as_str().into())),
            ("data-locale", self.locale.map(|locale| locale.as_str().into())),
            ("data-score", self.score.map(|score| score.to_string())),
            ("data-segment", self.segment.map(|key| key.as_str().into())),
            ("data-product", self.product),
            ("data-first-name", self.first_name),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}
