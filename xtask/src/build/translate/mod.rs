//! Translates the program from WebAssembly to JavaScript, for pages whose policy forbids WebAssembly and browsers without it.
//!
//! Each function is translated by itself (`function`). The stack machine's instructions become expressions and statements, its
//! operators become those of JavaScript (`operator`). `loader/translated.js` has a function for each operator that JavaScript
//! lacks. The build fails at what the compiler never writes, such as vectors and threads.
//!
//! Binaryen's `wasm2js` does not fit: the build would need Node.js, and two programs could not share memory and tables.

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

/// The first character in the names of exports that only the other part of the program uses. These take arguments as they are.
const BETWEEN_PARTS: char = '$';

/// The names of a module's items in JavaScript.
struct Names {
    functions: HashMap<FunctionId, String>,
    tables: HashMap<TableId, String>,
    globals: HashMap<GlobalId, String>,
}

/// The script that instantiates a translated program, see `loader/translated.js`.
pub fn script(wasm: &[u8]) -> Result<String> {
    loader::translated(&javascript(wasm)?)
}

/// The statements that instantiate a program with `imports` and return its exports.
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

/// Declares the imports, the memory, the tables and the globals.
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
    writeln!(text, "mapMemory(memory);")?;
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

/// Fills tables and memory, and runs the start function.
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
        let DataKind::Active { offset, .. } = &data.kind else { bail!("data without an address") };
        writeln!(text, "writeBytes({}, {});", constant(offset, names)?, characters(&data.value))?;
    }
    if let Some(start) = module.start {
        writeln!(text, "{}();", names.functions[&start])?;
    }
    Ok(())
}

/// Returns the exports. Each converts the page's arguments to the types of its parameters.
fn export(module: &Module, names: &Names, text: &mut String) -> Result<()> {
    writeln!(text, "return {{")?;
    for export in module.exports.iter() {
        let value = match export.item {
            ExportItem::Function(id) if export.name.starts_with(BETWEEN_PARTS) => {
                names.functions[&id].clone()
            }
            ExportItem::Function(id) => {
                let parameters = module.types.params(module.funcs.get(id).ty());
                let arguments: Vec<String> = (0..parameters.len()).map(|index| format!("a{index}")).collect();
                let converted = parameters.iter().zip(&arguments).map(|(kind, name)| from_page(*kind, name));
                let converted: Vec<String> = converted.collect();
                format!("({}) => {}({})", arguments.join(", "), names.functions[&id], converted.join(", "))
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

/// Converts a value from the page to this type, as WebAssembly does.
fn from_page(kind: ValType, value: &str) -> String {
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

/// Bytes as a string literal with one character each.
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
