//! A survey file: see [`nachklang_fuzz::surveys`].
#![cfg_attr(fuzzing, no_main)]

nachklang_fuzz::target!(nachklang_fuzz::surveys::check);
