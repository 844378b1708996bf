//! Two pieces of glue out of one, as there are two programs: what the deferred part alone imports comes with the deferred part.
//!
//! wasm-bindgen writes one scope: what the program imports stands in the object `import0`, and below it the functions and
//! variables that those use. Here it is told by their names who uses what. What both use stays in the first piece, which hands
//! it to the second as a list.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use oxc::allocator::Allocator;
use oxc::ast::ast::{
    BindingPattern, Expression, FunctionBody, ObjectExpression, ObjectPropertyKind, Statement,
    VariableDeclarationKind,
};
use oxc::parser::Parser;
use oxc::semantic::SemanticBuilder;
use oxc::span::{GetSpan, SourceType, Span};

/// What the shell calls of the glue.
const CALLED: [&str; 2] = ["__wbg_get_imports", "__wbg_finalize_init"];

/// The glue in two pieces.
#[derive(Debug)]
pub struct Pieces {
    /// What is needed until the first question is on screen. It ends with the list `shared`.
    pub first: String,
    /// The deferred part: it begins by taking `shared` apart, and ends with the object `imports`.
    pub deferred: String,
}

/// A part of the glue that stays or goes as a whole.
struct Part {
    span: Span,
    /// What it is called from elsewhere: of imports, the name by which the program imports it.
    names: Vec<String>,
    is_import: bool,
    /// Whether nothing happens where it is left out, and it never changes.
    is_constant: bool,
}

/// Something of the glue's scope, where it is named.
struct Use {
    name: String,
    span: Span,
    is_write: bool,
}

/// Divides the glue: `deferred` names what only the deferred part imports.
pub fn divide(glue: &str, deferred: &BTreeSet<String>) -> Result<Pieces> {
    let (parts, uses) = read(glue)?;
    let used_by = |part: &Part| {
        uses.iter().filter(|it| innermost(&parts, it.span) == Some(part.span)).collect::<Vec<_>>()
    };
    let is_begin = |part: &&Part| match part.is_import {
        true => !part.names.iter().any(|name| deferred.contains(name)),
        false => !part.is_constant || part.names.iter().any(|name| CALLED.contains(&&**name)),
    };
    let mut open: Vec<&Part> = parts.iter().filter(is_begin).collect();
    let mut stays: BTreeSet<u32> = BTreeSet::new();
    while let Some(part) = open.pop() {
        if stays.insert(part.span.start) {
            for used in used_by(part) {
                open.extend(parts.iter().filter(|part| !part.is_import && part.names.contains(&used.name)));
            }
        }
    }
    let (first, gone): (Vec<&Part>, Vec<&Part>) =
        parts.iter().partition(|part| stays.contains(&part.span.start));
    let text = |span: Span| &glue[span.start as usize..span.end as usize];

    // What stays where it is and is used by what goes.
    let mut shared: BTreeSet<&str> = BTreeSet::new();
    let mut pieces = Pieces { first: glue.into(), deferred: String::new() };
    let mut imports = String::new();
    for part in &gone {
        let mut moved = text(part.span).to_owned();
        let mut used = used_by(part);
        used.sort_by_key(|it| std::cmp::Reverse(it.span.start));
        for Use { name, span, is_write } in used {
            let Some(owner) = first.iter().find(|part| !part.is_import && part.names.contains(name)) else {
                continue;
            };
            ensure!(!is_write, "what only the deferred part uses sets {name} of the first glue");
            shared.insert(name);
            if !owner.is_constant {
                moved.insert_str((span.end - part.span.start) as usize, "()");
            }
        }
        match part.is_import {
            true => imports += &format!("{moved},\n"),
            false => pieces.deferred += &format!("{moved}\n"),
        }
    }
    for part in gone.iter().rev() {
        let (start, mut end) = (part.span.start as usize, part.span.end as usize);
        if part.is_import {
            end += glue[end..].find(',').context("an import that no comma follows")? + 1;
        }
        pieces.first.replace_range(start..end, "");
    }

    // Variables are handed over as functions that read them.
    let is_constant =
        |name: &str| first.iter().any(|part| part.is_constant && part.names.iter().any(|it| it == name));
    let handed: Vec<String> = shared
        .iter()
        .map(|name| if is_constant(name) { (*name).to_owned() } else { format!("() => {name}") })
        .collect();
    let names: Vec<&str> = shared.into_iter().collect();
    pieces.first += &format!("\nconst shared = [{}];\n", handed.join(", "));
    pieces.deferred = format!(
        "const [{}] = shared;\n{}const imports = {{\n{imports}}};\n",
        names.join(", "),
        pieces.deferred
    );
    Ok(pieces)
}

