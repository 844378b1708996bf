//! `GET /survey/{site}/{survey}`: a page that asks one survey, for links in e-mails, QR codes on parcels, and shops whose
//! thank-you page runs no scripts.
//!
//! `{survey}` is the key of a survey in the operator's file or the name of a preset; where both have a name, the file's is
//! meant. The page holds the widget's script tag and nothing else: what the query says ([`Asked`]) and what the operator
//! says ([`Hosting`]) are its attributes.
//!
//! A wrong parameter is answered with 400 and an unknown survey with 404, in plain words: people follow these links.

mod asked;
mod hosting;
mod html;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use nachklang_model::context::Locale;
use nachklang_model::field_error::quoted;
use nachklang_model::{FieldError, Key};

pub use self::asked::Asked;
pub use self::hosting::{Hosting, OfSite, Source};
use self::html::{Attribute, page};
use crate::problem::Rejection;
use crate::query::Parameters;
use crate::sites::{SiteBook, Sites};
use crate::widget_files::FOR_EVERY_PAGE;

/// Where the operator's survey file is served.
pub const SURVEYS: &str = "/surveys.json";

/// Nothing but the widget: its script and program, its styles, its requests, all from here.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
     img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; \
     require-trusted-types-for 'script'; trusted-types nachklang",
);

