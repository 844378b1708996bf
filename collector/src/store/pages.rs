use sqlx::sqlite::SqliteRow;
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
            let position =
                Position { received_at: row.try_get(0)?, site: row.try_get(1)?, id: row.try_get(2)? };
            lines.push(line(row, &position.received_at)?);
            next = Some(position);
        }
        Ok(Page { next: next.filter(|_| lines.len() == PAGE), lines })
    }
}

fn query(filter: &Filter, position: Option<&Position>) -> QueryBuilder<sqlx::Sqlite> {
    let mut query = QueryBuilder::new(
        "SELECT received_at, site, id, document, made_at, verdict, suspect, suspicions, unknown, verified_buyer
         FROM responses WHERE TRUE",
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
fn line(row: &SqliteRow, received_at: &str) -> Result<String, sqlx::Error> {
    let document: &str = row.try_get("document")?;
    let mut line = document.strip_suffix('}').unwrap_or(document).to_owned();
    // Names and times need no escape, and the rest is stored as JSON.
    for (name, value) in [("made_at", row.try_get("made_at")?), ("received_at", received_at)] {
        line += &format!(r#","{name}":"{value}""#);
    }
    if let Some(verdict) = row.try_get::<Option<&str>, _>("verdict")? {
        line += &format!(r#","verdict":"{verdict}""#);
    }
    if row.try_get("suspect")? {
        line += r#","suspect":true"#;
    }
    if row.try_get::<Option<bool>, _>("verified_buyer")?.unwrap_or_default() {
        line += r#","verified_buyer":true"#;
    }
    for name in ["suspicions", "unknown"] {
        if let Some(json) = row.try_get::<Option<&str>, _>(name)? {
            line += &format!(r#","{name}":{json}"#);
        }
    }
    line.push('}');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use nachklang_model::Key;

    use super::*;
    use crate::testing::Collector;

    async fn plan(collector: &Collector, query: &str) -> Vec<String> {
        let plan = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")));
        let plan = plan.fetch_all(&collector.store.readers).await.unwrap();
        plan.iter().map(|row| row.get("detail")).collect()
    }

    #[tokio::test]
    async fn the_few_that_are_suspect_are_found_without_looking_at_all_others() {
        let collector = Collector::new().await;
        let filter = Filter { suspect: Some(true), ..Filter::default() };
        let plan = plan(&collector, &query(&filter, None).into_string()).await;
        assert!(plan[0].contains("suspects_by_time"), "{plan:?}");
    }

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
            Filter { suspect: Some(true), ..Filter::default() },
            Filter { suspect: Some(false), site: key("a"), ..Filter::default() },
        ] {
            for position in [None, Some(&position)] {
                let query = query(&filter, position).into_string();
                let plan = plan(&collector, &query).await;
                assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{query}\n{plan:?}");
                // A later page does not walk through those before it.
                let from_position = plan[0].starts_with("SEARCH") && plan[0].contains("received_at");
                assert!(position.is_none() || from_position, "{query}\n{plan:?}");
                assert!(position.is_none() || query.matches("received_at >").count() == 0, "{query}");
            }
        }
    }
}
