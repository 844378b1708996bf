//! Splits the compiled program in two: the first part, which puts the first question on screen, and the deferred part.
//!
//! Both parts share one memory. The deferred part imports memory, tables, globals and functions from the first part. When the
//! browser instantiates the deferred part, its functions are put into the first part's table. The first part calls them through
//! that table.
//!
//! The deferred part holds the functions and data that only the widget's module `deferred` reaches. The first part calls that
//! module through its entry points alone ([`ENTRY_POINTS`]), and the widget calls none of them before the deferred part is there
//! (`src/defer.rs`).

mod deferred_part;
mod first_part;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use rustc_demangle::demangle;
use walrus::{Function, FunctionId, Module, ModuleConfig};

use super::Quality;
use super::linked::Linked;
use super::memory;
use super::reach::{FunctionIndex, Program, Reached};

/// A program in two parts.
pub struct Parts {
    /// What is needed until the first question is on screen.
    pub first: Vec<u8>,
    /// The deferred part.
    pub deferred: Vec<u8>,
    /// What only the deferred part imports from the page, by its names.
    pub imports: BTreeSet<String>,
}

/// The only functions of the deferred part that the first part may call. The widget calls them when the deferred part is there
/// (`src/defer.rs`).
const ENTRY_POINTS: [&str; 13] = [
    "answer_text",
    "begin",
    "check",
    "clean_up",
    "detect_channel",
    "dismissed",
    "end",
    "finish_call",
    "follow_signals",
    "handle_event",
    "prepare",
    "show_tab",
    "watch_page",
];

/// Functions to which the first part refers, but which nothing calls before the deferred part is there: a call would trap. They go
/// to the deferred part. Where the compiler inlines one, its code stays in the first part. The list is for release builds alone.
const NOT_YET: [&str; 7] = [
    // How Leptos would start a task. Effects and the widget's tasks are of the deferred part.
    "any_spawner::Executor>::init_wasm_bindgen::{closure",
    // How Leptos gives up what an owner holds: `deferred::clean_up` does it.
    "alloc::sync::Arc<std::sync::poison::rwlock::RwLock<reactive_graph::owner::OwnerInner>>>::drop_slow",
    // How an effect follows a signal that it reads. Effects are made by `deferred::follow_signals`.
    "reactive_graph::graph::source::Source>::add_subscriber",
    // Where there is an answer, the deferred part is there, too: `deferred::revisions::record_answer` alone makes one.
    "nachklang_model::answer::AnswerValue as core::clone::Clone>::clone",
    "core::ptr::drop_in_place::<nachklang_model::answer::AnswerValue>",
    "nachklang_model::flow::fits",
    // So it is with a response: `deferred::response` alone makes one.
    "core::ptr::drop_in_place::<core::cell::RefCell<nachklang_model::response::Response>>",
];

/// The module name of the imports that come from the first part.
const FROM_FIRST: &str = "first";

/// The module name of the imports that come from the page and only the deferred part has.
const FROM_DEFERRED_SCRIPT: &str = "deferred";

/// Splits a program whose functions have names.
pub fn split(program: &mut Module, linked: &Linked, quality: Quality) -> Result<Parts> {
    let wasm = program.emit_wasm();
    let mut first = ModuleConfig::new().parse(&wasm)?;
    let mut deferred = ModuleConfig::new().parse(&wasm)?;
    let name = |function: &Function| format!("{:#}", demangle(function.name.as_deref().unwrap_or_default()));
    let names: Vec<String> = first.funcs.iter().map(name).collect();
    let program = Program::of(&first, linked);
    let reached = reached(&program, &names, quality)?;
    let functions = first.funcs.iter_local().map(|(id, _)| id.index());
    let moved: BTreeSet<FunctionIndex> =
        functions.filter(|index| !reached.functions.contains(index)).collect();
    ensure!(!moved.is_empty(), "no function belongs to the deferred part: have the names changed?");
    let slots = first_part::remove_deferred(&mut first, &moved, &program)?;
    deferred_part::import_first(&mut deferred, &mut first, &moved, &program.calls)?;
    deferred_part::fill_table(&mut deferred, &slots)?;
    memory::divide(&mut first, &mut deferred, linked, &reached.data)?;
    walrus::passes::gc::run(&mut first);
    walrus::passes::gc::run(&mut deferred);
    let imports = mark_own_imports(&first, &mut deferred);
    Ok(Parts { first: stripped(first)?, deferred: stripped(deferred)?, imports })
}

/// Gives the imports that only the deferred part has another module name. Returns their names.
fn mark_own_imports(first: &Module, deferred: &mut Module) -> BTreeSet<String> {
    let of_first: BTreeSet<&str> = first.imports.iter().map(|import| &*import.name).collect();
    let mut imports = BTreeSet::new();
    for import in deferred.imports.iter_mut() {
        if import.module != FROM_FIRST && !of_first.contains(&*import.name) {
            import.module = FROM_DEFERRED_SCRIPT.into();
            imports.insert(import.name.clone());
        }
    }
    imports
}

/// A part as browsers get it: without names, and without the sections that tools write for each other.
fn stripped(mut part: Module) -> Result<Vec<u8>> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    let mut part = config.parse(&part.emit_wasm())?;
    let customs: Vec<_> = part.customs.iter().map(|(id, _)| id).collect();
    customs.into_iter().for_each(|id| drop(part.customs.delete(id)));
    Ok(part.emit_wasm())
}

/// What the first part reaches without passing an entry point. Fails where it calls another function of the deferred part.
fn reached(program: &Program, names: &[String], quality: Quality) -> Result<Reached> {
    // Without the optimiser, the first part calls some of them where there is nothing for them to do.
    let not_yet: &[&str] = if quality == Quality::Release { &NOT_YET } else { &[] };
    let is_entry_point = |function: FunctionIndex| {
        let name = &names[function];
        is_in_deferred(name) && ENTRY_POINTS.iter().any(|entry| name.ends_with(&format!("::{entry}")))
    };
    let ends = |function: FunctionIndex| {
        is_entry_point(function) || not_yet.iter().any(|name| names[function].contains(name))
    };
    let reached = program.reached(&ends);
    for from in &reached.functions {
        for to in program.calls[*from].iter().filter(|to| !is_entry_point(**to)) {
            let (from, to) = (&names[*from], &names[*to]);
            ensure!(
                !is_in_deferred(to) || is_in_deferred(from),
                "{from} calls {to}, which may not be there yet"
            );
        }
    }
    Ok(reached)
}

/// Whether a function stands in the widget's module `deferred`.
fn is_in_deferred(name: &str) -> bool {
    name.starts_with("nachklang::deferred::")
}

/// The ids of a module's functions, by their indexes.
fn ids_by_index(module: &Module) -> BTreeMap<FunctionIndex, FunctionId> {
    module.funcs.iter().map(|function| (function.id().index(), function.id())).collect()
}