/// The innermost part in which something stands.
fn innermost(parts: &[Part], span: Span) -> Option<Span> {
    let around = parts.iter().map(|part| part.span).filter(|part| part.contains_inclusive(span));
    around.min_by_key(|part| part.size())
}

/// The parts of the glue, and where they name each other.
fn read(glue: &str) -> Result<(Vec<Part>, Vec<Use>)> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, glue, SourceType::script()).parse();
    if let Some(error) = parsed.diagnostics.first() {
        bail!("cannot read wasm-bindgen's glue: {error}");
    }
    let mut parts = Vec::new();
    for statement in &parsed.program.body {
        let (names, is_constant) = match statement {
            Statement::FunctionDeclaration(function) => {
                (function.id.iter().map(|id| id.name.to_string()).collect(), true)
            }
            Statement::VariableDeclaration(variables) => (
                variables.declarations.iter().filter_map(|it| name_of(&it.id)).collect(),
                variables.kind == VariableDeclarationKind::Const,
            ),
            _ => (Vec::new(), false),
        };
        let is_imports = names.iter().any(|name| name == "__wbg_get_imports");
        parts.push(Part { span: statement.span(), names, is_import: false, is_constant });
        if let (true, Statement::FunctionDeclaration(function)) = (is_imports, statement) {
            let body = function.body.as_ref().context("a function without body")?;
            let imports = import_object(body).context("wasm-bindgen's imports stand elsewhere now")?;
            for property in &imports.properties {
                let ObjectPropertyKind::ObjectProperty(property) = property else { bail!("a spread import") };
                let name = property.key.static_name().context("an import without a name")?;
                if name != "__proto__" {
                    let names = vec![name.into_owned()];
                    parts.push(Part { span: property.span, names, is_import: true, is_constant: false });
                }
            }
        }
    }
    let semantic = SemanticBuilder::new().with_build_nodes(true).build(&parsed.program).semantic;
    let scoping = semantic.scoping();
    let root = scoping.root_scope_id();
    let mut uses = Vec::new();
    for symbol in scoping.symbol_ids().filter(|symbol| scoping.symbol_scope_id(*symbol) == root) {
        for reference in scoping.get_resolved_references(symbol) {
            uses.push(Use {
                name: scoping.symbol_name(symbol).to_owned(),
                span: semantic.reference_span(reference),
                is_write: reference.is_write(),
            });
        }
    }
    Ok((parts, uses))
}

fn name_of(pattern: &BindingPattern) -> Option<String> {
    pattern.get_identifier_name().map(|name| name.to_string())
}

/// The object in `const import0 = { … };`.
fn import_object<'a>(body: &'a FunctionBody<'a>) -> Option<&'a ObjectExpression<'a>> {
    body.statements.iter().find_map(|statement| {
        let Statement::VariableDeclaration(variables) = statement else { return None };
        match variables.declarations.first()?.init.as_ref()? {
            Expression::ObjectExpression(object) => Some(&**object),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "
        function __wbg_get_imports() {
            const import0 = { __proto__: null, _1: function() { both(); }, _2: function(a) { alone(a); both(); wasm.f(); }, };
            return { './bg.js': import0 };
        }
        function both() {}
        const TABLE = ['both'];
        function alone(both) { return TABLE[LENGTH] + both; }
        let LENGTH = 0, wasm;
        function finish(it) { wasm = it; both(); }
        exports.finish = finish;
    ";

    fn divided(glue: &str) -> Result<Pieces> {
        divide(glue, &BTreeSet::from(["_2".to_owned()]))
    }

    #[test]
    fn what_only_the_rest_uses_goes() {
        let Pieces { first, deferred } = divided(GLUE).unwrap();
        for part in ["_1: function", "function both", "let LENGTH", "exports.finish"] {
            assert!(first.contains(part) && !deferred.contains(part), "{part}");
        }
        for part in ["_2: function", "function alone", "const TABLE"] {
            assert!(deferred.contains(part) && !first.contains(part), "{part}");
        }
    }

    #[test]
    fn what_both_use_is_handed_over() {
        let Pieces { first, deferred } = divided(GLUE).unwrap();
        assert!(first.ends_with("const shared = [() => LENGTH, both, () => wasm];\n"), "{first}");
        assert!(deferred.starts_with("const [LENGTH, both, wasm] = shared;\n"), "{deferred}");
        // Variables as they are at the time; what is only called like something shared stays as it is.
        assert!(
            deferred.contains("TABLE[LENGTH()] + both;") && deferred.contains("both(); wasm().f();"),
            "{deferred}"
        );
    }

    #[test]
    fn what_the_rest_alone_would_set_is_refused() {
        assert!(divided(&GLUE.replace("alone(a);", "LENGTH = 2;")).is_err());
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        assert!(divided(&GLUE.replace("const import0 =", "const import0 = () =>")).is_err());
    }
}
