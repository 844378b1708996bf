//! Divides wasm-bindgen's glue in two, as the program is split: imports that only the deferred part has go to its script.
//!
//! wasm-bindgen writes one scope. The program's imports are the members of the object `import0`. Below them are the functions and
//! variables that they use. A search by name tells which import uses what. What both glues use stays in the first one, which
//! hands it to the second glue as a list.

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

/// The functions of the glue that the shell calls.
const CALLED_BY_SHELL: [&str; 2] = ["__wbg_get_imports", "__wbg_finalize_init"];

/// The glue in two pieces.
#[derive(Debug)]
pub struct DividedGlue {
    /// The glue of the first part. It ends with the list `shared`.
    pub first: String,
    /// The glue of the deferred part. It begins by destructuring `shared` and ends with the object `imports`.
    pub deferred: String,
}

/// A piece of the glue that stays or moves as a whole: a statement, or one import.
struct Piece {
    span: Span,
    /// The names that it declares. An import has the name by which the program imports it.
    names: Vec<String>,
    is_import: bool,
    /// Whether it is a function or a constant: then it has no effect by itself and never changes.
    is_constant: bool,
}

/// A reference to a name of the glue's scope.
struct Use {
    name: String,
    span: Span,
    is_write: bool,
}

/// Divides the glue. `deferred_imports` are the names that only the deferred part imports.
pub fn divide(glue: &str, deferred_imports: &BTreeSet<String>) -> Result<DividedGlue> {
    let (pieces, uses) = read(glue)?;
    let staying = staying(&pieces, &uses, deferred_imports);
    let (first, moved): (Vec<&Piece>, Vec<&Piece>) =
        pieces.iter().partition(|piece| staying.contains(&piece.span.start));
    let mut shared: BTreeSet<&str> = BTreeSet::new();
    let (mut code, mut imports) = (String::new(), String::new());
    for piece in &moved {
        let used = used_by(&pieces, &uses, piece);
        let text = moved_text(glue, piece, used, &first, &mut shared)?;
        match piece.is_import {
            true => imports += &format!("{text},\n"),
            false => code += &format!("{text}\n"),
        }
    }
    let names = shared.iter().copied().collect::<Vec<_>>().join(", ");
    // A variable may change, so a function that reads it is handed over.
    let is_constant = |name: &str| owner(&first, name).is_some_and(|piece| piece.is_constant);
    let value = |name: &&str| if is_constant(name) { (*name).to_owned() } else { format!("() => {name}") };
    let values = shared.iter().map(value).collect::<Vec<_>>().join(", ");
    Ok(DividedGlue {
        first: format!("{}\nconst shared = [{values}];\n", without(glue, &moved)?),
        deferred: format!("const [{names}] = shared;\n{code}const imports = {{\n{imports}}};\n"),
    })
}

/// The starts of the pieces that stay: what the first part imports, what the shell calls, what has an effect by itself, and
/// everything that these use.
fn staying(pieces: &[Piece], uses: &[Use], deferred_imports: &BTreeSet<String>) -> BTreeSet<u32> {
    let is_root = |piece: &&Piece| match piece.is_import {
        true => !piece.names.iter().any(|name| deferred_imports.contains(name)),
        false => !piece.is_constant || piece.names.iter().any(|name| CALLED_BY_SHELL.contains(&&**name)),
    };
    let mut open: Vec<&Piece> = pieces.iter().filter(is_root).collect();
    let mut staying = BTreeSet::new();
    while let Some(piece) = open.pop() {
        if staying.insert(piece.span.start) {
            let used = used_by(pieces, uses, piece);
            let declares =
                |piece: &&Piece| !piece.is_import && used.iter().any(|used| piece.names.contains(&used.name));
            open.extend(pieces.iter().filter(declares));
        }
    }
    staying
}

