//! The row of a response.

use jiff::Timestamp;
use nachklang_model::context::{Pseudonym, Visitor};
use nachklang_model::{Key, Phase, Response, Suspicion};
use sqlx::SqliteConnection;

use super::time::written;
use crate::domain::proof::CheckedProof;
use crate::domain::submission::{Submission, made_at};

/// Writes the row of a response, if the response is new or its revision higher than the stored one, and it was not forgotten. Says
/// whether it did.
pub(super) async fn upsert(
    connection: &mut SqliteConnection,
    submission: &Submission,
    verified: Option<&CheckedProof>,
    received_at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let response = &submission.response;
    let touchpoint = &response.touchpoint;
    let journey = response.journey.as_ref();
    let first_touch = journey.and_then(|journey| journey.first_touch.as_ref());
    let order = response.order.as_ref();
    // A page without https has no hash; the proof does.
    let id_hash = order.and_then(|order| order.id_hash.as_deref());
    let id_hash = id_hash.or(verified.map(|proof| &*proof.order));
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
    .bind(written(made_at(response, received_at)))
    .bind(written(received_at))
    .bind(suspicions(response))
    .bind(&submission.document)
    .bind(&submission.unknown_values)
    .bind(verified.map(|proof| &*proof.digest))
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The signs that a response bears, as a JSON array; none where there is no sign.
fn suspicions(response: &Response) -> Option<String> {
    let names: Vec<&str> = Suspicion::of(response).into_iter().map(Suspicion::name).collect();
    (!names.is_empty()).then(|| serde_json::to_string(&names).expect("names are text"))
}

/// The stored revision of a response, if there is one.
pub(super) async fn stored_revision(
    connection: &mut SqliteConnection,
    response: &Response,
) -> Result<Option<u32>, sqlx::Error> {
    sqlx::query_scalar("SELECT revision FROM responses WHERE site = $1 AND id = $2")
        .bind(response.site.as_str())
        .bind(response.id.to_string())
        .fetch_optional(connection)
        .await
}
