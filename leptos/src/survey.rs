//! A survey in the page.

use leptos::prelude::*;

/// Shows a survey where it stands. The page needs [`Nachklang`](crate::Nachklang), too.
#[component]
pub fn Survey(
    /// The key of a survey in the survey file, or a preset. Without it, the first survey of the file.
    #[prop(optional, into)]
    survey: Option<String>,
    /// The touchpoint that the survey asks about. Without it, the touchpoint of the page.
    #[prop(optional, into)]
    touchpoint: Option<String>,
) -> impl IntoView {
    view! { <nachklang-survey survey=survey touchpoint=touchpoint></nachklang-survey> }
}
