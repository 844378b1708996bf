//! Translates one function: its blocks become labelled statements, what stands on the stack becomes expressions.

mod block;
mod call;
mod stack;
mod value;

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::Result;
use walrus::ir::LocalId;
use walrus::{FunctionId, LocalFunction, Module, ValType};

use super::Names;
use block::{BlockKind, Frame};
use stack::Expression;

/// Writes the statements of one function.
struct Writer<'a> {
    module: &'a Module,
    names: &'a Names,
    function: &'a LocalFunction,
    /// The statements so far.
    text: String,
    stack: Vec<Expression>,
    /// The blocks around the current instruction, the innermost last.
    frames: Vec<Frame>,
    /// How many labels and variables have been named.
    labels: usize,
    variables: usize,
    /// The locals that are used, parameters among them.
    locals: BTreeSet<LocalId>,
}

/// Translates a function to JavaScript.
pub fn javascript(
    module: &Module,
    names: &Names,
    id: FunctionId,
    function: &LocalFunction,
) -> Result<String> {
    let mut writer = Writer {
        module,
        names,
        function,
        text: String::new(),
        stack: Vec::new(),
        frames: Vec::new(),
        labels: 0,
        variables: 0,
        locals: BTreeSet::new(),
    };
    writer.sequence(function.entry_block(), BlockKind::Body, &[])?;
    let arguments: Vec<String> = function.args.iter().map(|id| local(*id)).collect();
    let mut text = format!("function {}({}) {{\n", names.functions[&id], arguments.join(", "));
    for id in writer.locals.iter().filter(|id| !function.args.contains(id)) {
        let zero = match module.locals.get(*id).ty() {
            ValType::I64 => "0n",
            ValType::Ref(_) => "null",
            _ => "0",
        };
        writeln!(text, "let {} = {zero};", local(*id))?;
    }
    let variables: Vec<String> = (0..writer.variables).map(|index| format!("v{index}")).collect();
    if !variables.is_empty() {
        writeln!(text, "let {};", variables.join(", "))?;
    }
    Ok(text + &writer.text + "}\n")
}

fn local(id: LocalId) -> String {
    format!("l{}", id.index())
}
