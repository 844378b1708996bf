//! Who may read what was answered.

use axum::http::StatusCode;
use nachklang_store::{AdminToken, Store};

use crate::support::{Collector, TOKEN};

#[tokio::test]
async fn only_the_token_opens_what_was_answered() {
    let collector = Collector::new().await;
    for path in ["/v1/responses", "/v1/scores", "/v1/responses?nonsense=1"] {
        for authorization in [
            None,
            Some(String::new()),
            Some("Bearer".into()),
            Some("Bearer ".into()),
            Some("Bearer wrong".into()),
            Some(format!("Bearer {TOKEN}x")),
            Some(format!("Bearer {}", &TOKEN[1..])),
            Some(format!("Basic {TOKEN}")),
            Some(TOKEN.into()),
        ] {
            let headers: Vec<_> = authorization.iter().map(|value| ("authorization", &**value)).collect();
            let answer = collector.send("GET", path, &headers, "").await;
            answer.is_problem(StatusCode::UNAUTHORIZED, "unauthorized");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{path} {authorization:?}");
            assert!(!answer.text().contains(TOKEN));
        }
    }
    for scheme in ["Bearer", "bearer"] {
        let authorization = format!("{scheme} {TOKEN}");
        let answer = collector.send("GET", "/v1/scores", &[("authorization", &authorization)], "").await;
        assert_eq!(answer.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_new_token_is_in_force_at_once() {
    let collector = Collector::with_stored_token().await;
    let tokens = [AdminToken::random(), AdminToken::random()];
    let status = async |token: &AdminToken| {
        let authorization = format!("Bearer {}", token.as_str());
        collector.send("GET", "/v1/scores", &[("authorization", &authorization)], "").await.status
    };
    assert_eq!(status(&tokens[0]).await, StatusCode::UNAUTHORIZED, "none is stored");
    collector.store.set_admin_digest(&tokens[0].digest()).await.unwrap();
    assert_eq!(status(&tokens[0]).await, StatusCode::OK);
    collector.store.set_admin_digest(&tokens[1].digest()).await.unwrap();
    assert_eq!(status(&tokens[0]).await, StatusCode::UNAUTHORIZED);
    assert_eq!(status(&tokens[1]).await, StatusCode::OK);
}