/// The address may hold a name. It is told to nobody, who hear of the origin alone, and no search engine keeps it. Without the
/// origin, the page's own beacons would come from nowhere.
const PRIVATE: [(HeaderName, HeaderValue); 4] = [
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

/// Handles the request for a page.
pub async fn show(
    State(hosting): State<Arc<Hosting>>,
    State(sites): State<SiteBook>,
    Path((site, survey)): Path<(String, String)>,
    parameters: Result<Parameters, Rejection>,
    headers: HeaderMap,
) -> Response {
    let sites = match sites.sites().await {
        Ok(sites) => sites,
        Err(error) => return Rejection::from(error).into_response(),
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
        Err(refusal) => refusal.into_response(),
    }
}

/// Handles the request for the operator's survey file.
pub async fn surveys(State(hosting): State<Arc<Hosting>>) -> Response {
    let Some(file) = hosting.file() else { return Rejection::NotFound.into_response() };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=60")];
    (headers, FOR_EVERY_PAGE, file).into_response()
}

fn page_of(
    hosting: &Hosting,
    sites: &Sites,
    site: &str,
    survey: &str,
    parameters: Result<Parameters, Rejection>,
    headers: &HeaderMap,
) -> Result<String, Refusal> {
    let key = Key::new(site).ok_or_else(|| FieldError::new("site", quoted(site), Key::EXPECTED));
    let site = key.map_err(|problem| Refusal::NotFound(vec![problem]))?;
    if !sites.takes(&site) {
        let expected = "a site that is registered with this collector";
        return Err(Refusal::NotFound(vec![FieldError::new("site", quoted(site.as_str()), expected)]));
    }
    let names = hosting.names();
    let unknown = || Refusal::NotFound(vec![FieldError::not_one_of("survey", survey, &names)]);
    let source = hosting.source(survey).ok_or_else(unknown)?;
    let asked = parameters.and_then(Asked::read).map_err(Refusal::of)?;

    let language = asked.locale.clone().or_else(|| preferred(headers));
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
    attributes.extend(asked.attributes());
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
enum Refusal {
    /// A parameter is wrong.
    BadQuery(Vec<FieldError>),
    /// There is no such site or survey.
    NotFound(Vec<FieldError>),
}

impl Refusal {
    fn of(rejection: Rejection) -> Self {
        match rejection {
            Rejection::BadQuery(problems) => Self::BadQuery(problems),
            _ => Self::BadQuery(Vec::new()),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, what, problems) = match self {
            Self::BadQuery(problems) => (StatusCode::BAD_REQUEST, "This link has a mistake.", problems),
            Self::NotFound(problems) => (StatusCode::NOT_FOUND, "There is no such survey here.", problems),
        };
        let mut text = format!("{what}\n\n");
        for problem in problems {
            text += &format!("{problem}\n");
        }
        let plain = [(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))];
        (status, plain, PRIVATE, text).into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::sites::{Origin, Site, SiteKey};
    use crate::testing::{Answer, Collector};

    const FILE: &str = r#"{"format": 1, "surveys": [
        {"key": "after-order", "questions": [{"kind": "csat"}]},
        {"key": "nps", "questions": [{"kind": "nps", "comment": false}]}
    ]}"#;

    /// A collector with a survey file, and a name and a colour for one shop.
    async fn hosting() -> Collector {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), FILE).unwrap();
        let shop = OfSite::shop("shop.example=Hans & Söhne <script>\"'").unwrap();
        let accent = OfSite::accent("shop.example=#0a7d5c").unwrap();
        let hosting = Hosting::new(Some(file.path()), vec![shop], vec![accent]).unwrap();
        Collector::new().await.with_hosting(hosting)
    }

    async fn get(collector: &Collector, path: &str) -> Answer {
        collector.send("GET", path, &[], "").await
    }

    /// The script tag of a page.
    fn tag(answer: &Answer) -> String {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let html = answer.text();
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        let start = html.find("<script").unwrap();
        html[start..start + html[start..].find('>').unwrap() + 1].into()
    }

    #[tokio::test]
    async fn a_preset_needs_no_settings() {
        let collector = Collector::new().await;
        let answer = get(&collector, "/survey/shop.example/post-purchase").await;
        assert_eq!(
            answer.text(),
            "<!doctype html>\n\
             <html lang=\"en\">\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"robots\" content=\"noindex\">\n\
             <title>shop.example</title>\n\
             <body>\n\
             <script async src=\"/nachklang.js\" data-endpoint=\"/v1/responses\" data-mode=\"page\" \
             data-site=\"shop.example\" data-survey=\"post-purchase\"></script>\n\
             <noscript><p lang=\"en\">This survey needs JavaScript. Please turn it on and load the page again.</p>\
             </noscript>\n"
        );
        for preset in nachklang_model::preset::NAMES {
            let tag = tag(&get(&collector, &format!("/survey/shop.example/{preset}")).await);
            assert!(tag.ends_with(&format!(" data-survey=\"{preset}\">")), "{tag}");
        }
    }

    #[tokio::test]
    async fn allows_nothing_but_the_widget() {
        let collector = Collector::new().await;
        let path = "/survey/shop.example/nps?first_name=Jo";
        let answer = get(&collector, path).await;
        let policy = answer.header("content-security-policy").unwrap();
        let directives: Vec<&str> = policy.split("; ").collect();
        for directive in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types nachklang",
        ] {
            assert!(directives.contains(&directive), "{directive}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("referrer-policy", "strict-origin"),
            ("x-robots-tag", "noindex"),
            ("cache-control", "private, no-cache"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name}");
        }
        assert_eq!(answer.header("access-control-allow-origin"), None);
        let head = collector.send("HEAD", path, &[], "").await;
        assert_eq!((head.status, head.text()), (StatusCode::OK, String::new()));
        assert_eq!(head.header("content-security-policy"), answer.header("content-security-policy"));
        let post = collector.send("POST", path, &[], "").await;
        post.is_problem(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed");
    }

    #[tokio::test]
    async fn the_query_becomes_attributes() {
        let collector = Collector::new().await;
        for (query, attributes) in [
            ("", ""),
            ("touchpoint=parcel", " data-touchpoint=\"parcel\""),
            ("locale=de-AT", " data-locale=\"de-AT\""),
            ("score=0", " data-score=\"0\""),
            ("score=10", " data-score=\"10\""),
            ("score=-2", " data-score=\"-2\""),
            ("segment=vip", " data-segment=\"vip\""),
            ("product=Red%20Mug+%26%20Co", " data-product=\"Red Mug &amp; Co\""),
            ("first_name=J%C3%BCrgen", " data-first-name=\"Jürgen\""),
            (
                "first_name=Jo&score=9&locale=de&touchpoint=mail",
                " data-touchpoint=\"mail\" data-locale=\"de\" data-score=\"9\" data-first-name=\"Jo\"",
            ),
            // A mail template with nothing to fill in, and what mail programs put behind a link.
            ("first_name=&product=&score=&touchpoint=mail", " data-touchpoint=\"mail\""),
            ("utm_source=news&utm_id=%3Cscript%3E&gclid=x&mc_eid=y&score=3", " data-score=\"3\""),
        ] {
            let tag = tag(&get(&collector, &format!("/survey/shop.example/csat?{query}")).await);
            assert!(tag.ends_with(&format!(" data-survey=\"csat\"{attributes}>")), "{query}: {tag}");
        }
    }

    #[tokio::test]
    async fn a_mistake_in_the_query_is_said_in_plain_words() {
        let collector = Collector::new().await;
        let long = format!("product={}", "ä".repeat(121));
        for (query, problem) in [
            (
                "scroe=3",
                "scroe: found \"scroe\", expected one of touchpoint, locale, score, segment, product, first_name (did you mean score?)",
            ),
            ("score=11", "score: found \"11\", expected a whole number from -2 to 10"),
            ("score=-3", "score: found \"-3\", expected a whole number from -2 to 10"),
            ("score=4.5", "score: found \"4.5\", expected a whole number from -2 to 10"),
            ("score=999", "score: found \"999\", expected a whole number from -2 to 10"),
            ("score=3&score=4", "score: found it more than once, expected it once"),
            ("touchpoint=The%20Parcel", "touchpoint: found \"The Parcel\", expected a key: "),
            ("segment=VIP", "segment: found \"VIP\", expected a key: "),
            ("locale=de_DE", "locale: found \"de_DE\", expected a language tag such as de or pt-BR"),
            (&long, "product: found \"ääää"),
        ] {
            let answer = get(&collector, &format!("/survey/shop.example/nps?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
            let text = answer.text();
            assert!(text.starts_with(&format!("This link has a mistake.\n\n{problem}")), "{text}");
            assert_eq!(text.lines().count(), 3, "{text}");
        }
        let exact = format!("/survey/shop.example/nps?product={}", "x".repeat(120));
        assert_eq!(get(&collector, &exact).await.status, StatusCode::OK);
        let several = get(&collector, "/survey/shop.example/nps?score=x&locale=!&colour=red").await;
        assert_eq!(several.text().lines().count(), 5);
    }

    #[tokio::test]
    async fn no_markup_comes_through() {
        const MARKUP: &str = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
        let collector = hosting().await;
        for (parameter, is_text) in [
            ("touchpoint", false),
            ("locale", false),
            ("score", false),
            ("segment", false),
            ("product", true),
            ("first_name", true),
            (MARKUP, false),
        ] {
            let answer = get(&collector, &format!("/survey/shop.example/nps?{parameter}={MARKUP}")).await;
            if is_text {
                let html = answer.text();
                let value = "=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"";
                assert!(html.contains(value) && html.matches("<script").count() == 1, "{html}");
            } else {
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{parameter}");
                is_plain(&answer);
            }
        }
        for path in [format!("/survey/{MARKUP}/nps"), format!("/survey/shop.example/{MARKUP}")] {
            let answer = get(&collector, &path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            is_plain(&answer);
        }
        let headers = [("accept-language", "\"><script>")];
        let answer = collector.send("GET", "/survey/shop.example/nps", &headers, "").await;
        let name = "Hans &amp; Söhne &lt;script&gt;&quot;&#39;";
        assert!(tag(&answer).contains(&format!(" data-shop=\"{name}\"")));
        let html = answer.text();
        assert!(
            html.contains(&format!("<title>{name}</title>")) && html.contains("<html lang=\"en\">"),
            "{html}"
        );
    }

    #[track_caller]
    fn is_plain(answer: &Answer) {
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }

    #[tokio::test]
    async fn is_in_the_language_asked_for_or_else_the_browsers() {
        let collector = Collector::new().await;
        for (query, accepted, language) in [
            ("", "de-AT,de;q=0.9,en;q=0.5", "de-AT"),
            ("", "fr;q=0.9", "fr"),
            ("", "*", "en"),
            ("?locale=de", "fr", "de"),
        ] {
            let path = format!("/survey/shop.example/nps{query}");
            let answer = collector.send("GET", &path, &[("accept-language", accepted)], "").await;
            assert!(answer.text().contains(&format!("<html lang=\"{language}\">")), "{query} {accepted}");
            assert_eq!(answer.header("vary"), Some("accept-language"));
        }
    }

    #[tokio::test]
    async fn a_survey_of_the_file_comes_before_a_preset() {
        let collector = hosting().await;
        for (survey, source) in [
            ("after-order", "data-survey=\"/surveys.json\" data-show=\"after-order\" data-shop=\""),
            ("nps", "data-survey=\"/surveys.json\" data-show=\"nps\" data-shop=\""),
            ("csat", "data-survey=\"csat\" data-shop=\""),
        ] {
            let tag = tag(&get(&collector, &format!("/survey/shop.example/{survey}?score=4")).await);
            assert!(tag.contains(&format!(" data-site=\"shop.example\" {source}")), "{tag}");
            assert!(tag.ends_with(" data-accent=\"#0a7d5c\" data-score=\"4\">"), "{tag}");
        }
        let other = get(&collector, "/survey/other.example/csat").await;
        let tag = tag(&other);
        assert!(!tag.contains("data-shop") && !tag.contains("data-accent"), "{tag}");
        assert!(other.text().contains("<title>other.example</title>"));
    }

    #[tokio::test]
    async fn an_unknown_survey_is_answered_with_those_there_are() {
        let presets = "csat, ces, post-purchase, delivery, returns, support, cart-exit, search, content";
        let collector = Collector::new().await;
        for (collector, known) in [
            (&collector, format!("nps, {presets}")),
            (&hosting().await, format!("after-order, nps, {presets}")),
        ] {
            let answer = get(collector, "/survey/shop.example/npx").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            assert_eq!(
                answer.text(),
                format!(
                    "There is no such survey here.\n\n\
                     survey: found \"npx\", expected one of {known} (did you mean nps?)\n"
                )
            );
        }
        let site = get(&collector, "/survey/The%20Shop/nps").await;
        assert_eq!(site.status, StatusCode::NOT_FOUND);
        assert!(site.text().contains("site: found \"The Shop\", expected a key"), "{}", site.text());
    }

    #[tokio::test]
    async fn a_registered_site_is_asked_with_its_key_and_no_other_is() {
        let collector = hosting().await;
        let site = |site: &str, key: Option<&str>| Site {
            site: Key::new(site).unwrap(),
            key: key.map(|key| SiteKey::parse(key).unwrap()),
            origins: vec![Origin::parse("*").unwrap()],
        };
        for site in [site("shop.example", None), site("keyed.example", Some("k-1"))] {
            collector.store.set_site(&site).await.unwrap();
        }
        for (site, endpoint) in
            [("shop.example", "\"/v1/responses\""), ("keyed.example", "\"/v1/responses?key=k-1\"")]
        {
            let page = get(&collector, &format!("/survey/{site}/nps")).await;
            assert!(page.text().contains(&format!("data-endpoint={endpoint}")), "{}", page.text());
        }
        let page = get(&collector, "/survey/third.example/nps").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.text().contains("site: found \"third.example\", expected a site that is registered"));
    }

    #[tokio::test]
    async fn serves_the_survey_file_as_it_is() {
        let answer = get(&hosting().await, "/surveys.json").await;
        assert_eq!((answer.status, answer.text()), (StatusCode::OK, FILE.into()));
        for (name, value) in [
            ("content-type", "application/json"),
            ("cache-control", "public, max-age=60"),
            ("access-control-allow-origin", "*"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name}");
        }
        let none = get(&Collector::new().await, "/surveys.json").await;
        none.is_problem(StatusCode::NOT_FOUND, "not-found");
    }
}
