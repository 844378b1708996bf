use std::sync::Arc;

use jiff::Timestamp;
use nachklang_model::context::{Pseudonym, Visitor};
use nachklang_model::{Key, Phase, Response, Suspicion};
use sqlx::SqliteConnection;

use super::filter::written;
use super::writer::Change;
use super::{Store, StoreError, answers, proof};
use crate::proof::{Checked, Fault};
use crate::submission::Submission;

/// What became of a response.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored in this revision, which may be higher than the one that came.
    Kept(u32),
    /// It was [forgotten](Store::forget) and is not stored.
    Forgotten,
    /// It is not stored, because its proof is wrong.
    Refused(Fault),
}

impl Store {
    /// Keeps responses, all or none but those whose proof is refused. Of a response that is there already the higher revision
    /// stays. Gives what became of each by the end.
    ///
    /// # Errors
    /// Where there is no room to wait for it, and where the store failed; nothing was kept then.
    pub async fn keep(&self, submissions: Arc<[Submission]>) -> Result<Vec<Outcome>, StoreError> {
        self.changes.make(Change::Keep, submissions).await
    }
}

/// The change [`Store::keep`] makes, at the time `now`.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    submissions: &[Submission],
    now: Timestamp,
) -> Result<Vec<Outcome>, sqlx::Error> {
    let mut faults = Vec::with_capacity(submissions.len());
    for submission in submissions {
        let fault = match proof::verify(connection, submission).await? {
            Ok(verified) => {
                if keep_response(connection, submission, verified, now).await? {
                    answers::replace(connection, &submission.response).await?;
                }
                None
            }
            Err(fault) => Some(fault),
        };
        faults.push(fault);
    }
    let mut outcomes = Vec::with_capacity(submissions.len());
    for (submission, fault) in submissions.iter().zip(faults) {
        outcomes.push(match fault {
            Some(fault) => Outcome::Refused(fault),
            None => match stored_revision(connection, submission).await? {
                Some(revision) => Outcome::Kept(revision),
                None => Outcome::Forgotten,
            },
        });
    }
    Ok(outcomes)
}

