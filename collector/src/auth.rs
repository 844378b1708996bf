//! Who may read what was answered.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::app::App;
use crate::problem::Rejection;
use crate::token::Digest;

/// Proof that a request came with the admin token, as `Authorization: Bearer …`. Taken as the first argument of a
/// handler it answers all others with 401 before anything else of the request is looked at.
#[derive(Debug)]
pub struct Admin(());

impl FromRequestParts<App> for Admin {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        let token = bearer(parts).ok_or(Rejection::Unauthorized)?;
        // Asked of the store each time, so that `nachklang-collector token` is in force at once.
        let expected = match app.admin {
            Some(digest) => Some(digest),
            None => app.store.token().await?,
        };
        let expected = expected.ok_or(Rejection::Unauthorized)?;
        if expected.matches(&Digest::of(token)) { Ok(Self(())) } else { Err(Rejection::Unauthorized) }
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let (scheme, token) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_matches(' '))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::testing::{Collector, TOKEN};
    use crate::token::Token;

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
        let tokens = [Token::random(), Token::random()];
        let status = async |token: &Token| {
            let authorization = format!("Bearer {}", token.as_str());
            collector.send("GET", "/v1/scores", &[("authorization", &authorization)], "").await.status
        };
        assert_eq!(status(&tokens[0]).await, StatusCode::UNAUTHORIZED, "none is stored");
        collector.store.set_token(&tokens[0].digest()).await.unwrap();
        assert_eq!(status(&tokens[0]).await, StatusCode::OK);
        collector.store.set_token(&tokens[1].digest()).await.unwrap();
        assert_eq!(status(&tokens[0]).await, StatusCode::UNAUTHORIZED);
        assert_eq!(status(&tokens[1]).await, StatusCode::OK);
    }
}
