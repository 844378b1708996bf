//! Surveys: what is asked, and at which touchpoints. When and whom is asked, `eligibility` says.
//!
//! A survey stays the JSON it was written as, and what it says is asked of it. Types of
//! their own for all of it would be downloaded by every shopper.

use std::rc::Rc;

use crate::answer::{Answer, AnswerValue};
use crate::context::WokenBy;
use crate::eligibility::DAY;
use crate::eligibility::shape::{AUDIENCE, FREQUENCY, TRIGGER, check_whom};
use crate::field_error::FieldError;
use crate::flow::{END, check_branches, check_conditions, check_reachable};
use crate::json::{Json, Object};
use crate::key::Key;
use crate::kind::{self, Channel, InputKind, Look, MAX_TEXT_LENGTH, Scale};
use crate::read::{FieldErrors, Reader};
use crate::shape::Need::{May, Must};
use crate::shape::{Member, Shape, check_members, check_unique, keys, keys_of};
use crate::text::{MAX_WORDING_LENGTH, concat};
use crate::touchpoint::{NAMED, covers};

/// The placeholders that every text of a survey may hold. Beside them there is `answer.KEY` for each earlier question.
pub const PLACEHOLDERS: [&str; 4] = ["shop", "touchpoint", "product", "first_name"];

/// What begins the placeholder of an earlier answer.
pub const ANSWER: &str = "answer.";

/// The version of the survey file's format.
pub const FORMAT: u32 = 1;

/// The most surveys a file has.
pub const MAX_SURVEYS: usize = 100;
/// The most questions a survey has.
pub const MAX_QUESTIONS: usize = 20;
/// The most touchpoints a list has.
pub const MAX_TOUCHPOINTS: usize = 500;
/// The most endings a survey has.
pub const MAX_ENDINGS: usize = 20;

/// The most characters a question's key has: its comment's key is eight longer.
pub(crate) const MAX_QUESTION_KEY_LENGTH: usize = Key::MAX_LENGTH - 8;

/// The most characters a voucher code has.
pub(crate) const MAX_CODE_LENGTH: usize = 40;

/// The most days without a survey after one.
pub(crate) const MAX_QUIET_DAYS: u32 = 365;
/// The most patterns that mask text.
pub(crate) const MAX_MASKS: usize = 20;
/// The most characters such a pattern has.
pub(crate) const MAX_MASK_LENGTH: usize = 200;
/// The days without a survey after one, where the file does not say.
pub(crate) const QUIET_DAYS: f64 = 7.0;

/// What a survey file may hold.
const FILE: &[Member] = &[
    Member("$schema", Shape::Elsewhere, May),
    Member("format", Shape::Elsewhere, Must),
    Member("touchpoints", Shape::List(&Shape::Object(NAMED), MAX_TOUCHPOINTS), May),
    Member("quiet_days", Shape::Number(0, MAX_QUIET_DAYS), May),
    Member("masks", Shape::List(&Shape::Plain(MAX_MASK_LENGTH), MAX_MASKS), May),
    Member("surveys", Shape::Elsewhere, Must),
];

/// Keys of touchpoints, of which one is meant. None would be none at all.
pub(crate) const TOUCHPOINTS: Shape = Shape::Filled(&keys(MAX_TOUCHPOINTS));

/// How an address that is no path begins.
pub(crate) const SCHEMES: [&str; 3] = ["https://", "mailto:", "tel:"];

/// What a survey may hold. Questions and endings refer to each other and are looked at one by one.
const SURVEY: &[Member] = &[
    Member("key", Shape::Key, Must),
    Member("version", Shape::Whole(1, u32::MAX), May),
    Member("touchpoints", TOUCHPOINTS, May),
    Member("ahead", TOUCHPOINTS, May),
    Member("trigger", Shape::Filled(&Shape::Object(TRIGGER)), May),
    Member("share", Shape::Elsewhere, May),
    Member("audience", Shape::Object(AUDIENCE), May),
    Member("frequency", Shape::Object(FREQUENCY), May),
    Member("questions", Shape::Elsewhere, Must),
    Member("endings", Shape::Elsewhere, May),
];

/// What a question of every kind may hold.
pub(crate) const QUESTION: &[Member] = &[
    Member(
        "key",
        Shape::Parsed(
            is_question_key,
            "a key of at most 56 characters, so that \".comment\" fits behind it, and not \"end\"",
        ),
        May,
    ),
    Member("kind", Shape::OneOf(&kind::NAMES), Must),
    Member("text", Shape::Text, May),
    Member("required", Shape::Flag, May),
    Member("when", Shape::Elsewhere, May),
    Member("next", Shape::Elsewhere, May),
];

