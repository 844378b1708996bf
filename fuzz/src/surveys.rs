//! A survey file as a shop writes it, and a shopper who answers its surveys.

use jiff::Timestamp;
use nachklang_model::context::{Asked, Device, Locale, Page, Viewport, Vitals, WokenBy};
use nachklang_model::eligibility::explain::explain;
use nachklang_model::eligibility::{Context, History};
use nachklang_model::flow::Situation;
use nachklang_model::json::Json;
use nachklang_model::kind::{Chosen, Contact, InputKind, MAX_TEXT_LENGTH, OTHER};
use nachklang_model::placeholder::fill;
use nachklang_model::response::Answered;
use nachklang_model::survey_file::{self, ANSWER, PLACEHOLDERS};
use nachklang_model::wording::in_locale;
use nachklang_model::{
    Answer, AnswerValue, Key, Moment, Progress, Question, Response, ResponseId, Survey, Touchpoint,
};

use crate::{assert_helpful, responses};

/// The input is a file. After a zero byte, the shopper's choices may follow.
///
/// - Even an invalid survey can be answered and its texts filled: the widget shows a survey before it is checked.
/// - In a valid survey every path ends, and its answers are a response that a collector takes.
pub fn check(input: &[u8]) -> bool {
    let end = input.iter().position(|byte| *byte == 0).unwrap_or(input.len());
    let mut choices = Choices(&input[(end + 1).min(input.len())..]);
    let Ok(mut file) = serde_json::from_slice::<Json>(&input[..end]) else { return false };
    let problems = survey_file::validate(&file, "file ");
    let is_valid = problems.is_empty();
    if !is_valid {
        assert_helpful(&problems);
        assert!(problems.iter().all(|problem| problem.path.starts_with("file ")), "{problems:?}");
    }
    for survey in survey_file::take_surveys(&mut file, "") {
        read_all(&survey, is_valid);
        let answers = answer_survey(&survey, is_valid, &mut choices);
        if is_valid {
            send(&survey, answers);
        }
    }
    is_valid
}

/// The shopper's choices. Where none is left, the first option is chosen.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    fn next(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }
}

/// Reads every property of a survey.
fn read_all(survey: &Survey, is_valid: bool) {
    assert!(!is_valid || Key::new(survey.key()).is_some(), "{survey:?}");
    let _ = (survey.version(), survey.later_hours(), survey.woken_by(), survey.asks_channel());
    let now = Timestamp::UNIX_EPOCH.as_millisecond() as f64;
    for context in [r#"{}"#, CONTEXT] {
        let context = Context(serde_json::from_str(context).expect("it is JSON"));
        explain(survey, &context, &History(Json::Null), now);
    }
    for index in 0..survey.length() {
        let question = survey.question(index).expect("there are so many");
        let _ = (question.look(), question.is_required(), question.is_shuffled(), question.max_length());
        for name in ["text", "low_label", "high_label"] {
            question.text(name).map(|text| filled_text(text, &[], is_valid));
        }
        for option in question.options() {
            option.get("text").map(|text| filled_text(text, &[], is_valid));
        }
    }
}

/// A context with most of its fields.
const CONTEXT: &str = r#"{"touchpoint": "checkout.payment", "phase": "purchase", "path": "/checkout", "device": "phone",
    "language": "de-AT", "visits": 3, "orders": 2, "days_since_order": 5, "order_value": 49.9, "cart_value": 20,
    "channel": "search", "segment": "gold", "attributes": {"plan": "plus", "share": 0.5, "app": true}, "ready": ["s"],
    "consent": true, "share": 12.5, "now": "2026-11-22T09:30:00.000", "order": 1}"#;

/// Answers a survey by the choices, and returns the answers.
fn answer_survey(survey: &Survey, is_valid: bool, choices: &mut Choices) -> Vec<Answer> {
    let touchpoint = Key::new("checkout.payment").expect("it is a key");
    let segment = Key::new("gold").expect("it is a key");
    let segment = (choices.next() % 2 == 1).then_some(&segment);
    let mut answers = Vec::new();
    let mut from = None;
    loop {
        let situation = Situation { answers: &answers, touchpoint: &touchpoint, segment };
        let next = from.map_or_else(|| situation.first(survey), |from| situation.next(survey, from));
        // An invalid survey may lead back.
        let is_forward = from.is_none_or(|from| next > from);
        assert!(is_forward || !is_valid, "from {from:?} to {next} in {survey:?}");
        assert!(next <= survey.length(), "from {from:?} to {next} in {survey:?}");
        let Some(question) = survey.question(next).filter(|_| is_forward) else { break };
        answer_question(question, is_valid, choices, &mut answers);
        from = Some(next);
    }
    let situation = Situation { answers: &answers, touchpoint: &touchpoint, segment };
    for ending in survey.endings().iter().filter(|ending| situation.meets(ending.get("when"))) {
        let link = ending.get("link").and_then(|link| link.get("text"));
        for text in ["title", "text"].iter().filter_map(|name| ending.get(name)).chain(link) {
            filled_text(text, &answers, is_valid);
        }
    }
    answers
}

