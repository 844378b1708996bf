//! The script tag's `data-` attributes.

use std::cell::Cell;

use nachklang_model::Key;
use nachklang_model::json::Json;
use nachklang_model::theme::Colour;

use crate::page::snapshot::PageSnapshot;

/// What a shop sets on the script tag. `data-locale`, `data-form` and `data-delay` are the loader's business; `data-proof` is
/// read with the order it belongs to (`page::data_layer`).
pub struct Settings {
    /// Where responses are posted to, as it stands there; [`NO_ENDPOINT`] for nowhere.
    pub endpoint: String,
    /// The shop: as it says, else the page's host.
    pub site: Option<Key>,
    /// A preset's name or the address of a survey file.
    pub survey: String,
    /// The one survey of the file that is meant.
    pub show: String,
    /// The segment the shop says the shopper is in.
    pub segment: Option<Key>,
    /// How surveys are presented.
    pub mode: Mode,
    /// Where on the screen: one of [`POSITIONS`].
    pub position: &'static str,
    /// Which element of the page an inline survey goes into, as a selector.
    pub into: Option<String>,
    /// Elements that are never covered, as a selector.
    pub avoid: String,
    /// Elements that are waited for to go, as a selector.
    pub wait_for: String,
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// The brand colour.
    pub accent: Option<Colour>,
    /// The rating that was clicked in an e-mail; empty where there is none.
    pub score: String,
    /// The shop's name in questions.
    pub shop: String,
    /// The product's name in questions.
    pub product: String,
    /// The shopper's first name in questions.
    pub first_name: String,
    /// The survey file, without its surveys.
    pub file: Json,
    /// Whether the page's data layer is told what happens.
    pub pushes: bool,
    /// Whether something was found wrong with settings or survey file. Then nothing is shown and nothing sent.
    pub is_invalid: Cell<bool>,
}

/// How surveys are presented.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A card over the page; on phones a sheet.
    Card,
    /// A tab at an edge that opens the card.
    Tab,
    /// In an element of the page.
    Inline,
    /// The page itself.
    Page,
}

impl Mode {
    const ALL: [Self; 4] = [Self::Card, Self::Tab, Self::Inline, Self::Page];
    /// The names as they are written.
    pub const NAMES: [&str; 4] = ["card", "tab", "inline", "page"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// The attributes, without `data-`.
pub const NAMES: [&str; 26] = [
    "endpoint",
    "format",
    "batch",
    "headers",
    "site",
    "survey",
    "show",
    "touchpoint",
    "segment",
    "locale",
    "form",
    "delay",
    "mode",
    "position",
    "into",
    "avoid",
    "wait-for",
    "theme",
    "accent",
    "score",
    "shop",
    "product",
    "first-name",
    "proof",
    "consent",
    "push",
];

/// Where on the screen: corners and the middle for a card, edges for a tab.
pub const POSITIONS: [&str; 9] =
    ["bottom-right", "bottom-left", "top-right", "top-left", "center", "right", "left", "bottom", "top"];

pub const THEMES: [&str; 3] = ["auto", "light", "dark"];

/// Whether the page's data layer is told what happens.
pub const PUSH: [&str; 2] = ["on", "off"];

/// Whether the shopper's consent is waited for. Without the attribute it is not.
pub const CONSENT: [&str; 1] = ["required"];

/// The endpoint of a shop that only listens to events.
pub const NO_ENDPOINT: &str = "none";

/// The most characters an address has.
pub const LONGEST_ADDRESS: usize = 2000;

/// The most characters of names and selectors.
pub const LONGEST_NAME: usize = 200;

impl Settings {
    /// The settings as they stand on the tag, right or wrong: what is wrong is as if it were not there. `deferred::check` says what
    /// that is.
    pub fn of(tag: &Json, page: &PageSnapshot) -> Self {
        let text = |name: &str| tag.text(name).unwrap_or_default().to_owned();
        let key = |name: &str| tag.text(name).and_then(Key::new);
        let choice = |name: &str, names: &[&str]| {
            let given = tag.text(name).unwrap_or_default();
            names.iter().position(|known| *known == given).unwrap_or_default()
        };
        let or_fact = |name: &str| tag.text(name).map_or_else(|| page.text(name), Into::into);
        let into = tag.text("into").map(Into::into);
        Self {
            endpoint: text("endpoint"),
            site: key("site").or_else(|| Key::new(&page.text("host"))),
            survey: text("survey"),
            show: text("show"),
            segment: key("segment"),
            mode: if into.is_some() { Mode::Inline } else { Mode::ALL[choice("mode", &Mode::NAMES)] },
            position: POSITIONS[choice("position", &POSITIONS)],
            into,
            avoid: text("avoid"),
            wait_for: text("wait-for"),
            theme: THEMES[choice("theme", &THEMES)],
            accent: tag.text("accent").and_then(|accent| page.colour(accent)),
            score: text("score"),
            shop: or_fact("shop"),
            product: text("product"),
            first_name: text("first-name"),
            file: Json::Null,
            pushes: tag.text("push") != Some(PUSH[1]),
            is_invalid: Cell::new(false),
        }
    }

    /// What the survey file says of touchpoints.
    pub fn places(&self) -> &[Json] {
        self.file.list("touchpoints")
    }
}

/// Attributes as they are written, where the browser names them `firstName`.
pub fn with_hyphens(tag: Json) -> Json {
    let Json::Object(mut members) = tag else { return tag };
    for (name, _) in &mut members {
        if let Some(at) = name.find(|letter: char| letter.is_ascii_uppercase()) {
            name.insert(at, '-');
            name.make_ascii_lowercase();
        }
    }
    Json::Object(members)
}
