//! Which rating a key means.

use std::rc::Rc;

use nachklang_model::kind::InputKind;
use nachklang_model::text::decimal;
use nachklang_model::{Rating, Scale};
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::fields::on_screen;
use crate::view::Card;
use crate::view::state::Fields;

/// How long a digit waits for the next one, in milliseconds: 1 and then 0 is 10.
const NEXT_DIGIT_MS: f64 = 1_000.0;

/// The last digit that was pressed, and when.
#[derive(Default, Clone, Copy)]
pub struct Digits(Option<(i8, f64)>);

impl Digits {
    /// The rating that `key`, pressed at `now` milliseconds, chooses on this scale.
    fn press(&mut self, scale: Scale, key: &str, now: f64) -> Option<Rating> {
        match key {
            "Home" => return scale.rating(scale.min()),
            "End" => return scale.rating(scale.max()),
            _ => {}
        }
        let digit = match key.as_bytes() {
            [digit @ b'0'..=b'9'] => (digit - b'0') as i8,
            _ => return None,
        };
        let before = self.0.replace((digit, now)).filter(|(_, then)| now - then <= NEXT_DIGIT_MS);
        let together = before.and_then(|(before, _)| scale.rating(before * 10 + digit));
        // On a scale around zero the digits count its points.
        let shift = if scale.min() < 0 { scale.min() - 1 } else { 0 };
        together.filter(|rating| rating.value() > 9).or_else(|| scale.rating(digit + shift))
    }
}

/// Chooses the rating that a key pressed on the scale means, as a click on it would.
pub fn handle_key(card: &Rc<Card>, event: &KeyboardEvent) {
    let Some((question, state)) = on_screen(card) else { return };
    if question.input_kind() != InputKind::Scale || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let step = match &*event.key() {
        "ArrowLeft" => 1,
        "ArrowRight" => -1,
        _ => 0,
    };
    if step != 0 && card.is_right_to_left() {
        event.prevent_default();
        return walk(card, &state.fields, step);
    }
    let mut digits = card.digits.get();
    let chosen = digits.press(question.scale(), &event.key(), event.time_stamp());
    card.digits.set(digits);
    let Some(rating) = chosen else { return };
    event.prevent_default();
    if let Some(point) = state.fields.choice(&decimal(rating.value().into())) {
        choose(card, &state.fields, &point);
    }
}

/// Goes along a scale that is written from right to left, where WebKit's own keys go the wrong way.
fn walk(card: &Card, fields: &Fields, step: isize) {
    let points = fields.choices.borrow().clone();
    let at = points.iter().position(|point| card.host.is_focused(point));
    if let Some(point) = at.and_then(|at| points.get(at.checked_add_signed(step)?)) {
        choose(card, fields, point);
    }
}

fn choose(card: &Card, fields: &Fields, point: &HtmlInputElement) {
    let has_focus = fields.choices.borrow().iter().any(|point| card.host.is_focused(point));
    // Who has gone on to the comment meanwhile stays there.
    if has_focus {
        let _ = point.focus();
    }
    point.click();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_choose_ratings() {
        for (scale, keys, chosen) in [
            (Scale::NPS, &[("7", 0.0)][..], Some(7)),
            (Scale::NPS, &[("1", 0.0), ("0", 500.0)], Some(10)),
            (Scale::NPS, &[("1", 0.0), ("0", 1500.0)], Some(0)),
            (Scale::NPS, &[("1", 0.0), ("1", 100.0)], Some(1)),
            (Scale::NPS, &[("0", 0.0), ("5", 100.0)], Some(5)),
            (Scale::NPS, &[("Home", 0.0)], Some(0)),
            (Scale::NPS, &[("End", 0.0)], Some(10)),
            (Scale::CSAT, &[("Home", 0.0)], Some(1)),
            (Scale::CSAT, &[("0", 0.0)], None),
            (Scale::CSAT, &[("6", 0.0)], None),
            (Scale::CSAT, &[("1", 0.0), ("0", 100.0)], None),
            (Scale::CES, &[("7", 0.0)], Some(7)),
            (Scale::EMOTION, &[("1", 0.0)], Some(-2)),
            (Scale::EMOTION, &[("5", 0.0)], Some(2)),
            (Scale::EMOTION, &[("0", 0.0)], None),
            (Scale::YES_NO, &[("1", 0.0)], Some(1)),
            (Scale::NPS, &[("a", 0.0)], None),
            (Scale::NPS, &[("ArrowLeft", 0.0)], None),
        ] {
            let mut pressed = Digits::default();
            let last = keys.iter().map(|(key, now)| pressed.press(scale, key, *now)).last().flatten();
            assert_eq!(last.map(Rating::value), chosen, "{scale:?} {keys:?}");
        }
    }
}
