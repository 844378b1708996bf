//! The first part of the program: the deferred functions go out of it, and calls of them go through the table.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use walrus::{ElementItems, FunctionBuilder, FunctionKind, Module, TableId};

use super::super::linked::Slot;
use super::super::reach::{FunctionIndex, Program};
use super::ids_by_index;

/// Removes the functions that were `moved` to the deferred part. Returns the table slots that the deferred part has to fill.
pub fn remove_deferred(
    first: &mut Module,
    moved: &BTreeSet<FunctionIndex>,
    program: &Program,
) -> Result<BTreeMap<Slot, FunctionIndex>> {
    let mut slots = program.table.clone();
    slots.retain(|_, function| moved.contains(function));
    put_traps_into_table(first, moved);
    let table = first.tables.main_function_table()?.context("a program without a table")?;
    let mut next = first.tables.get(table).initial as Slot;
    for function in called_from_first(moved, program) {
        call_through_table(first, function, table, next);
        slots.insert(next, function);
        next += 1;
    }
    let table = first.tables.get_mut(table);
    table.initial = next.into();
    if let Some(maximum) = &mut table.maximum {
        *maximum = (*maximum).max(table.initial);
    }
    Ok(slots)
}

/// Puts a function that traps into the table slots of the moved functions, until the deferred part fills them.
fn put_traps_into_table(first: &mut Module, moved: &BTreeSet<FunctionIndex>) {
    let mut trap = FunctionBuilder::new(&mut first.types, &[], &[]);
    trap.func_body().unreachable();
    let trap = trap.finish(Vec::new(), &mut first.funcs);
    for element in first.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            for function in functions.iter_mut().filter(|id| moved.contains(&id.index())) {
                *function = trap;
            }
        }
    }
}

/// The moved functions that a function of the first part calls.
fn called_from_first(moved: &BTreeSet<FunctionIndex>, program: &Program) -> BTreeSet<FunctionIndex> {
    let callers = program.calls.iter().enumerate().filter(|(caller, _)| !moved.contains(caller));
    callers.flat_map(|(_, called)| called.intersection(moved)).copied().collect()
}

/// Makes a function call whatever is in a slot of the table, with its own arguments.
fn call_through_table(first: &mut Module, function: FunctionIndex, table: TableId, slot: Slot) {
    let id = ids_by_index(first)[&function];
    let kind = first.types.get(first.funcs.get(id).ty());
    let (parameters, results) = (kind.params().to_vec(), kind.results().to_vec());
    let arguments: Vec<_> = parameters.iter().map(|kind| first.locals.add(*kind)).collect();
    let mut stub = FunctionBuilder::new(&mut first.types, &parameters, &results);
    let signature = first.types.add(&parameters, &results);
    let mut body = stub.func_body();
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(slot as i32).call_indirect(signature, table);
    first.funcs.get_mut(id).kind = FunctionKind::Local(stub.local_func(arguments));
}
