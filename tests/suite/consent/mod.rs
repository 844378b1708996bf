//! Consent: what each source says, and what happens when it is withdrawn.
//!
//! Each test runs a table on one page. The page holds a frame for each row, so that all rows run at the same time.

mod frames;
mod sequences;
mod withdrawal;
