//! The answers of a response: one row each, with the options chosen and the address left.

use nachklang_model::kind::{Chosen, Contact};
use nachklang_model::{Answer, AnswerValue, Response};
use sqlx::SqliteConnection;

/// Puts the answers of a response in the place of those it had. Choices and contacts go with the answer they belong to.
pub(super) async fn replace(
    connection: &mut SqliteConnection,
    response: &Response,
) -> Result<(), sqlx::Error> {
    let id = response.id.to_string();
    sqlx::query("DELETE FROM answers WHERE site = $1 AND response_id = $2")
        .bind(response.site.as_str())
        .bind(&id)
        .execute(&mut *connection)
        .await?;
    for answer in response.progress.answers() {
        let place = Place { site: response.site.as_str(), response: &id, question: answer.question.as_str() };
        place.insert(connection, answer).await?;
    }
    Ok(())
}

/// The key of an answer.
struct Place<'a> {
    site: &'a str,
    response: &'a str,
    question: &'a str,
}

impl Place<'_> {
    async fn insert(&self, connection: &mut SqliteConnection, answer: &Answer) -> Result<(), sqlx::Error> {
        let (rating, text) = match &answer.value {
            AnswerValue::Rating(rating) => (Some(rating), None),
            AnswerValue::Choice(chosen) => (None, chosen.other.as_deref()),
            AnswerValue::Text(text) => (None, Some(text.as_str())),
            AnswerValue::Contact(_) => (None, None),
        };
        sqlx::query(
            "INSERT INTO answers (site, response_id, question, kind, scale, value, text)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.site)
        .bind(self.response)
        .bind(self.question)
        .bind(answer.value.kind())
        .bind(rating.map(|rating| rating.scale().name()))
        .bind(rating.map(|rating| rating.value()))
        .bind(text)
        .execute(&mut *connection)
        .await?;
        match &answer.value {
            AnswerValue::Choice(chosen) => self.insert_choices(connection, chosen).await,
            AnswerValue::Contact(contact) => self.insert_contact(connection, contact).await,
            AnswerValue::Rating(_) | AnswerValue::Text(_) => Ok(()),
        }
    }

    async fn insert_choices(
        &self,
        connection: &mut SqliteConnection,
        chosen: &Chosen,
    ) -> Result<(), sqlx::Error> {
        for option in &chosen.keys {
            sqlx::query("INSERT INTO choices (site, response_id, question, option) VALUES ($1, $2, $3, $4)")
                .bind(self.site)
                .bind(self.response)
                .bind(self.question)
                .bind(option.as_str())
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }

    async fn insert_contact(
        &self,
        connection: &mut SqliteConnection,
        contact: &Contact,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO contacts (site, response_id, question, channel, address, consent)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(self.site)
        .bind(self.response)
        .bind(self.question)
        .bind(contact.by.name())
        .bind(&contact.address)
        .bind(&contact.consent)
        .execute(connection)
        .await?;
        Ok(())
    }
}
