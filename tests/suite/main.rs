//! The whole path, from the script tag to the stored answer, in a real browser against the real collector.
//!
//! `cargo xtask test` builds what these tests need and runs them in each engine.

mod accessibility;
mod axe;
mod coexistence;
mod deferred;
mod delivery;
mod demo;
mod endings;
mod endpoint;
mod errors;
mod flow;
mod frequency;
mod hostile;
mod inline;
mod journey;
mod kinds;
mod languages;
mod loading;
mod metrics;
mod modes;
mod phones;
mod placement;
mod policy;
mod preferences;
mod presets;
mod privacy;
mod proof;
mod recipes;
mod settings;
mod themes;
mod touchpoint;
mod translated;
mod triggers;
mod types;