/// Answers a question, or skips it.
fn answer_question(question: Question, is_valid: bool, choices: &mut Choices, answers: &mut Vec<Answer>) {
    let choice = choices.next();
    let value = match question.input_kind() {
        _ if choice == 255 => None,
        InputKind::Scale => {
            let ratings: Vec<_> = question.scale().ratings().collect();
            Some(AnswerValue::Rating(ratings[choice % ratings.len()]))
        }
        InputKind::Single => {
            let options = options(question);
            let one = options.get(choice % options.len().max(1));
            one.map(|key| chosen(false, vec![key.clone()]))
        }
        InputKind::Multiple => {
            let mut some = options(question);
            some.retain(|_| choices.next().is_multiple_of(2));
            // An invalid survey may have an option twice.
            some.dedup();
            (!some.is_empty()).then(|| chosen(true, some))
        }
        InputKind::Short | InputKind::Long => Some(AnswerValue::Text(words(choice))),
        InputKind::Contact => {
            let by = question.channel();
            let address = by.address(["jo@shop.example", "+49 30 123456"][by as usize]).expect("it is one");
            let consent = question.text("consent").map(|text| filled_text(text, answers, is_valid));
            consent.map(|consent| AnswerValue::Contact(Contact { by, address, consent }))
        }
        InputKind::Statement => None,
    };
    let comment = question.asks_comment().then(|| AnswerValue::Text(words(choice)));
    let comment_key = format!("{}.comment", question.key());
    for (key, value) in [(question.key(), value), (&comment_key, comment)] {
        let Some(value) = value else { continue };
        match Key::new(key) {
            Some(question) => answers.push(Answer { question, value }),
            None => assert!(!is_valid, "{key} is no key"),
        }
    }
}

fn options(question: Question) -> Vec<Key> {
    let keys = question.options().iter().filter_map(|option| option.text("key"));
    keys.chain(question.has_other().then_some(OTHER)).filter_map(Key::new).collect()
}

fn chosen(multiple: bool, keys: Vec<Key>) -> AnswerValue {
    let other = keys.iter().any(|key| key.as_str() == OTHER).then(|| "Wet".into());
    AnswerValue::Choice(Chosen { multiple, keys, other })
}

/// A few words, or as many characters as are allowed.
fn words(choice: usize) -> String {
    "ü".repeat(if choice.is_multiple_of(2) { 3 } else { MAX_TEXT_LENGTH })
}

/// A text as the shopper reads it.
fn filled_text(text: &Json, answers: &[Answer], is_valid: bool) -> String {
    let (_, template) = in_locale(text, "de-AT", "de");
    fill(template, &|name| {
        let answer = name.strip_prefix(ANSWER);
        let is_known = PLACEHOLDERS.contains(&name) || answer.is_some();
        assert!(is_known || !is_valid, "{{{name}}} in {template}");
        let given = answers.iter().find(|given| Some(given.question.as_str()) == answer);
        match given.map(|given| &given.value) {
            Some(AnswerValue::Text(text)) => Some(text.clone()),
            Some(_) => Some("5".into()),
            None => is_known.then(String::new),
        }
    })
}

/// Sends the response as the widget does, and expects that the collector takes it.
fn send(survey: &Survey, answers: Vec<Answer>) {
    let moment = || Moment::parse("2026-11-21T20:15:00.123+01:00").expect("it is a moment");
    let key = |key| Key::new(key).expect("it is a key");
    let locale = || Locale::new("de-AT").expect("it is a locale");
    let progress = match answers.is_empty() {
        true => Progress::Dismissed(None),
        false => {
            Progress::Complete(Answered::new(answers, moment()).expect("each question is answered once"))
        }
    };
    let response = Response {
        id: ResponseId::new(1_795_000_000_123, &[7; 10]),
        revision: 3,
        progress,
        site: key("shop.example"),
        survey: key(survey.key()),
        survey_version: survey.version(),
        locale: locale(),
        touchpoint: Asked::at(Touchpoint::of_path("/checkout"), "/checkout", WokenBy::Load),
        journey: None,
        order: None,
        customer: None,
        page: Page {
            device: Device::Phone,
            viewport: Viewport { width: 390, height: 844 },
            language: locale(),
            vitals: Vitals::default(),
        },
        shown_at: moment(),
        age: None,
        trap: false,
    };
    let body = serde_json::to_string(&response).expect("a response can be written");
    assert!(responses::check(body.as_bytes()), "refused: {body}");
}
