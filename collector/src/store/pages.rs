use sqlx::{QueryBuilder, Row};

use super::{Filter, Store, StoreError};

/// The most responses a page has.
pub const PAGE: usize = 100;

/// Where a page ends: the place of its last response in the order received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    received_at: String,
    site: String,
    id: String,
}

/// Some responses in the order received.
#[derive(Debug)]
pub struct Page {
    /// Each response as one line of JSON, without a line break.
    pub lines: Vec<String>,
    /// Where the next page starts; `None` after the last.
    pub next: Option<Position>,
}

impl Store {
    /// The next responses after `position`, from the start where that is `None`, in the order they were received.
    ///
    /// Reading page by page holds no connection and no snapshot while a client takes its time. A response that changes
    /// meanwhile moves to the end: it may come twice, the higher revision last, and is never missed.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn page(&self, filter: &Filter, position: Option<&Position>) -> Result<Page, StoreError> {
        let mut query = query(filter, position);
        let rows = query.build().fetch_all(&self.readers).await?;
        let mut lines = Vec::with_capacity(rows.len());
        let mut next = None;
        for row in &rows {
            let document: &str = row.try_get(3)?;
            let (made_at, unknown): (&str, Option<&str>) = (row.try_get(4)?, row.try_get(5)?);
            let position =
                Position { received_at: row.try_get(0)?, site: row.try_get(1)?, id: row.try_get(2)? };
            lines.push(line(document, made_at, &position.received_at, unknown));
            next = Some(position);
        }
        Ok(Page { next: next.filter(|_| lines.len() == PAGE), lines })
    }
}

fn query(filter: &Filter, position: Option<&Position>) -> QueryBuilder<sqlx::Sqlite> {
    let mut query = QueryBuilder::new(
        "SELECT received_at, site, id, document, made_at, unknown FROM responses WHERE TRUE",
    );
    // A position is later than `since`, and SQLite might start from the earlier of the two.
    let since = filter.since.filter(|_| position.is_none());
    Filter { since, ..filter.clone() }.push(&mut query);
    if let Some(Position { received_at, site, id }) = position {
        query.push(" AND (received_at, site, id) > (").push_bind(received_at.clone());
        query.push(", ").push_bind(site.clone()).push(", ").push_bind(id.clone()).push(")");
    }
    query.push(" ORDER BY received_at, site, id LIMIT ").push_bind(PAGE as i64);
    query
}

/// The document with some members more. It is an object and none of them is one of the contract, so that they can be put in
/// front of its closing brace.
fn line(document: &str, made_at: &str, received_at: &str, unknown: Option<&str>) -> String {
    let members = document.strip_suffix('}').unwrap_or(document);
    let unknown = unknown.map(|unknown| format!(r#","unknown":{unknown}"#)).unwrap_or_default();
    format!(r#"{members},"made_at":"{made_at}","received_at":"{received_at}"{unknown}}}"#)
}

#[cfg(test)]
mod tests {
    use nachklang_model::Key;

    use super::*;
    use crate::testing::Collector;

    /// A sort would hold everything in memory that a filter lets through, for every page again.
    #[tokio::test]
    async fn no_filter_needs_a_sort() {
        let collector = Collector::new().await;
        let key = |text| Key::new(text);
        let position = Position { received_at: "2026".into(), site: "a".into(), id: "b".into() };
        for filter in [
            Filter::default(),
            Filter { site: key("a"), ..Filter::default() },
            Filter { site: key("a"), since: Some(jiff::Timestamp::UNIX_EPOCH), ..Filter::default() },
            Filter { site: key("a"), survey: key("b"), touchpoint: key("c"), ..Filter::default() },
            Filter { status: Some("complete"), ..Filter::default() },
        ] {
            for position in [None, Some(&position)] {
                let query = query(&filter, position).into_string();
                let plan = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")));
                let plan = plan.fetch_all(&collector.store.readers).await.unwrap();
                let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
                assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{query}\n{plan:?}");
                // A later page does not walk through those before it.
                let from_position = plan[0].starts_with("SEARCH") && plan[0].contains("received_at");
                assert!(position.is_none() || from_position, "{query}\n{plan:?}");
                assert!(position.is_none() || query.matches("received_at >").count() == 0, "{query}");
            }
        }
    }
}
