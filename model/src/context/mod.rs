//! Where and in what circumstances a question was asked.

mod asked;
mod locale;
mod order;
mod page;

pub use asked::{Asked, LONGEST_PATH, WokenBy};
pub use locale::Locale;
pub use order::Order;
pub use page::{Device, Page, Viewport};