/// Whether the response was new or its revision higher than the stored one, and it was not forgotten.
async fn keep_response(
    connection: &mut SqliteConnection,
    submission: &Submission,
    verified: Option<&Checked>,
    received_at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let response = &submission.response;
    let touchpoint = &response.touchpoint;
    let journey = response.journey.as_ref();
    let first_touch = journey.and_then(|journey| journey.first_touch.as_ref());
    let order = response.order.as_ref();
    // A page without https has no hash; the proof does.
    let id_hash = order.and_then(|order| order.id_hash.as_deref());
    let id_hash = id_hash.or(verified.map(|checked| &*checked.order));
    let customer = response.customer.as_ref();
    let vitals = &response.page.vitals;
    let done = sqlx::query(
        "INSERT INTO responses (
            site, id, revision, status, survey, survey_version, locale, touchpoint, phase, ownership, path, woken_by,
            first_touch_channel, first_touch_source, first_touch_campaign, visits, orders, days_since_order,
            order_id_hash, order_value, order_currency, order_items, customer_key, customer_segment, customer_visitor,
            device, lcp, cls, inp, errors, shown_at, answered_at, age, made_at, received_at, suspicions, document, unknown,
            proof_sha256
        ) SELECT
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
            $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39
        WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE site = $1 AND id = $2)
        ON CONFLICT (site, id) DO UPDATE SET
            revision = excluded.revision,
            status = excluded.status,
            survey = excluded.survey,
            survey_version = excluded.survey_version,
            locale = excluded.locale,
            touchpoint = excluded.touchpoint,
            phase = excluded.phase,
            ownership = excluded.ownership,
            path = excluded.path,
            woken_by = excluded.woken_by,
            first_touch_channel = excluded.first_touch_channel,
            first_touch_source = excluded.first_touch_source,
            first_touch_campaign = excluded.first_touch_campaign,
            visits = excluded.visits,
            orders = excluded.orders,
            days_since_order = excluded.days_since_order,
            order_id_hash = excluded.order_id_hash,
            order_value = excluded.order_value,
            order_currency = excluded.order_currency,
            order_items = excluded.order_items,
            customer_key = excluded.customer_key,
            customer_segment = excluded.customer_segment,
            customer_visitor = excluded.customer_visitor,
            device = excluded.device,
            lcp = excluded.lcp,
            cls = excluded.cls,
            inp = excluded.inp,
            errors = excluded.errors,
            shown_at = excluded.shown_at,
            answered_at = excluded.answered_at,
            age = excluded.age,
            made_at = excluded.made_at,
            received_at = excluded.received_at,
            suspicions = excluded.suspicions,
            document = excluded.document,
            unknown = excluded.unknown,
            proof_sha256 = excluded.proof_sha256
        WHERE excluded.revision > responses.revision",
    )
    .bind(response.site.as_str())
    .bind(response.id.to_string())
    .bind(response.revision)
    .bind(response.progress.status())
    .bind(response.survey.as_str())
    .bind(response.survey_version)
    .bind(response.locale.as_str())
    .bind(touchpoint.key.as_str())
    .bind(touchpoint.phase.map(Phase::name))
    .bind(touchpoint.ownership.name())
    .bind(&touchpoint.path)
    .bind(touchpoint.woken_by.name())
    .bind(first_touch.map(|touch| touch.channel.name()))
    .bind(first_touch.map(|touch| touch.source.as_str()))
    .bind(first_touch.and_then(|touch| touch.campaign.as_deref()))
    .bind(journey.and_then(|journey| journey.visits))
    .bind(journey.and_then(|journey| journey.orders))
    .bind(journey.and_then(|journey| journey.days_since_order))
    .bind(id_hash)
    .bind(order.and_then(|order| order.value))
    .bind(order.and_then(|order| order.currency.as_deref()))
    .bind(order.map(|order| order.items))
    .bind(customer.and_then(|customer| customer.key.as_ref()).map(Pseudonym::as_str))
    .bind(customer.and_then(|customer| customer.segment.as_ref()).map(Key::as_str))
    .bind(customer.and_then(|customer| customer.visitor).map(Visitor::name))
    .bind(response.page.device.name())
    .bind(vitals.lcp)
    .bind(vitals.cls)
    .bind(vitals.inp)
    .bind(vitals.errors)
    .bind(response.shown_at.as_str())
    .bind(response.progress.answered_at().map(|moment| moment.as_str()))
    .bind(response.age.map(|age| age.milliseconds().cast_signed()))
    .bind(written(submission.made_at(received_at)))
    .bind(written(received_at))
    .bind(suspicions(response))
    .bind(&submission.document)
    .bind(&submission.aside)
    .bind(verified.map(|checked| &*checked.digest))
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The signs that a response bears, as a JSON array; none where there is no sign.
fn suspicions(response: &Response) -> Option<String> {
    let names: Vec<&str> = Suspicion::of(response).into_iter().map(Suspicion::name).collect();
    (!names.is_empty()).then(|| serde_json::to_string(&names).expect("names are text"))
}

