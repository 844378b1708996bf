//! Splits the compiled program in two: the first part, which puts the first question on screen, and the deferred part.
//!
//! Both parts share one memory. The deferred part imports memory, tables, globals and functions from the first part. When the
//! browser instantiates the deferred part, its functions are put into the first part's table. The first part calls them through
//! that table.
//!
//! The deferred part holds the functions and data that only the widget's module `deferred` reaches. The first part calls that
//! module through its entry points alone ([`ENTRY_POINTS`]), and the widget calls none of them before the deferred part is there
//! (`src/defer.rs`).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use rustc_demangle::demangle;
use walrus::ir::{Call, VisitorMut, dfs_pre_order_mut};
use walrus::{
    ConstExpr, ElementItems, ElementKind, Function, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportKind, Module, ModuleConfig, TableId, ir,
};

use super::linked::{Linked, Slot};
use super::memory;
use super::reach::{Place, Program, Reached};

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
const ENTRY_POINTS: [&str; 12] = [
    "answer_text",
    "attend",
    "begin",
    "call_of_page",
    "check",
    "end",
    "happened",
    "know_channel",
    "left",
    "prepare",
    "put_tab",
    "unmount",
];

/// Functions to which the first part refers, but which nothing calls before the deferred part is there: a call would trap. They go
/// to the deferred part. Where the compiler inlines one, its code stays in the first part.
const NOT_YET: [&str; 6] = [
    // How Leptos would start a task. The widget's tasks are of the deferred part.
    "any_spawner::Executor>::init_wasm_bindgen::{closure",
    // How Leptos gives up what it keeps of a view. Until `deferred::unmount` the view itself holds it (`src/view/mounted.rs`).
    "alloc::sync::Arc<std::sync::poison::rwlock::RwLock<reactive_graph::owner::OwnerInner>>>::drop_slow",
    // Where there is an answer, the deferred part is there, too: `deferred::sending::give` alone makes one.
    "nachklang_model::answer::AnswerValue as core::clone::Clone>::clone",
    "core::ptr::drop_in_place::<nachklang_model::answer::AnswerValue>",
    "nachklang_model::flow::fits",
    // So it is with a response: `deferred::response` alone makes one.
    "core::ptr::drop_in_place::<core::cell::RefCell<nachklang_model::response::Response>>",
];

/// What the deferred part's imports from the first are called together, in its import section.
const FROM_FIRST: &str = "first";

/// What that is called which only the deferred part imports from the page.
const FROM_DEFERRED: &str = "deferred";

/// Splits a program whose functions have names. `linked` is what its linker knows of it.
pub fn split(program: &mut Module, linked: &Linked) -> Result<Parts> {
    let wasm = program.emit_wasm();
    let mut first = ModuleConfig::new().parse(&wasm)?;
    let mut deferred = ModuleConfig::new().parse(&wasm)?;
    let name = |function: &Function| format!("{:#}", demangle(function.name.as_deref().unwrap_or_default()));
    let names: Vec<String> = first.funcs.iter().map(name).collect();
    let program = Program::of(&first, linked);
    let reached = reached(&program, &names)?;
    let locals = first.funcs.iter_local().map(|(id, _)| id.index());
    let taken: BTreeSet<Place> = locals.filter(|place| !reached.functions.contains(place)).collect();
    ensure!(!taken.is_empty(), "no function belongs to the deferred part: have the names changed?");
    let table = first.tables.main_function_table()?.context("a program without a table")?;
    let slots = leave_in_first(&mut first, table, &taken, &program)?;
    keep_in_deferred(&mut deferred, &mut first, &taken, &slots, &program.calls)?;
    memory::divide(&mut first, &mut deferred, linked, &reached.data)?;
    walrus::passes::gc::run(&mut first);
    walrus::passes::gc::run(&mut deferred);
    let imports = set_apart(&first, &mut deferred);
    Ok(Parts { first: nameless(first)?, deferred: nameless(deferred)?, imports })
}

