use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::json::Json;
use crate::kind::NAMES;
use crate::survey_file::read;

/// What the reader says of a file.
fn problems(file: &Value) -> Vec<String> {
    let json: Json = serde_json::from_value(file.clone()).unwrap();
    let problems = read(&json, "").err().unwrap_or_default();
    problems.iter().map(ToString::to_string).collect()
}

/// What a validator says of a file.
fn errors(file: &Value) -> Vec<String> {
    static VALIDATOR: LazyLock<Validator> =
        LazyLock::new(|| jsonschema::validator_for(super::survey_file().as_value()).unwrap());
    VALIDATOR.iter_errors(file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn file_of(questions: Value, endings: Value) -> Value {
    json!({"format": 1, "surveys": [{"key": "s", "questions": questions, "endings": endings}]})
}

/// The shortest question of a kind.
fn shortest(kind: &str) -> Value {
    let mut question = json!({"kind": kind, "text": "?"});
    match kind {
        "single-choice" | "multiple-choice" => {
            question["options"] = json!([{"key": "a", "text": "A"}, {"key": "b", "text": "B"}]);
        }
        "contact" => {
            question["by"] = json!("email");
            question["consent"] = json!("Yes");
        }
        _ => {}
    }
    question
}

/// A file with every member there is.
fn everything() -> Value {
    let text = json!({"en": "Hello {first_name|there}", "de-AT": "Servus"});
    let when = json!([
        {"question": "nps", "groups": ["detractor", "passive"], "min": 0, "max": 8},
        {"question": "why", "chosen": ["late", "other"]},
        {"question": "why", "answered": false, "touchpoints": ["cart"], "segments": ["vip"]},
    ]);
    let common = |kind: &str, more: Value| {
        let mut question = json!({"kind": kind, "text": text});
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        question
    };
    json!({
        "$schema": "https://feedback.example/survey.schema.json",
        "format": 1,
        "touchpoints": [
            {"key": "checkout", "label": "Die Kasse", "phase": "purchase", "ownership": "owned", "paths": ["^/kasse", "/checkout$"]},
            {"key": "parcel.card"},
        ],
        "quiet_days": 0.5,
        "masks": ["[A-Z]{2}\\\\d{8}"],
        "surveys": [{
            "key": "all",
            "version": 3,
            "touchpoints": ["order.confirmation", "checkout"],
            "prefetch_at": ["cart"],
            "trigger": {
                "load": 0, "idle": 0.5, "stay": 3600, "scroll": 100, "exit": true, "abandon": true, "event": "add_to_wishlist",
                "click": "#help", "view": ".reviews", "order": 14, "call": true,
            },
            "share": 0.5,
            "audience": {
                "phases": ["purchase"], "paths": ["^/"], "devices": ["phone", "tablet", "desktop"], "languages": ["de", "en-GB"],
                "visitor": "returning", "visits": {"min": 2}, "orders": {"max": 0}, "days_since_order": {"min": 1, "max": 1},
                "order_value": {"min": 49.9}, "cart_value": {"min": 0}, "channels": ["search", "paid-search"],
                "segments": ["vip"], "attributes": {"tier": ["gold", 1, true]}, "from": "2026-12-01", "until": "2026-12-24",
                "hours": {"from": 22, "until": 6.5},
            },
            "frequency": {
                "answered_days": 0, "dismissed_days": 0.5, "ignored_days": 3650, "max_times": 1, "once_per_order": true, "later_hours": 24,
            },
            "questions": [
                common("nps", json!({"low_label": "No", "high_label": text, "comment": false, "required": false})),
                common("multiple-choice", json!({
                    "key": "why", "shuffle": true, "other": true,
                    "options": [{"key": "late", "text": text, "fixed": true}],
                    "next": [{"when": {"question": "nps", "min": 9}, "to": "end"}, {"to": "csat"}],
                })),
                common("csat", json!({"look": "thumbs", "comment": true, "when": when})),
                common("ces", json!({"points": 5, "next": [{"to": "emotion"}]})),
                common("emotion", json!({"when": {"segments": ["vip"]}})),
                common("rating", json!({"points": 10, "look": "stars"})),
                common("yes-no", json!({"look": "words"})),
                common("single-choice", json!({
                    "options": [{"key": "a", "text": "A"}, {"key": "b", "text": "B"}],
                })),
                common("short-text", json!({"max_length": 2000})),
                common("long-text", json!({"required": true})),
                common("contact", json!({"by": "phone", "consent": text})),
                common("statement", json!({"text": "You said {answer.nps}."})),
            ],
            "endings": [
                {"when": when[0], "title": text, "text": "Sorry", "link": {"url": "/help?a=b", "text": "Help"}},
                {"when": {}, "link": {"url": "mailto:help@shop.example", "text": "Write"}},
                {"voucher": "THANKS-10"},
                {},
            ],
        }],
    })
}

#[test]
fn takes_what_the_reader_takes() {
    let mut files = vec![everything(), json!({"format": 1, "surveys": []})];
    files.extend(NAMES.map(|kind| file_of(json!([shortest(kind)]), json!([]))));
    for file in files {
        assert_eq!(problems(&file), [""; 0], "{file}");
        assert_eq!(errors(&file), [""; 0], "{file}");
    }
}

#[test]
fn every_mistake_that_a_schema_can_see_is_one() {
    for (at, value) in [
        ("/format", json!(2)),
        ("/format", json!("1")),
        ("/survey", json!([])),
        ("/touchpoints", json!({})),
        ("/touchpoints", json!(vec![json!({"key": "a"}); 501])),
        ("/touchpoints/0/key", json!("Checkout")),
        ("/touchpoints/0/label", json!("")),
        ("/touchpoints/0/phase", json!("delivry")),
        ("/touchpoints/0/ownership", json!("ours")),
        ("/touchpoints/0/path", json!(["/"])),
        ("/touchpoints/0/paths", json!("/")),
        ("/touchpoints/0/paths/0", json!("x".repeat(201))),
        ("/touchpoints/1", json!({"label": "Parcel"})),
        ("/quiet_days", json!(-1)),
        ("/quiet_days", json!(366)),
        ("/masks", json!(vec!["a"; 21])),
        ("/masks/0", json!("")),
        ("/surveys/0/trigger", json!({})),
        ("/surveys/0/trigger", json!("load")),
        ("/surveys/0/trigger/load", json!(3601)),
        ("/surveys/0/trigger/load", json!("0")),
        ("/surveys/0/trigger/scroll", json!(0)),
        ("/surveys/0/trigger/exit", json!(false)),
        ("/surveys/0/trigger/order", json!(0)),
        ("/surveys/0/trigger/clicks", json!("a")),
        ("/surveys/0/trigger/click", json!("a".repeat(201))),
        ("/surveys/0/trigger/event", json!("a".repeat(101))),
        ("/surveys/0/share", json!(0)),
        ("/surveys/0/share", json!(100.5)),
        ("/surveys/0/audience", json!([])),
        ("/surveys/0/audience/device", json!("phone")),
        ("/surveys/0/audience/phases/0", json!("buying")),
        ("/surveys/0/audience/devices", json!("phone")),
        ("/surveys/0/audience/languages/0", json!("de_AT")),
        ("/surveys/0/audience/visitor", json!("old")),
        ("/surveys/0/audience/visits", json!({})),
        ("/surveys/0/audience/visits", json!(2)),
        ("/surveys/0/audience/orders", json!({"min": -1})),
        ("/surveys/0/audience/orders", json!({"minimum": 1})),
        ("/surveys/0/audience/channels/0", json!("serch")),
        ("/surveys/0/audience/segments/0", json!("V I P")),
        ("/surveys/0/audience/attributes/tier", json!([])),
        ("/surveys/0/audience/attributes/tier", json!("gold")),
        ("/surveys/0/audience/attributes/tier", json!([""])),
        ("/surveys/0/audience/attributes/tier", json!([{}])),
        ("/surveys/0/audience/attributes/Tier", json!(["gold"])),
        ("/surveys/0/audience/from", json!("24.12.2026")),
        ("/surveys/0/audience/hours", json!({"from": 9})),
        ("/surveys/0/audience/hours/until", json!(25)),
        ("/surveys/0/frequency/answered_days", json!(3651)),
        ("/surveys/0/frequency/days", json!(1)),
        ("/surveys/0/frequency/max_times", json!(0)),
        ("/surveys/0/frequency/max_times", json!(1.5)),
        ("/surveys/0/frequency/once_per_order", json!(1)),
        ("/surveys/0/frequency/later_hours", json!(0)),
        ("/surveys", json!({})),
        ("/surveys/0", json!("nps")),
        ("/surveys/0/key", json!("Not A Key")),
        ("/surveys/0/key", json!("a".repeat(65))),
        ("/surveys/0/version", json!(0)),
        ("/surveys/0/version", json!(1.5)),
        ("/surveys/0/touchpoint", json!(["cart"])),
        ("/surveys/0/touchpoints", json!([])),
        ("/surveys/0/touchpoints/0", json!("a b")),
        ("/surveys/0/questions", json!([])),
        ("/surveys/0/questions", json!(vec![shortest("nps"); 21])),
        ("/surveys/0/questions/0/kind", json!("npx")),
        ("/surveys/0/questions/0/key", json!("end")),
        ("/surveys/0/questions/0/key", json!("a".repeat(57))),
        ("/surveys/0/questions/0/points", json!(5)),
        ("/surveys/0/questions/0/look", json!("numbers")),
        ("/surveys/0/questions/0/options", json!([])),
        ("/surveys/0/questions/0/coment", json!(true)),
        ("/surveys/0/questions/0/comment", json!("yes")),
        ("/surveys/0/questions/0/required", json!(1)),
        ("/surveys/0/questions/0/text", json!("")),
        ("/surveys/0/questions/0/text", json!("x".repeat(501))),
        ("/surveys/0/questions/0/text", json!({})),
        ("/surveys/0/questions/0/text", json!(["Hello"])),
        ("/surveys/0/questions/0/text/en", json!("")),
        ("/surveys/0/questions/0/text/en_GB", json!("Hello")),
        ("/surveys/0/questions/1/options/0/key", json!("other")),
        ("/surveys/0/questions/1/options/0/keys", json!("a")),
        ("/surveys/0/questions/1/options/0", json!({"key": "a"})),
        ("/surveys/0/questions/1/other", json!(false)),
        ("/surveys/0/questions/1/max_length", json!(5)),
        ("/surveys/0/questions/1/next/0/to", json!("Not A Key")),
        ("/surveys/0/questions/1/next/0", json!({"when": {}})),
        ("/surveys/0/questions/1/next/0/if", json!({})),
        ("/surveys/0/questions/2/look", json!("words")),
        ("/surveys/0/questions/2/when/0/groups", json!(["promotor"])),
        ("/surveys/0/questions/2/when/0/max", json!(11)),
        ("/surveys/0/questions/2/when/0", json!({"min": 1})),
        ("/surveys/0/questions/2/when/1", json!({"chosen": ["late"]})),
        ("/surveys/0/questions/2/when/2/segment", json!("vip")),
        ("/surveys/0/questions/2/when", json!("always")),
        ("/surveys/0/questions/3/points", json!(6)),
        ("/surveys/0/questions/5/points", json!(11)),
        ("/surveys/0/questions/5/look", json!("faces")),
        ("/surveys/0/questions/6/low_label", json!("No")),
        ("/surveys/0/questions/7/options/1", json!(null)),
        ("/surveys/0/questions/7/options", json!([{"key": "a", "text": "A"}])),
        ("/surveys/0/questions/8/max_length", json!(2001)),
        ("/surveys/0/questions/8/max_length", json!(0)),
        ("/surveys/0/questions/10/by", json!("fax")),
        ("/surveys/0/questions/10", json!({"kind": "contact", "text": "?", "by": "email"})),
        ("/surveys/0/questions/11/comment", json!(true)),
        ("/surveys/0/endings/0/link/url", json!("javascript:alert(1)")),
        ("/surveys/0/endings/0/link/url", json!("//evil.example")),
        ("/surveys/0/endings/0/link/url", json!("/\\evil.example")),
        ("/surveys/0/endings/0/link/url", json!("/\t/evil.example")),
        ("/surveys/0/endings/0/link", json!({"url": "/help"})),
        ("/surveys/0/endings/0/voucher", json!("A")),
        ("/surveys/0/endings/2/voucher", json!("A".repeat(41))),
        ("/surveys/0/endings/3/texts", json!("Bye")),
    ] {
        let mut file = everything();
        let (place, name) = at.rsplit_once('/').unwrap();
        match file.pointer_mut(place).unwrap() {
            Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.clone(),
            object => object[name] = value.clone(),
        }
        assert_ne!(problems(&file), [""; 0], "{at} {value}");
        assert_ne!(errors(&file), [""; 0], "{at} {value}");
    }
}

/// The members that the reader says it knows, where it meets one it does not.
#[test]
fn has_the_members_that_the_reader_knows() {
    let schema = super::survey_file();
    let members = |definition: &str| {
        let object = schema.pointer(definition).unwrap()["properties"].as_object().unwrap();
        // The reader does not name the old names of members.
        let current = object.iter().filter(|(_, member)| member["deprecated"].is_null());
        let mut members: Vec<String> = current.map(|(name, _)| name.clone()).collect();
        members.sort();
        members
    };
    let known = |file: &Value| {
        let problems = problems(file);
        let unknown = problems.iter().find(|problem| problem.contains("found \"?\""));
        let (_, known) = unknown.expect("the unknown member").split_once("expected one of ").unwrap();
        let mut known: Vec<String> = known.split(", ").map(String::from).collect();
        known.sort();
        known
    };
    for (place, definition) in [
        ("", ""),
        ("/surveys/0", "/$defs/Survey"),
        ("/touchpoints/0", "/$defs/Touchpoint"),
        ("/surveys/0/trigger", "/$defs/Trigger"),
        ("/surveys/0/audience", "/$defs/Audience"),
        ("/surveys/0/audience/visits", "/$defs/Range"),
        ("/surveys/0/audience/hours", "/$defs/Audience/properties/hours"),
        ("/surveys/0/frequency", "/$defs/Frequency"),
        ("/surveys/0/questions/1/options/0", "/$defs/Option"),
        ("/surveys/0/questions/1/next/0", "/$defs/Branches/items"),
        ("/surveys/0/questions/2/when/0", "/$defs/Condition"),
        ("/surveys/0/endings/0", "/$defs/Ending"),
        ("/surveys/0/endings/0/link", "/$defs/Ending/properties/link"),
    ] {
        let mut file = everything();
        file.pointer_mut(place).unwrap()["?"] = json!(0);
        assert_eq!(members(definition), known(&file), "{definition}");
    }
    for kind in NAMES {
        let mut question = shortest(kind);
        question["?"] = json!(0);
        let file = file_of(json!([question]), json!([]));
        assert_eq!(members(&format!("/$defs/{kind}")), known(&file), "{kind}");
    }
}

#[test]
fn old_names_are_as_right_for_the_schema_as_for_the_reader() {
    for (place, new, old) in [
        ("/surveys/0", "prefetch_at", "ahead"),
        ("/surveys/0/frequency", "max_times", "most"),
        ("/surveys/0/audience/visits", "min", "at_least"),
        ("/surveys/0/audience/orders", "max", "at_most"),
        ("/surveys/0/questions/0", "low_label", "least"),
        ("/surveys/0/questions/0", "high_label", "most"),
        ("/surveys/0/questions/8", "max_length", "longest"),
        ("/surveys/0/questions/2/when/0", "min", "at_least"),
        ("/surveys/0/questions/2/when/0", "max", "at_most"),
    ] {
        let mut file = everything();
        let object = file.pointer_mut(place).unwrap().as_object_mut().unwrap();
        let value = object.remove(new).unwrap();
        object.insert(old.into(), value.clone());
        assert_eq!(problems(&file), [""; 0], "{place} {old}");
        assert_eq!(errors(&file), [""; 0], "{place} {old}");
        file.pointer_mut(place).unwrap()[new] = value;
        assert_eq!(problems(&file).len(), 1, "{place} {old} beside {new}");
        assert_ne!(errors(&file), [""; 0], "{place} {old} beside {new}");
    }
}

#[test]
fn every_member_is_described() {
    fn check(place: &str, schema: &Value) {
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let is_condition = place.ends_with("if") || place.ends_with("then") || place.ends_with("else");
            let described = member["description"].is_string() || !member["const"].is_null();
            assert!(described || is_condition, "{place} {name}");
            check(&format!("{place}/{name}"), member);
        }
        for (name, inner) in schema["$defs"].as_object().into_iter().flatten() {
            check(name, inner);
        }
    }
    check("", super::survey_file().as_value());
}
