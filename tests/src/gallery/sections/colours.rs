//! Colours: of the page, of the system, of the brand.

use serde_json::{Value, json};

use super::{contact, reasons};
use crate::picture::Step::{Click, See, Type};
use crate::picture::{Picture, Section, Survey};

const DARK: &[(&str, &str)] = &[("prefers-color-scheme", "dark")];
const FORCED: &[(&str, &str)] = &[("forced-colors", "active")];
const FORCED_DARK: &[(&str, &str)] = &[("forced-colors", "active"), ("prefers-color-scheme", "dark")];

const YELLOW: &str = "data-accent=#ffd83d";
const BLUE: &str = "data-accent=#0b2a6b";

pub fn section() -> Section {
    let stars = || json!({ "kind": "csat", "look": "stars" });
    let satisfied = || json!({ "kind": "csat", "comment": false });
    let list = || reasons("multiple-choice", false);
    let mistake = [Click("#field"), Type("jo@shop"), Click(".send")];
    let end = [Click("[value='5']"), See(".thanks")];
    let pictures = vec![
        rated("light", "A light page"),
        in_the_dark(rated("dark", "A page that follows a dark system")),
        rated("theme-dark", "`data-theme=dark` on a light page").tag("data-theme=dark"),
        in_the_dark(rated("theme-light", "`data-theme=light` on a dark page")).tag("data-theme=light"),
        in_the_dark(picture("dark-stars", "Stars on a dark page", stars())).after(&[Click("[value='4']")]),
        in_the_dark(picture("dark-error", "An error on a dark page", contact())).after(&mistake),
        in_the_dark(picture("dark-list", "A list on a dark page", list())).after(&[Click("[value='price']")]),
        in_the_dark(picture("dark-thanks", "The thank-you on a dark page", satisfied())).after(&end),
        rated("accent-yellow", "A light brand colour, `data-accent=#ffd83d`").tag(YELLOW),
        in_the_dark(rated("accent-yellow-dark", "The same on a dark page")).tag(YELLOW),
        rated("accent-blue", "A dark brand colour, `data-accent=#0b2a6b`").tag(BLUE),
        in_the_dark(rated("accent-blue-dark", "The same on a dark page")).tag(BLUE),
        picture("accent-stars", "Stars in a brand colour", stars())
            .tag(YELLOW)
            .after(&[Click("[value='4']")]),
        picture("accent-list", "A list in a brand colour", list())
            .tag(YELLOW)
            .after(&[Click("[value='price']")]),
        Picture::of("colour-accent-tab", "A tab in a brand colour", Survey::Preset("nps"))
            .tag(&format!("{BLUE} data-mode=tab data-position=bottom")),
        Picture::of("colour-accent-way", "Progress in a brand colour", Survey::Preset("support")).tag(YELLOW),
        rated("forced", "Forced colours").media(FORCED),
        rated("forced-dark", "Forced colours, dark").media(FORCED_DARK),
        picture("forced-faces", "Faces in forced colours", json!({ "kind": "csat" }))
            .media(FORCED)
            .after(&[Click("[value='4']")]),
        picture("forced-stars", "Stars in forced colours", stars())
            .media(FORCED)
            .after(&[Click("[value='4']")]),
        picture("forced-list", "A list in forced colours", list())
            .media(FORCED)
            .after(&[Click("[value='price']")]),
        picture("forced-error", "An error in forced colours", contact()).media(FORCED).after(&mistake),
        Picture::of("colour-forced-way", "A back button in forced colours", Survey::Preset("support"))
            .media(FORCED)
            .after(&[Click("[value='4']"), See(".back")]),
        picture("forced-thanks", "The thank-you in forced colours", satisfied()).media(FORCED).after(&end),
    ];
    Section {
        title: "Colours",
        text: "The widget follows the page's colour scheme, and adjusts a brand colour until it is readable.",
        columns: 2,
        pictures,
    }
}

fn picture(name: &str, caption: &str, question: Value) -> Picture {
    Picture::asking(&format!("colour-{name}"), caption, question)
}

fn rated(name: &str, caption: &str) -> Picture {
    picture(name, caption, json!({ "kind": "nps" })).after(&[Click("[value='9']")])
}

/// On a page that follows the system's colour scheme, which is dark.
fn in_the_dark(picture: Picture) -> Picture {
    picture.html("lang=en style='color-scheme: light dark'").media(DARK)
}
