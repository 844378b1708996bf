use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, SqlitePool};

use super::filter;
use crate::domain::counts::RatingCount;
use crate::domain::filter::Filter;

/// Counts the ratings in the responses that are meant, from the histograms that triggers keep beside them.
pub(super) async fn rating_counts(
    readers: &SqlitePool,
    filter: &Filter,
) -> Result<Vec<RatingCount>, sqlx::Error> {
    const GROUP: &str = "site, survey, question, scale, touchpoint, value";
    let mut query = QueryBuilder::new("SELECT ");
    query.push(GROUP).push(", SUM(n) FROM histograms WHERE TRUE");
    filter::push_place(filter, &mut query, "histograms");
    query.push(" GROUP BY ").push(GROUP);
    let rows = query.build().fetch_all(readers).await?;
    let count = |row: &SqliteRow| {
        Ok(RatingCount {
            site: row.try_get(0)?,
            survey: row.try_get(1)?,
            question: row.try_get(2)?,
            scale: row.try_get(3)?,
            touchpoint: row.try_get(4)?,
            value: row.try_get(5)?,
            count: row.try_get::<i64, _>(6)?.unsigned_abs(),
        })
    };
    rows.iter().map(count).collect()
}
