//! Consent: what each source says, and the banners that a card makes way for.
//!
//! Each test runs a table on one page. The page holds a frame for each row, so that all rows run at the same time.

mod banners;
mod frames;
mod platforms;
mod sequences;
mod withdrawal;
