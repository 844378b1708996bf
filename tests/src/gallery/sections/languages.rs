//! Languages: right to left, with long words, without spaces.

use serde_json::{Value, json};

use crate::picture::Step::{Click, See, Type};
use crate::picture::{Picture, Section, Survey};

/// A language: its tag and name, attributes of a page in it, and what a shop would write in it itself.
struct Language {
    tag: &'static str,
    name: &'static str,
    html: &'static str,
    contact: &'static str,
    consent: &'static str,
}

const ARABIC: Language = Language {
    tag: "ar",
    name: "Arabic",
    html: "lang=ar dir=rtl",
    contact: "هل يمكننا أن نسألك المزيد عن هذا؟",
    consent: "يجوز لمتجر Tonwerk مراسلتي بشأن هذا الطلب. يمكنني سحب موافقتي في أي وقت.",
};

const LANGUAGES: [Language; 6] = [
    ARABIC,
    Language {
        tag: "he",
        name: "Hebrew",
        html: "lang=he dir=rtl",
        contact: "אפשר לשאול אתכם עוד על זה?",
        consent: "Tonwerk רשאית לכתוב לי בנוגע להזמנה הזו. אפשר לבטל את ההסכמה בכל עת.",
    },
    Language {
        tag: "de",
        name: "German",
        html: "lang=de",
        contact: "Dürfen wir Sie dazu noch etwas fragen?",
        consent: "Tonwerk darf mir zu dieser Bestellung schreiben. Das kann ich jederzeit widerrufen.",
    },
    Language {
        tag: "ja",
        name: "Japanese",
        html: "lang=ja",
        contact: "この件について、さらにお伺いしてもよろしいでしょうか？",
        consent: "この注文についてTonwerkから連絡を受けることに同意します。同意はいつでも撤回できます。",
    },
    Language {
        tag: "th",
        name: "Thai",
        html: "lang=th",
        contact: "เราขอสอบถามเพิ่มเติมเกี่ยวกับเรื่องนี้ได้ไหม",
        consent: "Tonwerk สามารถส่งอีเมลถึงฉันเกี่ยวกับคำสั่งซื้อนี้ได้ ฉันเพิกถอนความยินยอมได้ทุกเมื่อ",
    },
    Language {
        tag: "fi",
        name: "Finnish",
        html: "lang=fi",
        contact: "Saammeko kysyä tästä lisää?",
        consent: "Tonwerk saa kirjoittaa minulle tästä tilauksesta. Voin perua suostumukseni milloin tahansa.",
    },
];

pub fn section() -> Section {
    let mut pictures: Vec<Picture> = LANGUAGES.iter().flat_map(of_language).collect();
    pictures.extend(mirrored());
    Section {
        title: "Languages",
        text: "In right-to-left languages, the card is mirrored.",
        columns: 2,
        pictures,
    }
}

fn of_language(language: &Language) -> [Picture; 6] {
    let contact =
        json!({ "kind": "contact", "text": language.contact, "by": "email", "consent": language.consent });
    let nps = asking(language, "nps", "NPS", json!({ "kind": "nps" })).after(&[Click("[value='9']")]);
    [
        nps.clone(),
        nps.on_phone(),
        asking(language, "csat", "satisfaction", json!({ "kind": "csat" })).after(&[Click("[value='2']")]),
        asking(language, "ces", "effort", json!({ "kind": "ces" })),
        preset(language, "list", "a list", "post-purchase").after(&[Click("[value='4']"), See(".back")]),
        asking(language, "contact", "an address", contact).after(&[
            Click("#field"),
            Type("jo@shop"),
            Click(".send"),
        ]),
    ]
}

/// What only those languages show that are written from right to left.
fn mirrored() -> [Picture; 4] {
    let rated = |look: &str| {
        asking(&ARABIC, look, look, json!({ "kind": "csat", "look": look })).after(&[Click("[value='2']")])
    };
    let placed =
        |name: &str, tag: &str| preset(&ARABIC, name, &format!("`{tag}`"), "nps").tag(tag).whole(0.5);
    [
        rated("stars"),
        rated("thumbs"),
        placed("corner", "data-position=bottom-right"),
        placed("tab", "data-mode=tab data-position=right"),
    ]
}

fn asking(language: &Language, name: &str, caption: &str, question: Value) -> Picture {
    let Language { tag, name: language, html, .. } = language;
    Picture::asking(&format!("language-{tag}-{name}"), &format!("{language}: {caption}"), question).html(html)
}

fn preset(language: &Language, name: &str, caption: &str, preset: &'static str) -> Picture {
    Picture { survey: Survey::Preset(preset), ..asking(language, name, caption, json!({})) }
}
