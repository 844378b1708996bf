//! What is published as JSON Schema (draft 2020-12): the response, the request to forget responses, and the survey file. Names,
//! limits and defaults are those the reader has. `cargo xtask schema` writes them to `docs/`.

mod answer;
mod attributes;
mod build;
mod eligibility;
mod flow;
mod forget;
mod question;
mod response;
mod survey_file;
#[cfg(test)]
mod tests;
mod text;

pub use forget::forget;
pub use response::response;
pub use survey_file::survey_file;
