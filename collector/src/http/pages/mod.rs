//! Pages for people.

pub mod survey;
