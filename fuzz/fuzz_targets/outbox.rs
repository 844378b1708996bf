//! What is kept on the device until it is sent: see [`nachklang_fuzz::outbox`].
#![cfg_attr(fuzzing, no_main)]

nachklang_fuzz::target!(nachklang_fuzz::outbox::check);
