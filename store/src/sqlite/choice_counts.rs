use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, SqlitePool};

use super::filter;
use crate::domain::counts::ChoiceCount;
use crate::domain::filter::Filter;

/// Counts what was chosen in the responses that are meant.
pub(super) async fn choice_counts(
    readers: &SqlitePool,
    filter: &Filter,
) -> Result<Vec<ChoiceCount>, sqlx::Error> {
    // One statement, so that answers and options are counted at the same moment.
    let mut query = QueryBuilder::new(
        "SELECT responses.site, survey, question, kind, touchpoint, NULL, COUNT(*) FROM responses
         JOIN answers ON answers.site = responses.site AND answers.response_id = responses.id
         WHERE kind IN ('single-choice', 'multiple-choice') AND NOT suspect",
    );
    filter::push(filter, &mut query);
    query.push(
        " GROUP BY responses.site, survey, question, kind, touchpoint
         UNION ALL
         SELECT responses.site, survey, question, kind, touchpoint, option, COUNT(*) FROM responses
         JOIN answers ON answers.site = responses.site AND answers.response_id = responses.id
         JOIN choices USING (site, response_id, question)
         WHERE NOT suspect",
    );
    filter::push(filter, &mut query);
    query.push(" GROUP BY responses.site, survey, question, kind, touchpoint, option");
    let rows = query.build().fetch_all(readers).await?;
    let count = |row: &SqliteRow| {
        Ok(ChoiceCount {
            site: row.try_get(0)?,
            survey: row.try_get(1)?,
            question: row.try_get(2)?,
            kind: row.try_get(3)?,
            touchpoint: row.try_get(4)?,
            option: row.try_get(5)?,
            count: row.try_get::<i64, _>(6)?.unsigned_abs(),
        })
    };
    rows.iter().map(count).collect()
}
