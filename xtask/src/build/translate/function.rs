//! One function: its blocks as labelled statements, what stands on the stack as expressions.
//!
//! An expression waits on the stack until an instruction takes it. What is taken together is evaluated from left to right, as the
//! stack was filled. Only where a statement is written while something waits that it could change is that put into a variable
//! before.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, Result, bail, ensure};
use walrus::ir::{BrTable, Instr, InstrSeqId, InstrSeqType, LocalId};
use walrus::{FunctionId, FunctionKind, LocalFunction, Module, ValType};

use super::{Names, literal, operator, taken};

/// An expression that waits on the stack.
#[derive(Clone, Default)]
struct Waiting {
    text: String,
    /// Whether it is a boolean that stands for 1 or 0.
    is_boolean: bool,
    needs: Needs,
}

/// What the value of an expression depends on, and what happens when it is evaluated.
#[derive(Clone, Default)]
struct Needs {
    /// The locals it reads.
    reads: BTreeSet<LocalId>,
    /// The locals it sets.
    sets: BTreeSet<LocalId>,
    /// Whether it reads memory, tables or globals.
    reads_world: bool,
    /// Whether it may change memory, tables, globals or the page.
    changes_world: bool,
}

impl Needs {
    fn and(mut self, other: &Self) -> Self {
        self.reads.extend(&other.reads);
        self.sets.extend(&other.sets);
        self.reads_world |= other.reads_world;
        self.changes_world |= other.changes_world;
        self
    }

    fn is_nothing(&self) -> bool {
        self.reads.is_empty() && !self.does_something() && !self.reads_world
    }

    fn does_something(&self) -> bool {
        self.changes_world || !self.sets.is_empty()
    }

    /// Whether its value may be another when `statement` has run before.
    fn is_changed_by(&self, statement: &Self) -> bool {
        self.does_something()
            || self.reads_world && statement.changes_world
            || self.reads.intersection(&statement.sets).next().is_some()
    }
}

/// A block, loop or function body that is being written.
struct Frame {
    id: InstrSeqId,
    label: usize,
    kind: Kind,
    /// The variables that hold its results.
    results: Vec<String>,
    /// Whether something leads to its label.
    is_used: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Block,
    Loop,
    Body,
}

struct Writer<'a> {
    module: &'a Module,
    names: &'a Names,
    function: &'a LocalFunction,
    text: String,
    stack: Vec<Waiting>,
    frames: Vec<Frame>,
    labels: usize,
    variables: usize,
    locals: BTreeSet<LocalId>,
}

/// A function in JavaScript.
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
    writer.sequence(function.entry_block(), Kind::Body, &[])?;
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

