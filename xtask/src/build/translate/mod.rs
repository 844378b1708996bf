//! JavaScript out of WebAssembly, for pages on which there is none: their policy forbids it, or the browser has none.
//!
//! The same program, function by function: the stack machine's instructions become expressions and statements
//! (`function`), its operators those of JavaScript (`operator`), and `loader/translated.js` holds what JavaScript has no
//! operator for. What may not be had by that fails the build: what the compiler never makes, such as vectors and threads.
//!
//! Not binaryen's `wasm2js`: it would need Node.js to build, and knows neither a memory nor tables that two programs share.

mod function;
mod operator;

use std::collections::HashMap;
use std::fmt::Write;

use anyhow::{Context, Result, bail, ensure};
use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, GlobalId,
    GlobalKind, Module, ModuleConfig, TableId, ValType,
};

use super::loader;

/// What the exports are called that only another part of the program uses begins so. They are called as they are.
const BETWEEN_PARTS: char = '$';

/// What things of a module are called in JavaScript.
struct Names {
    functions: HashMap<FunctionId, String>,
    tables: HashMap<TableId, String>,
    globals: HashMap<GlobalId, String>,
}

/// The script that hands over a function which makes a program's exports out of its imports, see `loader/translated.js`.
pub fn script(wasm: &[u8]) -> Result<String> {
    loader::translated(&javascript(wasm)?)
}

/// The statements that make a program's exports out of `imports`, and return them.
fn javascript(wasm: &[u8]) -> Result<String> {
    let module = ModuleConfig::new().parse(wasm)?;
    let names = Names::of(&module);
    let mut text = String::new();
    declare(&module, &names, &mut text)?;
    for (id, function) in module.funcs.iter_local() {
        text += &function::javascript(&module, &names, id, function)
            .with_context(|| format!("function {}", id.index()))?;
    }
    initialize(&module, &names, &mut text)?;
    export(&module, &names, &mut text)?;
    Ok(text)
}

impl Names {
    fn of(module: &Module) -> Self {
        let functions =
            module.funcs.iter().map(|function| (function.id(), format!("f{}", function.id().index())));
        let tables = module.tables.iter().map(|table| (table.id(), format!("table{}", table.id().index())));
        let globals =
            module.globals.iter().map(|global| (global.id(), format!("global{}", global.id().index())));
        Self { functions: functions.collect(), tables: tables.collect(), globals: globals.collect() }
    }
}

/// Names what is imported, and makes memory, tables and globals.
fn declare(module: &Module, names: &Names, text: &mut String) -> Result<()> {
    let import = |id| {
        let import = module.imports.get(id);
        format!("imports[{:?}][{:?}]", import.module, import.name)
    };
    for function in module.funcs.iter() {
        if let FunctionKind::Import(function_import) = &function.kind {
            writeln!(
                text,
                "const {} = {};",
                names.functions[&function.id()],
                import(function_import.import)
            )?;
        }
    }
    for memory in module.memories.iter() {
        match memory.import {
            Some(id) => writeln!(text, "const memory = {};", import(id))?,
            None => writeln!(text, "const memory = newMemory({});", memory.initial)?,
        }
    }
    ensure!(module.memories.iter().count() == 1, "a program with one memory was expected");
    writeln!(text, "see(memory);")?;
    for table in module.tables.iter() {
        let value = match table.import {
            Some(id) => import(id),
            None => format!("newTable({})", table.initial),
        };
        writeln!(text, "const {} = {value};", names.tables[&table.id()])?;
    }
    for global in module.globals.iter() {
        let value = match &global.kind {
            GlobalKind::Import(id) => import(*id),
            GlobalKind::Local(value) => format!("{{ value: {} }}", constant(value, names)?),
        };
        writeln!(text, "const {} = {value};", names.globals[&global.id()])?;
    }
    Ok(())
}