/// Has the deferred part import under a name of its own what the first does not import. Gives the names of that.
fn set_apart(first: &Module, deferred: &mut Module) -> BTreeSet<String> {
    let known: BTreeSet<&str> = first.imports.iter().map(|import| &*import.name).collect();
    let mut imports = BTreeSet::new();
    for import in deferred.imports.iter_mut() {
        if import.module != FROM_FIRST && !known.contains(&*import.name) {
            import.module = FROM_DEFERRED.into();
            imports.insert(import.name.clone());
        }
    }
    imports
}

/// A part as browsers get it: without names, and without what tools tell each other.
fn nameless(mut part: Module) -> Result<Vec<u8>> {
    let mut nameless = ModuleConfig::new();
    nameless.generate_name_section(false).generate_producers_section(false);
    let mut part = nameless.parse(&part.emit_wasm())?;
    let customs: Vec<_> = part.customs.iter().map(|(id, _)| id).collect();
    customs.into_iter().for_each(|id| drop(part.customs.delete(id)));
    Ok(part.emit_wasm())
}

/// What the first part reaches without passing an entry point. Fails where it calls another function of the deferred part.
fn reached(program: &Program, names: &[String]) -> Result<Reached> {
    let is_entry_point = |place: Place| {
        let name = &names[place];
        is_in_deferred(name) && ENTRY_POINTS.iter().any(|entry| name.ends_with(&format!("::{entry}")))
    };
    let is_closed =
        |place: Place| is_entry_point(place) || NOT_YET.iter().any(|it| names[place].contains(it));
    let reached = program.reached(&is_closed);
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

fn by_place(module: &Module) -> BTreeMap<Place, FunctionId> {
    module.funcs.iter().map(|function| (function.id().index(), function.id())).collect()
}

/// Takes the deferred part out of the first program. Gives the table index of each deferred function that the first part calls,
/// and the indexes at which the deferred functions stood in the table.
fn leave_in_first(
    first: &mut Module,
    table: TableId,
    taken: &BTreeSet<Place>,
    program: &Program,
) -> Result<BTreeMap<Slot, Place>> {
    let ids = by_place(first);
    let mut slots = program.table.clone();
    slots.retain(|_, place| taken.contains(place));
    // In the table a function that traps holds the places of the deferred part.
    let mut nothing = FunctionBuilder::new(&mut first.types, &[], &[]);
    nothing.func_body().unreachable();
    let nothing = nothing.finish(Vec::new(), &mut first.funcs);
    for element in first.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            for function in functions.iter_mut().filter(|id| taken.contains(&id.index())) {
                *function = nothing;
            }
        }
    }
    let called: BTreeSet<Place> = program
        .calls
        .iter()
        .enumerate()
        .filter(|(caller, _)| !taken.contains(caller))
        .flat_map(|(_, all)| all)
        .copied()
        .collect();
    let mut next = first.tables.get(table).initial as u32;
    for place in called.intersection(taken) {
        let id = ids[place];
        let kind = first.types.get(first.funcs.get(id).ty());
        let (parameters, results) = (kind.params().to_vec(), kind.results().to_vec());
        let arguments: Vec<_> = parameters.iter().map(|kind| first.locals.add(*kind)).collect();
        let mut stub = FunctionBuilder::new(&mut first.types, &parameters, &results);
        let signature = first.types.add(&parameters, &results);
        let mut body = stub.func_body();
        for argument in &arguments {
            body.local_get(*argument);
        }
        body.i32_const(next as i32).call_indirect(signature, table);
        first.funcs.get_mut(id).kind = FunctionKind::Local(stub.local_func(arguments));
        slots.insert(next, *place);
        next += 1;
    }
    let table = first.tables.get_mut(table);
    table.initial = next.into();
    if let Some(most) = &mut table.maximum {
        *most = (*most).max(table.initial);
    }
    Ok(slots)
}

