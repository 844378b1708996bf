//! JSON as a tree, whoever parses and prints it: `serde_json` in the collector, the browser itself in the widget.

mod object;
#[cfg(test)]
mod tests;
mod value;
mod with_serde;

pub use object::Object;
pub use value::Json;
