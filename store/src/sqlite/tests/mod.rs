//! What only this engine can get wrong, and the contract.

mod answers;
mod columns;
mod histograms;
mod open;
mod writer;

use crate::testing::TestStore;

crate::contract_tests!({
    let test = TestStore::new().await;
    (test.store.clone(), test)
});
