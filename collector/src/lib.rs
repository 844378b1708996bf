//! The collector: the endpoint a shop can start with. It takes responses from widgets, stores them in one SQLite file,
//! gives them back, scores them, and serves the widget's files.
//!
//! - A response is acknowledged after it is committed, not before.
//! - Of two revisions of a response the higher one is kept, in whatever order and however often they arrive.
//! - What no human may have given is kept, marked and not counted.
//! - What a shopper asked to forget is gone, and no later revision brings it back.
//! - An order that the shop's server signed makes its buyer a verified one; a signature that is wrong is refused by name.
//! - Nothing is lost for being newer than the collector: what it does not know is kept aside and named in the answer.
//! - The process holds no state outside its store.
//!
//! | request | who | what |
//! |---|---|---|
//! | `POST /v1/responses` | any page | [`ingest`], [`forget`], [`proof`] |
//! | `GET /v1/responses` | admin | [`responses`] |
//! | `POST /v1/review` | admin | [`review`] |
//! | `GET /v1/scores` | admin | [`scores`] |
//! | `GET /survey/{site}/{survey}` | any | [`page`]: a page that asks one survey |
//! | `GET /surveys.json` | any page | the operator's survey file, where there is one |
//! | `GET /healthz` | any | 200 while the store can be read, else 503 |
//! | `GET /{file}` | any page | [`widget_files`] |
//!
//! Everything that goes wrong is answered with problem details: see [`Rejection`].

pub mod address;
pub mod app;
pub mod auth;
pub mod check;
pub mod cli;
mod complaint;
pub mod door;
pub mod explain;
pub mod forget;
pub mod ingest;
pub mod intake;
mod json_file;
pub mod limits;
pub mod page;
pub mod problem;
pub mod proof;
pub mod query;
pub mod rates;
pub mod responses;
pub mod review;
pub mod scores;
pub mod serve;
pub mod server;
pub mod site;
pub mod sites;
pub mod store;
pub mod submission;
pub mod survey_file;
pub mod token;
pub mod widget_files;

#[cfg(test)]
mod testing;

pub use app::{Options, router};
pub use limits::Limits;
pub use page::Hosting;
pub use problem::Rejection;
pub use serve::{Settings, serve};
pub use store::Store;
pub use token::{Digest, Token};