async fn stored_revision(
    connection: &mut SqliteConnection,
    submission: &Submission,
) -> Result<Option<u32>, sqlx::Error> {
    sqlx::query_scalar("SELECT revision FROM responses WHERE site = $1 AND id = $2")
        .bind(submission.response.site.as_str())
        .bind(submission.response.id.to_string())
        .fetch_optional(connection)
        .await
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tokio::task::JoinSet;

    use crate::testing::{Collector, example, id, strip_times};

    #[tokio::test]
    async fn every_field_has_its_column() {
        let collector = Collector::new().await;
        let mut sent = example(1);
        sent["trap"] = json!(true);
        let document_sent = sent.clone();
        sent["page"]["noise"] = json!(1234.5);
        collector.post(&sent).await;
        let mut row = collector.store.rows("SELECT * FROM responses").await.remove(0);
        let received: jiff::Timestamp = row["received_at"].as_str().unwrap().parse().unwrap();
        assert!(received.duration_until(jiff::Timestamp::now()).as_secs() < 60);
        let made: jiff::Timestamp = row["made_at"].as_str().unwrap().parse().unwrap();
        assert_eq!(made.duration_until(received).as_millis(), 86_400_000, "a day of waiting is taken off");
        let document: Value = serde_json::from_str(row["document"].as_str().unwrap()).unwrap();
        assert_eq!(document, document_sent);
        let members = row.as_object_mut().unwrap();
        members.retain(|name, _| !["received_at", "made_at", "document"].contains(&name.as_str()));
        assert_eq!(
            row,
            json!({
                "site": "shop.example",
                "id": id(1),
                "revision": 3,
                "status": "complete",
                "survey": "after-checkout",
                "survey_version": 2,
                "locale": "de",
                "touchpoint": "checkout.payment",
                "phase": "purchase",
                "ownership": "owned",
                "path": "/checkout",
                "woken_by": "load",
                "first_touch_channel": "search",
                "first_touch_source": "google",
                "first_touch_campaign": "autumn",
                "visits": 3,
                "orders": 2,
                "days_since_order": 5,
                "order_id_hash": "0".repeat(64),
                "order_value": 49.9,
                "order_currency": "EUR",
                "order_items": 2,
                "customer_key": "c-4711",
                "customer_segment": "gold",
                "customer_visitor": "returning",
                "device": "phone",
                "lcp": 1234.5,
                "cls": 0.02,
                "inp": 48.0,
                "errors": 1,
                "shown_at": "2026-11-21T20:15:00.123+01:00",
                "answered_at": "2026-11-21T20:15:09.456+01:00",
                "age": 86_400_000,
                "suspicions": r#"["trap"]"#,
                "verdict": null,
                "suspect": 1,
                "unknown": r#"{"page.noise":1234.5}"#,
                "proof_sha256": null,
                "verified_buyer": null,
            })
        );
        let answers = collector.store.rows("SELECT * FROM answers ORDER BY question").await;
        let of = |question: &str, kind, scale: Value, value: Value, text: Value| {
            json!({
                "site": "shop.example", "response_id": id(1), "question": question, "kind": kind,
                "scale": scale, "value": value, "text": text,
            })
        };
        assert_eq!(
            answers,
            [
                of("csat", "csat", json!("csat-1-5"), json!(2), Value::Null),
                of("csat.comment", "text", Value::Null, Value::Null, json!("Zu \"langsam\" – leider\n😐")),
            ]
        );
    }

    #[tokio::test]
    async fn what_is_missing_is_null() {
        let collector = Collector::new().await;
        let mut sent = example(1);
        let members = sent.as_object_mut().unwrap();
        for name in ["order", "journey", "customer"] {
            members.remove(name);
        }
        members.remove("answered_at");
        members.remove("age");
        members.insert("status".into(), json!("shown"));
        members.insert("answers".into(), json!([]));
        for name in ["lcp", "cls", "inp", "errors"] {
            members["page"].as_object_mut().unwrap().remove(name);
        }
        members["touchpoint"].as_object_mut().unwrap().retain(|name, _| name != "phase" && name != "label");
        collector.post(&sent).await;
        let row = collector.store.rows("SELECT * FROM responses").await.remove(0);
        for column in [
            "phase",
            "first_touch_channel",
            "first_touch_source",
            "first_touch_campaign",
            "visits",
            "orders",
            "days_since_order",
            "customer_key",
            "customer_segment",
            "customer_visitor",
            "lcp",
            "cls",
            "inp",
            "errors",
            "order_id_hash",
            "order_value",
            "order_currency",
            "order_items",
            "answered_at",
            "age",
            "suspicions",
            "verdict",
            "unknown",
        ] {
            assert_eq!(row[column], Value::Null, "{column}");
        }
        assert_eq!(row["made_at"], row["received_at"], "what did not say that it waited was made just then");
        assert_eq!(collector.lines("").await[0]["answers"], json!([]));
    }

    #[tokio::test]
    async fn only_a_higher_revision_replaces() {
        let collector = Collector::new().await;
        let at = |revision: u32, answers: Value| {
            let mut value = example(1);
            value["revision"] = json!(revision);
            value["answers"] = answers;
            value["touchpoint"]["key"] = json!(format!("step-{revision}"));
            value
        };
        let rating =
            |value: u8| json!({"question": "csat", "kind": "csat", "value": value, "scale": "csat-1-5"});
        let comment = json!({"question": "csat.comment", "kind": "text", "value": "Na ja"});
        let state = async || {
            let line = collector.lines("").await.remove(0);
            let answers = collector.store.rows("SELECT * FROM answers").await.len();
            (line, answers)
        };
        for (sent, stored, answers) in [
            (at(2, json!([rating(1), comment])), 2, 2),
            (at(1, json!([rating(5)])), 2, 2),
            (at(2, json!([rating(4)])), 2, 2),
            (at(4, json!([rating(3)])), 4, 1),
            (at(3, json!([rating(5), comment])), 4, 1),
        ] {
            let before = if stored == sent["revision"] { None } else { Some(state().await) };
            let answer = collector.post(&sent).await;
            assert_eq!(answer.json()["kept"][0]["revision"], stored);
            let after = state().await;
            assert_eq!((&after.0["revision"], after.1), (&json!(stored), answers));
            assert_eq!(after.0["touchpoint"]["key"], format!("step-{stored}"));
            if let Some(before) = before {
                assert_eq!(after, before, "nothing changes, not even the time received");
            }
        }
    }

    /// A response of the same id with nothing but what it must have, and all of that different.
    fn bare(index: usize) -> Value {
        json!({
            "id": id(index),
            "revision": 1,
            "status": "shown",
            "site": "shop.example",
            "survey": "nps",
            "survey_version": 1,
            "locale": "en",
            "answers": [],
            "touchpoint": {"key": "cart", "ownership": "managed", "path": "/cart", "woken_by": "call"},
            "page": {"device": "desktop", "viewport": {"width": 1920, "height": 1080}, "language": "en"},
            "shown_at": "2026-11-20T10:00:00Z",
        })
    }

    #[tokio::test]
    async fn a_higher_revision_replaces_every_column() {
        let mut rich = example(1);
        rich["weather"] = json!("rain");
        for (mut first, mut second) in [(bare(1), rich.clone()), (rich, bare(1))] {
            first["revision"] = json!(1);
            second["revision"] = json!(2);
            let state = async |sent: &[&Value]| {
                let collector = Collector::new().await;
                for sent in sent {
                    collector.post(sent).await;
                }
                let mut row = collector.store.rows("SELECT * FROM responses").await.remove(0);
                for time in ["received_at", "made_at"] {
                    row[time].take();
                }
                (row, collector.store.rows("SELECT * FROM answers ORDER BY question").await)
            };
            assert_eq!(state(&[&first, &second]).await, state(&[&second]).await);
        }
    }

    #[tokio::test]
    async fn the_same_id_in_another_shop_is_another_response() {
        let collector = Collector::new().await;
        let mut other = example(1);
        other["site"] = json!("other.example");
        other["revision"] = json!(1);
        collector.post(&json!([example(1), other])).await;
        let mut lines = collector.lines("").await;
        assert_eq!(lines.len(), 2);
        for line in &mut lines {
            strip_times(line);
        }
        assert!(lines.contains(&other) && lines.contains(&example(1)));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_highest_revision_wins_whatever_the_order() {
        let collector = Collector::new().await;
        let mut sending = JoinSet::new();
        // 37 and 40 have no common divisor, so that each revision from 1 to 40 is sent once, in a wild order, to each of
        // five responses; and each twice, as a widget does that heard no answer.
        for step in 0..40 {
            let revision = step * 37 % 40 + 1;
            for (response, _) in (0..5).flat_map(|response| [(response, 0), (response, 1)]) {
                let mut value = example(response);
                value["revision"] = json!(revision);
                value["answers"][0]["value"] = json!(revision % 5 + 1);
                value["answers"][1]["value"] = json!(format!("revision {revision}"));
                let collector = collector.clone();
                sending.spawn(async move { (revision, collector.post(&value).await) });
            }
        }
        while let Some(sent) = sending.join_next().await {
            let (revision, answer) = sent.unwrap();
            let stored = answer.json()["kept"][0]["revision"].as_u64().unwrap();
            assert!(stored >= revision, "acknowledged {revision} and stored {stored}");
        }
        let lines = collector.lines("").await;
        assert_eq!(lines.len(), 5);
        assert!(
            lines.iter().all(|line| line["revision"] == 40 && line["answers"][1]["value"] == "revision 40")
        );
        let answers = collector.store.rows("SELECT value, text FROM answers ORDER BY question").await;
        let rating = json!({"value": 1, "text": null});
        let text = json!({"value": null, "text": "revision 40"});
        assert_eq!(answers, [vec![rating; 5], vec![text; 5]].concat());
    }
}
