use std::rc::Rc;

use super::quiet_period;
use crate::json::Json;
use crate::kind::{InputKind, Scale};
use crate::survey::Survey;

fn read(json: &str) -> Result<Vec<Rc<Survey>>, Vec<String>> {
    let json: Json = serde_json::from_str(json).unwrap();
    super::read(&json, "").map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn reads_the_shortest_survey_as_the_standard_one() {
    for scale in [Scale::NPS, Scale::CSAT, Scale::CES, Scale::EMOTION] {
        let kind = scale.kind();
        let file =
            format!(r#"{{"format":1,"surveys":[{{"key":"{kind}","questions":[{{"kind":"{kind}"}}]}}]}}"#);
        assert_eq!(read(&file), Ok(vec![Rc::new(Survey::standard(scale))]));
    }
}

/// A survey of these questions, and what else it has.
fn survey(questions: &str, more: &str) -> Result<Vec<Rc<Survey>>, Vec<String>> {
    read(&format!(r#"{{"format":1,"surveys":[{{"key":"s","questions":[{questions}]{more}}}]}}"#))
}

#[test]
fn says_every_mistake_of_a_file_at_once() {
    let file = r#"{
        "format": 2,
        "survey": [],
        "surveys": [
            {"key": "Checkout", "touchpoint": ["checkout"], "questions": [{"kind": "csta"}]},
            {"key": "a", "version": 0, "touchpoints": ["ok", "not ok"], "questions": []},
            {"key": "b", "questions": [{"kind": "nps", "text": {"en": ""}, "comment": "yes"}]},
            {"key": "c", "questions": [{"kind": "nps", "text": {"de_DE": "Na?", "en": "Do you like {shpo}?"}}, {"kind": "nps"}]},
            {"key": "b", "questions": [{"kind": "nps"}, {"kind": "nps", "key": "nps.comment", "low_label": "No"}, 5]},
            null
        ]
    }"#;
    assert_eq!(
        read(file).unwrap_err(),
        [
            "survey: found \"survey\", expected one of $schema, format, touchpoints, quiet_days, masks, surveys (did you mean surveys?)",
            "format: found 2, expected 1",
            "surveys[0].touchpoint: found \"touchpoint\", expected one of key, version, touchpoints, prefetch_at, trigger, share, audience, frequency, questions, endings (did you mean touchpoints?)",
            "surveys[0].key: found \"Checkout\", expected a key: lower-case letters and digits, in parts joined by '.', '-' or '_', at most 64 characters",
            "surveys[0].questions[0].kind: found \"csta\", expected one of nps, csat, ces, emotion, rating, yes-no, single-choice, multiple-choice, short-text, long-text, contact, statement (did you mean csat?)",
            "surveys[1].version: found 0, expected a whole number from 1 to 4294967295",
            "surveys[1].touchpoints[1]: found \"not ok\", expected a key: lower-case letters and digits, in parts joined by '.', '-' or '_', at most 64 characters",
            "surveys[1].questions: found no question, expected at least one question",
            "surveys[2].questions[0].text.en: found \"\", expected a text that is not empty",
            "surveys[2].questions[0].comment: found \"yes\", expected true or false",
            "surveys[3].questions[0].text.de_DE: found \"de_DE\", expected a language tag such as de or pt-BR",
            "surveys[3].questions[0].text.en: found \"shpo\", expected one of shop, touchpoint, product, first_name (did you mean shop?)",
            "surveys[3].questions[1].key: found nps again, expected a key that no other has",
            "surveys[4].questions[2]: found 5, expected an object",
            "surveys[4].questions[1].key: found nps.comment, the key of a comment, expected a key that no other has",
            "surveys[5]: found null, expected an object",
            "surveys[4].key: found b again, expected a key that no other has",
        ]
    );
}

#[test]
fn says_every_mistake_of_a_flow_at_once() {
    let questions = r#"
        {"kind": "nps", "next": [{"when": {"question": "nps", "groups": ["promotor"]}, "to": "end"}, {"to": "reasons"}]},
        {"kind": "single-choice", "key": "reason", "text": "Why?", "options": [{"key": "price", "text": "Price"}, {"key": "price", "text": "{x}"}],
         "when": {"question": "nps", "max": 11}},
        {"kind": "oops", "key": "broken", "next": [{"to": "nps"}]},
        {"kind": "short-text", "text": "?", "when": [{"question": "later", "answered": true}, {"groups": ["promoter"]}]},
        {"kind": "contact", "key": "later", "text": "?", "by": "fax",
         "when": {"question": "reason", "chosen": ["prize"], "min": 1}},
        {"kind": "statement", "text": "So {answer.raeson|nothing}.", "next": [{"to": "end"}, {"when": {"question": "broken", "groups": ["no"]}, "to": "end"}]}"#;
    let endings = r#", "endings": [{"when": {"question": "reason", "groups": ["no"]}, "link": {"url": "javascript:x", "text": "Go"}}]"#;
    assert_eq!(
        survey(questions, endings).unwrap_err(),
        [
            "surveys[0].questions[1].options[1].text: found \"x\", expected one of shop, touchpoint, product, first_name, answer.nps",
            "surveys[0].questions[1].options[1].key: found price again, expected a key that no other has",
            "surveys[0].questions[1].when.max: found 11, expected a whole number from 0 to 10",
            "surveys[0].questions[2].kind: found \"oops\", expected one of nps, csat, ces, emotion, rating, yes-no, single-choice, multiple-choice, short-text, long-text, contact, statement (did you mean nps?)",
            "surveys[0].questions[3].when[0].question: found \"later\", expected one of nps, reason, broken",
            "surveys[0].questions[3].when[1].groups: found an array, expected \"question\" beside it, which says whose answer is meant",
            "surveys[0].questions[4].by: found \"fax\", expected one of email, phone",
            "surveys[0].questions[4].consent: found nothing, expected a text that is not empty",
            "surveys[0].questions[4].when.min: found 1, expected nothing: the question it is about is of another kind",
            "surveys[0].questions[4].when.chosen[0]: found \"prize\", expected one of price, price (did you mean price?)",
            "surveys[0].questions[5].text: found \"answer.raeson\", expected one of shop, touchpoint, product, first_name, answer.nps, answer.reason, answer.broken, answer.short-text, answer.later (did you mean answer.reason?)",
            "surveys[0].questions[0].next[0].when.groups[0]: found \"promotor\", expected one of detractor, passive, promoter (did you mean promoter?)",
            "surveys[0].questions[0].next[1].to: found \"reasons\", expected one of reason, broken, short-text, later, statement, end (did you mean reason?)",
            "surveys[0].questions[2].next[0].to: found \"nps\", expected a question that stands behind this one, or \"end\": going back makes a cycle",
            "surveys[0].endings[0].link.url: found \"javascript:x\", expected an address that starts with https://, mailto:, tel: or /",
            "surveys[0].endings[0].when.groups: found an array, expected nothing: the question it is about is of another kind",
        ]
    );
}

#[test]
fn says_every_mistake_of_when_and_whom() {
    let file = r#"{
        "format": 1,
        "touchpoints": [{"label": "Parcel"}, {"key": "a", "phase": "delivry", "ownership": "our", "path": ["/"]}, {"key": "a", "paths": [""]}],
        "quiet_days": 365.5,
        "masks": ["[0-9]{8}", ""],
        "surveys": [
            {"key": "a", "questions": [{"kind": "nps"}], "trigger": {}, "share": 0, "frequency": {"max_times": 0, "later_hours": 0.5}},
            {"key": "b", "questions": [{"kind": "nps"}], "trigger": {"load": -1, "scrol": 50, "scroll": 0, "exit": false, "order": 366},
             "share": 101, "audience": {"visits": {}, "orders": {"min": 3, "max": 2}, "device": "phone", "devices": ["mobile"],
             "languages": ["de_AT"], "visitor": "old", "channels": ["serch"], "attributes": {"Tier": ["a"], "plan": [], "x": [null]},
             "from": "2026-12-24", "until": "2026-12-23", "hours": {"from": 9, "until": 9}}},
            {"key": "c", "questions": [{"kind": "nps"}], "trigger": {"click": null}, "audience": {"from": "24.12.2026", "hours": {"from": 25}},
             "frequency": {"answered_days": 3651, "once_per_order": 1}}
        ]
    }"#;
    let keys =
        "a key: lower-case letters and digits, in parts joined by '.', '-' or '_', at most 64 characters";
    let problems = read(file).unwrap_err();
    let problems: Vec<String> = problems.iter().map(|problem| problem.replace(keys, "KEY")).collect();
    assert_eq!(
        problems,
        [
            "touchpoints[0].key: found nothing, expected KEY",
            "touchpoints[1].path: found \"path\", expected one of key, label, phase, ownership, paths (did you mean paths?)",
            "touchpoints[1].phase: found \"delivry\", expected one of awareness, consideration, purchase, delivery, advocacy (did you mean delivery?)",
            "touchpoints[1].ownership: found \"our\", expected one of owned, paid, earned, shared, managed",
            "touchpoints[2].paths[0]: found \"\", expected a text that is not empty",
            "quiet_days: found 365.5, expected a number from 0 to 365",
            "masks[1]: found \"\", expected a text that is not empty",
            "touchpoints[2].key: found a again, expected a key that no other has",
            "surveys[0].trigger: found nothing in it, expected at least one",
            "surveys[0].frequency.max_times: found 0, expected a whole number from 1 to 4294967295",
            "surveys[0].frequency.later_hours: found 0.5, expected a number from 1 to 720",
            "surveys[0].share: found 0, expected a number above 0 and at most 100",
            "surveys[1].trigger.scrol: found \"scrol\", expected one of load, idle, stay, scroll, exit, abandon, event, click, view, order, call (did you mean scroll?)",
            "surveys[1].trigger.load: found -1, expected a number from 0 to 3600",
            "surveys[1].trigger.scroll: found 0, expected a number from 1 to 100",
            "surveys[1].trigger.exit: found false, expected true",
            "surveys[1].trigger.order: found 366, expected a number from 1 to 365",
            "surveys[1].audience.device: found \"device\", expected one of phases, paths, devices, languages, visitor, visits, orders, days_since_order, order_value, cart_value, channels, segments, attributes, from, until, hours (did you mean devices?)",
            "surveys[1].audience.devices[0]: found \"mobile\", expected one of phone, tablet, desktop",
            "surveys[1].audience.languages[0]: found \"de_AT\", expected a language tag such as de or pt-BR",
            "surveys[1].audience.visitor: found \"old\", expected one of new, returning",
            "surveys[1].audience.visits: found nothing in it, expected at least one",
            "surveys[1].audience.orders.max: found 2, expected a number that is not less than \"min\"",
            "surveys[1].audience.channels[0]: found \"serch\", expected one of search, paid-search, social, paid-social, email, message, referral, marketplace, review-site, ai-assistant, affiliate, display, direct (did you mean search?)",
            "surveys[1].audience.attributes.Tier: found \"Tier\", expected KEY",
            "surveys[1].audience.attributes.plan: found nothing in it, expected at least one",
            "surveys[1].audience.attributes.x[0]: found null, expected a text, a number, true or false",
            "surveys[1].share: found 101, expected a number above 0 and at most 100",
            "surveys[1].audience.until: found \"2026-12-23\", expected a date that is not before \"from\"",
            "surveys[1].audience.hours.until: found 9, expected another hour than \"from\": there is no time between them",
            "surveys[2].trigger: found nothing in it, expected at least one",
            "surveys[2].audience.from: found \"24.12.2026\", expected a date such as 2026-12-24",
            "surveys[2].audience.hours.from: found 25, expected a number from 0 to 24",
            "surveys[2].audience.hours.until: found nothing, expected a number from 0 to 24",
            "surveys[2].frequency.answered_days: found 3651, expected a number from 0 to 3650",
            "surveys[2].frequency.once_per_order: found 1, expected true or false",
        ]
    );
}

#[test]
fn a_file_says_how_long_it_is_quiet() {
    for (file, days) in [("{}", 7.0), (r#"{"quiet_days": 0.5}"#, 0.5), (r#"{"quiet_days": 0}"#, 0.0)] {
        let file: Json = serde_json::from_str(file).unwrap();
        assert_eq!(quiet_period(&file), days * 86_400_000.0);
    }
}

#[test]
fn a_question_that_no_way_leads_to_is_a_mistake() {
    let never = |index: usize| {
        Err(vec![format!(
            "surveys[0].questions[{index}]: found a question that is never asked, expected a way that leads to it: all \
             branches before go past it"
        )])
    };
    let a = |next: &str| format!(r#"{{"kind":"yes-no","key":"a","text":"?","next":[{next}]}}"#);
    let (b, c) = (r#"{"kind":"nps","key":"b"}"#, r#"{"kind":"ces","key":"c"}"#);
    let maybe = r#"{"when":{"question":"a","groups":["yes"]},"to":"c"}"#;
    let read = |questions: &[&str]| survey(&questions.join(","), "").map(|_| ());
    assert_eq!(read(&[&a(r#"{"to":"c"}"#), b, c]), never(1));
    assert_eq!(read(&[&a(r#"{"to":"end"}"#), b]), never(1));
    assert_eq!(read(&[&a(maybe), b, c]), Ok(()));
    assert_eq!(read(&[&a(&format!("{maybe},{}", r#"{"to":"b"}"#)), b, c]), Ok(()));
    // A branch behind one that is always taken leads nowhere.
    assert_eq!(read(&[&a(&format!("{},{maybe}", r#"{"to":"end"}"#)), c]), never(1));
    // A question that may be passed over leads on, whatever its branches say.
    let skipped =
        r#"{"kind":"yes-no","key":"b","text":"?","when":{"touchpoints":["cart"]},"next":[{"to":"end"}]}"#;
    assert_eq!(read(&[&a(""), skipped, c]), Ok(()));
}

#[test]
fn reads_every_kind() {
    let scale = |json: &str| {
        let surveys = survey(json, "").unwrap();
        let question = surveys[0].question(0).unwrap();
        (question.scale().name(), question.look().name(), question.asks_comment())
    };
    for (question, expected) in [
        (r#"{"kind":"nps"}"#, ("nps-0-10", "numbers", true)),
        (r#"{"kind":"csat"}"#, ("csat-1-5", "faces", true)),
        (r#"{"kind":"csat","look":"stars"}"#, ("csat-1-5", "stars", true)),
        (r#"{"kind":"csat","look":"thumbs","comment":false}"#, ("csat-1-2", "thumbs", false)),
        (r#"{"kind":"ces"}"#, ("ces-2.0-1-7", "numbers", true)),
        (r#"{"kind":"ces","points":5}"#, ("ces-2.0-1-5", "numbers", true)),
        (r#"{"kind":"emotion"}"#, ("emotion-minus-2-2", "faces", false)),
        (r#"{"kind":"rating"}"#, ("rating-1-5", "numbers", false)),
        (r#"{"kind":"rating","points":10,"look":"stars","comment":true}"#, ("rating-1-10", "stars", true)),
        (r#"{"kind":"yes-no","text":"?"}"#, ("yes-no-0-1", "words", false)),
        (r#"{"kind":"yes-no","text":"?","look":"thumbs"}"#, ("yes-no-0-1", "thumbs", false)),
    ] {
        assert_eq!(scale(question), expected, "{question}");
    }
    for (question, problem) in [
        (
            r#"{"kind":"nps","points":5}"#,
            "points: found \"points\", expected one of key, kind, text, required, when, next, comment, low_label, high_label",
        ),
        (r#"{"kind":"ces","points":6}"#, "points: found 6, expected 5 or 7"),
        (r#"{"kind":"rating","points":11}"#, "points: found 11, expected a whole number from 2 to 10"),
        (r#"{"kind":"rating","look":"faces"}"#, "look: found \"faces\", expected one of numbers, stars"),
        (
            r#"{"kind":"single-choice","text":"?","options":[{"key":"a","text":"A"}]}"#,
            "options: found too few options, expected at least two options",
        ),
        (
            r#"{"kind":"single-choice","text":"?","options":[{"key":"a","text":"A"},{"key":"other","text":"B"}]}"#,
            "options[1].key: found \"other\", expected a key, and not \"other\": \"other\": true on the question adds that option",
        ),
        (
            r#"{"kind":"long-text","text":"?","max_length":2001}"#,
            "max_length: found 2001, expected a whole number from 1 to 2000",
        ),
        (
            r#"{"kind":"nps","key":"end"}"#,
            "key: found \"end\", expected a key of at most 56 characters, so that \".comment\" fits behind it, and not \"end\"",
        ),
    ] {
        assert_eq!(
            survey(question, ""),
            Err(vec![format!("surveys[0].questions[0].{problem}")]),
            "{question}"
        );
    }
    for (json, input_kind, required) in [
        (
            r#"{"kind":"multiple-choice","text":"?","options":[{"key":"a","text":"A"}],"other":true}"#,
            InputKind::Multiple,
            true,
        ),
        (r#"{"kind":"short-text","text":"?"}"#, InputKind::Short, false),
        (r#"{"kind":"short-text","text":"?","required":true}"#, InputKind::Short, true),
        (r#"{"kind":"statement","text":"Hello."}"#, InputKind::Statement, false),
        (
            r#"{"kind":"contact","text":"?","by":"phone","consent":"{shop} may call."}"#,
            InputKind::Contact,
            false,
        ),
        (r#"{"kind":"nps","required":false}"#, InputKind::Scale, false),
    ] {
        let surveys = survey(json, "").unwrap();
        let question = surveys[0].question(0).unwrap();
        assert_eq!((question.input_kind(), question.is_required()), (input_kind, required), "{json}");
    }
}

#[test]
fn a_rating_has_no_groups_to_ask_for() {
    let questions = r#"{"kind":"rating"},{"kind":"nps","when":{"question":"rating","groups":["promoter"]}}"#;
    let problem = "surveys[0].questions[1].when.groups: found an array, expected \"min\" or \"max\": a rating \
                   has no groups";
    assert_eq!(survey(questions, ""), Err(vec![problem.into()]));
}

#[test]
fn what_is_no_survey_file_is_said_plainly() {
    for (file, problem) in [
        ("[]", "found an array, expected an object"),
        ("null", "found null, expected an object"),
        (r#"{"format":1}"#, "surveys: found nothing, expected an array"),
        (r#"{"surveys":[]}"#, "format: found nothing, expected 1"),
    ] {
        assert_eq!(read(file), Err(vec![problem.into()]), "{file}");
    }
}
