//! Where and in what circumstances a question was asked.

mod asked;
mod attributes;
mod customer;
mod journey;
mod lenient;
mod locale;
mod order;
mod page;
#[cfg(test)]
mod tests;
mod vitals;

pub use asked::{Asked, LONGEST_PATH, WokenBy};
pub use attributes::{Attribute, Attributes, LONGEST_ATTRIBUTE, MOST_ATTRIBUTES};
pub use customer::{Customer, Pseudonym, Visitor};
pub use journey::{Journey, MOST_STEPS, Step};
pub use locale::Locale;
pub use order::Order;
pub use page::{Device, Page, Viewport};
pub use vitals::Vitals;
