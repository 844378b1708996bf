//! The router. It needs no socket: tests call it as it is.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use crate::door::Door;
use crate::ingest::{self, LARGEST_BODY};
use crate::intake::Intake;
use crate::limits::Limits;
use crate::page::{self, Hosting};
use crate::problem::Rejection;
use crate::responses;
use crate::review;
use crate::scores;
use crate::sites::SiteBook;
use crate::store::Store;
use crate::token::Digest;
use crate::widget_files::{self, WidgetFiles};

/// What the handlers share.
#[derive(Clone)]
pub struct App {
    /// Where everything is stored.
    pub store: Store,
    /// The digest of the admin token that counts instead of the stored one.
    pub admin: Option<Digest>,
    files: WidgetFiles,
    hosting: Arc<Hosting>,
    door: Door,
}

/// What the operator says of a collector.
#[derive(Debug, Default)]
pub struct Options {
    /// The digest of an admin token that counts instead of the stored one.
    pub admin: Option<Digest>,
    /// The folder with the widget's files.
    pub pkg: PathBuf,
    /// What is said of hosted pages.
    pub hosting: Hosting,
    /// How much is taken on at once.
    pub limits: Limits,
    /// Whether the last address in `X-Forwarded-For` is that of the client, as a proxy in front writes it.
    pub trust_forwarded_for: bool,
}

impl FromRef<App> for Door {
    fn from_ref(app: &App) -> Self {
        app.door.clone()
    }
}

impl FromRef<App> for SiteBook {
    fn from_ref(app: &App) -> Self {
        app.door.sites.clone()
    }
}

impl FromRef<App> for Intake {
    fn from_ref(app: &App) -> Self {
        app.door.intake.clone()
    }
}

impl FromRef<App> for Arc<Hosting> {
    fn from_ref(app: &App) -> Self {
        app.hosting.clone()
    }
}

impl FromRef<App> for Store {
    fn from_ref(app: &App) -> Self {
        app.store.clone()
    }
}

impl FromRef<App> for WidgetFiles {
    fn from_ref(app: &App) -> Self {
        app.files.clone()
    }
}

/// The collector on `store`.
pub fn router(store: Store, options: Options) -> Router {
    let Options { admin, pkg, hosting, limits, trust_forwarded_for } = options;
    let door = Door::new(store.clone(), &limits, trust_forwarded_for);
    let app = App { store, admin, files: WidgetFiles::new(&pkg), hosting: hosting.into(), door };
    // What is added behind the layer of `post`, reading back, gets no CORS headers.
    let responses = post(ingest::ingest)
        .options(async || StatusCode::NO_CONTENT)
        .layer::<_, Infallible>(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_any_page())
        .get(responses::list);
    Router::new()
        .route("/v1/responses", responses)
        .route("/v1/review", post(review::review).layer(DefaultBodyLimit::max(LARGEST_BODY)))
        .route("/v1/scores", get(scores::list))
        .route("/v1/{*rest}", any(async || Rejection::NotFound))
        .route("/survey/{site}/{survey}", get(page::show))
        .route(page::SURVEYS, get(page::surveys))
        .route("/healthz", get(health))
        .method_not_allowed_fallback(async || Rejection::MethodNotAllowed)
        .fallback(widget_files::serve)
        .with_state(app)
}

/// Lets pages of any origin send responses, of any type and with whatever headers the shop has the widget send, without
/// credentials. Whose are taken is decided later ([`crate::sites`]), by an answer that the page can read.
fn from_any_page() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_secs(24 * 60 * 60))
}

async fn health(State(store): State<Store>) -> Result<Response, Rejection> {
    store.check().await?;
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, r#"{"status":"ok"}"#).into_response())
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::testing::{Collector, example};

    #[tokio::test]
    async fn any_page_may_send_and_none_may_read() {
        let collector = Collector::new().await;
        let from_shop = ("origin", "https://shop.example");

        let preflight = [
            from_shop,
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type,x-shop,authorization"),
        ];
        let answer = collector.send("OPTIONS", "/v1/responses", &preflight, "").await;
        assert!(answer.status.is_success());
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
        let allowed = answer.header("access-control-allow-headers");
        assert_eq!(allowed, Some("content-type,x-shop,authorization"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);

        // The page must be able to read refusals too, or it would try them again for ever.
        for body in [example(1).to_string(), "nonsense".into(), "x".repeat(300_000)] {
            let answer = collector.send("POST", "/v1/responses", &[from_shop], &body).await;
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{}", answer.status);
            assert_eq!(answer.header("access-control-expose-headers"), Some("retry-after"));
        }

        for path in ["/v1/responses", "/v1/scores"] {
            for answer in [
                collector.admin_with(path, &[from_shop]).await,
                collector.send("GET", path, &[from_shop], "").await,
            ] {
                let cors = answer.headers.keys().find(|name| name.as_str().starts_with("access-control"));
                assert_eq!(cors, None, "{path} {}", answer.status);
            }
        }
        let preflight = [from_shop, ("access-control-request-method", "GET")];
        let answer = collector.send("OPTIONS", "/v1/scores", &preflight, "").await;
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }

    #[tokio::test]
    async fn says_whether_it_can_work() {
        let collector = Collector::new().await;
        let answer = collector.send("GET", "/healthz", &[], "").await;
        assert_eq!((answer.status, answer.text()), (StatusCode::OK, r#"{"status":"ok"}"#.into()));
        collector.store.close().await;
        let answer = collector.send("GET", "/healthz", &[], "").await;
        answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "store-failed");
    }

    #[tokio::test]
    async fn what_is_not_there_is_said_as_a_problem() {
        let collector = Collector::new().await;
        for (method, path) in [("GET", "/v1/nothing"), ("POST", "/v1/respones"), ("GET", "/v1/responses/1")] {
            collector.send(method, path, &[], "").await.is_problem(StatusCode::NOT_FOUND, "not-found");
        }
        for (method, path, allowed) in [
            ("PUT", "/v1/responses", ["GET", "POST"]),
            ("POST", "/v1/scores", ["GET", "HEAD"]),
            ("DELETE", "/healthz", ["GET", "HEAD"]),
            ("POST", "/nachklang.js", ["GET", "HEAD"]),
        ] {
            let answer = collector.send(method, path, &[], "").await;
            answer.is_problem(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed");
            let allow = answer.header("allow").unwrap_or_default();
            assert!(allowed.iter().all(|method| allow.contains(method)), "{path}: {allow}");
        }
    }
}
