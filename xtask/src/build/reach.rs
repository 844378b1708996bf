//! Finds the functions and data of a program that are reached without passing an entry point of its deferred part.

use std::collections::{BTreeMap, BTreeSet};

use walrus::ir::{self, Instr, InstrLocId, Value, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, Module};

use super::linked::{Address, Linked, Slot, Targets};

/// The index of a function. It is the same in two modules that are parsed from the same bytes.
pub type FunctionIndex = usize;

/// The functions of a program, and what each refers to.
pub struct Program<'a> {
    linked: &'a Linked,
    /// The functions that each function calls.
    pub calls: Vec<BTreeSet<FunctionIndex>>,
    /// The data and the table slots to which each function refers.
    targets: Vec<Targets>,
    /// The functions in the table.
    pub table: BTreeMap<Slot, FunctionIndex>,
    /// The functions that the outside can call: exports and the start function.
    roots: Vec<FunctionIndex>,
}

/// What a search has reached.
#[derive(Default)]
pub struct Reached {
    /// Functions.
    pub functions: BTreeSet<FunctionIndex>,
    /// Pieces of data, by their indexes in [`Linked::data`].
    pub data: BTreeSet<usize>,
}

impl<'a> Program<'a> {
    /// Collects what the functions refer to.
    pub fn of(module: &Module, linked: &'a Linked) -> Self {
        let count = module.funcs.iter().count();
        let (mut calls, mut targets) = (vec![BTreeSet::new(); count], vec![Targets::default(); count]);
        for (id, local) in module.funcs.iter_local() {
            let mut found = References::default();
            dfs_in_order(&mut found, local, local.entry_block());
            calls[id.index()] = found.calls;
            let name = module.funcs.get(id).name.as_deref();
            targets[id.index()] = match name.and_then(|name| linked.by_function.get(name)) {
                Some(targets) => targets.clone(),
                // A shim of wasm-bindgen calls a function and copies its results. It refers to nothing itself.
                None if name.is_some_and(|name| name.ends_with(" shim")) => Targets::default(),
                // wasm-bindgen has renamed this function, so its numbers decide: it may refer to anything that they can mean.
                None => linked.meant_by(&found.numbers),
            };
        }
        let mut roots: Vec<FunctionIndex> = module.start.iter().map(|id| id.index()).collect();
        for export in module.exports.iter() {
            if let ExportItem::Function(id) = export.item {
                roots.push(id.index());
            }
        }
        Self { linked, calls, targets, table: table(module), roots }
    }

    /// What the roots reach. The search does not enter a function at which it `ends`.
    pub fn reached(&self, ends: &dyn Fn(FunctionIndex) -> bool) -> Reached {
        let mut reached = Reached::default();
        let mut functions = self.roots.clone();
        let mut data: Vec<usize> = Vec::new();
        loop {
            let targets = if let Some(function) = functions.pop() {
                if ends(function) || !reached.functions.insert(function) {
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

/// What the instructions of a function refer to.
#[derive(Default)]
struct References {
    calls: BTreeSet<FunctionIndex>,
    numbers: BTreeSet<u32>,
}

impl<'instructions> ir::Visitor<'instructions> for References {
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

/// The functions in the tables, by their slots.
fn table(module: &Module) -> BTreeMap<Slot, FunctionIndex> {
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

#[cfg(test)]
mod tests {
    use walrus::{FunctionBuilder, RefType};

    use super::*;

    /// A program of functions and the indexes of those that each calls. The first is exported, and all are in the table.
    fn program(functions: &[(&str, &[usize])]) -> Module {
        let mut module = Module::default();
        let mut ids: Vec<FunctionId> = Vec::new();
        // A function has to exist before another one can call it.
        for (name, calls) in functions.iter().rev() {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
            function.name((*name).into());
            for called in *calls {
                function.func_body().call(ids[functions.len() - 1 - called]);
            }
            ids.push(function.finish(Vec::new(), &mut module.funcs));
        }
        ids.reverse();
        module.exports.add("start", ids[0]);
        let table = module.tables.add_local(false, 9, None, RefType::FUNCREF);
        let offset = ConstExpr::Value(Value::I32(0));
        let element =
            module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(ids));
        module.tables.get_mut(table).elem_segments.insert(element);
        module
    }

    fn targets(data: &[usize], slots: &[Slot]) -> Targets {
        Targets { data: data.iter().copied().collect(), slots: slots.iter().copied().collect() }
    }

    /// The names of what is reached, where the search ends at the function `entry`.
    fn reached(module: &Module, linked: &Linked) -> (Vec<String>, Vec<usize>) {
        let names: Vec<String> = module.funcs.iter().map(|it| it.name.clone().unwrap()).collect();
        let reached = Program::of(module, linked).reached(&|place| names[place] == "entry");
        let mut functions: Vec<String> =
            reached.functions.iter().map(|place| names[*place].clone()).collect();
        functions.sort();
        (functions, reached.data.into_iter().collect())
    }

    #[test]
    fn the_search_goes_through_calls_and_data_and_ends_at_entry_points() {
        let module = program(&[
            ("start", &[1, 2]),
            ("called", &[]),
            ("entry", &[3]),
            ("behind", &[]),
            ("listed", &[]),
            ("alone", &[]),
        ]);
        let by_function = [
            ("start", targets(&[], &[])),
            ("called", targets(&[0], &[])),
            ("entry", targets(&[2], &[])),
            ("behind", targets(&[2], &[])),
            ("listed", targets(&[], &[])),
            ("alone", targets(&[], &[])),
        ];
        let linked = Linked {
            data: vec![0..4, 4..8, 8..12],
            by_data: vec![targets(&[1], &[]), targets(&[], &[4]), targets(&[], &[5])],
            by_function: by_function.map(|(name, targets)| (name.to_owned(), targets)).into(),
            ..Linked::default()
        };
        let names = ["called", "listed", "start"].map(str::to_owned).to_vec();
        assert_eq!(reached(&module, &linked), (names, vec![0, 1]));
    }

    #[test]
    fn a_function_the_linker_does_not_know_refers_to_all_it_can_mean() {
        let mut module = program(&[("renamed", &[]), ("listed", &[])]);
        let id = module.funcs.iter().find(|it| it.name.as_deref() == Some("renamed")).unwrap().id();
        let body = module.funcs.get_mut(id).kind.unwrap_local_mut().builder_mut();
        body.func_body().i32_const(1024).drop();
        let linked = Linked {
            data: vec![1024..1028, 1028..1032],
            by_data: vec![targets(&[], &[1]), targets(&[], &[])],
            by_number: BTreeMap::from([(1024, targets(&[0], &[]))]),
            ..Linked::default()
        };
        assert_eq!(reached(&module, &linked).1, [0]);
        assert_eq!(reached(&module, &linked).0, ["listed", "renamed"]);
    }
}
