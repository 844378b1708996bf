//! When, to whom and how often a survey is shown.

use schemars::{Schema, json_schema};

use super::build::{described, refers, with_old_names};
use crate::channel::Channel;
use crate::context::{Device, MAX_ATTRIBUTE_LENGTH, MAX_ATTRIBUTES, Visitor};
use crate::eligibility::COOLDOWNS;
use crate::survey_file::limits::{
    MAX_COOLDOWN_DAYS, MAX_EVENT_LENGTH, MAX_LANGUAGES, MAX_LATER_HOURS, MAX_ORDER_DAYS, MAX_SECONDS,
    MAX_SELECTOR_LENGTH, MAX_TOUCHPOINTS, MAX_VALUES,
};
use crate::touchpoint::sign::{MAX_PART_LENGTH, MAX_PARTS};
use crate::touchpoint::{MAX_LABEL_LENGTH, Ownership, Phase};

/// What a shop says of a touchpoint.
pub(super) fn named_touchpoint() -> Schema {
    json_schema!({
        "description": "A touchpoint as the shop names it: another label for a standard one, or one of its own, also offline.",
        "type": "object",
        "required": ["key"],
        "additionalProperties": false,
        "properties": {
            "key": described("Its stable name: checkout.payment, parcel.card.", "Key"),
            "label": {
                "description": "Its name for people.", "type": "string", "minLength": 1, "maxLength": MAX_LABEL_LENGTH,
            },
            "phase": { "description": "The phase of the journey it belongs to.", "enum": Phase::NAMES },
            "ownership": { "description": "Who owns the ground it stands on.", "enum": Ownership::NAMES },
            "paths": described("Pages with such a path are this touchpoint, unless something better is known.", "Parts"),
        },
    })
}

/// Parts of paths.
pub(super) fn parts() -> Schema {
    json_schema!({
        "description": "Texts that are looked for in the path. ^ at the beginning stands for its beginning, $ at the end for its end.",
        "type": "array",
        "maxItems": MAX_PARTS,
        "items": { "type": "string", "minLength": 1, "maxLength": MAX_PART_LENGTH },
        "examples": [["^/help", "/faq$", "/size-guide"]],
    })
}

/// A range of numbers.
pub(super) fn range() -> Schema {
    with_old_names(json_schema!({
        "description": "A range of numbers, both ends included.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": false,
        "properties": {
            "min": { "description": "The number is this or higher.", "type": "number", "minimum": 0 },
            "max": { "description": "The number is this or lower.", "type": "number", "minimum": 0 },
        },
    }))
}

/// The trigger conditions.
pub(super) fn trigger() -> Schema {
    let seconds = |description: &str| json_schema!({ "description": description, "type": "number", "minimum": 0, "maximum": MAX_SECONDS });
    let yes = |description: &str| json_schema!({ "description": description, "const": true });
    let text = |description: &str, longest: usize| json_schema!({ "description": description, "type": "string", "minLength": 1, "maxLength": longest });
    json_schema!({
        "description": "The trigger conditions of a survey: all of them must hold at once.",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": false,
        "properties": {
            "load": seconds("So many seconds after the page was loaded."),
            "idle": seconds("The shopper did nothing for so many seconds."),
            "stay": seconds("The shopper was at the touchpoint for so many seconds."),
            "scroll": {
                "description": "The page was scrolled down so many per cent.", "type": "number", "minimum": 1, "maximum": 100,
            },
            "exit": yes("The pointer left the page upwards, as on the way to close it."),
            "abandon": yes("The checkout was left without buying."),
            "event": text("An event of this name happened.", MAX_EVENT_LENGTH),
            "click": text("An element that fits this selector was clicked.", MAX_SELECTOR_LENGTH),
            "view": text("An element that fits this selector came into view.", MAX_SELECTOR_LENGTH),
            "order": {
                "description": "So many days after the last order, at a later visit.",
                "type": "number", "minimum": 1, "maximum": MAX_ORDER_DAYS,
            },
            "call": yes("The page called for it."),
        },
        "default": { "load": 0 },
    })
}

