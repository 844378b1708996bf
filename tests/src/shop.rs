//! A shop's pages, on an origin of their own.

use axum::Router;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::collector::Collector;
use crate::port;

/// A page of a shop, one behaviour each.
#[derive(Clone)]
pub struct Page {
    html: String,
    head: String,
    body_attributes: String,
    body: String,
    policy: Option<String>,
}

impl Page {
    /// A page with the recorder and a product, without the widget.
    pub fn new(collector: &Collector) -> Self {
        let head = format!(r#"<script src="{}/recorder.js"></script>"#, collector.origin);
        let body =
            r#"<main><h1>Red mug</h1><a href="/other">Another mug</a><button id="buy">Buy</button></main>"#;
        Self { html: "lang=en".into(), head, body_attributes: String::new(), body: body.into(), policy: None }
    }

    /// Sets the attributes of the `html` element, such as language and direction.
    pub fn html_attributes(mut self, attributes: &str) -> Self {
        self.html = attributes.into();
        self
    }

    /// Sets the attributes of the `body` element, by which shop platforms mark their pages.
    pub fn body_attributes(mut self, attributes: &str) -> Self {
        self.body_attributes = attributes.into();
        self
    }

    /// A page with the script tag, posting to the collector.
    pub fn with_tag(collector: &Collector, attributes: &str) -> Self {
        Self::served_by(&collector.origin, collector, attributes)
    }

    /// A page with the script tag, posting to another endpoint.
    pub fn posting_to(endpoint: &str, collector: &Collector, attributes: &str) -> Self {
        Self::new(collector).head(&tag(&collector.origin, endpoint, attributes))
    }

    /// A page whose script tag is served by another origin than the collector's.
    pub fn served_by(origin: &str, collector: &Collector, attributes: &str) -> Self {
        Self::new(collector).head(&tag(origin, &format!("{}/v1/responses", collector.origin), attributes))
    }

    /// Adds something to the head.
    pub fn head(mut self, html: &str) -> Self {
        self.head += html;
        self
    }

    /// Replaces the content of the body.
    pub fn replace_body(mut self, html: &str) -> Self {
        self.body = html.into();
        self
    }

    /// Adds something to the body.
    pub fn body(mut self, html: &str) -> Self {
        self.body += html;
        self
    }

    /// Gives the page a content-security policy.
    pub fn policy(mut self, policy: &str) -> Self {
        self.policy = Some(policy.into());
        self
    }

    fn source(&self) -> String {
        let Self { html, head, body_attributes, body, .. } = self;
        format!(
            "<!doctype html><html {html}><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
             <title>Shop</title>{head}<body {body_attributes}>{body}</body></html>"
        )
    }
}

/// The script tag as a shop pastes it.
pub fn tag(collector: &str, endpoint: &str, attributes: &str) -> String {
    format!(
        r#"<script async src="{collector}/nachklang.js" data-endpoint="{endpoint}" data-site="shop.example" {attributes}></script>"#
    )
}

/// A running shop that has one page at every path.
pub struct Shop {
    /// Its origin: `http://localhost:…`, not the collector's.
    pub origin: String,
}

impl Shop {
    /// Serves a page at every path, except `/surveys.json`.
    pub async fn with(page: Page) -> Self {
        Self::with_surveys(page, "").await
    }

    /// Serves a page and a survey file.
    pub async fn with_surveys(page: Page, surveys: &str) -> Self {
        let surveys = surveys.to_owned();
        let serve_page = move || {
            let headers = page.policy.clone().map(|policy| [("content-security-policy", policy)]);
            let html = Html(page.source());
            async move {
                match headers {
                    Some(headers) => (headers, html).into_response(),
                    None => html.into_response(),
                }
            }
        };
        let surveys = move || async move { ([("content-type", "application/json")], surveys) };
        let router = Router::new().route("/surveys.json", get(surveys)).fallback(get(serve_page));
        Self { origin: serve("localhost", router).await }
    }

    /// The demo shop of this repository.
    pub async fn demo(collector: &Collector) -> Self {
        Self { origin: serve("localhost", xtask::shop::router(&collector.origin)).await }
    }
}

/// Serves on a fresh port as long as the test runs. Returns the origin.
pub(crate) async fn serve(host: &str, router: Router) -> String {
    let listener = port::start(|port| std::net::TcpListener::bind(("127.0.0.1", port)));
    let port = listener.local_addr().expect("an address").port();
    listener.set_nonblocking(true).expect("a listener that does not block");
    let listener = TcpListener::from_std(listener).expect("a listener");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{host}:{port}")
}