/// The references in a piece, but not those in a smaller piece inside it.
fn used_by<'a>(pieces: &[Piece], uses: &'a [Use], piece: &Piece) -> Vec<&'a Use> {
    uses.iter().filter(|used| innermost(pieces, used.span) == Some(piece.span)).collect()
}

/// The piece that declares a name.
fn owner<'a>(pieces: &[&'a Piece], name: &str) -> Option<&'a Piece> {
    pieces.iter().copied().find(|piece| !piece.is_import && piece.names.iter().any(|own| own == name))
}

/// The text of a piece that moves. A variable of the first glue is called there, because it is handed over as a function. Notes
/// in `shared` what it uses of the first glue.
fn moved_text<'a>(
    glue: &str,
    piece: &Piece,
    mut used: Vec<&'a Use>,
    first: &[&Piece],
    shared: &mut BTreeSet<&'a str>,
) -> Result<String> {
    let mut text = glue[piece.span.start as usize..piece.span.end as usize].to_owned();
    // From the end, so that an insertion moves no reference that comes later in this loop.
    used.sort_by_key(|used| std::cmp::Reverse(used.span.start));
    for Use { name, span, is_write } in used {
        if let Some(owner) = owner(first, name) {
            ensure!(!is_write, "glue of the deferred part assigns to {name} of the first part");
            shared.insert(name);
            if !owner.is_constant {
                text.insert_str((span.end - piece.span.start) as usize, "()");
            }
        }
    }
    Ok(text)
}

/// The glue without the pieces that move.
fn without(glue: &str, moved: &[&Piece]) -> Result<String> {
    let mut text = glue.to_owned();
    for piece in moved.iter().rev() {
        let (start, mut end) = (piece.span.start as usize, piece.span.end as usize);
        if piece.is_import {
            end += glue[end..].find(',').context("an import that no comma follows")? + 1;
        }
        text.replace_range(start..end, "");
    }
    Ok(text)
}

/// The innermost piece around a reference.
fn innermost(pieces: &[Piece], span: Span) -> Option<Span> {
    let around = pieces.iter().map(|piece| piece.span).filter(|piece| piece.contains_inclusive(span));
    around.min_by_key(|piece| piece.size())
}

/// The pieces of the glue, and the references between them.
fn read(glue: &str) -> Result<(Vec<Piece>, Vec<Use>)> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, glue, SourceType::script()).parse();
    if let Some(error) = parsed.diagnostics.first() {
        bail!("cannot read wasm-bindgen's glue: {error}");
    }
    let mut pieces = Vec::new();
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
        pieces.push(Piece { span: statement.span(), names, is_import: false, is_constant });
        if let (true, Statement::FunctionDeclaration(function)) = (is_imports, statement) {
            let body = function.body.as_ref().context("a function without body")?;
            let imports =
                import_object(body).context("wasm-bindgen writes other glue now: there is no import0")?;
            for property in &imports.properties {
                let ObjectPropertyKind::ObjectProperty(property) = property else { bail!("a spread import") };
                let name = property.key.static_name().context("an import without a name")?;
                if name != "__proto__" {
                    let names = vec![name.into_owned()];
                    pieces.push(Piece { span: property.span, names, is_import: true, is_constant: false });
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
    Ok((pieces, uses))
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

    fn divided(glue: &str) -> Result<DividedGlue> {
        divide(glue, &BTreeSet::from(["_2".to_owned()]))
    }

    #[test]
    fn what_only_the_rest_uses_goes() {
        let DividedGlue { first, deferred } = divided(GLUE).unwrap();
        for piece in ["_1: function", "function both", "let LENGTH", "exports.finish"] {
            assert!(first.contains(piece) && !deferred.contains(piece), "{piece}");
        }
        for piece in ["_2: function", "function alone", "const TABLE"] {
            assert!(deferred.contains(piece) && !first.contains(piece), "{piece}");
        }
    }

    #[test]
    fn what_both_use_is_handed_over() {
        let DividedGlue { first, deferred } = divided(GLUE).unwrap();
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
