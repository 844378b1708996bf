//! The journey of a shopper to the question.

use super::lenient::whole;
use crate::channel::FirstTouch;
use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::{Reader, optional};

/// The way of the shopper to the touchpoint at which a question was asked, as far as the device remembers it.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Journey {
    /// The touch through which the shopper first came to the shop.
    pub first_touch: Option<FirstTouch>,
    /// The touchpoints of this visit up to the one at which the question was asked, that one included, the oldest first; of a
    /// longer visit the last 50.
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_STEPS)))]
    pub trail: Vec<Step>,
    /// How often the shopper was in the shop, this visit included.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = MAX_TIMES)))]
    pub visits: Option<u32>,
    /// How many orders the shopper placed.
    #[cfg_attr(feature = "schema", schemars(range(max = MAX_TIMES)))]
    pub orders: Option<u32>,
    /// How many whole days ago the last order was placed.
    #[cfg_attr(feature = "schema", schemars(range(max = MAX_DAYS)))]
    pub days_since_order: Option<u32>,
}

/// One touchpoint of a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// The touchpoint's stable key.
    pub key: Key,
    /// How many whole seconds the shopper spent there until the next one, at most a day. Missing at the last, where the
    /// shopper still is, and where it is not known.
    #[cfg_attr(feature = "schema", schemars(range(max = MAX_SECONDS)))]
    pub seconds: Option<u32>,
}

/// The most touchpoints a trail has.
pub const MAX_STEPS: usize = 50;
/// A day: a page that is open for longer is one of many tabs.
const MAX_SECONDS: u32 = 86_400;
const MAX_TIMES: u32 = 10_000;
/// A hundred years.
const MAX_DAYS: u32 = 36_500;

impl Step {
    /// A touchpoint and the seconds spent there, as a clock tells them: cut to whole ones and to a day, and left out where the
    /// clock was put back meanwhile.
    pub fn lenient(key: Key, seconds: Option<f64>) -> Self {
        Self { key, seconds: whole(seconds, 0, MAX_SECONDS) }
    }

    fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&["key", "seconds"]);
        let key = reader.member("key").key();
        let seconds = optional(reader.member("seconds"), |seconds| seconds.whole(0, MAX_SECONDS));
        Some(Self { key: key?, seconds: seconds? })
    }
}

impl Journey {
    /// A journey as the device remembers it. Of the trail, whose last touchpoint is the one at which the question is asked, the
    /// last [`MAX_STEPS`] stay. Numbers are cut to whole ones and to their bounds, and left out where they make no sense.
    ///
    /// ```
    /// use nachklang_model::Key;
    /// use nachklang_model::context::{Journey, Step};
    ///
    /// let step = |key: &str, seconds| Step::lenient(Key::new(key).unwrap(), seconds);
    /// let trail = vec![step("product", Some(12.7)), step("cart", Some(40.0))];
    /// let journey = Journey::lenient(None, trail, Some(3.0), Some(f64::NAN), None);
    /// // The shopper is still in the cart, and nobody knows how many orders there were.
    /// assert_eq!(journey.trail[0].seconds, Some(12));
    /// assert_eq!(journey.trail[1].seconds, None);
    /// assert_eq!((journey.visits, journey.orders), (Some(3), None));
    /// ```
    pub fn lenient(
        first_touch: Option<FirstTouch>,
        mut trail: Vec<Step>,
        visits: Option<f64>,
        orders: Option<f64>,
        days_since_order: Option<f64>,
    ) -> Self {
        while trail.len() > MAX_STEPS {
            trail.remove(0);
        }
        if let Some(last) = trail.last_mut() {
            last.seconds = None;
        }
        Self {
            first_touch,
            trail,
            visits: whole(visits, 1, MAX_TIMES),
            orders: whole(orders, 0, MAX_TIMES),
            days_since_order: whole(days_since_order, 0, MAX_DAYS),
        }
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&["first_touch", "trail", "visits", "orders", "days_since_order"]);
        let first_touch = optional(reader.member("first_touch"), FirstTouch::read);
        let trail = Self::read_trail(&reader.member("trail"));
        let visits = optional(reader.member("visits"), |visits| visits.whole(1, MAX_TIMES));
        let orders = optional(reader.member("orders"), |orders| orders.whole(0, MAX_TIMES));
        let days = optional(reader.member("days_since_order"), |days| days.whole(0, MAX_DAYS));
        Some(Self {
            first_touch: first_touch?,
            trail: trail?,
            visits: visits?,
            orders: orders?,
            days_since_order: days?,
        })
    }

    fn read_trail(reader: &Reader) -> Option<Vec<Step>> {
        let trail = reader.elements(MAX_STEPS, Step::read)?;
        if trail.last().is_some_and(|last| last.seconds.is_some()) {
            let last = reader.element(trail.len() - 1);
            return last.member("seconds").expected("none at the last, where the shopper still is");
        }
        Some(trail)
    }
}

impl From<&Step> for Json {
    fn from(step: &Step) -> Self {
        let mut object = Object::default();
        object.put("key", step.key.as_str());
        object.put_some("seconds", step.seconds);
        object.into()
    }
}