/// Fills tables and memory.
fn initialize(module: &Module, names: &Names, text: &mut String) -> Result<()> {
    for element in module.elements.iter() {
        let ElementKind::Active { table, offset } = &element.kind else { continue };
        let ElementItems::Functions(functions) = &element.items else {
            bail!("a table that is filled by expressions")
        };
        let items: Vec<&str> = functions.iter().map(|id| &*names.functions[id]).collect();
        let (table, offset) = (&names.tables[table], constant(offset, names)?);
        writeln!(text, "fillTable({table}, {offset}, [{}]);", items.join(", "))?;
    }
    for data in module.data.iter() {
        let DataKind::Active { offset, .. } = &data.kind else {
            bail!("data that is put in its place later")
        };
        writeln!(text, "put({}, {});", constant(offset, names)?, characters(&data.value))?;
    }
    if let Some(start) = module.start {
        writeln!(text, "{}();", names.functions[&start])?;
    }
    Ok(())
}

/// Returns what is exported. What the page hands to a function is made what the function takes.
fn export(module: &Module, names: &Names, text: &mut String) -> Result<()> {
    writeln!(text, "return {{")?;
    for export in module.exports.iter() {
        let value = match export.item {
            ExportItem::Function(id) if export.name.starts_with(BETWEEN_PARTS) => {
                names.functions[&id].clone()
            }
            ExportItem::Function(id) => {
                let parameters = module.types.params(module.funcs.get(id).ty());
                let names_of: Vec<String> = (0..parameters.len()).map(|index| format!("a{index}")).collect();
                let taken = parameters.iter().zip(&names_of).map(|(kind, name)| taken(*kind, name));
                let taken: Vec<String> = taken.collect();
                format!("({}) => {}({})", names_of.join(", "), names.functions[&id], taken.join(", "))
            }
            ExportItem::Table(id) => names.tables[&id].clone(),
            ExportItem::Memory(_) => "memory".into(),
            ExportItem::Global(id) => names.globals[&id].clone(),
            ExportItem::Tag(_) => bail!("an exception that is exported"),
        };
        writeln!(text, "{:?}: {value},", export.name)?;
    }
    writeln!(text, "}};")?;
    Ok(())
}

/// What comes from the page, as a value of this type.
fn taken(kind: ValType, value: &str) -> String {
    match kind {
        ValType::I32 => format!("({value} | 0)"),
        ValType::I64 => format!("asIntN(64, {value})"),
        ValType::F32 => format!("fround({value})"),
        ValType::F64 => format!("(+{value})"),
        _ => value.into(),
    }
}

fn constant(value: &ConstExpr, names: &Names) -> Result<String> {
    Ok(match value {
        ConstExpr::Value(value) => literal(*value)?,
        ConstExpr::Global(id) => format!("{}.value", names.globals[id]),
        ConstExpr::RefNull(_) => "null".into(),
        ConstExpr::RefFunc(id) => names.functions[id].clone(),
        ConstExpr::Extended(_) => bail!("a constant that is computed"),
    })
}

/// A number as JavaScript writes it.
fn literal(value: Value) -> Result<String> {
    let float = |value: f64| match value {
        _ if value.is_nan() => "NaN".into(),
        _ if value.is_infinite() => format!("({}Infinity)", if value < 0.0 { "-" } else { "" }),
        _ => format!("({value:?})"),
    };
    Ok(match value {
        Value::I32(value) => format!("({value})"),
        Value::I64(value) => format!("({value}n)"),
        Value::F32(value) => float(value.into()),
        Value::F64(value) => float(value),
        Value::V128(_) => bail!("a vector"),
    })
}

/// Bytes as a string, a character each.
fn characters(bytes: &[u8]) -> String {
    let mut text = String::from("\"");
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(*byte)]),
            b'\n' => text += "\\n",
            0 if !bytes.get(index + 1).is_some_and(u8::is_ascii_digit) => text += "\\0",
            0x20..0x7f => text.push(char::from(*byte)),
            _ => text += &format!("\\x{byte:02x}"),
        }
    }
    text + "\""
}
