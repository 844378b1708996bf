use sqlx::SqliteConnection;

use crate::domain::review::{Review, Verdict};

/// Records a verdict. Gives how many of the responses are there.
pub(super) async fn review(connection: &mut SqliteConnection, review: &Review) -> Result<u64, sqlx::Error> {
    let mut reviewed = 0;
    for id in &review.ids {
        let done = sqlx::query("UPDATE responses SET verdict = $3 WHERE site = $1 AND id = $2")
            .bind(review.site.as_str())
            .bind(id.to_string())
            .bind(review.verdict.map(Verdict::name))
            .execute(&mut *connection)
            .await?;
        reviewed += done.rows_affected();
    }
    Ok(reviewed)
}