const LINK: &[Member] = &[
    Member(
        "url",
        Shape::Parsed(is_safe_url, "an address that starts with https://, mailto:, tel: or /"),
        Must,
    ),
    Member("text", Shape::Text, Must),
];

/// What an ending may hold.
pub(crate) const ENDING: &[Member] = &[
    Member("when", Shape::Elsewhere, May),
    Member("title", Shape::Text, May),
    Member("text", Shape::Text, May),
    Member("link", Shape::Object(LINK), May),
    Member("voucher", Shape::Plain(MAX_CODE_LENGTH), May),
];

fn is_question_key(key: &str) -> bool {
    Key::new(key).is_some() && key.len() <= MAX_QUESTION_KEY_LENGTH && key != END
}

/// An address that can run no script and leads nowhere unexpected. One with white space or control characters is none:
/// browsers leave some of them out, and `/\t/` becomes `//`.
pub fn is_safe_url(url: &str) -> bool {
    let is_path = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let is_known = SCHEMES.iter().any(|scheme| url.starts_with(scheme));
    (is_path || is_known) && url.len() <= MAX_WORDING_LENGTH && url.bytes().all(|byte| byte > b' ')
}

/// A survey: one or a few questions, asked at some touchpoints or at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey(pub(crate) Json);

/// One question of a survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question<'a>(pub(crate) &'a Json);

impl Survey {
    /// The metric's standard survey: its question in its own wording, and a comment.
    pub fn standard(scale: Scale) -> Self {
        let mut question = Object::default();
        question.put("kind", scale.kind());
        let mut survey = Object::default();
        survey.put("key", scale.kind());
        survey.put("questions", Json::Array(vec![question.into()]));
        Self(survey.into())
    }

    /// Its stable name.
    pub fn key(&self) -> &str {
        self.0.text("key").unwrap_or_default()
    }

    /// Raised by the shop when a change makes answers incomparable.
    pub fn version(&self) -> u32 {
        self.0.number("version").map_or(1, |version| version as u32)
    }

    /// What must have come before it is shown, all of it at once; where it says nothing, that the page was loaded.
    pub fn trigger(&self) -> Option<&Json> {
        self.0.get("trigger")
    }

    /// For how many hours the shopper may put it off; `None` where that is not offered.
    pub fn later_hours(&self) -> Option<f64> {
        self.0.get("frequency")?.number("later_hours")
    }

    /// What wakes it: the last thing its trigger names.
    pub fn woken_by(&self) -> WokenBy {
        match self.trigger() {
            Some(Json::Object(members)) => members.last().and_then(|(name, _)| WokenBy::named(name)),
            _ => None,
        }
        .unwrap_or(WokenBy::Load)
    }

    /// Whether it is only for those who came through some channels.
    pub fn asks_channel(&self) -> bool {
        self.0.get("audience").is_some_and(|audience| audience.get("channels").is_some())
    }

    /// Whether it is asked at this touchpoint: at those it names and below them, or everywhere.
    pub fn is_asked_at(&self, touchpoint: &Key) -> bool {
        let touchpoints = self.0.list("touchpoints");
        let above = |key: &Json| covers(key.as_str().unwrap_or_default(), touchpoint.as_str());
        touchpoints.is_empty() || touchpoints.iter().any(above)
    }

    /// How many questions it has.
    pub fn length(&self) -> usize {
        self.0.list("questions").len()
    }

    /// The question at `index`, if it has that many.
    pub fn question(&self, index: usize) -> Option<Question<'_>> {
        self.0.list("questions").get(index).map(Question)
    }

    /// The question of this key.
    pub fn question_named(&self, key: &str) -> Option<Question<'_>> {
        self.0.list("questions").iter().map(Question).find(|question| question.key() == key)
    }

    /// What may stand at the end, each with `when`, `title`, `text`, and `link` (`url`, `text`) or `voucher`.
    pub fn endings(&self) -> &[Json] {
        self.0.list("endings")
    }
}

