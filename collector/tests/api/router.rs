//! What holds for several routes.

use axum::http::StatusCode;
use nachklang_store::Store;
use nachklang_store::testing::example;

use crate::support::Collector;

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
