//! How the shopper came to where the survey is asked, as the response says it.

use nachklang_model::context::{Customer, Journey, Step, Visitor};
use nachklang_model::json::Json;
use nachklang_model::touchpoint::path_of;
use nachklang_model::touchpoint::sign::fits;
use nachklang_model::{Response, Touchpoint};

use super::memory::first_touch;
use crate::page::snapshot::PageSnapshot;
use crate::settings::{Mode, Settings};

/// Another visit begins after so many milliseconds without a new touchpoint, as with Google Analytics.
const VISIT: f64 = 30.0 * 60.0 * 1000.0;

/// A path counts as passed over if the page names its touchpoint within so many milliseconds.
const PASSING: f64 = 100.0;

/// Completes a response that is about to be sent for the first time: with the journey, which nobody is told of who objects to
/// being followed, with what the shop says of its customer, and with how the page has done.
pub fn complete(response: &mut Response, page: &PageSnapshot, settings: &Settings) {
    let history = page.history().0;
    let context = page.context(&[]).0;
    let mut customer = Customer::lenient(&page.customer());
    customer.segment = customer.segment.or_else(|| settings.segment.clone());
    let (trail, visits) = (steps(history.list("trail"), settings.places()), context.number("visits"));
    // Of a page of its own, where nothing of the shop is known, no journey can be told: it would be the first visit of everybody.
    let is_alone = settings.mode == Mode::Page && trail.len() < 2 && visits < Some(2.0);
    if !page.is_refused() && !is_alone {
        response.journey = Some(Journey::lenient(
            first_touch(page),
            trail,
            visits,
            context.number("orders"),
            context.number("days_since_order"),
        ));
        let visitor = |visits: f64| if visits > 1.0 { "returning" } else { "new" };
        customer.visitor =
            customer.visitor.or_else(|| visits.and_then(|visits| Visitor::named(visitor(visits))));
    }
    response.customer = (!customer.is_empty()).then_some(customer);
    response.page.vitals = page.vitals();
}

/// The touchpoints of this visit, each with the seconds until the next. What is the same as the one before counts as one. A path
/// was noted before the survey file came where that names a touchpoint for it in `places`.
fn steps(trail: &[Json], places: &[Json]) -> Vec<Step> {
    let mut rows: Vec<(Touchpoint, f64)> = Vec::new();
    let mut last = f64::NAN;
    let mut was_path = false;
    for row in trail {
        let [Json::String(at), Json::Number(time)] = row.items() else { continue };
        if *time - last > VISIT {
            rows.clear();
        }
        last = *time;
        let is_path = path_of(at).is_some();
        if was_path && !is_path && rows.last().is_some_and(|(_, since)| time - since < PASSING) {
            rows.pop();
        }
        was_path = is_path;
        let touchpoint = Touchpoint::resolve(named(at, places).unwrap_or(at), &[]);
        if rows.last().is_none_or(|(before, _)| before.key != touchpoint.key) {
            rows.push((touchpoint, *time));
        }
    }
    let mut steps = Vec::new();
    for (index, (touchpoint, since)) in rows.iter().enumerate() {
        let seconds = rows.get(index + 1).map(|(_, until)| (until - since) / 1000.0);
        steps.push(Step::lenient(touchpoint.key.clone(), seconds));
    }
    steps
}

/// The touchpoint that the survey file names for a path.
fn named<'a>(at: &str, places: &'a [Json]) -> Option<&'a str> {
    let path = path_of(at)?;
    let fits = |part: &Json| part.as_str().is_some_and(|part| fits(part, path));
    places.iter().find(|place| place.list("paths").iter().any(fits))?.text("key")
}
