//! The script tag's `data-` attributes.

use nachklang_model::json::Json;
use nachklang_model::read::{Notes, Reader, optional};
use nachklang_model::{Key, Problem, Touchpoint};

use crate::page::facts::Facts;
use crate::page::js;

/// What a shop sets on the script tag. `data-locale` is the loader's business and `data-delay` is obeyed by it; here it is
/// only checked.
pub struct Settings {
    /// Where responses are posted to.
    pub endpoint: String,
    /// The shop.
    pub site: Key,
    /// A preset's name or the address of a survey file.
    pub survey: Option<String>,
    /// Where on the customer journey this page is.
    pub touchpoint: Option<Touchpoint>,
    /// The shop's name in questions.
    pub shop: String,
}

/// The attributes as the browser names them in `dataset`.
const NAMES: [&str; 7] = ["endpoint", "site", "survey", "touchpoint", "locale", "delay", "shop"];

/// The most characters an address has.
const LONGEST_ADDRESS: usize = 2000;

/// The longest a survey may be put off, in seconds.
const LONGEST_DELAY: f64 = 3600.0;

impl Settings {
    /// Reads the attributes, and says everything that is wrong with them.
    pub fn read(tag: &Json, facts: &Facts) -> Result<Self, Vec<Problem>> {
        let notes = Notes::default();
        let reader = Reader::new(tag, "data-", &notes);
        // Not `only`: a tag manager or the page may put attributes of its own on a script tag. A near miss of ours is a typo.
        reader.near_misses(&NAMES);
        let endpoint = read_endpoint(&reader.member("endpoint"));
        let site = match optional(reader.member("site"), |site| site.key()) {
            Some(None) => Key::new(&facts.text("host")).or_else(|| reader.member("site").key()),
            site => site.flatten(),
        };
        let survey = optional(reader.member("survey"), |survey| survey.text(LONGEST_ADDRESS).map(Into::into));
        let touchpoint = optional(reader.member("touchpoint"), Touchpoint::read);
        let shop = optional(reader.member("shop"), |shop| shop.text(120).map(Into::into));
        optional(reader.member("delay"), |delay| {
            delay.parsed(is_delay, "a number of seconds from 0 to 3600")
        });
        let settings = (|| {
            Some(Self {
                endpoint: endpoint?,
                site: site?,
                survey: survey?,
                touchpoint: touchpoint?,
                shop: shop?.unwrap_or_else(|| facts.text("shop")),
            })
        })();
        notes.conclude(settings).map(|read| read.value)
    }
}

fn read_endpoint(reader: &Reader) -> Option<String> {
    let url = |text: &str| js::absolute_url(text).filter(|url| url.starts_with("http"));
    reader.parsed(url, "an address that responses can be posted to")
}

fn is_delay(text: &str) -> Option<()> {
    (0.0..=LONGEST_DELAY).contains(&js::number(text)).then_some(())
}