impl From<&Journey> for Json {
    fn from(journey: &Journey) -> Self {
        let mut object = Object::default();
        object.put_some("first_touch", journey.first_touch.as_ref());
        object.put("trail", Json::Array(journey.trail.iter().map(Json::from).collect()));
        object.put_some("visits", journey.visits);
        object.put_some("orders", journey.orders);
        object.put_some("days_since_order", journey.days_since_order);
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{problems, written};
    use super::*;

    fn read(journey: &Value) -> Result<Value, Vec<String>> {
        written(journey, "journey", Journey::read, |journey| journey.into())
    }

    fn trail(length: usize) -> Value {
        let step = |index| match index + 1 == length {
            true => json!({"key": "cart"}),
            false => json!({"key": "product", "seconds": index}),
        };
        (0..length).map(step).collect()
    }

    #[test]
    fn writes_what_it_read() {
        for journey in [
            json!({"trail": []}),
            json!({"trail": [{"key": "product"}, {"key": "cart"}]}),
            json!({"trail": trail(MAX_STEPS), "visits": 1, "orders": 0, "days_since_order": 0}),
            json!({
                "first_touch": {"channel": "search", "ownership": "earned", "source": "google"},
                "trail": [{"key": "product", "seconds": 0}, {"key": "product", "seconds": 86_400}, {"key": "cart"}],
                "visits": 10_000, "orders": 10_000, "days_since_order": 36_500,
            }),
        ] {
            assert_eq!(read(&journey), Ok(journey));
        }
    }

    #[test]
    fn names_every_mistake() {
        let with = |name: &str, value: Value| {
            let mut journey = json!({"trail": []});
            journey[name] = value;
            journey
        };
        let steps = |first: Value| json!({"trail": [first, {"key": "cart"}]});
        problems(
            read,
            &[
                (json!({}), "journey.trail: found nothing, expected an array"),
                (
                    json!({"trail": trail(MAX_STEPS + 1)}),
                    "journey.trail: found 51 elements, expected at most 50 elements",
                ),
                (
                    steps(json!({"key": "product", "seconds": 86_401})),
                    "journey.trail[0].seconds: found 86401, expected a whole number from 0 to 86400",
                ),
                (
                    steps(json!({"key": "product", "seconds": 0.5})),
                    "journey.trail[0].seconds: found 0.5, expected a whole number from 0 to 86400",
                ),
                (
                    json!({"trail": [{"key": "cart", "seconds": 3}]}),
                    "journey.trail[0].seconds: found 3, expected none at the last, where the shopper still is",
                ),
                (
                    with("visits", json!(0)),
                    "journey.visits: found 0, expected a whole number from 1 to 10000",
                ),
                (
                    with("visits", json!(10_001)),
                    "journey.visits: found 10001, expected a whole number from 1 to 10000",
                ),
                (
                    with("orders", json!(-1)),
                    "journey.orders: found -1, expected a whole number from 0 to 10000",
                ),
                (
                    with("days_since_order", json!(36_501)),
                    "journey.days_since_order: found 36501, expected a whole number from 0 to 36500",
                ),
            ],
        );
        let key = read(&steps(json!({"key": "Product"}))).unwrap_err();
        assert!(key.len() == 1 && key[0].starts_with("journey.trail[0].key: found \"Product\""), "{key:?}");
        let touch = json!({"trail": 3, "first_touch": {"channel": "serch", "ownership": "earned", "source": "google"}});
        let touch = read(&touch).unwrap_err();
        assert!(touch[0].starts_with("journey.first_touch.channel: found \"serch\""), "{touch:?}");
        assert_eq!(touch[1..], ["journey.trail: found 3, expected an array"]);
    }

    #[test]
    fn what_a_device_remembers_is_brought_into_bounds() {
        for (number, seconds, visits, orders, days) in [
            (None, None, None, None, None),
            (Some(f64::NAN), None, None, None, None),
            (Some(f64::INFINITY), None, None, None, None),
            (Some(-0.5), None, None, None, None),
            (Some(0.5), Some(0), None, Some(0), Some(0)),
            (Some(2.9), Some(2), Some(2), Some(2), Some(2)),
            (Some(1e300), Some(86_400), Some(10_000), Some(10_000), Some(36_500)),
        ] {
            let step = |key, seconds| Step::lenient(Key::new(key).unwrap(), seconds);
            let journey =
                Journey::lenient(None, vec![step("a", number), step("b", number)], number, number, number);
            let trail = vec![
                Step { key: Key::new("a").unwrap(), seconds },
                Step { key: Key::new("b").unwrap(), seconds: None },
            ];
            let expected = Journey { first_touch: None, trail, visits, orders, days_since_order: days };
            assert_eq!(journey, expected, "{number:?}");
            let written = serde_json::to_value(Json::from(&journey)).unwrap();
            assert_eq!(read(&written), Ok(written));
        }
        let key = |index: usize| Key::new(&index.to_string()).unwrap();
        let long = (0..60).map(|index| Step::lenient(key(index), Some(1.0))).collect();
        let trail = Journey::lenient(None, long, None, None, None).trail;
        assert_eq!((trail.len(), &trail[0].key, &trail[49].key), (MAX_STEPS, &key(10), &key(59)));
        assert_eq!((trail[48].seconds, trail[49].seconds), (Some(1), None));
    }
}
