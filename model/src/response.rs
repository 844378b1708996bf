//! Responses: what a widget sends and a collector stores.

use serde::{Serialize, Serializer};

use crate::age::Age;
use crate::context::{Asked, Customer, Journey, Locale, Order, Page};
use crate::json::{Json, Object};
use crate::key::Key;
use crate::moment::Moment;
pub use crate::progress::Answered;
use crate::progress::{Progress, read_progress};
use crate::read::{Reader, optional};
use crate::response_id::ResponseId;

/// One showing of one survey to one shopper, with what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Its name, the same in every revision.
    pub id: ResponseId,
    /// Grows with every change, from 1. Of two revisions the higher one counts.
    pub revision: u32,
    /// How far the shopper has come.
    pub progress: Progress,
    /// The shop.
    pub site: Key,
    /// The survey.
    pub survey: Key,
    /// The version of the survey.
    pub survey_version: u32,
    /// The language the question was asked in.
    pub locale: Locale,
    /// Where it was asked.
    pub touchpoint: Asked,
    /// How the shopper came there.
    pub journey: Option<Journey>,
    /// The order the shopper had placed.
    pub order: Option<Order>,
    /// What the shop says of its customer.
    pub customer: Option<Customer>,
    /// The page it was asked on.
    pub page: Page,
    /// When the question came on screen.
    pub shown_at: Moment,
    /// For how long this revision had waited on the device when it was sent.
    pub age: Option<Age>,
    /// Whether a field was filled in that no human sees.
    pub trap: bool,
}

/// A response as the contract writes it.
impl From<&Response> for Json {
    fn from(response: &Response) -> Self {
        let mut object = Object::default();
        object.put("id", &*response.id.text());
        object.put("revision", response.revision);
        object.put("status", response.progress.status());
        object.put("site", response.site.as_str());
        object.put("survey", response.survey.as_str());
        object.put("survey_version", response.survey_version);
        object.put("locale", response.locale.as_str());
        object.put("answers", Json::Array(response.progress.answers().iter().map(Json::from).collect()));
        object.put("touchpoint", &response.touchpoint);
        object.put_some("journey", response.journey.as_ref());
        object.put_some("order", response.order.as_ref());
        object.put_some("customer", response.customer.as_ref());
        object.put("page", &response.page);
        object.put("shown_at", response.shown_at.as_str());
        object.put_some("answered_at", response.progress.answered_at().map(Moment::as_str));
        object.put_some("age", response.age);
        object.put_some("trap", response.trap.then_some(Json::Bool(true)));
        object.into()
    }
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Json::from(self).serialize(serializer)
    }
}

impl Response {
    /// Reads a response. Unknown members, which a newer widget may send, are collected and do no harm.
    pub fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&[
            "id",
            "revision",
            "status",
            "site",
            "survey",
            "survey_version",
            "locale",
            "answers",
            "touchpoint",
            "journey",
            "order",
            "customer",
            "page",
            "shown_at",
            "answered_at",
            "age",
            "trap",
        ]);
        // Each is read before any is missed, so that all mistakes are found at once.
        let id = ResponseId::read(&reader.member("id"));
        let revision = reader.member("revision").whole(1, u32::MAX);
        let progress = read_progress(reader);
        let site = reader.member("site").key();
        let survey = reader.member("survey").key();
        let survey_version = reader.member("survey_version").whole(1, u32::MAX);
        let locale = Locale::read(&reader.member("locale"));
        let touchpoint = Asked::read(&reader.member("touchpoint"));
        let journey = optional(reader.member("journey"), Journey::read);
        let order = optional(reader.member("order"), Order::read);
        let customer = optional(reader.member("customer"), Customer::read);
        let page = Page::read(&reader.member("page"));
        let shown_at = reader.member("shown_at").moment();
        let age = optional(reader.member("age"), Age::read);
        let trap = optional(reader.member("trap"), |trap| trap.flag());
        Some(Self {
            id: id?,
            revision: revision?,
            progress: progress?,
            site: site?,
            survey: survey?,
            survey_version: survey_version?,
            locale: locale?,
            touchpoint: touchpoint?,
            journey: journey?,
            order: order?,
            customer: customer?,
            page: page?,
            shown_at: shown_at?,
            age: age?,
            trap: trap?.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
