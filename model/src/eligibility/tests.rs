use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::rule::RULES;
use super::*;
use crate::duration::{DAY, HOUR};
use crate::json::Json;
use crate::survey::Survey;
use crate::survey_file;

fn json_of(value: &Value) -> Json {
    serde_json::from_value(value.clone()).unwrap()
}

/// A survey with these members beside the ones it must have, as right as the check wants it.
fn survey(more: &Value) -> Survey {
    let mut survey = json!({"key": "s", "questions": [{"kind": "nps"}]});
    survey.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let file = json_of(&json!({"format": 1, "surveys": [survey]}));
    let surveys = survey_file::read(&file, "").unwrap_or_else(|problems| panic!("{problems:?}"));
    Survey::clone(&surveys[0])
}

/// A context in which the survey is shown, with these members instead.
fn context(more: &Value) -> Context {
    let mut context = json!({
        "touchpoint": "checkout.payment",
        "phase": "purchase",
        "path": "/checkout/payment",
        "device": "desktop",
        "language": "de-AT",
        "visits": 3,
        "orders": 2,
        "days_since_order": 10,
        "order_value": 49.9,
        "cart_value": 20,
        "channel": "search",
        "segment": "vip",
        "attributes": {"tier": "gold", "trial": false, "points": 7},
        "ready": ["other", "s"],
        "consent": true,
        "share": 50,
        "now": "2026-11-22T09:30:00.000",
        "order": 5000,
    });
    context.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let problems = validate_context(&json_of(&context), "");
    assert!(problems.is_empty(), "{problems:?}");
    Context(json_of(&context))
}

fn names(reasons: &[Reason]) -> Vec<&'static str> {
    reasons.iter().map(|reason| reason.name()).collect()
}

const NOW: f64 = 1_000.0 * DAY;

#[test]
fn reasons_have_their_names() {
    for (reason, name) in Reason::ALL.into_iter().zip(Reason::NAMES) {
        assert_eq!(reason.name(), name);
    }
    let distinct: BTreeSet<&str> = Reason::NAMES.into_iter().collect();
    assert_eq!(distinct.len(), Reason::NAMES.len());
    // Of dates there are two rules.
    let mut of_rules: Vec<Reason> = RULES.iter().map(|rule| rule.reason).collect();
    of_rules.dedup();
    assert_eq!(of_rules, Reason::ALL[..20]);
}

