//! Survey pages.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nachklang_collector::http::pages::survey::Hosting;
use nachklang_collector::{SiteSetting, SurveyPageSettings};
use nachklang_model::Key;
use nachklang_store::{Origin, Site, SiteKey, Store};
use sha2::{Digest, Sha256};

use crate::support::{Answer, Collector};

const FILE: &str = r#"{"format": 1, "surveys": [
    {"key": "after-order", "questions": [{"kind": "csat"}]},
    {"key": "nps", "questions": [{"kind": "nps", "comment": false}]}
]}"#;

/// A collector with a survey file, and all that a shop can set for its pages.
async fn hosting() -> Collector {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), FILE).unwrap();
    let shop = SiteSetting::shop("shop.example=Hans & Söhne <script>\"'").unwrap();
    let accent = SiteSetting::accent("shop.example=#0a7d5c").unwrap();
    let url = |url: &str| vec![SiteSetting::url(&format!("shop.example={url}")).unwrap()];
    let settings = SurveyPageSettings {
        shops: vec![shop],
        accents: vec![accent],
        logos: url("https://cdn.example:8443/logo.svg?v=1&w=2"),
        imprints: url("https://shop.example/imprint"),
        privacy: url("https://shop.example/privacy"),
    };
    let hosting = Hosting::new(Some(file.path()), settings).unwrap();
    Collector::new().await.with_hosting(hosting)
}

async fn get(collector: &Collector, path: &str) -> Answer {
    collector.send("GET", path, &[], "").await
}

/// What stands before and after the content of the page's style.
fn around_style(html: &str) -> (String, String) {
    let (before, after) = html.split_once("<style>").expect("a style");
    let (_, after) = after.split_once("</style>").expect("the style ends");
    (format!("{before}<style>"), format!("</style>{after}"))
}

/// The hash of what stands between two tags, as a policy names it.
fn hash_of(html: &str, opening: &str, closing: &str) -> String {
    let after = html.split_once(opening).expect(opening).1;
    let content = after.split_once(closing).expect(closing).0;
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
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
    let (before_style, after_style) = around_style(&answer.text());
    assert_eq!(
        before_style + &after_style,
        "<!doctype html>\n\
         <html lang=\"en\" dir=\"ltr\">\n\
         <meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>shop.example</title>\n\
         <style></style>\n\
         <body>\n\
         <script async src=\"/nachklang.js\" data-endpoint=\"/v1/responses\" data-mode=\"page\" \
         data-site=\"shop.example\" data-survey=\"post-purchase\"></script>\n\
         <noscript><main><p>This survey needs JavaScript. Please turn it on and load the page again.</p></main>\
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
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types nachklang",
    ] {
        assert!(directives.contains(&directive), "{directive}");
    }
    let style = hash_of(&answer.text(), "<style>", "</style>");
    assert!(directives.contains(&&*format!("style-src 'self' {style}")), "{policy}");
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
        html.contains(&format!("<title>{name}</title>")) && html.contains("<html lang=\"en\" dir="),
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
        assert!(answer.text().contains(&format!("<html lang=\"{language}\" dir=")), "{query} {accepted}");
        assert_eq!(answer.header("vary"), Some("accept, accept-language"));
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
async fn the_shops_logo_and_legal_pages_stand_around_the_survey() {
    let collector = hosting().await;
    let headers = [("accept-language", "de")];
    let answer = collector.send("GET", "/survey/shop.example/nps", &headers, "").await;
    let html = answer.text();
    assert!(html.contains(":root {\n  --accent: #0a7d5c;\n}\n</style>"), "{html}");
    let name = "Hans &amp; Söhne &lt;script&gt;&quot;&#39;";
    for part in [
        format!(
            "<header><img src=\"https://cdn.example:8443/logo.svg?v=1&amp;w=2\" alt=\"{name}\"></header>"
        ),
        "<footer><a href=\"https://shop.example/imprint\">Impressum</a> \
         <a href=\"https://shop.example/privacy\">Datenschutz</a></footer>"
            .into(),
    ] {
        assert!(html.contains(&part), "{part} in {html}");
    }
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("img-src 'self' data: https://cdn.example:8443;"), "{policy}");
    let other = get(&collector, "/survey/other.example/nps").await;
    assert!(!other.text().contains("<header>") && !other.text().contains("<footer>"), "{}", other.text());
}

#[tokio::test]
async fn a_link_that_leads_nowhere_gets_a_friendly_page() {
    let collector = hosting().await;
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8"), ("accept-language", "ar")];
    for (path, status, details) in [
        ("/survey/shop.example/npx", StatusCode::NOT_FOUND, "survey: found \\\"npx\\\""),
        ("/survey/shop.example/nps?score=11", StatusCode::BAD_REQUEST, "score: found \\\"11\\\""),
        ("/survey/shop.example/nps?%3C%2Fscript%3E=1", StatusCode::BAD_REQUEST, "\\u003c/script>: found"),
        ("/survey/The%20Shop/nps", StatusCode::NOT_FOUND, "site: found \\\"The Shop\\\""),
    ] {
        let answer = collector.send("GET", path, &browser, "").await;
        assert_eq!(answer.status, status, "{path}");
        let html = answer.text();
        let policy = answer.header("content-security-policy").unwrap();
        let script = hash_of(&html, "<script>", "</script>");
        assert!(policy.contains(&format!("script-src {script};")), "{policy}");
        assert_eq!(html.matches("</script>").count(), 1, "{html}");
        assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{html}");
        assert!(html.contains("<h1>هذا الرابط لا يعمل</h1>"), "{html}");
        let console = html.split_once("<script>console.error(\"Nachklang: ").expect("a message").1;
        assert!(console.contains(details), "{details} in {console}");
        assert_eq!(html.contains("<footer>"), !path.contains("The%20Shop"), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_survey_is_answered_with_those_there_are() {
    let presets = "csat, ces, post-purchase, delivery, returns, support, cart-exit, search, content";
    let collector = Collector::new().await;
    for (collector, known) in
        [(&collector, format!("nps, {presets}")), (&hosting().await, format!("after-order, nps, {presets}"))]
    {
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
