//! What of a program can be reached without its doors being opened.

use std::collections::{BTreeMap, BTreeSet};

use walrus::ir::{self, Instr, InstrLocId, Value, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, Module};

use super::linked::{Address, Linked, Slot, Targets};

/// A function's place in the module: the same in two modules that are parsed from the same bytes.
pub type Place = usize;

/// What the functions of a program refer to.
pub struct Program<'a> {
    linked: &'a Linked,
    /// Which functions each calls.
    pub calls: Vec<BTreeSet<Place>>,
    /// To which data and places in the table each refers.
    targets: Vec<Targets>,
    /// What stands in the table.
    pub table: BTreeMap<Slot, Place>,
    /// What is called from outside.
    open: Vec<Place>,
}

/// What was reached.
#[derive(Default)]
pub struct Reached {
    /// Functions.
    pub functions: BTreeSet<Place>,
    /// Pieces of data, by their indexes in [`Linked::data`].
    pub data: BTreeSet<usize>,
}

impl<'a> Program<'a> {
    /// Looks what the functions refer to.
    pub fn of(module: &Module, linked: &'a Linked) -> Self {
        let count = module.funcs.iter().count();
        let (mut calls, mut targets) = (vec![BTreeSet::new(); count], vec![Targets::default(); count]);
        for (id, local) in module.funcs.iter_local() {
            let mut found = Found::default();
            dfs_in_order(&mut found, local, local.entry_block());
            calls[id.index()] = found.calls;
            let name = module.funcs.get(id).name.as_deref();
            targets[id.index()] = match name.and_then(|name| linked.by_function.get(name)) {
                Some(targets) => targets.clone(),
                // What wasm-bindgen puts around a function calls that and copies results: it has no addresses of its own.
                None if name.is_some_and(|name| name.ends_with(" shim")) => Targets::default(),
                // What it has renamed refers to all that its numbers can mean.
                None => linked.meant_by(&found.numbers),
            };
        }
        let mut open: Vec<Place> = module.start.iter().map(|id| id.index()).collect();
        for export in module.exports.iter() {
            if let ExportItem::Function(id) = export.item {
                open.push(id.index());
            }
        }
        Self { linked, calls, targets, table: table(module), open }
    }

    /// What is reached from outside, without passing a function that `is_closed`.
    pub fn reached(&self, is_closed: &dyn Fn(Place) -> bool) -> Reached {
        let mut reached = Reached::default();
        let mut functions = self.open.clone();
        let mut data: Vec<usize> = Vec::new();
        loop {
            let targets = if let Some(function) = functions.pop() {
                if is_closed(function) || !reached.functions.insert(function) {
                    continue;
                }
                functions.extend(&self.calls[function]);
                &self.targets[function]
            } else if let Some(piece) = data.pop() {
                if !reached.data.insert(piece) {
                    continue;
                }
                &self.linked.by_data[piece]
            } else {
                return reached;
            };
            data.extend(&targets.data);
            functions.extend(targets.slots.iter().filter_map(|slot| self.table.get(slot)));
        }
    }
}

/// What a function refers to.
#[derive(Default)]
struct Found {
    calls: BTreeSet<Place>,
    numbers: BTreeSet<u32>,
}

impl<'instructions> ir::Visitor<'instructions> for Found {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.calls.insert(function.index());
    }

    fn visit_instr(&mut self, instruction: &'instructions Instr, _: &'instructions InstrLocId) {
        let number = match instruction {
            Instr::Const(ir::Const { value: Value::I32(number) }) => *number as u32,
            Instr::Load(ir::Load { arg, .. })
            | Instr::Store(ir::Store { arg, .. })
            | Instr::LoadSimd(ir::LoadSimd { arg, .. })
            | Instr::AtomicRmw(ir::AtomicRmw { arg, .. })
            | Instr::Cmpxchg(ir::Cmpxchg { arg, .. }) => arg.offset as Address,
            _ => return,
        };
        self.numbers.insert(number);
    }
}

/// The functions in the tables, with their places there.
fn table(module: &Module) -> BTreeMap<Slot, Place> {
    let mut all = BTreeMap::new();
    for element in module.elements.iter() {
        let ElementKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } = element.kind else {
            continue;
        };
        if let ElementItems::Functions(functions) = &element.items {
            let slots = offset as Slot..;
            all.extend(slots.zip(functions.iter().map(|id| id.index())));
        }
    }
    all
}
