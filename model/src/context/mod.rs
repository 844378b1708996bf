//! Where and in what circumstances a question was asked.

mod asked;
mod attributes;
mod customer;
mod journey;
mod lenient;
mod order;
mod page;
#[cfg(test)]
mod tests;
mod vitals;

pub use crate::locale::Locale;
pub use asked::{Asked, MAX_PATH_LENGTH, WokenBy};
pub use attributes::{Attribute, Attributes, MAX_ATTRIBUTE_LENGTH, MAX_ATTRIBUTES};
pub use customer::{Customer, Pseudonym, Visitor};
pub use journey::{Journey, MAX_STEPS, Step};
pub use order::Order;
pub use page::{Device, Page, Viewport};
pub use vitals::Vitals;
