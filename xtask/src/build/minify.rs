//! Minifies JavaScript.

use anyhow::{Result, bail};
use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc::mangler::MangleOptions;
use oxc::minifier::{CompressOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;

/// Minifies a script.
pub fn javascript(source: &str) -> Result<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::script()).parse();
    if let Some(error) = parsed.diagnostics.first() {
        bail!("cannot minify: {error}");
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        mangle_properties: None,
        compress: Some(CompressOptions::smallest()),
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    let options =
        CodegenOptions { minify: true, comments: CommentOptions::disabled(), ..CodegenOptions::default() };
    let printed = Codegen::new().with_options(options).with_scoping(minified.scoping).build(&program);
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_scripts_smaller_and_refuses_broken_ones() {
        let small = javascript("((long) => {\n  // a comment\n  console.log(long + 1);\n})(2);").unwrap();
        assert!(small.len() < 40 && !small.contains("comment"), "{small}");
        assert!(javascript("((").is_err());
    }
}