/// To whom and when.
pub(super) fn audience() -> Schema {
    let names = |description: &str, names: &[&str]| {
        json_schema!({
            "description": description, "type": "array", "maxItems": names.len(), "items": { "enum": names },
        })
    };
    let date = |description: &str| json_schema!({ "description": description, "type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$" });
    let hour = |description: &str| json_schema!({ "description": description, "type": "number", "minimum": 0, "maximum": 24 });
    let range = |description: &str| described(description, "Range");
    json_schema!({
        "description": "To whom it is shown, and when. All that is given must hold, of each list one.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "phases": names("The touchpoint is in one of these phases of the journey.", &Phase::NAMES),
            "paths": described("The page has such a path.", "Parts"),
            "devices": names("The device is one of these.", &Device::NAMES),
            "languages": {
                "description": "The page is in one of these languages: de includes de-AT.",
                "type": "array", "maxItems": MAX_LANGUAGES, "items": refers("Locale"),
            },
            "visitor": { "description": "It is the first visit, or a later one.", "enum": Visitor::NAMES },
            "visits": range("How often the shopper was in the shop, this visit included."),
            "orders": range("How many orders the shopper placed."),
            "days_since_order": range("How many days ago the last order was placed."),
            "order_value": range("What the last order was worth."),
            "cart_value": range("What is in the cart is worth."),
            "channels": names("The shopper first came through one of these.", &Channel::NAMES),
            "segments": {
                "description": "The shopper is in one of these segments, as the shop says by data-segment.",
                "type": "array", "maxItems": MAX_TOUCHPOINTS, "items": refers("Key"),
            },
            "attributes": {
                "description": "Of each of these attributes, the shop says one of the values.",
                "type": "object",
                "maxProperties": MAX_ATTRIBUTES,
                "propertyNames": refers("Key"),
                "additionalProperties": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MAX_VALUES,
                    "items": {
                        "type": ["string", "number", "boolean"], "minLength": 1, "maxLength": MAX_ATTRIBUTE_LENGTH,
                    },
                },
            },
            "from": date("The first day, by the shopper's clock."),
            "until": date("The last day, by the shopper's clock."),
            "hours": {
                "description": "The time of day, by the shopper's clock. Over midnight where it ends before it begins.",
                "type": "object",
                "required": ["from", "until"],
                "additionalProperties": false,
                "properties": {
                    "from": hour("The hour at which it begins: 9, 9.5 for half past."),
                    "until": hour("The hour at which it has ended."),
                },
            },
        },
    })
}

/// How often.
pub(super) fn frequency() -> Schema {
    let [ignored, answered, dismissed, _] = COOLDOWNS.map(|(_, standard, _)| standard);
    let days = |outcome: &str, standard: f64| {
        json_schema!({
            "description": format!("How many days it rests after it was {outcome}."),
            "type": "number", "minimum": 0, "maximum": MAX_COOLDOWN_DAYS, "default": standard,
        })
    };
    with_old_names(json_schema!({
        "description": "How often it is shown to one shopper.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "answered_days": days("answered", answered),
            "dismissed_days": days("closed by the shopper", dismissed),
            "ignored_days": days("ignored", ignored),
            "max_times": {
                "description": "How many times it is shown to one shopper at most.", "type": "integer", "minimum": 1, "maximum": u32::MAX,
            },
            "once_per_order": {
                "description": "Whether it is shown once for each order. true where its trigger is an order.", "type": "boolean",
            },
            "later_hours": {
                "description": "For how many hours the shopper may put it off. Not offered without it.",
                "type": "number", "minimum": 1, "maximum": MAX_LATER_HOURS,
            },
        },
    }))
}

/// A list of touchpoints.
pub(super) fn touchpoints(description: &str) -> Schema {
    json_schema!({
        "description": description,
        "type": "array",
        "minItems": 1,
        "maxItems": MAX_TOUCHPOINTS,
        "items": refers("Key"),
        "examples": [["order.confirmation"]],
    })
}
