//! A proof of purchase: see [`nachklang_fuzz::proof`].
#![cfg_attr(fuzzing, no_main)]

nachklang_fuzz::target!(nachklang_fuzz::proof::check);