/// What a survey says, what is the case, and the only reason against it; none where it is shown.
#[test]
fn each_rule_is_a_reason_alone() {
    let unknown = |name: &str| json!({ name: null });
    let audience = |audience: Value| json!({ "audience": audience });
    let none = json!({});
    let mut seen = BTreeSet::new();
    for (survey_says, case, reason) in [
        (none.clone(), none.clone(), ""),
        (none.clone(), json!({"consent": false}), "consent"),
        (none.clone(), unknown("consent"), ""),
        (none.clone(), json!({"show": "other"}), "other_survey"),
        (none.clone(), json!({"show": "s"}), ""),
        (json!({"trigger": {"exit": true}}), json!({"ready": ["other"]}), "trigger"),
        (none.clone(), unknown("ready"), "trigger"),
        (json!({"touchpoints": ["cart"]}), none.clone(), "touchpoint"),
        (json!({"touchpoints": ["check"]}), none.clone(), "touchpoint"),
        (json!({"touchpoints": ["checkout.payment.card"]}), none.clone(), "touchpoint"),
        (json!({"touchpoints": ["cart", "checkout"]}), none.clone(), ""),
        (json!({"touchpoints": ["checkout.payment"]}), none.clone(), ""),
        (json!({"touchpoints": ["cart"]}), unknown("touchpoint"), "touchpoint"),
        (audience(json!({})), none.clone(), ""),
        (audience(json!({"phases": ["delivery", "advocacy"]})), none.clone(), "phase"),
        (audience(json!({"phases": ["purchase"]})), none.clone(), ""),
        (audience(json!({"phases": ["purchase"]})), unknown("phase"), "phase"),
        (audience(json!({"paths": ["^/help", "/payment/"]})), none.clone(), "path"),
        (audience(json!({"paths": ["^/help", "/payment$"]})), none.clone(), ""),
        (audience(json!({"paths": ["/"]})), unknown("path"), "path"),
        (audience(json!({"devices": ["phone", "tablet"]})), none.clone(), "device"),
        (audience(json!({"devices": ["desktop"]})), none.clone(), ""),
        (audience(json!({"languages": ["de-CH", "en"]})), none.clone(), "language"),
        (audience(json!({"languages": ["de-A"]})), none.clone(), "language"),
        (audience(json!({"languages": ["de-AT-x"]})), none.clone(), "language"),
        (audience(json!({"languages": ["fr", "DE"]})), none.clone(), ""),
        (audience(json!({"languages": ["de-at"]})), none.clone(), ""),
        (audience(json!({"visitor": "new"})), none.clone(), "visitor"),
        (audience(json!({"visitor": "new"})), json!({"visits": 1}), ""),
        (audience(json!({"visitor": "returning"})), none.clone(), ""),
        (audience(json!({"visitor": "returning"})), json!({"visits": 1}), "visitor"),
        (audience(json!({"visitor": "returning"})), unknown("visits"), "visitor"),
        (audience(json!({"visitor": "new"})), unknown("visits"), "visitor"),
        (audience(json!({"visits": {"min": 4}})), none.clone(), "visits"),
        (audience(json!({"visits": {"min": 3, "max": 3}})), none.clone(), ""),
        (audience(json!({"visits": {"max": 2}})), none.clone(), "visits"),
        (audience(json!({"orders": {"max": 0}})), none.clone(), "orders"),
        (audience(json!({"orders": {"max": 0}})), unknown("orders"), "orders"),
        (audience(json!({"days_since_order": {"min": 14}})), none.clone(), "days_since_order"),
        (audience(json!({"order_value": {"min": 50}})), none.clone(), "order_value"),
        (audience(json!({"order_value": {"min": 0}})), unknown("order_value"), "order_value"),
        (audience(json!({"cart_value": {"min": 20.5}})), none.clone(), "cart_value"),
        (audience(json!({"cart_value": {"max": 20}})), none.clone(), ""),
        (audience(json!({"channels": ["social", "email"]})), none.clone(), "channel"),
        (audience(json!({"channels": ["email", "search"]})), none.clone(), ""),
        (audience(json!({"segments": ["new"]})), none.clone(), "segment"),
        (audience(json!({"segments": ["vip"]})), unknown("segment"), "segment"),
        (audience(json!({"attributes": {"tier": ["silver", "bronze"]}})), none.clone(), "attributes"),
        (audience(json!({"attributes": {"tier": ["gold"], "points": ["7"]}})), none.clone(), "attributes"),
        (audience(json!({"attributes": {"tier": ["gold"], "region": ["at"]}})), none.clone(), "attributes"),
        (audience(json!({"attributes": {"tier": ["gold"]}})), unknown("attributes"), "attributes"),
        (
            audience(json!({"attributes": {"tier": ["silver", "gold"], "trial": [false], "points": [7]}})),
            none.clone(),
            "",
        ),
        (audience(json!({"from": "2026-11-23"})), none.clone(), "dates"),
        (audience(json!({"until": "2026-11-21"})), none.clone(), "dates"),
        (audience(json!({"from": "2026-11-22", "until": "2026-11-22"})), none.clone(), ""),
        (audience(json!({"until": "2026-11-22"})), json!({"now": "2026-11-22T23:59:59.999"}), ""),
        (audience(json!({"until": "2026-11-22"})), unknown("now"), "dates"),
        (audience(json!({"from": "2026-11-22"})), unknown("now"), "dates"),
        (audience(json!({"hours": {"from": 10, "until": 18}})), none.clone(), "hours"),
        (audience(json!({"hours": {"from": 9.5, "until": 9.75}})), none.clone(), ""),
        (audience(json!({"hours": {"from": 8, "until": 9.5}})), none.clone(), "hours"),
        (audience(json!({"hours": {"from": 22, "until": 6}})), none.clone(), "hours"),
        (audience(json!({"hours": {"from": 22, "until": 6}})), json!({"now": "2026-11-22T22:00"}), ""),
        (audience(json!({"hours": {"from": 22, "until": 6}})), json!({"now": "2026-11-22T05:59"}), ""),
        (audience(json!({"hours": {"from": 22, "until": 6}})), json!({"now": "2026-11-22T06:00"}), "hours"),
        (audience(json!({"hours": {"from": 0, "until": 24}})), json!({"now": "2026-11-22T23:59"}), ""),
        (audience(json!({"hours": {"from": 0, "until": 24}})), unknown("now"), "hours"),
        (audience(json!({"hours": {"from": 22, "until": 6}})), unknown("now"), "hours"),
        (json!({"share": 50}), none.clone(), "share"),
        (json!({"share": 50.01}), none.clone(), ""),
        (json!({"share": 100}), json!({"share": 99.99}), ""),
        (json!({"share": 10}), unknown("share"), "share"),
    ] {
        let reasons =
            names(&reasons_against(&survey(&survey_says), &context(&case), &History(Json::Null), NOW));
        let expected: Vec<&str> = Some(reason).filter(|reason| !reason.is_empty()).into_iter().collect();
        assert_eq!(reasons, expected, "{survey_says} {case}");
        seen.insert(reason);
    }
    seen.remove("");
    let without_history: BTreeSet<&str> = Reason::NAMES[..20].iter().copied().collect();
    assert_eq!(seen, without_history);
}

