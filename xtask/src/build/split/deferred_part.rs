//! The deferred part of the program: everything that the first part has becomes an import from it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use walrus::ir::{Call, Value, VisitorMut, dfs_pre_order_mut};
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionId, FunctionKind, GlobalKind, ImportKind, Module,
};

use super::super::linked::Slot;
use super::super::reach::FunctionIndex;
use super::{FROM_FIRST, ids_by_index};

/// Names the items that the first part exports for the deferred part.
#[derive(Default)]
struct Names(usize);

impl Names {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("${}", self.0)
    }
}

/// Has the deferred part import memory, tables, globals and functions from the first part. `moved` are its own functions.
pub fn import_first(
    deferred: &mut Module,
    first: &mut Module,
    moved: &BTreeSet<FunctionIndex>,
    calls: &[BTreeSet<FunctionIndex>],
) -> Result<()> {
    clear(deferred);
    let mut names = Names::default();
    import_memory(deferred, first, &mut names)?;
    import_tables(deferred, first, &mut names);
    import_globals(deferred, first, &mut names);
    import_functions(deferred, first, moved, calls, &mut names);
    Ok(())
}

/// Removes what runs or is filled when the program starts: the first part does that.
fn clear(deferred: &mut Module) {
    deferred.start = None;
    let exports: Vec<_> = deferred.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|export| deferred.exports.delete(export));
    let data: Vec<_> = deferred.data.iter().map(|data| data.id()).collect();
    data.into_iter().for_each(|data| deferred.data.delete(data));
    let elements: Vec<_> = deferred.elements.iter().map(|element| element.id()).collect();
    elements.into_iter().for_each(|element| deferred.elements.delete(element));
}

fn import_memory(deferred: &mut Module, first: &mut Module, names: &mut Names) -> Result<()> {
    let memory = first.memories.iter().next().context("a program without memory")?.id();
    let name = names.next();
    first.exports.add(&name, memory);
    for memory in deferred.memories.iter_mut() {
        memory.data_segments.clear();
        memory.import = Some(deferred.imports.add(FROM_FIRST, &name, ImportKind::Memory(memory.id())));
    }
    Ok(())
}

fn import_tables(deferred: &mut Module, first: &mut Module, names: &mut Names) {
    let tables: Vec<_> = first.tables.iter().map(|table| table.id()).collect();
    for (own, firsts) in deferred.tables.iter_mut().zip(tables) {
        let name = names.next();
        first.exports.add(&name, firsts);
        let size = first.tables.get(firsts);
        (own.initial, own.maximum) = (size.initial, size.maximum);
        own.elem_segments.clear();
        own.init = None;
        own.import = Some(deferred.imports.add(FROM_FIRST, &name, ImportKind::Table(own.id())));
    }
}

fn import_globals(deferred: &mut Module, first: &mut Module, names: &mut Names) {
    let globals: Vec<_> = first.globals.iter().map(|global| global.id()).collect();
    let own: Vec<_> = deferred.globals.iter().map(|global| global.id()).collect();
    for (own, firsts) in own.into_iter().zip(globals) {
        let name = names.next();
        first.exports.add(&name, firsts);
        let import = deferred.imports.add(FROM_FIRST, &name, ImportKind::Global(own));
        deferred.globals.get_mut(own).kind = GlobalKind::Import(import);
    }
}

/// Imports the functions of the first part that a moved function calls. Both parts import the functions of the page themselves.
fn import_functions(
    deferred: &mut Module,
    first: &mut Module,
    moved: &BTreeSet<FunctionIndex>,
    calls: &[BTreeSet<FunctionIndex>],
    names: &mut Names,
) {
    let (ids, first_ids) = (ids_by_index(deferred), ids_by_index(first));
    let called: BTreeSet<FunctionIndex> =
        moved.iter().flat_map(|function| &calls[*function]).copied().collect();
    let mut imported: BTreeMap<FunctionId, FunctionId> = BTreeMap::new();
    for function in called.difference(moved) {
        let own = ids[function];
        if matches!(deferred.funcs.get(own).kind, FunctionKind::Import(_)) {
            continue;
        }
        let name = names.next();
        first.exports.add(&name, first_ids[function]);
        let (import, _) = deferred.add_import_func(FROM_FIRST, &name, deferred.funcs.get(own).ty());
        imported.insert(own, import);
    }
    let mut redirect = Redirect(imported);
    for function in moved {
        let local = deferred.funcs.get_mut(ids[function]).kind.unwrap_local_mut();
        let entry = local.entry_block();
        dfs_pre_order_mut(&mut redirect, local, entry);
    }
}

/// Replaces functions in calls.
struct Redirect(BTreeMap<FunctionId, FunctionId>);

impl VisitorMut for Redirect {
    fn visit_call_mut(&mut self, call: &mut Call) {
        if let Some(function) = self.0.get(&call.func) {
            call.func = *function;
        }
    }
}

/// Puts the functions into their slots of the table when the deferred part is instantiated, each run of neighbours at once.
pub fn fill_table(deferred: &mut Module, slots: &BTreeMap<Slot, FunctionIndex>) -> Result<()> {
    let ids = ids_by_index(deferred);
    let table = deferred.tables.main_function_table()?.context("a program without a table")?;
    let mut runs: Vec<(Slot, Vec<FunctionId>)> = Vec::new();
    for (slot, function) in slots {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as Slot == *slot => run.push(ids[function]),
            _ => runs.push((*slot, vec![ids[function]])),
        }
    }
    for (start, run) in runs {
        let offset = ConstExpr::Value(Value::I32(start as i32));
        let kind = ElementKind::Active { table, offset };
        let element = deferred.elements.add(kind, ElementItems::Functions(run));
        deferred.tables.get_mut(table).elem_segments.insert(element);
    }
    Ok(())
}
