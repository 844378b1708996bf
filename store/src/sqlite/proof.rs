use sqlx::{Row, SqliteConnection};

use crate::domain::proof::{CheckedProof, ProofError, ProofHistory};
use crate::domain::submission::Submission;

/// The proof that verifies a response, by what is stored at this moment; or why it is refused. Asked in the transaction that saves
/// the response, so that of two that come at once only one is verified.
pub(super) async fn verify<'a>(
    connection: &mut SqliteConnection,
    submission: &'a Submission,
) -> Result<Result<Option<&'a CheckedProof>, ProofError>, sqlx::Error> {
    let Some(proof) = &submission.proof else { return Ok(Ok(None)) };
    let response = &submission.response;
    let row = sqlx::query(
        "SELECT
            EXISTS (SELECT 1 FROM responses WHERE site = $1 AND id = $2 AND proof_sha256 = $3),
            EXISTS (SELECT 1 FROM responses WHERE site = $1 AND survey = $4 AND order_id_hash = $5
                AND proof_sha256 IS NOT NULL AND answered_at IS NOT NULL AND id <> $2)",
    )
    .bind(response.site.as_str())
    .bind(response.id.to_string())
    .bind(&proof.digest)
    .bind(response.survey.as_str())
    .bind(&proof.order)
    .fetch_one(connection)
    .await?;
    let history = ProofHistory { is_verified: row.try_get(0)?, is_used: row.try_get(1)? };
    let settled = proof.settle(history, response.progress.answered_at().is_some());
    Ok(settled.map(|is_verified| is_verified.then_some(proof)))
}
