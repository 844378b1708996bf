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
        place.keep(connection, answer).await?;
    }
    Ok(())
}

/// What an answer is found by.
struct Place<'a> {
    site: &'a str,
    response: &'a str,
    question: &'a str,
}

impl Place<'_> {
    async fn keep(&self, connection: &mut SqliteConnection, answer: &Answer) -> Result<(), sqlx::Error> {
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
            AnswerValue::Choice(chosen) => self.keep_choices(connection, chosen).await,
            AnswerValue::Contact(contact) => self.keep_contact(connection, contact).await,
            AnswerValue::Rating(_) | AnswerValue::Text(_) => Ok(()),
        }
    }

    async fn keep_choices(
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

    async fn keep_contact(
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::{Collector, example, id, strip_times};

    /// A response with an answer of every kind.
    fn of_every_kind(revision: u32) -> Value {
        let mut response = example(1);
        response["revision"] = json!(revision);
        response["answers"] = json!([
            {"question": "feeling", "kind": "emotion", "value": -2, "scale": "emotion-minus-2-2"},
            {"question": "source", "kind": "single-choice", "value": "friends"},
            {"question": "problem", "kind": "multiple-choice", "value": ["late", "other"], "other": "Wet"},
            {"question": "more", "kind": "text", "value": "Na ja"},
            {"question": "reply", "kind": "contact", "value": "jo@shop.example", "by": "email", "consent": "Yes."},
        ]);
        response
    }

    async fn tables(collector: &Collector) -> [Vec<Value>; 3] {
        [
            collector
                .store
                .rows("SELECT question, kind, scale, value, text FROM answers ORDER BY question")
                .await,
            collector.store.rows("SELECT * FROM choices ORDER BY question, option").await,
            collector.store.rows("SELECT * FROM contacts").await,
        ]
    }

    #[tokio::test]
    async fn every_kind_has_its_place() {
        let collector = Collector::new().await;
        let answer = collector.post(&of_every_kind(1)).await;
        assert_eq!(answer.json()["refused"], json!([]));
        let [answers, choices, contacts] = tables(&collector).await;
        let of = |question: &str, kind: &str, scale: Value, value: Value, text: Value| json!({"question": question, "kind": kind, "scale": scale, "value": value, "text": text});
        let none = || Value::Null;
        assert_eq!(
            answers,
            [
                of("feeling", "emotion", json!("emotion-minus-2-2"), json!(-2), none()),
                of("more", "text", none(), none(), json!("Na ja")),
                of("problem", "multiple-choice", none(), none(), json!("Wet")),
                of("reply", "contact", none(), none(), none()),
                of("source", "single-choice", none(), none(), none()),
            ]
        );
        let chosen = |question: &str, option: &str| json!({"site": "shop.example", "response_id": id(1), "question": question, "option": option});
        assert_eq!(
            choices,
            [chosen("problem", "late"), chosen("problem", "other"), chosen("source", "friends")]
        );
        assert_eq!(
            contacts,
            [json!({
                "site": "shop.example", "response_id": id(1), "question": "reply", "channel": "email",
                "address": "jo@shop.example", "consent": "Yes.",
            })]
        );
        let mut line = collector.lines("").await.remove(0);
        strip_times(&mut line);
        assert_eq!(line, of_every_kind(1), "the full response has it all");
    }

    #[tokio::test]
    async fn a_later_revision_replaces_choices_and_contacts() {
        let collector = Collector::new().await;
        collector.post(&of_every_kind(2)).await;
        let mut later = of_every_kind(3);
        later["answers"][1]["value"] = json!("press");
        later["answers"][2] = json!({"question": "problem", "kind": "multiple-choice", "value": ["wrong"]});
        later["answers"].as_array_mut().unwrap().truncate(3);
        for sent in [of_every_kind(1), later, of_every_kind(2)] {
            collector.post(&sent).await;
        }
        let [answers, choices, contacts] = tables(&collector).await;
        let of = |rows: &[Value], column: &str| rows.iter().map(|row| row[column].clone()).collect::<Value>();
        assert_eq!(of(&answers, "question"), json!(["feeling", "problem", "source"]));
        assert_eq!(of(&choices, "option"), json!(["wrong", "press"]));
        assert_eq!((&answers[1]["text"], contacts), (&Value::Null, vec![]));
    }

    #[tokio::test]
    async fn what_belongs_to_a_response_goes_with_it() {
        let collector = Collector::new().await;
        let mut other = of_every_kind(1);
        other["site"] = json!("other.example");
        collector.post(&json!([of_every_kind(1), other])).await;
        collector.store.run("DELETE FROM responses WHERE site = 'shop.example'").await;
        for (table, left) in tables(&collector).await.iter().zip([5, 3, 1]) {
            assert_eq!(table.len(), left, "{table:?}");
        }
    }

    #[tokio::test]
    async fn who_reads_answers_for_scores_sees_no_address() {
        let collector = Collector::new().await;
        collector.post(&of_every_kind(1)).await;
        let scores = collector.admin("/v1/scores").await.text();
        let answers = collector.store.rows("SELECT * FROM answers").await;
        for text in [scores, json!(answers).to_string()] {
            assert!(text.contains("emotion") && !text.contains("jo@shop.example"), "{text}");
        }
    }
}
