use sqlx::{QueryBuilder, Row};

use super::{Filter, Store, StoreError};

/// How often a rating was given to a question at a touchpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The shop.
    pub site: String,
    /// The survey.
    pub survey: String,
    /// The question.
    pub question: String,
    /// The name of the scale.
    pub scale: String,
    /// The touchpoint.
    pub touchpoint: String,
    /// The rating.
    pub value: i8,
    /// How often it was given.
    pub count: u64,
}

impl Store {
    /// Counts the ratings in the responses that are meant, however far those came.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn counts(&self, filter: &Filter) -> Result<Vec<Count>, StoreError> {
        const GROUP: &str = "responses.site, survey, question, scale, touchpoint, value";
        let mut query = QueryBuilder::new("SELECT ");
        query.push(GROUP).push(
            ", COUNT(*) FROM responses
             JOIN answers ON answers.site = responses.site AND answers.response_id = responses.id
             WHERE scale IS NOT NULL AND NOT suspect",
        );
        filter.push(&mut query);
        query.push(" GROUP BY ").push(GROUP);
        let rows = query.build().fetch_all(&self.readers).await?;
        let count = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Count {
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
}
