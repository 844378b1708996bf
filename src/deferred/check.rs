//! What is wrong with the settings and the survey file.
//!
//! It is looked for when the first question is there already, so that no shopper waits for it. Where something is wrong, the
//! page is told all of it, what is on screen is taken back, and nothing is ever sent.

use nachklang_model::context::{Locale, Order};
use nachklang_model::delivery::Format;
use nachklang_model::delivery::outbox::MAX_BATCH;
use nachklang_model::field_error::{listed, quoted};
use nachklang_model::json::Json;
use nachklang_model::read::{FieldErrors, Reader, optional};
use nachklang_model::text::concat;
use nachklang_model::{FieldError, Touchpoint, preset, survey_file};
use wasm_bindgen::JsValue;

use super::call::{check_statements, hidden};
use super::{memory, sender};
use crate::app::App;
use crate::page::listener::Listener;
use crate::page::{js, notice};
use crate::settings::{CONSENT, LONGEST_ADDRESS, LONGEST_NAME, Mode, NAMES, POSITIONS, PUSH, THEMES};

/// The longest delay of a survey, in seconds.
const LONGEST_DELAY: f64 = 3600.0;

/// The forms of address. The loader uses them.
const FORMS: [&str; 2] = ["formal", "informal"];

/// Checks the tag's attributes and the survey file that `data-survey` names.
#[inline(never)]
pub fn check(app: &'static App, tag: &Json, file: &JsValue) {
    watch_hiding(app);
    memory::settle(&app.probe);
    let mut problems = check_tag(app, tag);
    if let Some(name) = tag.text("survey") {
        problems.extend(check_surveys(name, file));
    }
    let show = &app.settings.show;
    if problems.is_empty() && !show.is_empty() && app.survey_named(show).is_none() {
        problems.push(FieldError::new(
            "data-show",
            quoted(show),
            "the key of a survey that data-survey brings",
        ));
    }
    if !problems.is_empty() {
        app.settings.is_invalid.set(true);
        let all = listed(&problems);
        notice::error("settings", &concat(&["wrong settings, nothing is shown:", &all]));
        app.tab.take();
        let _gone = app.active_surveys.take();
    }
    sender::open(&app.outbox, &app.settings, tag, &app.probe);
    check_statements(app);
}

/// A page that is hidden may go away.
fn watch_hiding(app: &'static App) {
    let hidden = move |_| {
        if js::document().hidden() {
            hidden(app);
        }
    };
    app.hidden.replace(Some(Listener::new(&js::document(), "visibilitychange", Box::new(hidden))));
}

fn check_tag(app: &App, tag: &Json) -> Vec<FieldError> {
    let notes = FieldErrors::default();
    let reader = Reader::new(tag, "data-", &notes);
    // Not `only`: a tag manager or the page may put attributes of its own on a script tag. A near miss of ours is a typo.
    reader.deny_misspelled(&NAMES);
    let page = app.probe.snapshot();
    let check = |name: &str, check: &dyn Fn(&Reader)| {
        optional(reader.member(name), |member| {
            check(member);
            Some(())
        });
    };
    let url = |text: &str| js::absolute_url(text).filter(|url| url.starts_with("http"));
    reader.member("endpoint").parsed(url, "an address that responses can be posted to");
    if app.settings.site.is_none() || reader.member("site").is_present() {
        reader.member("site").key();
    }
    for key in ["show", "segment"] {
        check(key, &|member| drop(member.key()));
    }
    check("touchpoint", &|member| drop(Touchpoint::read(member)));
    check("survey", &|member| {
        member.text(LONGEST_ADDRESS);
    });
    for text in ["into", "avoid", "wait-for", "shop", "product", "first-name"] {
        check(text, &|member| {
            member.text(LONGEST_NAME);
        });
    }
    check("proof", &|member| {
        member.text(Order::MAX_PROOF_LENGTH);
    });
    for selector in ["into", "avoid", "wait-for"] {
        check(selector, &|member| {
            let valid = |text: &str| js::document().query_selector(text).is_ok().then_some(());
            member.parsed(valid, "a selector as CSS writes it");
        });
    }
    check("headers", &|member| {
        member.parsed(sender::headers, "a JSON object of headers, such as {\"X-Shop\": \"1\"}");
    });
    let choices: [(&str, &[&str]); 7] = [
        ("format", &Format::NAMES),
        ("mode", &Mode::NAMES),
        ("position", &POSITIONS),
        ("theme", &THEMES),
        ("form", &FORMS),
        ("consent", &CONSENT),
        ("push", &PUSH),
    ];
    for (choice, names) in choices {
        check(choice, &|member| {
            member.one_of(names);
        });
    }
    check("locale", &|member| drop(member.parsed(Locale::new, Locale::EXPECTED)));
    check("accent", &|member| {
        member.parsed(|text| page.colour(text), "a colour as CSS writes it, such as #0a7 or tomato");
    });
    let number = |name: &str, least: f64, most: f64, expected: &'static str| {
        check(name, &|member| {
            let valid = |text: &str| (least..=most).contains(&js::number(text)).then_some(());
            member.parsed(valid, expected);
        });
    };
    number("batch", 1.0, MAX_BATCH as f64, "a number of responses from 1 to 100");
    number("delay", 0.0, LONGEST_DELAY, "a number of seconds from 0 to 3600");
    number("score", -2.0, 10.0, "a rating from -2 to 10");
    notes.into_errors()
}

fn check_surveys(name: &str, file: &JsValue) -> Vec<FieldError> {
    if preset::METRICS.contains(&name) {
        return Vec::new();
    }
    let expected = "a survey file at this address";
    let at_address = |what: &str| concat(&[name, " (", what, ")"]);
    let Some(text) = js::text(file, "text") else {
        return vec![match js::text(file, "reason") {
            Some(reason) => FieldError::new("data-survey", at_address(&reason), expected),
            None => FieldError::not_one_of("data-survey", name, &preset::NAMES),
        }];
    };
    match js_sys::JSON::parse(&text) {
        Ok(file) => survey_file::validate(&js::json(&file), &concat(&[name, " "])),
        Err(_) => vec![FieldError::new("data-survey", at_address("not JSON"), expected)],
    }
}