impl<'a> Question<'a> {
    /// Its stable name within the survey.
    pub fn key(&self) -> &'a str {
        self.0.text("key").unwrap_or_else(|| self.kind())
    }

    /// Its kind.
    pub fn kind(&self) -> &'a str {
        self.0.text("kind").unwrap_or_default()
    }

    /// How it is answered.
    pub fn input_kind(&self) -> InputKind {
        kind::named(self.kind()).map_or(InputKind::Statement, |kind| kind.input_kind)
    }

    /// Whether its kind has a wording of its own.
    pub(crate) fn has_wording(&self) -> bool {
        self.input_kind() == InputKind::Scale && self.kind() != "yes-no"
    }

    /// The scale it is answered on, where it is answered on one.
    pub fn scale(&self) -> Scale {
        Scale::of(self.kind(), self.0.number("points"), self.own_look())
    }

    /// What the points of the scale look like.
    pub fn look(&self) -> Look {
        self.own_look().unwrap_or(self.scale().look())
    }

    fn own_look(&self) -> Option<Look> {
        self.0.text("look").and_then(Look::named)
    }

    /// Whether a comment is asked for after the rating.
    pub fn asks_comment(&self) -> bool {
        match self.0.get("comment") {
            Some(Json::Bool(flag)) => *flag,
            _ => self.input_kind() == InputKind::Scale && self.scale().asks_comment(),
        }
    }

    /// Whether an answer is needed to go on: where the survey says nothing of it, on scales and lists.
    pub fn is_required(&self) -> bool {
        match self.0.get("required") {
            Some(Json::Bool(flag)) => *flag,
            _ => matches!(self.input_kind(), InputKind::Scale | InputKind::Single | InputKind::Multiple),
        }
    }

    /// One of its texts, where the survey gives it: `text`, `least`, `most`, `consent`.
    pub fn text(&self, name: &str) -> Option<&'a Json> {
        self.0.get(name)
    }

    /// The options of a list, each with `key`, `text` and `fixed`.
    pub fn options(&self) -> &'a [Json] {
        self.0.list("options")
    }

    /// Whether each shopper sees the options in an order of their own.
    pub fn is_shuffled(&self) -> bool {
        self.0.flag("shuffle")
    }

    /// Whether there is one more option, always the last, with a text field.
    pub fn has_other(&self) -> bool {
        self.0.flag("other")
    }

    /// The most characters a text field takes, which the shopper sees count down.
    pub fn longest(&self) -> usize {
        let standard = if self.input_kind() == InputKind::Long { MAX_TEXT_LENGTH / 2 } else { 100 };
        self.0.number("longest").map_or(standard, |longest| longest as usize)
    }

    /// What a question for an address asks for.
    pub fn channel(&self) -> Channel {
        self.0.text("by").and_then(Channel::named).unwrap_or(Channel::Email)
    }

    /// When it is asked, see [`crate::flow`].
    pub(crate) fn when(&self) -> Option<&'a Json> {
        self.0.get("when")
    }

    /// Where it leads.
    pub(crate) fn branches(&self) -> &'a [Json] {
        self.0.list("next")
    }

    /// Whether `answer` is to this question or the comment below it.
    pub fn is_answered_by(&self, answer: &Answer) -> bool {
        let key = answer.question.as_str();
        key == self.key()
            || key.strip_suffix(".comment") == Some(self.key())
                && matches!(answer.value, AnswerValue::Text(_))
    }
}

/// Takes the surveys out of a file as they stand there, right or wrong: all, or the one that is `only` meant. What is wrong,
/// [`read_file`] says; until then a wrong survey is taken for something right: an unknown kind of question for a statement, a
/// missing key for nothing.
pub fn unchecked(file: &mut Json, only: &str) -> Vec<Rc<Survey>> {
    let mut surveys = Vec::new();
    if let Json::Array(all) = file.take("surveys") {
        for survey in all {
            if only.is_empty() || survey.text("key") == Some(only) {
                surveys.push(Rc::new(Survey(survey)));
            }
        }
    }
    surveys
}

/// For how many milliseconds no survey is shown unasked after one was, as a survey file says it.
pub fn quiet(file: &Json) -> f64 {
    file.number("quiet_days").unwrap_or(QUIET_DAYS) * DAY
}

/// Everything that is wrong with a survey file. `name` begins the paths.
pub fn problems(json: &Json, name: &str) -> Vec<FieldError> {
    let errors = FieldErrors::default();
    check_file(&Reader::new(json, name, &errors));
    errors.into_errors()
}

/// Reads a survey file. `name` begins the paths in the problems.
pub fn read_file(json: &Json, name: &str) -> Result<Vec<Rc<Survey>>, Vec<FieldError>> {
    let problems = problems(json, name);
    if problems.is_empty() { Ok(unchecked(&mut json.clone(), "")) } else { Err(problems) }
}

