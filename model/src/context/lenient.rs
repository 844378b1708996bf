//! Numbers as a browser gives them, brought into the bounds of the contract: what is odd there is no reason to lose an answer.

/// A whole number of at most `max`, without what is behind the point. `None` for what is less than `min` or no number.
pub(super) fn whole(number: Option<f64>, min: u32, max: u32) -> Option<u32> {
    let number = number.filter(|number| *number >= f64::from(min) && number.is_finite())?;
    Some((number as u32).min(max))
}

/// A number of at most `max`, rounded to one of so many parts of 1. `None` for what is negative or no number.
pub(super) fn amount(number: Option<f64>, parts: f64, max: u32) -> Option<f64> {
    let number = number.filter(|number| *number >= 0.0 && number.is_finite())?;
    Some(((number.min(f64::from(max)) * parts + 0.5).floor()) / parts)
}