impl Writer<'_> {
    /// Writes a block that leaves its results on the stack. Gives whether its end is reached.
    fn block(&mut self, id: InstrSeqId, kind: Kind) -> Result<bool> {
        let results = self.variables_for(id)?;
        let ends = self.sequence(id, kind, &results)?;
        self.push_variables(results);
        Ok(ends)
    }

    /// Variables for the results of a block.
    fn variables_for(&mut self, id: InstrSeqId) -> Result<Vec<String>> {
        let count = match self.function.block(id).ty {
            InstrSeqType::Simple(result) => result.iter().count(),
            InstrSeqType::MultiValue(kind) => {
                let (parameters, results) = self.module.types.params_results(kind);
                ensure!(parameters.is_empty(), "a block with parameters");
                results.len()
            }
        };
        Ok((0..count).map(|_| self.variable()).collect())
    }

    fn push_variables(&mut self, variables: Vec<String>) {
        for variable in variables {
            self.push(variable, Needs::default());
        }
    }

    /// Writes the instructions of a block, which puts its results into variables. Gives whether its end is reached.
    fn sequence(&mut self, id: InstrSeqId, kind: Kind, results: &[String]) -> Result<bool> {
        let sequence = self.function.block(id);
        let results = results.to_vec();
        let (outer_text, outer_stack) = (std::mem::take(&mut self.text), std::mem::take(&mut self.stack));
        self.labels += 1;
        let label = self.labels;
        self.frames.push(Frame { id, label, kind, results, is_used: false });
        let mut ends = true;
        for (instruction, _) in sequence.iter() {
            if !self.instruction(instruction)? {
                // What follows is never reached.
                ends = false;
                break;
            }
        }
        let frame = self.frames.pop().context("a frame")?;
        if ends {
            self.hand_over(&frame.results)?;
            match kind {
                Kind::Loop => self.text += "break;\n",
                Kind::Body if !self.stack.is_empty() => self.return_values(self.stack.len())?,
                _ => {}
            }
        }
        let inner = std::mem::replace(&mut self.text, outer_text);
        self.stack = outer_stack;
        let label = format!("b{}:", frame.label);
        match kind {
            Kind::Body => self.text += &inner,
            Kind::Loop => writeln!(self.text, "{label} for (;;) {{\n{inner}}}")?,
            Kind::Block if frame.is_used => writeln!(self.text, "{label} {{\n{inner}}}")?,
            Kind::Block => writeln!(self.text, "{{\n{inner}}}")?,
        }
        // Whoever breaks out of it gets to its end, too.
        Ok(ends || frame.is_used && kind == Kind::Block)
    }

    /// Puts what a block leaves into the variables for that.
    fn hand_over(&mut self, results: &[String]) -> Result<()> {
        for result in results.iter().rev() {
            let value = self.pop()?;
            let text = self.number(&value);
            self.statement(&format!("{result} = {text};"), &value.needs);
        }
        Ok(())
    }

    fn return_values(&mut self, count: usize) -> Result<()> {
        let values = self.pop_many(count)?;
        let needs = together(&values);
        let values: Vec<String> = values.iter().map(|value| self.number(value)).collect();
        let text = match &values[..] {
            [] => "return;".into(),
            [one] => format!("return {one};"),
            _ => format!("return [{}];", values.join(", ")),
        };
        self.statement(&text, &needs);
        Ok(())
    }

    /// Writes one instruction. Gives whether what follows is reached.
    fn instruction(&mut self, instruction: &Instr) -> Result<bool> {
        match instruction {
            Instr::Block(block) => {
                self.keep_all();
                return self.block(block.seq, Kind::Block);
            }
            Instr::Loop(block) => {
                self.keep_all();
                return self.block(block.seq, Kind::Loop);
            }
            Instr::IfElse(branches) => return self.if_else(branches.consequent, branches.alternative),
            Instr::Br(branch) => {
                self.branch(branch.block)?;
                return Ok(false);
            }
            Instr::BrIf(branch) => {
                let condition = self.pop()?;
                let count = self.results_of(branch.block)?;
                // They stay where the branch is not taken.
                self.keep_all();
                let kept = self.stack[self.stack.len() - count..].to_vec();
                self.statement(&format!("if ({}) {{", condition.text), &condition.needs);
                self.branch(branch.block)?;
                self.stack.extend(kept);
                self.text += "}\n";
            }
            Instr::BrTable(branch) => {
                self.branch_table(branch)?;
                return Ok(false);
            }
            Instr::Return(_) => {
                let count = self.module.types.results(self.function.ty()).len();
                self.return_values(count)?;
                return Ok(false);
            }
            Instr::Unreachable(_) => {
                self.statement("trap();", &Needs { changes_world: true, ..Needs::default() });
                return Ok(false);
            }
            Instr::Call(call) => self.call(call.func)?,
            Instr::CallIndirect(call) => self.call_indirect(call)?,
            Instr::Drop(_) => {
                let value = self.pop()?;
                if value.needs.does_something() {
                    self.statement(&format!("{};", value.text), &value.needs);
                }
            }
            Instr::Select(_) => self.select()?,
            _ => self.value(instruction)?,
        }
        Ok(true)
    }

    fn if_else(&mut self, consequent: InstrSeqId, alternative: InstrSeqId) -> Result<bool> {
        let condition = self.pop()?;
        self.keep_all();
        self.statement(&format!("if ({})", condition.text), &condition.needs);
        let results = self.variables_for(consequent)?;
        let first = self.sequence(consequent, Kind::Block, &results)?;
        self.text += "else\n";
        let second = self.sequence(alternative, Kind::Block, &results)?;
        self.push_variables(results);
        Ok(first || second)
    }

    fn results_of(&self, block: InstrSeqId) -> Result<usize> {
        let frame = self.frame(block)?;
        Ok(match frame.kind {
            Kind::Body => self.module.types.results(self.function.ty()).len(),
            Kind::Loop => 0,
            Kind::Block => frame.results.len(),
        })
    }

    fn frame(&self, block: InstrSeqId) -> Result<&Frame> {
        self.frames.iter().rev().find(|frame| frame.id == block).context("a branch out of nowhere")
    }

    /// Goes to the end of a block, or to the beginning of a loop.
    fn branch(&mut self, block: InstrSeqId) -> Result<()> {
        let (kind, label) = {
            let frame = self.frames.iter_mut().rev().find(|frame| frame.id == block);
            let frame = frame.context("a branch out of nowhere")?;
            frame.is_used = true;
            (frame.kind, frame.label)
        };
        match kind {
            Kind::Body => self.return_values(self.results_of(block)?)?,
            Kind::Loop => self.statement(&format!("continue b{label};"), &Needs::default()),
            Kind::Block => {
                let results = self.frame(block)?.results.clone();
                self.hand_over(&results)?;
                self.statement(&format!("break b{label};"), &Needs::default());
            }
        }
        Ok(())
    }

    fn branch_table(&mut self, table: &BrTable) -> Result<()> {
        let index = self.pop()?;
        let text = self.number(&index);
        let count = self.results_of(table.default)?;
        self.keep_all();
        let kept = self.stack[self.stack.len() - count..].to_vec();
        self.statement(&format!("switch ({text}) {{"), &index.needs);
        let mut targets: Vec<InstrSeqId> = Vec::new();
        for block in table.blocks.iter().filter(|block| **block != table.default) {
            if !targets.contains(block) {
                targets.push(*block);
            }
        }
        for target in targets {
            for (number, _) in table.blocks.iter().enumerate().filter(|(_, block)| **block == target) {
                writeln!(self.text, "case {number}:")?;
            }
            self.branch(target)?;
            self.stack.extend(kept.iter().cloned());
        }
        self.text += "default:\n";
        self.branch(table.default)?;
        self.text += "}\n";
        Ok(())
    }

    fn call(&mut self, id: FunctionId) -> Result<()> {
        let function = self.module.funcs.get(id);
        let (parameters, results) = self.module.types.params_results(function.ty());
        let arguments = self.pop_many(parameters.len())?;
        let is_page = match &function.kind {
            FunctionKind::Import(import) => self.module.imports.get(import.import).module != "first",
            _ => false,
        };
        self.called(&self.names.functions[&id].clone(), arguments, results, is_page)
    }

    fn call_indirect(&mut self, call: &walrus::ir::CallIndirect) -> Result<()> {
        let (parameters, results) = self.module.types.params_results(call.ty);
        let mut index = self.pop()?;
        let mut arguments = self.pop_many(parameters.len())?;
        // JavaScript looks the function up before it evaluates the arguments.
        let does_something = arguments.iter().any(|argument| argument.needs.does_something());
        if does_something && !index.needs.is_nothing() || index.needs.does_something() {
            arguments.push(index);
            self.stack.extend(arguments);
            self.keep_all();
            index = self.pop()?;
            arguments = self.pop_many(parameters.len())?;
        }
        let name = format!("{}[{}]", self.names.tables[&call.table], self.number(&index));
        let needs = index.needs;
        self.called(&name, arguments, results, false)?;
        if let Some(top) = self.stack.last_mut().filter(|_| results.len() == 1) {
            top.needs = std::mem::take(&mut top.needs).and(&needs);
        }
        Ok(())
    }

    fn called(
        &mut self,
        name: &str,
        arguments: Vec<Waiting>,
        results: &[ValType],
        is_page: bool,
    ) -> Result<()> {
        let mut needs = together(&arguments);
        needs.reads_world = true;
        needs.changes_world = true;
        let arguments: Vec<String> = arguments.iter().map(|argument| self.number(argument)).collect();
        let call = format!("{name}({})", arguments.join(", "));
        match results {
            [] => self.statement(&format!("{call};"), &needs),
            [kind] => self.push(if is_page { taken(*kind, &call) } else { call }, needs),
            _ => {
                let variables: Vec<String> = results.iter().map(|_| self.variable()).collect();
                self.statement(&format!("[{}] = {call};", variables.join(", ")), &needs);
                self.push_variables(variables);
            }
        }
        Ok(())
    }

    /// One of two values. JavaScript looks at the condition first, and evaluates only one.
    fn select(&mut self) -> Result<()> {
        let depth = self.stack.len().checked_sub(3).context("an empty stack")?;
        if self.stack[depth..].iter().any(|value| value.needs.does_something()) {
            self.keep_all();
        }
        let condition = self.pop()?;
        let values = self.pop_many(2)?;
        let needs = together(&values).and(&condition.needs);
        let texts: Vec<String> = values.iter().map(|value| self.number(value)).collect();
        self.push(format!("({} ? {} : {})", condition.text, texts[0], texts[1]), needs);
        Ok(())
    }

    /// Writes an instruction that takes values and leaves one, or changes something.
    fn value(&mut self, instruction: &Instr) -> Result<()> {
        let reads_world = || Needs { reads_world: true, ..Needs::default() };
        let changes_world = || Needs { reads_world: true, changes_world: true, ..Needs::default() };
        match instruction {
            Instr::LocalGet(get) => {
                self.locals.insert(get.local);
                self.push(local(get.local), Needs { reads: [get.local].into(), ..Needs::default() });
            }
            Instr::LocalSet(set) => {
                self.locals.insert(set.local);
                let value = self.pop()?;
                let text = format!("{} = {};", local(set.local), self.number(&value));
                let sets = Needs { sets: [set.local].into(), ..Needs::default() };
                self.statement(&text, &sets.and(&value.needs));
            }
            Instr::LocalTee(tee) => {
                self.locals.insert(tee.local);
                let value = self.pop()?;
                let text = format!("({} = {})", local(tee.local), self.number(&value));
                let sets = Needs { sets: [tee.local].into(), ..Needs::default() };
                self.push(text, sets.and(&value.needs));
            }
            Instr::GlobalGet(get) => {
                self.push(format!("{}.value", self.names.globals[&get.global]), reads_world());
            }
            Instr::GlobalSet(set) => {
                let value = self.pop()?;
                let text = format!("{}.value = {};", self.names.globals[&set.global], self.number(&value));
                self.statement(&text, &changes_world().and(&value.needs));
            }
            Instr::Const(constant) => self.push(literal(constant.value)?, Needs::default()),
            Instr::Binop(operation) => {
                let [a, b] = self.take()?;
                let (a_text, b_text) = (self.number(&a), self.number(&b));
                let (text, is_boolean) = operator::binary(operation.op, &a_text, &b_text)?;
                self.stack.push(Waiting { text, is_boolean, needs: a.needs.and(&b.needs) });
            }
            Instr::Unop(operation) => {
                let [a] = self.take()?;
                let (text, is_boolean) = operator::unary(operation.op, &self.number(&a))?;
                self.stack.push(Waiting { text, is_boolean, needs: a.needs });
            }
            Instr::Load(load) => {
                let [address] = self.take_settled()?;
                let text = operator::load(load.kind, load.arg, &self.number(&address))?;
                self.push(text, reads_world().and(&address.needs));
            }
            Instr::Store(store) => {
                let [address, value] = self.take_settled()?;
                let (at, text) = (self.number(&address), self.number(&value));
                let text = operator::store(store.kind, store.arg, &at, &text)?;
                self.statement(&format!("{text};"), &changes_world().and(&address.needs).and(&value.needs));
            }
            Instr::MemorySize(_) => self.push("(U8.length >> 16)".into(), reads_world()),
            Instr::MemoryGrow(_) => self.apply::<1>("memory.grow(", true)?,
            Instr::MemoryCopy(_) => self.apply::<3>("copy(", false)?,
            Instr::MemoryFill(_) => self.apply::<3>("fill(", false)?,
            Instr::TableGet(get) => {
                let [index] = self.take()?;
                let text = format!("{}[{}]", self.names.tables[&get.table], self.number(&index));
                self.push(text, reads_world().and(&index.needs));
            }
            Instr::TableSet(set) => {
                self.apply::<2>(&format!("{}.set(", self.names.tables[&set.table]), false)?
            }
            Instr::TableSize(size) => {
                self.push(format!("{}.length", self.names.tables[&size.table]), reads_world());
            }
            Instr::TableGrow(grow) => {
                self.apply::<2>(&format!("growTable({}, ", self.names.tables[&grow.table]), true)?;
            }
            Instr::TableFill(fill) => {
                self.apply::<3>(&format!("fillRange({}, ", self.names.tables[&fill.table]), false)?;
            }
            Instr::RefNull(_) => self.push("null".into(), Needs::default()),
            Instr::RefIsNull(_) => {
                let [value] = self.take()?;
                let text = format!("({} === null)", value.text);
                self.stack.push(Waiting { text, is_boolean: true, needs: value.needs });
            }
            Instr::RefFunc(function) => {
                self.push(self.names.functions[&function.func].clone(), Needs::default())
            }
            other => bail!("the instruction {other:?}"),
        }
        Ok(())
    }

    /// Calls what `loader/translated.js` has for something that changes memory or a table. `beginning` is the call up to the
    /// first value.
    fn apply<const N: usize>(&mut self, beginning: &str, gives: bool) -> Result<()> {
        let values: [Waiting; N] = self.take()?;
        let mut needs = together(&values);
        needs.reads_world = true;
        needs.changes_world = true;
        let texts = values.map(|value| self.number(&value));
        let text = format!("{beginning}{})", texts.join(", "));
        if gives {
            self.push(text, needs);
        } else {
            self.statement(&format!("{text};"), &needs);
        }
        Ok(())
    }

    fn push(&mut self, text: String, needs: Needs) {
        self.stack.push(Waiting { text, is_boolean: false, needs });
    }

    fn pop(&mut self) -> Result<Waiting> {
        self.stack.pop().context("an empty stack")
    }

    fn pop_many(&mut self, count: usize) -> Result<Vec<Waiting>> {
        let at = self.stack.len().checked_sub(count).context("an empty stack")?;
        Ok(self.stack.split_off(at))
    }

    fn take<const N: usize>(&mut self) -> Result<[Waiting; N]> {
        self.pop_many(N)?.try_into().map_err(|_| anyhow::anyhow!("an empty stack"))
    }

    /// The same for what goes to memory: JavaScript looks up the array before it evaluates what stands in it, and memory that
    /// grows meanwhile has other arrays.
    fn take_settled<const N: usize>(&mut self) -> Result<[Waiting; N]> {
        let at = self.stack.len().checked_sub(N).context("an empty stack")?;
        if self.stack[at..].iter().any(|value| value.needs.changes_world) {
            self.keep_all();
        }
        self.take()
    }

    /// The value as WebAssembly has it: where it is a boolean, a number.
    fn number(&self, value: &Waiting) -> String {
        if value.is_boolean { format!("+({})", value.text) } else { value.text.clone() }
    }

    fn variable(&mut self) -> String {
        self.variables += 1;
        format!("v{}", self.variables - 1)
    }

    /// Writes a statement. What waits and would be another afterwards is put into variables before, and what lies below that
    /// along with it, as it comes first.
    fn statement(&mut self, text: &str, needs: &Needs) {
        let last = self.stack.iter().rposition(|waiting| waiting.needs.is_changed_by(needs));
        self.keep(last.map_or(0, |last| last + 1));
        self.text += text;
        self.text.push('\n');
    }

    /// Puts everything that waits into variables.
    fn keep_all(&mut self) {
        self.keep(self.stack.len());
    }

    fn keep(&mut self, count: usize) {
        for index in 0..count {
            if !self.stack[index].needs.is_nothing() {
                let variable = self.variable();
                let value = std::mem::take(&mut self.stack[index]);
                writeln!(self.text, "{variable} = {};", self.number(&value)).expect("a string takes all");
                self.stack[index].text = variable;
            }
        }
    }
}

fn together(values: &[Waiting]) -> Needs {
    values.iter().fold(Needs::default(), |needs, value| needs.and(&value.needs))
}