/// The history, what the survey says, and the reasons at [`NOW`]. Times are days ago.
#[test]
fn what_was_shown_rests() {
    let entry = |outcome: &str, count: u32, ago: f64| json!({"surveys": {"s": {"count": count, "at": NOW - ago * DAY, "outcome": outcome, "order": 5000}}});
    let shown = |quiet: f64, ago: f64| json!({"shown": NOW - ago * DAY, "quiet": quiet * DAY});
    let none = json!({});
    let frequency = |frequency: Value| json!({ "frequency": frequency });
    for (history, says, reasons) in [
        (json!(null), none.clone(), &[][..]),
        (json!({"shown": "yesterday", "surveys": [1]}), none.clone(), &[]),
        (json!({"surveys": {"s": true}}), none.clone(), &[]),
        (shown(7.0, 6.9), none.clone(), &["quiet"]),
        (shown(7.0, 7.0), none.clone(), &[]),
        (shown(7.0, -100.0), none.clone(), &["quiet"]),
        (shown(0.0, 0.0), none.clone(), &[]),
        (shown(0.0, -1.0), none.clone(), &[]),
        (entry("answered", 1, 89.9), none.clone(), &["resting"]),
        (entry("answered", 1, 90.0), none.clone(), &[]),
        (entry("answered", 1, -400.0), none.clone(), &["resting"]),
        (entry("answered", 1, 1.0), frequency(json!({"answered_days": 1})), &[]),
        (entry("dismissed", 1, 29.9), none.clone(), &["resting"]),
        (entry("dismissed", 1, 30.0), none.clone(), &[]),
        (entry("dismissed", 1, 30.0), frequency(json!({"dismissed_days": 30.5})), &["resting"]),
        (entry("ignored", 1, 6.9), none.clone(), &["resting"]),
        (entry("ignored", 1, 7.0), none.clone(), &[]),
        (entry("ignored", 1, 0.0), frequency(json!({"ignored_days": 0})), &[]),
        (entry("something", 1, 6.9), none.clone(), &["resting"]),
        (entry("later", 1, 0.9), none.clone(), &["resting"]),
        (entry("later", 1, 0.9), frequency(json!({"later_hours": 2})), &[]),
        (entry("later", 1, 2.9), frequency(json!({"later_hours": 72})), &["resting"]),
        (entry("answered", 2, 400.0), frequency(json!({"max_times": 2})), &["most"]),
        (entry("answered", 1, 400.0), frequency(json!({"max_times": 2})), &[]),
        (entry("answered", 1, 400.0), frequency(json!({"once_per_order": true})), &["same_order"]),
        (entry("answered", 1, 400.0), json!({"trigger": {"order": 7}}), &["same_order"]),
        (
            entry("answered", 1, 400.0),
            json!({"trigger": {"order": 7}, "frequency": {"once_per_order": false}}),
            &[],
        ),
        (
            entry("later", 3, 0.0),
            json!({"trigger": {"order": 7}, "frequency": {"max_times": 1}}),
            &["resting", "most", "same_order"],
        ),
    ] {
        let history = History(json_of(&history));
        let found = names(&reasons_against(&survey(&says), &context(&none), &history, NOW));
        assert_eq!(found, reasons, "{history:?} {says}");
    }
    // For another order, and where there was none when it was shown.
    let once = survey(&frequency(json!({"once_per_order": true})));
    for (at, last, shown) in [
        (Some(1.0), json!(2), true),
        (Some(2.0), json!(2), false),
        (None, json!(2), true),
        (None, json!(null), false),
    ] {
        let mut history = History(Json::Null);
        history.record_shown("s", 0.0, 0.0, at);
        let reasons = reasons_against(&once, &context(&json!({ "order": last })), &history, NOW);
        assert_eq!(reasons.is_empty(), shown, "{at:?} {last}");
    }
}

