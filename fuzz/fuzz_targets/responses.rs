//! The body of a `POST /v1/responses`: see [`nachklang_fuzz::responses`].
#![cfg_attr(fuzzing, no_main)]

nachklang_fuzz::target!(nachklang_fuzz::responses::check);
