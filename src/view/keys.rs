//! Which rating a key means.

use nachklang_model::{Rating, Scale};

/// How long a digit waits for the next one, in milliseconds: 1 and then 0 is 10.
const PATIENCE: f64 = 1_000.0;

/// The keys pressed on a scale.
pub struct Keys {
    scale: Scale,
    /// The last digit, and when it was pressed.
    last: Option<(u8, f64)>,
}

impl Keys {
    /// No key pressed yet.
    pub fn new(scale: Scale) -> Self {
        Self { scale, last: None }
    }

    /// The rating that `key`, pressed at `now` milliseconds, chooses.
    pub fn press(&mut self, key: &str, now: f64) -> Option<Rating> {
        match key {
            "Home" => return self.scale.rating(self.scale.least()),
            "End" => return self.scale.rating(self.scale.most()),
            _ => {}
        }
        let digit = match key.as_bytes() {
            [digit @ b'0'..=b'9'] => digit - b'0',
            _ => return None,
        };
        let before = self.last.replace((digit, now)).filter(|(_, then)| now - then <= PATIENCE);
        let together = before.and_then(|(before, _)| self.scale.rating(before * 10 + digit));
        together.filter(|rating| rating.value() > 9).or_else(|| self.scale.rating(digit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_choose_ratings() {
        for (scale, keys, chosen) in [
            (Scale::Nps, &[("7", 0.0)][..], Some(7)),
            (Scale::Nps, &[("1", 0.0), ("0", 500.0)], Some(10)),
            (Scale::Nps, &[("1", 0.0), ("0", 1500.0)], Some(0)),
            (Scale::Nps, &[("1", 0.0), ("1", 100.0)], Some(1)),
            (Scale::Nps, &[("0", 0.0), ("5", 100.0)], Some(5)),
            (Scale::Nps, &[("Home", 0.0)], Some(0)),
            (Scale::Nps, &[("End", 0.0)], Some(10)),
            (Scale::Csat, &[("Home", 0.0)], Some(1)),
            (Scale::Csat, &[("0", 0.0)], None),
            (Scale::Csat, &[("6", 0.0)], None),
            (Scale::Csat, &[("1", 0.0), ("0", 100.0)], None),
            (Scale::Ces, &[("7", 0.0)], Some(7)),
            (Scale::Nps, &[("a", 0.0)], None),
            (Scale::Nps, &[("ArrowLeft", 0.0)], None),
        ] {
            let mut pressed = Keys::new(scale);
            let last = keys.iter().map(|(key, now)| pressed.press(key, *now)).last().flatten();
            assert_eq!(last.map(Rating::value), chosen, "{scale:?} {keys:?}");
        }
    }
}
