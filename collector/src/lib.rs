//! The collector: the endpoint a shop can start with. It takes responses from widgets, stores them, gives them back, scores
//! them, and serves the widget's files.
//!
//! - A response is acknowledged after it is committed, not before.
//! - Of two revisions of a response the higher one stays, in whatever order and however often they arrive.
//! - A response that no human may have given is stored, marked and not counted.
//! - What a shopper asked to forget is gone, and no later revision brings it back.
//! - An order that the shop's server signed makes its buyer a verified one; a wrong signature is refused by name.
//! - No response is lost for being newer than the collector: fields it does not know are stored beside the response and named
//!   in the answer.
//! - The process holds no state outside its store.
//!
//! # Layers
//!
//! Each layer uses only those below it; `tests/layers/` holds that.
//!
//! | layer | what it does |
//! |---|---|
//! | [`cli`] | reads the command line and starts a collector |
//! | [`http`] | answers requests |
//! | [`ingest`], [`insights`] | take responses in; compute scores |
//! | [`config`], [`limits`], [`log`], [`survey_file`] | what all of these use |
//! | [`nachklang_store`], [`nachklang_model`] | store; know surveys and responses |
//!
//! # Requests
//!
//! | request | who | where |
//! |---|---|---|
//! | `POST /v1/responses` | any page | [`http::api::post_responses`] |
//! | `GET /v1/responses` | admin | [`http::api::list_responses`] |
//! | `POST /v1/review` | admin | [`http::api::review`] |
//! | `GET /v1/scores` | admin | [`http::api::scores`] |
//! | `GET /survey/{site}/{survey}` | anybody | [`http::pages::survey`]: a page that asks one survey |
//! | `GET /surveys.json` | any page | the same: the operator's survey file, if there is one |
//! | `GET /healthz` | anybody | [`http::api::health`] |
//! | `GET /{file}` | any page | [`http::widget_files`] |
//!
//! Everything that goes wrong is answered with problem details: [`http::ApiError`].

pub mod cli;
pub mod config;
pub mod http;
pub mod ingest;
pub mod insights;
pub mod limits;
pub mod log;
pub mod survey_file;

pub use config::{Settings, SiteSetting};
pub use http::{ApiError, Options, router};
pub use limits::Limits;