fn check_file(reader: &Reader) {
    check_members(reader, &[FILE], &[]);
    if !reader.is_object() {
        return;
    }
    let format = reader.member("format");
    if !matches!(format.json(), Some(Json::Number(number)) if *number == f64::from(FORMAT)) {
        format.expected::<()>("1");
    }
    let touchpoints = reader.member("touchpoints");
    check_unique(&touchpoints, &keys_of(&touchpoints));
    let array = reader.member("surveys");
    for index in 0..array.length(MAX_SURVEYS).unwrap_or_default() {
        check_survey(&array.element(index));
    }
    check_unique(&array, &keys_of(&array));
}

fn check_survey(reader: &Reader) {
    check_members(reader, &[SURVEY], &[]);
    if !reader.is_object() {
        return;
    }
    check_whom(reader);
    let array = reader.member("questions");
    let length = array.length(MAX_QUESTIONS);
    if length == Some(0) {
        array.error::<()>("no question", "at least one question");
    }
    let questions: Vec<Question> = array.json().map_or(&[][..], Json::items).iter().map(Question).collect();
    if length.is_none() {
        return;
    }
    let mut placeholders: Vec<String> = PLACEHOLDERS.map(String::from).to_vec();
    let mut comments = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        let element = array.element(index);
        check_question(&element, question, &names(&placeholders));
        check_conditions(&element, &questions[..index]);
        // A key that comes from a kind there is not is none.
        if question.0.text("key").is_some() || kind::named(question.kind()).is_some() {
            placeholders.push(concat(&[ANSWER, question.key()]));
        }
        if question.asks_comment() {
            comments.push(concat(&[question.key(), ".comment"]));
        }
    }
    // Branches lead to questions that stand later.
    for index in 0..questions.len() {
        check_branches(&array.element(index), index, &questions);
    }
    let keys: Vec<&str> = questions.iter().map(Question::key).collect();
    check_unique(&array, &keys);
    for (index, key) in keys.iter().enumerate() {
        // A response cannot have two answers of one name.
        if comments.iter().any(|comment| comment == key) {
            let found = concat(&[key, ", the key of a comment"]);
            array.element(index).member("key").error::<()>(found, "a key that no other has");
        }
    }
    check_reachable(&array, &questions);
    let endings = reader.member("endings");
    if endings.is_present() {
        for index in 0..endings.length(MAX_ENDINGS).unwrap_or_default() {
            let ending = endings.element(index);
            check_members(&ending, &[ENDING], &names(&placeholders));
            check_conditions(&ending, &questions);
            if ending.member("link").is_present() && ending.member("voucher").is_present() {
                ending.member("voucher").error::<()>("a voucher beside a link", "either of them");
            }
        }
    }
}

fn check_question(reader: &Reader, question: &Question, placeholders: &[&str]) {
    let kind = kind::named(question.kind());
    check_members(reader, &[QUESTION, kind.map_or(&[], |kind| kind.members)], placeholders);
    let points = reader.member("points");
    if question.kind() == "ces"
        && points.is_present()
        && !matches!(question.0.number("points"), Some(5.0 | 7.0))
    {
        points.expected::<()>("5 or 7");
    }
    if kind.is_some() && !question.has_wording() && !reader.member("text").is_present() {
        let expected = "a text: a question of this kind has no wording of its own";
        reader.member("text").expected::<()>(expected);
    }
    let options = reader.member("options");
    if let Some(Json::Array(items)) = options.json() {
        if items.len() + usize::from(question.has_other()) < 2 {
            options.error::<()>("too few options", "at least two options");
        }
        check_unique(&options, &keys_of(&options));
    }
}

