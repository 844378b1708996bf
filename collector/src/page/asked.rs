use nachklang_model::Key;
use nachklang_model::context::Locale;

use super::html::Attribute;
use crate::problem::Rejection;
use crate::query::Parameters;

/// The most characters a text in an address has.
const LONGEST: usize = 120;

/// The parameters of a page.
const KNOWN: [&str; 6] = ["touchpoint", "locale", "score", "segment", "product", "first_name"];

/// What mail programs and advertisers put behind every link.
const TRACKERS: [&str; 6] = ["fbclid", "gclid", "mc_cid", "mc_eid", "msclkid", "_hsenc"];

/// What the address of a page says beside site and survey. Each may be missing, or empty, which is the same: so a mail
/// template need not know whether it has a name to fill in.
#[derive(Debug)]
pub struct Asked {
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

impl Asked {
    /// Reads the parameters. Those of [trackers](TRACKERS) are passed over.
    ///
    /// # Errors
    /// [`Rejection::BadQuery`] with all that is wrong.
    pub(super) fn read(mut parameters: Parameters) -> Result<Self, Rejection> {
        parameters.pass_over(|name, _| name.starts_with("utm_") || TRACKERS.contains(&name));
        parameters.only(&KNOWN);
        parameters.pass_over(|_, value| value.is_empty());
        let asked = Self {
            touchpoint: parameters.key("touchpoint"),
            locale: parameters.locale("locale"),
            score: parameters.integer("score", -2..=10),
            segment: parameters.key("segment"),
            product: parameters.text("product", LONGEST),
            first_name: parameters.text("first_name", LONGEST),
        };
        parameters.conclude(asked)
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
