//! `GET /survey/{site}/{survey}`: a page that asks one survey, for links in e-mails, QR codes on parcels, and shops whose
//! thank-you page runs no scripts.
//!
//! `{survey}` is the key of a survey in the operator's file or the name of a preset; if both have the name, the file's
//! is shown. The page holds the widget's script tag and nothing else. Its attributes come from the query ([`LinkParameters`]) and
//! from the operator ([`Hosting`]).
//!
//! A wrong parameter is answered with 400 and an unknown survey with 404, in plain words: people follow these links.

mod hosting;
mod html;
mod link;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use nachklang_model::context::Locale;
use nachklang_model::field_error::quoted;
use nachklang_model::{FieldError, Key};
use nachklang_store::Sites;

pub use self::hosting::{Hosting, Source};
use self::html::{Attribute, page};
pub use self::link::LinkParameters;
use crate::http::error::ApiError;
use crate::http::extract::query::QueryParameters;
use crate::http::widget_files::FOR_EVERY_PAGE;
use crate::ingest::SiteCache;

/// Where the operator's survey file is served.
pub const SURVEYS: &str = "/surveys.json";

/// Allows nothing but the widget: its script and program, its styles and its requests, all from this origin.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
     img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; \
     require-trusted-types-for 'script'; trusted-types nachklang",
);

/// The address may hold a name, so referrers carry the origin alone and search engines do not index the page. Without any
/// referrer, the page's own beacons would have no origin.
const PRIVATE: [(HeaderName, HeaderValue); 4] = [
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

/// Handles the request for a page.
pub async fn show(
    State(hosting): State<Arc<Hosting>>,
    State(sites): State<SiteCache>,
    Path((site, survey)): Path<(String, String)>,
    parameters: Result<QueryParameters, ApiError>,
    headers: HeaderMap,
) -> Response {
    let sites = match sites.sites().await {
        Ok(sites) => sites,
        Err(error) => return ApiError::from(error).into_response(),
    };
    match page_of(&hosting, &sites, &site, &survey, parameters, &headers) {
        Ok(html) => {
            let page = [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::VARY, HeaderValue::from_static("accept-language")),
            ];
            (page, PRIVATE, html).into_response()
        }
        Err(no_page) => no_page.into_response(),
    }
}

/// Handles the request for the operator's survey file.
pub async fn surveys(State(hosting): State<Arc<Hosting>>) -> Response {
    let Some(file) = hosting.file() else { return ApiError::NotFound.into_response() };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=60")];
    (headers, FOR_EVERY_PAGE, file).into_response()
}

fn page_of(
    hosting: &Hosting,
    sites: &Sites,
    site: &str,
    survey: &str,
    parameters: Result<QueryParameters, ApiError>,
    headers: &HeaderMap,
) -> Result<String, NoPage> {
    let key = Key::new(site).ok_or_else(|| FieldError::new("site", quoted(site), Key::EXPECTED));
    let site = key.map_err(|error| NoPage::NotFound(vec![error]))?;
    if !sites.takes(&site) {
        let expected = "a site that is registered with this collector";
        return Err(NoPage::NotFound(vec![FieldError::new("site", quoted(site.as_str()), expected)]));
    }
    let names = hosting.names();
    let unknown = || NoPage::NotFound(vec![FieldError::not_one_of("survey", survey, &names)]);
    let source = hosting.source(survey).ok_or_else(unknown)?;
    let link = parameters.and_then(LinkParameters::read).map_err(NoPage::of)?;

    let language = link.locale.clone().or_else(|| preferred(headers));
    let key = sites.get(&site).and_then(|site| site.key.as_ref());
    let key = key.map(|key| format!("?key={}", key.as_str())).unwrap_or_default();
    let mut attributes: Vec<Attribute> = vec![
        ("data-endpoint", format!("/v1/responses{key}")),
        ("data-mode", "page".into()),
        ("data-site", site.as_str().into()),
    ];
    match source {
        Source::File(key) => {
            attributes.push(("data-survey", SURVEYS.into()));
            attributes.push(("data-show", key.as_str().into()));
        }
        Source::Preset(name) => attributes.push(("data-survey", name.into())),
    }
    attributes.extend(hosting.attributes(&site));
    attributes.extend(link.attributes());
    let title = hosting.shop(&site).unwrap_or(site.as_str());
    Ok(page(title, language.as_ref().map_or("en", Locale::as_str), &attributes))
}

/// The language the browser likes best. The widget takes it from the page.
fn preferred(headers: &HeaderMap) -> Option<Locale> {
    let languages = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    Locale::new(languages.split([',', ';']).next()?.trim())
}

/// Why there is no page.
#[derive(Debug)]
enum NoPage {
    /// A parameter is wrong.
    BadQuery(Vec<FieldError>),
    /// There is no such site or survey.
    NotFound(Vec<FieldError>),
}

impl NoPage {
    fn of(error: ApiError) -> Self {
        match error {
            ApiError::BadQuery(errors) => Self::BadQuery(errors),
            _ => Self::BadQuery(Vec::new()),
        }
    }
}

impl IntoResponse for NoPage {
    fn into_response(self) -> Response {
        let (status, what, errors) = match self {
            Self::BadQuery(errors) => (StatusCode::BAD_REQUEST, "This link has a mistake.", errors),
            Self::NotFound(errors) => (StatusCode::NOT_FOUND, "There is no such survey here.", errors),
        };
        let mut text = format!("{what}\n\n");
        for error in errors {
            text += &format!("{error}\n");
        }
        let plain = [(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))];
        (status, plain, PRIVATE, text).into_response()
    }
}