fn names(placeholders: &[String]) -> Vec<&str> {
    placeholders.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Vec<Rc<Survey>>, Vec<String>> {
        let json: Json = serde_json::from_str(json).unwrap();
        read_file(&json, "").map_err(|problems| problems.iter().map(ToString::to_string).collect())
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
                {"key": "b", "questions": [{"kind": "nps"}, {"kind": "nps", "key": "nps.comment", "least": "No"}, 5]},
                null
            ]
        }"#;
        assert_eq!(
            read(file).unwrap_err(),
            [
                "survey: found \"survey\", expected one of $schema, format, touchpoints, quiet_days, masks, surveys (did you mean surveys?)",
                "format: found 2, expected 1",
                "surveys[0].touchpoint: found \"touchpoint\", expected one of key, version, touchpoints, ahead, trigger, share, audience, frequency, questions, endings (did you mean touchpoints?)",
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
             "when": {"question": "nps", "at_most": 11}},
            {"kind": "oops", "key": "broken", "next": [{"to": "nps"}]},
            {"kind": "short-text", "text": "?", "when": [{"question": "later", "answered": true}, {"groups": ["promoter"]}]},
            {"kind": "contact", "key": "later", "text": "?", "by": "fax",
             "when": {"question": "reason", "chosen": ["prize"], "at_least": 1}},
            {"kind": "statement", "text": "So {answer.raeson|nothing}.", "next": [{"to": "end"}, {"when": {"question": "broken", "groups": ["no"]}, "to": "end"}]}"#;
        let endings = r#", "endings": [{"when": {"question": "reason", "groups": ["no"]}, "link": {"url": "javascript:x", "text": "Go"}}]"#;
        assert_eq!(
            survey(questions, endings).unwrap_err(),
            [
                "surveys[0].questions[1].options[1].text: found \"x\", expected one of shop, touchpoint, product, first_name, answer.nps",
                "surveys[0].questions[1].options[1].key: found price again, expected a key that no other has",
                "surveys[0].questions[1].when.at_most: found 11, expected a whole number from 0 to 10",
                "surveys[0].questions[2].kind: found \"oops\", expected one of nps, csat, ces, emotion, rating, yes-no, single-choice, multiple-choice, short-text, long-text, contact, statement (did you mean nps?)",
                "surveys[0].questions[3].when[0].question: found \"later\", expected one of nps, reason, broken",
                "surveys[0].questions[3].when[1].groups: found an array, expected \"question\" beside it, which says whose answer is meant",
                "surveys[0].questions[4].by: found \"fax\", expected one of email, phone",
                "surveys[0].questions[4].consent: found nothing, expected a text that is not empty",
                "surveys[0].questions[4].when.at_least: found 1, expected nothing: the question it is about is of another kind",
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
                {"key": "a", "questions": [{"kind": "nps"}], "trigger": {}, "share": 0, "frequency": {"most": 0, "later_hours": 0.5}},
                {"key": "b", "questions": [{"kind": "nps"}], "trigger": {"load": -1, "scrol": 50, "scroll": 0, "exit": false, "order": 366},
                 "share": 101, "audience": {"visits": {}, "orders": {"at_least": 3, "at_most": 2}, "device": "phone", "devices": ["mobile"],
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
                "surveys[0].frequency.most: found 0, expected a whole number from 1 to 4294967295",
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
                "surveys[1].audience.orders.at_most: found 2, expected a number that is not less than \"at_least\"",
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
            assert_eq!(quiet(&file), days * 86_400_000.0);
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
            (
                r#"{"kind":"rating","points":10,"look":"stars","comment":true}"#,
                ("rating-1-10", "stars", true),
            ),
            (r#"{"kind":"yes-no","text":"?"}"#, ("yes-no-0-1", "words", false)),
            (r#"{"kind":"yes-no","text":"?","look":"thumbs"}"#, ("yes-no-0-1", "thumbs", false)),
        ] {
            assert_eq!(scale(question), expected, "{question}");
        }
        for (question, problem) in [
            (
                r#"{"kind":"nps","points":5}"#,
                "points: found \"points\", expected one of key, kind, text, required, when, next, comment, least, most",
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
                r#"{"kind":"long-text","text":"?","longest":2001}"#,
                "longest: found 2001, expected a whole number from 1 to 2000",
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
        let questions =
            r#"{"kind":"rating"},{"kind":"nps","when":{"question":"rating","groups":["promoter"]}}"#;
        let problem = "surveys[0].questions[1].when.groups: found an array, expected \"at_least\" or \"at_most\": a rating \
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

    #[test]
    fn takes_only_addresses_that_can_do_no_harm() {
        for (url, safe) in [
            ("https://reviews.example/shop", true),
            ("mailto:help@shop.example", true),
            ("tel:+49301234567", true),
            ("/help", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("/\t/evil.example", false),
            ("https://shop.example/a b", false),
            ("javascript:alert(1)", false),
            (" javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("http://plain.example", false),
            ("help", false),
            ("", false),
        ] {
            assert_eq!(is_safe_url(url), safe, "{url}");
        }
        assert!(!is_safe_url(&format!("https://{}", "a".repeat(MAX_WORDING_LENGTH))));
    }
}
