//! Nachklang in Leptos apps, rendered in the browser or on a server.
//!
//! [`Nachklang`] is the script tag: put it once into the app, near its root. [`Survey`] shows a survey where it stands.
//!
//! ```
//! use leptos::prelude::*;
//! use nachklang_leptos::{Nachklang, Survey};
//!
//! #[component]
//! fn Cart() -> impl IntoView {
//!     view! {
//!         <Nachklang
//!             src="https://feedback.example/nachklang.js"
//!             endpoint="https://feedback.example/v1/responses"
//!             site="shop.example"
//!         />
//!         <h1>"Your cart"</h1>
//!         <Survey survey="csat" touchpoint="cart" />
//!     }
//! }
//! ```
//!
//! Both render plain elements without children, so a page from a server hydrates, however early the script runs.

mod settings;
mod survey;

pub use settings::{Nachklang, NachklangProps};
pub use survey::{Survey, SurveyProps};