#[test]
fn remembers_what_was_shown_and_what_became_of_it() {
    let mut history = History(Json::Null);
    let written = |history: &History| serde_json::to_value(&history.0).unwrap();
    history.record_shown("s", 1_000.0, 500.0, Some(40.0));
    assert_eq!(
        written(&history),
        json!({"shown": 1000, "quiet": 500, "surveys": {"s": {"count": 1, "order": 40, "at": 1000, "outcome": "ignored"}}})
    );
    history.record_outcome("s", Outcome::Later, 1_200.0);
    history.record_shown("t", 2_000.0, 500.0, None);
    history.record_shown("s", 3_000.0, 0.0, None);
    history.record_outcome("s", Outcome::Answered, 3_300.0);
    assert_eq!(
        written(&history),
        json!({"shown": 3000, "quiet": 0, "surveys": {
            "s": {"count": 2, "order": null, "at": 3300, "outcome": "answered"},
            "t": {"count": 1, "order": null, "at": 2000, "outcome": "ignored"},
        }})
    );
    assert!(!history.clamp_to(3_300.0));
    assert!(history.clamp_to(2_500.0));
    assert_eq!(written(&history)["shown"], 2500);
    assert_eq!(written(&history)["surveys"]["s"]["at"], 2500);
    assert_eq!(written(&history)["surveys"]["t"]["at"], 2000);
    assert!(!history.clamp_to(2_500.0));
}

/// Whole numbers that look random, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

fn some_context(dice: &mut Dice) -> Context {
    let mut members = json!({"ready": dice.one(&[json!(["s"]), json!(["other", "s"]), json!([])])});
    for (name, values) in [
        ("touchpoint", &[json!("checkout.payment"), json!("cart"), json!(null)][..]),
        ("phase", &[json!("purchase"), json!("delivery"), json!(null)]),
        ("path", &[json!("/checkout"), json!("/"), json!(null)]),
        ("device", &[json!("phone"), json!("desktop"), json!(null)]),
        ("language", &[json!("de-AT"), json!("en"), json!(null)]),
        ("visits", &[json!(1), json!(2), json!(9), json!(null)]),
        ("orders", &[json!(0), json!(2), json!(null)]),
        ("days_since_order", &[json!(3), json!(30), json!(null)]),
        ("order_value", &[json!(10), json!(100), json!(null)]),
        ("cart_value", &[json!(0), json!(50), json!(null)]),
        ("channel", &[json!("search"), json!("email"), json!(null)]),
        ("segment", &[json!("vip"), json!("new"), json!(null)]),
        ("attributes", &[json!({"tier": "gold"}), json!({"tier": "silver", "a": 1}), json!(null)]),
        ("consent", &[json!(true), json!(false), json!(null)]),
        ("share", &[json!(0), json!(10), json!(99), json!(null)]),
        ("now", &[json!("2026-11-22T09:30:00.000"), json!("2026-12-24T23:00:00.000"), json!(null)]),
        ("order", &[json!(1), json!(2), json!(null)]),
        ("show", &[json!("s"), json!("other"), json!(null), json!(null)]),
    ] {
        members[name] = dice.one(values);
    }
    Context(json_of(&members))
}

fn some_history(dice: &mut Dice) -> History {
    let times = [0.0, NOW - DAY, NOW - 40.0 * DAY, NOW + 100.0 * DAY];
    let entry = json!({
        "count": dice.below(4), "at": dice.one(&times), "outcome": dice.one(&Outcome::NAMES), "order": dice.below(3),
    });
    let shown =
        json!({"shown": dice.one(&times), "quiet": dice.one(&[0.0, 7.0 * DAY]), "surveys": {"s": entry}});
    History(json_of(&dice.one(&[shown, json!(null)])))
}

