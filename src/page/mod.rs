//! What is read from and told to the page. Everything that touches the browser's odd corners is here.

pub mod data_layer;
pub mod js;
pub mod listener;
pub mod notice;
pub mod snapshot;
pub mod timer;
