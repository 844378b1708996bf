use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::response::{stored_revision, upsert};
use super::{answers, proof};
use crate::domain::submission::{SaveOutcome, Submission};

/// Saves responses that came in at `now`. Says of each what became of it.
pub(super) async fn save(
    connection: &mut SqliteConnection,
    submissions: &[Submission],
    now: Timestamp,
) -> Result<Vec<SaveOutcome>, sqlx::Error> {
    let mut outcomes = Vec::with_capacity(submissions.len());
    for submission in submissions {
        outcomes.push(save_one(connection, submission, now).await?);
    }
    // A response may be there several times, and each time the revision that stays is named: that of the last time.
    let mut stored = HashMap::new();
    for (submission, outcome) in submissions.iter().zip(&mut outcomes).rev() {
        if let SaveOutcome::Inserted { revision }
        | SaveOutcome::Updated { revision }
        | SaveOutcome::Unchanged { revision } = outcome
        {
            let response = &submission.response;
            *revision = *stored.entry((&response.site, response.id)).or_insert(*revision);
        }
    }
    Ok(outcomes)
}

async fn save_one(
    connection: &mut SqliteConnection,
    submission: &Submission,
    now: Timestamp,
) -> Result<SaveOutcome, sqlx::Error> {
    let verified = match proof::verify(connection, submission).await? {
        Ok(verified) => verified,
        Err(error) => return Ok(SaveOutcome::Refused(error)),
    };
    let response = &submission.response;
    let before = stored_revision(connection, response).await?;
    let is_written = upsert(connection, submission, verified, now).await?;
    if is_written {
        answers::replace(connection, response).await?;
    }
    Ok(match before {
        None if is_written => SaveOutcome::Inserted { revision: response.revision },
        None => SaveOutcome::Forgotten,
        Some(_) if is_written => SaveOutcome::Updated { revision: response.revision },
        Some(revision) => SaveOutcome::Unchanged { revision },
    })
}
