//! Survey pages.

use axum::http::StatusCode;
use nachklang_collector::SiteSetting;
use nachklang_collector::http::pages::survey::Hosting;
use nachklang_model::Key;
use nachklang_store::{Origin, Site, SiteKey, Store};

use crate::support::{Answer, Collector};

const FILE: &str = r#"{"format": 1, "surveys": [
    {"key": "after-order", "questions": [{"kind": "csat"}]},
    {"key": "nps", "questions": [{"kind": "nps", "comment": false}]}
]}"#;

/// A collector with a survey file, and a name and a colour for one shop.
async fn hosting() -> Collector {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), FILE).unwrap();
    let shop = SiteSetting::shop("shop.example=Hans & Söhne <script>\"'").unwrap();
    let accent = SiteSetting::accent("shop.example=#0a7d5c").unwrap();
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
