//! The script tag with its settings.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;

/// The script tag, with its attributes as properties: `first_name` is `data-first-name`. `docs/reference.md` describes them. If it
/// is in the page twice, the first one counts. It lives as long as the page.
#[component]
pub fn Nachklang(
    /// The URL of `nachklang.js`, which a collector serves.
    #[prop(into)]
    src: String,
    /// Where the widget posts responses: a URL, or `none`.
    #[prop(into)]
    endpoint: String,
    /// The format of responses: `plain` or `cloudevents`.
    #[prop(optional, into)]
    format: Option<String>,
    /// The most responses in one request.
    #[prop(optional)]
    batch: Option<u8>,
    /// Extra request headers, as a JSON object of strings. Everybody can read them.
    #[prop(optional, into)]
    headers: Option<String>,
    /// The shop.
    #[prop(optional, into)]
    site: Option<String>,
    /// A preset, or the URL of a survey file.
    #[prop(optional, into)]
    survey: Option<String>,
    /// The survey of the file to show.
    #[prop(optional, into)]
    show: Option<String>,
    /// The touchpoint of the page.
    #[prop(optional, into)]
    touchpoint: Option<String>,
    /// The shopper's segment.
    #[prop(optional, into)]
    segment: Option<String>,
    /// The language of the widget.
    #[prop(optional, into)]
    locale: Option<String>,
    /// The form of address: `formal` or `informal`.
    #[prop(optional, into)]
    form: Option<String>,
    /// Seconds from page load to a survey without a trigger of its own.
    #[prop(optional)]
    delay: Option<u16>,
    /// The mode: `card`, `tab`, `inline` or `page`.
    #[prop(optional, into)]
    mode: Option<String>,
    /// Where on the screen.
    #[prop(optional, into)]
    position: Option<String>,
    /// A CSS selector of the element that the survey goes into.
    #[prop(optional, into)]
    into: Option<String>,
    /// A CSS selector of elements that a card never covers.
    #[prop(optional, into)]
    avoid: Option<String>,
    /// A CSS selector of elements that a card waits for to disappear.
    #[prop(optional, into)]
    wait_for: Option<String>,
    /// The theme: `auto`, `light` or `dark`.
    #[prop(optional, into)]
    theme: Option<String>,
    /// The shop's brand colour, as a CSS colour.
    #[prop(optional, into)]
    accent: Option<String>,
    /// A rating that is already selected in the first question.
    #[prop(optional)]
    score: Option<i8>,
    /// The shop's name in texts.
    #[prop(optional, into)]
    shop: Option<String>,
    /// The product's name in texts.
    #[prop(optional, into)]
    product: Option<String>,
    /// The shopper's first name in texts.
    #[prop(optional, into)]
    first_name: Option<String>,
    /// The proof of purchase of the order that the page confirms.
    #[prop(optional, into)]
    proof: Option<String>,
    /// Whether Nachklang waits for consent: `required`.
    #[prop(optional, into)]
    consent: Option<String>,
    /// Whether the widget pushes events to `dataLayer`: `on` or `off`.
    #[prop(optional, into)]
    push: Option<String>,
    /// The name of the data layer.
    #[prop(optional, into)]
    data_layer: Option<String>,
    /// The URL of the shop's privacy notice.
    #[prop(optional, into)]
    privacy: Option<String>,
) -> impl IntoView {
    let settings = [
        ("data-endpoint", Some(endpoint)),
        ("data-format", format),
        ("data-batch", batch.map(|number| number.to_string())),
        ("data-headers", headers),
        ("data-site", site),
        ("data-survey", survey),
        ("data-show", show),
        ("data-touchpoint", touchpoint),
        ("data-segment", segment),
        ("data-locale", locale),
        ("data-form", form),
        ("data-delay", delay.map(|seconds| seconds.to_string())),
        ("data-mode", mode),
        ("data-position", position),
        ("data-into", into),
        ("data-avoid", avoid),
        ("data-wait-for", wait_for),
        ("data-theme", theme),
        ("data-accent", accent),
        ("data-score", score.map(|rating| rating.to_string())),
        ("data-shop", shop),
        ("data-product", product),
        ("data-first-name", first_name),
        ("data-proof", proof),
        ("data-consent", consent),
        ("data-push", push),
        ("data-data-layer", data_layer),
        ("data-privacy", privacy),
    ];
    // What is not given is no attribute.
    let attributes: Vec<AnyAttribute> = settings
        .into_iter()
        .filter_map(|(name, value)| Some(custom_attribute(name, value?).into_any_attr()))
        .collect();
    view! { <script async=true src={src} {..attributes}></script> }
}
