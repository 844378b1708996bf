//! The suite of behaviour that every engine has to pass, in the domain's terms.
//!
//! An engine's tests call [`contract_tests!`](crate::contract_tests) with an expression that makes an empty store; each function
//! here becomes a test. What only one engine can get wrong, such as its SQL, is tested beside the engine.

pub mod admin;
pub mod counts;
pub mod forget;
pub mod pages;
pub mod proofs;
pub mod review;
pub mod save;
pub mod sites;

use serde_json::{Value, json};

use crate::domain::filter::Filter;
use crate::domain::submission::SaveOutcome;
use crate::port::Store;
use crate::testing::submissions;

/// Makes a test of each behaviour in the contract. `$store` is an expression that may `.await`, gives a pair of an empty store
/// and what has to live as long as it, and is evaluated for each test.
#[macro_export]
macro_rules! contract_tests {
    ($store:expr) => {
        $crate::contract_tests! { $store;
            admin: the_last_digest_counts, only_the_first_digest_is_first;
            counts: ratings_count_by_touchpoint, choices_count_by_option, a_revision_counts_once, suspects_do_not_count;
            forget: what_is_forgotten_is_gone_and_stays_so, forgetting_again_is_harmless, other_sites_stay;
            pages: every_response_comes_once_in_order, filters_leave_what_is_asked_for, a_new_revision_is_new_again;
            proofs: keys_go_by_site_and_name, an_order_verifies_one_answer, a_verified_response_stays_so,
                an_objection_refuses_or_leaves_unverified;
            review: a_verdict_counts_over_signs, a_verdict_stays_with_later_revisions;
            save: says_what_happened, only_a_higher_revision_replaces, the_same_id_of_another_site_is_another,
                the_highest_revision_wins_whatever_the_order, reads_back_what_was_saved, a_closed_store_says_so;
            sites: sites_are_set_replaced_and_removed;
        }
    };
    ($store:expr; $($module:ident: $($test:ident),*;)*) => {
        $(mod $module {
            use super::*;
            $(#[tokio::test]
            async fn $test() {
                let (store, _keep) = $store;
                $crate::contract::$module::$test(&store).await;
            })*
        })*
    };
}

/// Saves one response, or an array of them.
async fn save(store: &dyn Store, sent: &Value) -> Vec<SaveOutcome> {
    let sent = sent.as_array().map_or(std::slice::from_ref(sent), Vec::as_slice);
    store.save(submissions(sent).into()).await.expect("a store that works")
}

/// All responses, as they are read back.
async fn lines(store: &dyn Store) -> Vec<Value> {
    crate::testing::lines(store, &Filter::default()).await
}

/// One with another revision.
fn revised(mut response: Value, revision: u32) -> Value {
    response["revision"] = json!(revision);
    response
}