/// Members of a survey that say to whom and how often: each makes those fewer.
const RESTRICTIONS: [(&str, &str, &str); 24] = [
    ("", "touchpoints", r#"["checkout"]"#),
    ("", "share", "20"),
    ("audience", "phases", r#"["purchase"]"#),
    ("audience", "paths", r#"["^/checkout"]"#),
    ("audience", "devices", r#"["phone"]"#),
    ("audience", "languages", r#"["de"]"#),
    ("audience", "visitor", r#""new""#),
    ("audience", "visits", r#"{"max": 2}"#),
    ("audience", "orders", r#"{"min": 1}"#),
    ("audience", "days_since_order", r#"{"min": 7, "max": 60}"#),
    ("audience", "order_value", r#"{"min": 50}"#),
    ("audience", "cart_value", r#"{"max": 20}"#),
    ("audience", "channels", r#"["search"]"#),
    ("audience", "segments", r#"["vip"]"#),
    ("audience", "attributes", r#"{"tier": ["gold"]}"#),
    ("audience", "from", r#""2026-12-01""#),
    ("audience", "until", r#""2026-12-24""#),
    ("audience", "hours", r#"{"from": 8, "until": 18}"#),
    ("frequency", "answered_days", "400"),
    ("frequency", "dismissed_days", "400"),
    ("frequency", "ignored_days", "400"),
    ("frequency", "later_hours", "720"),
    ("frequency", "max_times", "2"),
    ("frequency", "once_per_order", "true"),
];

/// A survey with some of the restrictions. The others are not there.
fn restricted(chosen: &[bool]) -> Value {
    let mut says = json!({});
    for ((place, name, value), _) in RESTRICTIONS.iter().zip(chosen).filter(|(_, chosen)| **chosen) {
        let value: Value = serde_json::from_str(value).unwrap();
        match *place {
            "" => says[*name] = value,
            place => says[place][*name] = value,
        }
    }
    says
}

#[test]
fn a_restriction_never_makes_a_survey_eligible() {
    let mut dice = Dice(4711);
    let mut eligible = 0;
    for _ in 0..3_000 {
        let (context, history) = (some_context(&mut dice), some_history(&mut dice));
        let mut chosen = RESTRICTIONS.map(|_| dice.below(12) == 0);
        let before = reasons_against(&survey(&restricted(&chosen)), &context, &history, NOW);
        chosen[dice.below(RESTRICTIONS.len())] = true;
        let after = reasons_against(&survey(&restricted(&chosen)), &context, &history, NOW);
        assert!(before.iter().all(|reason| after.contains(reason)), "{context:?} {before:?} {after:?}");
        eligible += usize::from(before.is_empty());
    }
    assert!(eligible > 10, "{eligible}");
}

fn reversed(json: &Json) -> Json {
    match json {
        Json::Object(members) => {
            Json::Object(members.iter().rev().map(|(name, value)| (name.clone(), reversed(value))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().rev().map(reversed).collect()),
        other => other.clone(),
    }
}

#[test]
fn the_order_of_members_never_matters() {
    let mut dice = Dice(815);
    for _ in 0..3_000 {
        let (context, history) = (some_context(&mut dice), some_history(&mut dice));
        let survey = survey(&restricted(&RESTRICTIONS.map(|_| dice.below(4) == 0)));
        let reasons = reasons_against(&survey, &context, &history, NOW);
        let [context, history] = [&context.0, &history.0].map(reversed);
        let survey = Survey(reversed(&survey.0));
        assert_eq!(reasons_against(&survey, &Context(context), &History(history), NOW), reasons);
    }
}

/// However the clock jumps, between two surveys it goes forward by the quiet time at least, and between two showings of one by
/// its rest.
#[test]
fn no_jump_of_the_clock_shortens_a_quiet_time() {
    let mut dice = Dice(2026);
    let mut shows = 0;
    for _ in 0..400 {
        let quiet = dice.one(&[0.0, DAY, 7.0 * DAY]);
        let rest = dice.one(&[0.0, 3.0 * DAY, 30.0 * DAY]);
        let days = rest / DAY;
        let frequency = json!({"answered_days": days, "dismissed_days": days, "ignored_days": days});
        let keys = ["s", "t"];
        let surveys = keys.map(|key| survey(&json!({ "key": key, "frequency": frequency })));
        let context = Context(json_of(&json!({ "ready": keys })));
        let mut history = History(Json::Null);
        let mut now = NOW;
        let mut forward = 0.0;
        let mut last: Option<f64> = None;
        let mut last_of: [Option<f64>; 2] = [None; 2];
        for _ in 0..60 {
            let step = dice.one(&[
                0.0,
                HOUR,
                DAY,
                6.0 * DAY,
                31.0 * DAY,
                -HOUR,
                -5.0 * DAY,
                -400.0 * DAY,
                400.0 * DAY,
            ]);
            now += step;
            forward += f64::max(step, 0.0);
            // Not every time that the clock shows is seen.
            if dice.below(3) == 0 {
                continue;
            }
            history.clamp_to(now);
            for (index, survey) in surveys.iter().enumerate() {
                if !reasons_against(survey, &context, &history, now).is_empty() {
                    continue;
                }
                assert!(last.is_none_or(|last| forward - last >= quiet));
                assert!(last_of[index].is_none_or(|last| forward - last >= rest));
                history.record_shown(keys[index], now, quiet, None);
                if dice.below(2) == 0 {
                    history.record_outcome(
                        keys[index],
                        dice.one(&[Outcome::Answered, Outcome::Dismissed]),
                        now,
                    );
                }
                (last, last_of[index]) = (Some(forward), Some(forward));
                shows += 1;
            }
        }
    }
    assert!(shows > 1_000, "{shows}");
}

#[test]
fn after_a_jump_it_is_quiet_once_and_no_longer() {
    let survey = survey(&json!({}));
    let context = context(&json!({}));
    let mut history = History(Json::Null);
    history.record_shown("other", NOW, 7.0 * DAY, None);
    let back = NOW - 500.0 * DAY;
    assert!(history.clamp_to(back));
    let at = |now: f64| names(&reasons_against(&survey, &context, &history, now));
    assert_eq!(at(back), ["quiet"]);
    assert_eq!(at(back + 6.99 * DAY), ["quiet"]);
    assert_eq!(at(back + 7.0 * DAY), [""; 0]);
}

#[test]
fn a_context_is_checked() {
    let problems = |value: Value| -> Vec<String> {
        let problems = validate_context(&json_of(&value), "context.json ");
        problems.iter().map(ToString::to_string).collect()
    };
    assert_eq!(problems(json!({})), [""; 0]);
    assert_eq!(
        problems(
            json!({"history": {"shown": 1, "quiet": 2, "surveys": {"a": {"count": 1, "at": 3, "outcome": "later", "order": null}}}, "unix": 5})
        ),
        [""; 0]
    );
    assert_eq!(
        problems(json!({
            "devices": "phone",
            "visits": "3",
            "now": "today",
            "attributes": {"Tier": 1, "a": []},
            "ready": ["A"],
            "history": {"surveys": {"a": {"outcome": "closed", "counts": 1}}},
        })),
        [
            "context.json devices: found \"devices\", expected one of touchpoint, phase, path, device, language, visits, orders, \
             days_since_order, order_value, cart_value, channel, segment, attributes, ready, consent, share, now, order, show, \
             history, unix (did you mean device?)",
            "context.json visits: found \"3\", expected a whole number from 0 to 4294967295",
            "context.json attributes.Tier: found \"Tier\", expected a key: lower-case letters and digits, in parts joined by '.', \
             '-' or '_', at most 64 characters",
            "context.json attributes.a: found an array, expected a text, a number, true or false",
            "context.json ready[0]: found \"A\", expected a key: lower-case letters and digits, in parts joined by '.', '-' or '_', \
             at most 64 characters",
            "context.json now: found \"today\", expected a local time such as 2026-11-22T09:30:00.000",
            "context.json history.surveys.a.counts: found \"counts\", expected one of count, at, outcome, order (did you mean \
             count?)",
            "context.json history.surveys.a.outcome: found \"closed\", expected one of ignored, answered, dismissed, later",
        ]
    );
}

#[test]
fn every_reason_is_explained_in_a_sentence() {
    // As a text, because its order is that of the words.
    let says = r#"{
        "key": "s", "questions": [],
        "touchpoints": ["order.confirmation", "parcel"],
        "trigger": {"order": 14, "exit": true},
        "share": 10,
        "audience": {
            "phases": ["delivery"], "paths": ["^/help"], "devices": ["phone", "tablet"], "languages": ["en"], "visitor": "new",
            "visits": {"max": 1}, "orders": {"min": 3, "max": 5}, "days_since_order": {"min": 14},
            "order_value": {"min": 50}, "cart_value": {"min": 20.5}, "channels": ["email"], "segments": ["new"],
            "attributes": {"tier": ["silver", "bronze"], "trial": [false], "region": ["at", 1, true]},
            "from": "2026-12-01", "until": "2026-12-24", "hours": {"from": 22, "until": 6}
        },
        "frequency": {"max_times": 2}
    }"#;
    let says = Survey(serde_json::from_str(says).unwrap());
    let case = context(&json!({"consent": false, "show": "other", "ready": []}));
    let history = History(json_of(&json!({
        "shown": NOW - 0.5 * DAY, "quiet": DAY,
        "surveys": {"s": {"count": 2, "at": NOW - 78.5 * DAY, "outcome": "answered", "order": 5000}},
    })));
    let explained = serde_json::to_value(explain::explain(&says, &case, &history, NOW)).unwrap();
    assert_eq!((&explained["survey"], &explained["shown"]), (&json!("s"), &json!(false)));
    let reasons = explained["reasons"].as_array().unwrap();
    let all: Vec<[&str; 2]> = reasons
        .iter()
        .map(|reason| ["reason", "message"].map(|name| reason[name].as_str().unwrap()))
        .collect();
    assert_eq!(
        all,
        [
            ["consent", "the consent is not given"],
            ["other_survey", "only other is meant"],
            ["trigger", "the trigger conditions do not hold: order 14 and exit"],
            ["touchpoint", "touchpoints: wants order.confirmation or parcel, this is checkout.payment"],
            ["phase", "phases: wants delivery, this is purchase"],
            ["path", "paths: wants ^/help, this is /checkout/payment"],
            ["device", "devices: wants phone or tablet, this is desktop"],
            ["language", "languages: wants en, this is de-AT"],
            ["visitor", "visitor: wants new, this is visit 3"],
            ["visits", "visits: wants at most 1, this is 3"],
            ["orders", "orders: wants at least 3 and at most 5, this is 2"],
            ["days_since_order", "days_since_order: wants at least 14, this is 10"],
            ["order_value", "order_value: wants at least 50, this is 49.9"],
            ["cart_value", "cart_value: wants at least 20.5, this is 20"],
            ["channel", "channels: wants email, this is search"],
            ["segment", "segments: wants new, this is vip"],
            [
                "attributes",
                "attributes: tier wants silver or bronze, this is gold; region wants at or 1 or true, which is not known",
            ],
            ["dates", "dates: wants from 2026-12-01 and until 2026-12-24, this is 2026-11-22"],
            ["hours", "hours: wants from 22 and until 6, this is 09:30"],
            ["share", "share: wants 10 % of the visitors, this is number 50 of 100"],
            ["quiet", "a survey was shown not long ago: quiet for 12 more hours"],
            ["resting", "it was answered: cooldown for 12 more days"],
            ["most", "max_times: wants to be shown at most 2×, and was 2×"],
            ["same_order", "it was shown since the last order already"],
        ]
    );
    assert_eq!(
        reasons[17],
        json!({
            "reason": "dates", "wanted": {"from": "2026-12-01", "until": "2026-12-24"}, "found": "2026-11-22T09:30:00.000",
            "message": all[17][1],
        })
    );
    assert_eq!((&reasons[21]["wanted"], &reasons[21]["found"]), (&json!(90), &json!(78.5)));

    let nothing = Context(json_of(&json!({ "ready": ["s"] })));
    let explained = explain::explain(&survey(&json!({})), &nothing, &History(Json::Null), NOW);
    assert_eq!(
        serde_json::to_value(explained).unwrap(),
        json!({"survey": "s", "shown": true, "reasons": []})
    );
    let unknown = survey(&json!({"audience": {"devices": ["phone"]}}));
    let explained = explain::explain(&unknown, &nothing, &History(Json::Null), NOW);
    assert_eq!(
        explained.list("reasons")[0].text("message"),
        Some("devices: wants phone, which is not known")
    );
}