/// Takes everything but the deferred part out of the second copy of the program, and has it import what it needs of the first.
fn keep_in_deferred(
    deferred: &mut Module,
    first: &mut Module,
    taken: &BTreeSet<Place>,
    slots: &BTreeMap<Slot, Place>,
    calls: &[BTreeSet<Place>],
) -> Result<()> {
    let ids = by_place(deferred);
    deferred.start = None;
    let exports: Vec<_> = deferred.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|export| deferred.exports.delete(export));
    let data: Vec<_> = deferred.data.iter().map(|data| data.id()).collect();
    data.into_iter().for_each(|data| deferred.data.delete(data));
    let elements: Vec<_> = deferred.elements.iter().map(|element| element.id()).collect();
    elements.into_iter().for_each(|element| deferred.elements.delete(element));

    // Memory, tables and globals are the first one's.
    let mut named = 0;
    let mut name = || {
        named += 1;
        format!("${named}")
    };
    let memory = first.memories.iter().next().context("a program without memory")?.id();
    let memory_name = name();
    first.exports.add(&memory_name, memory);
    for memory in deferred.memories.iter_mut() {
        memory.data_segments.clear();
        memory.import = Some(deferred.imports.add(FROM_FIRST, &memory_name, ImportKind::Memory(memory.id())));
    }
    let tables: Vec<_> = first.tables.iter().map(|table| table.id()).collect();
    for (own, firsts) in deferred.tables.iter_mut().zip(tables) {
        let name = name();
        first.exports.add(&name, firsts);
        let size = first.tables.get(firsts);
        (own.initial, own.maximum) = (size.initial, size.maximum);
        own.elem_segments.clear();
        own.init = None;
        own.import = Some(deferred.imports.add(FROM_FIRST, &name, ImportKind::Table(own.id())));
    }
    let globals: Vec<_> = first.globals.iter().map(|global| global.id()).collect();
    let own: Vec<_> = deferred.globals.iter().map(|global| global.id()).collect();
    for (own, firsts) in own.into_iter().zip(globals) {
        let name = name();
        first.exports.add(&name, firsts);
        let import = deferred.imports.add(FROM_FIRST, &name, ImportKind::Global(own));
        deferred.globals.get_mut(own).kind = GlobalKind::Import(import);
    }

    // So are the functions it calls there, but for those that both import from the page.
    let first_ids = by_place(first);
    let wanted: BTreeSet<Place> = taken.iter().flat_map(|place| &calls[*place]).copied().collect();
    let mut imported: BTreeMap<FunctionId, FunctionId> = BTreeMap::new();
    for place in wanted.difference(taken) {
        let own = ids[place];
        if matches!(deferred.funcs.get(own).kind, FunctionKind::Import(_)) {
            continue;
        }
        let name = name();
        first.exports.add(&name, first_ids[place]);
        let (function, _) = deferred.add_import_func(FROM_FIRST, &name, deferred.funcs.get(own).ty());
        imported.insert(own, function);
    }
    struct Redirect(BTreeMap<FunctionId, FunctionId>);
    impl VisitorMut for Redirect {
        fn visit_call_mut(&mut self, call: &mut Call) {
            if let Some(function) = self.0.get(&call.func) {
                call.func = *function;
            }
        }
    }
    let mut redirect = Redirect(imported);
    for place in taken {
        let local = deferred.funcs.get_mut(ids[place]).kind.unwrap_local_mut();
        let entry = local.entry_block();
        dfs_pre_order_mut(&mut redirect, local, entry);
    }

    // Its functions go to their places in the table, each run of neighbours at once.
    let table = deferred.tables.main_function_table()?.context("a program without a table")?;
    let mut runs: Vec<(Slot, Vec<FunctionId>)> = Vec::new();
    for (slot, place) in slots {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u32 == *slot => run.push(ids[place]),
            _ => runs.push((*slot, vec![ids[place]])),
        }
    }
    for (start, run) in runs {
        let offset = ConstExpr::Value(ir::Value::I32(start as i32));
        let element =
            deferred.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(run));
        deferred.tables.get_mut(table).elem_segments.insert(element);
    }
    Ok(())
}
