use sqlx::{Row, SqliteConnection};

use crate::proof::{Before, Fault};
use crate::submission::Submission;

/// Why the proof of a response is refused, by what is stored at this moment; `None` where it is not, or where there is none to
/// check. Asked in the transaction that keeps the response, so that of two that come at once only one is verified.
pub async fn fault(
    connection: &mut SqliteConnection,
    submission: &Submission,
) -> Result<Option<Fault>, sqlx::Error> {
    let Some(checked) = &submission.checked else { return Ok(None) };
    let response = &submission.response;
    let row = sqlx::query(
        "SELECT
            EXISTS (SELECT 1 FROM responses WHERE site = $1 AND id = $2 AND proof_sha256 = $3),
            EXISTS (SELECT 1 FROM responses WHERE site = $1 AND survey = $4 AND order_id_hash = $5
                AND proof_sha256 IS NOT NULL AND answered_at IS NOT NULL AND id <> $2)",
    )
    .bind(response.site.as_str())
    .bind(response.id.to_string())
    .bind(&checked.digest)
    .bind(response.survey.as_str())
    .bind(&checked.order)
    .fetch_one(connection)
    .await?;
    let before = Before { is_verified: row.try_get(0)?, is_used: row.try_get(1)? };
    Ok(checked.settle(before, response.progress.answered_at().is_some()).err())
}
