//! The things a store holds: plain data with its rules, without I/O.

pub mod counts;
pub mod digest;
pub mod filter;
pub mod origin;
pub mod page;
pub mod proof;
pub mod review;
pub mod site;
pub mod site_key;
pub mod submission;
pub mod token;
