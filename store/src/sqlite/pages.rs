use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, SqlitePool};

use super::filter;
use crate::domain::filter::Filter;
use crate::domain::page::{Position, ResponsePage, StoredResponse};
use crate::limits::PAGE_SIZE;

/// The next responses after `position`.
pub(super) async fn page(
    readers: &SqlitePool,
    filter: &Filter,
    position: Option<&Position>,
) -> Result<ResponsePage, sqlx::Error> {
    let rows = query(filter, position).build().fetch_all(readers).await?;
    let responses = rows.iter().map(stored_response).collect::<Result<Vec<_>, _>>()?;
    let next = match rows.last() {
        Some(last) if rows.len() == PAGE_SIZE => Some(Position {
            received_at: last.try_get("received_at")?,
            site: last.try_get("site")?,
            id: last.try_get("id")?,
        }),
        _ => None,
    };
    Ok(ResponsePage { responses, next })
}

fn query(filter: &Filter, position: Option<&Position>) -> QueryBuilder<sqlx::Sqlite> {
    let mut query = QueryBuilder::new(
        "SELECT received_at, site, id, document, made_at, verdict, suspect, suspicions, unknown, verified_buyer
         FROM responses WHERE TRUE",
    );
    // A position is later than `since`, and SQLite might start from the earlier of the two.
    let since = filter.since.filter(|_| position.is_none());
    filter::push(&Filter { since, ..filter.clone() }, &mut query);
    if let Some(Position { received_at, site, id }) = position {
        query.push(" AND (received_at, site, id) > (").push_bind(received_at.clone());
        query.push(", ").push_bind(site.clone()).push(", ").push_bind(id.clone()).push(")");
    }
    query.push(" ORDER BY received_at, site, id LIMIT ").push_bind(PAGE_SIZE as i64);
    query
}

fn stored_response(row: &SqliteRow) -> Result<StoredResponse, sqlx::Error> {
    Ok(StoredResponse {
        document: row.try_get("document")?,
        made_at: row.try_get("made_at")?,
        received_at: row.try_get("received_at")?,
        verdict: row.try_get("verdict")?,
        is_suspect: row.try_get("suspect")?,
        is_verified_buyer: row.try_get::<Option<bool>, _>("verified_buyer")?.unwrap_or_default(),
        suspicions: row.try_get("suspicions")?,
        unknown_values: row.try_get("unknown")?,
    })
}

#[cfg(test)]
mod tests {
    use nachklang_model::Key;

    use super::*;
    use crate::testing::TestStore;

    async fn plan(store: &TestStore, query: &str) -> Vec<String> {
        let plan = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")));
        let plan = plan.fetch_all(store.store.readers()).await.unwrap();
        plan.iter().map(|row| row.get("detail")).collect()
    }

    #[tokio::test]
    async fn the_few_that_are_suspect_are_found_without_looking_at_all_others() {
        let store = TestStore::new().await;
        let filter = Filter { suspect: Some(true), ..Filter::default() };
        let plan = plan(&store, &query(&filter, None).into_string()).await;
        assert!(plan[0].contains("suspects_by_time"), "{plan:?}");
    }

    /// A sort would hold everything in memory that a filter lets through, for every page again.
    #[tokio::test]
    async fn no_filter_needs_a_sort() {
        let store = TestStore::new().await;
        let key = |text| Key::new(text);
        let position = Position { received_at: "2026".into(), site: "a".into(), id: "b".into() };
        for filter in [
            Filter::default(),
            Filter { site: key("a"), ..Filter::default() },
            Filter { site: key("a"), since: Some(jiff::Timestamp::UNIX_EPOCH), ..Filter::default() },
            Filter { site: key("a"), survey: key("b"), touchpoint: key("c"), ..Filter::default() },
            Filter { status: Some("complete"), ..Filter::default() },
            Filter { suspect: Some(true), ..Filter::default() },
            Filter { suspect: Some(false), site: key("a"), ..Filter::default() },
        ] {
            for position in [None, Some(&position)] {
                let query = query(&filter, position).into_string();
                let plan = plan(&store, &query).await;
                assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{query}\n{plan:?}");
                // A later page does not walk through those before it.
                let from_position = plan[0].starts_with("SEARCH") && plan[0].contains("received_at");
                assert!(position.is_none() || from_position, "{query}\n{plan:?}");
                assert!(position.is_none() || query.matches("received_at >").count() == 0, "{query}");
            }
        }
    }
}
