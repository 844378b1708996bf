//! Control flow: blocks and loops become labelled statements, branches become `break` and `continue`.

use std::fmt::Write;

use anyhow::{Context, Result, ensure};
use walrus::ir::{BrTable, Instr, InstrSeqId, InstrSeqType};

use super::Writer;
use super::stack::{Effects, combined};

/// A block, loop or function body that is being written.
pub(super) struct Frame {
    id: InstrSeqId,
    label: usize,
    kind: BlockKind,
    /// The variables that hold its results.
    results: Vec<String>,
    /// Whether a branch names its label.
    is_used: bool,
}

/// What a branch to a block does depends on its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A branch leaves it.
    Block,
    /// A branch goes back to its beginning.
    Loop,
    /// A branch returns from the function.
    Body,
}

impl Writer<'_> {
    /// Writes a block that leaves its results on the stack. Returns whether its end is reached.
    fn block(&mut self, id: InstrSeqId, kind: BlockKind) -> Result<bool> {
        let results = self.variables_for(id)?;
        let reaches_end = self.sequence(id, kind, &results)?;
        self.push_variables(results);
        Ok(reaches_end)
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

    pub(super) fn push_variables(&mut self, variables: Vec<String>) {
        for variable in variables {
            self.push(variable, Effects::default());
        }
    }

    /// Writes the instructions of a block that leaves its results in variables. Returns whether its end is reached.
    pub(super) fn sequence(&mut self, id: InstrSeqId, kind: BlockKind, results: &[String]) -> Result<bool> {
        let sequence = self.function.block(id);
        let results = results.to_vec();
        let (outer_text, outer_stack) = (std::mem::take(&mut self.text), std::mem::take(&mut self.stack));
        self.labels += 1;
        let label = self.labels;
        self.frames.push(Frame { id, label, kind, results, is_used: false });
        let mut reaches_end = true;
        for (instruction, _) in sequence.iter() {
            if !self.instruction(instruction)? {
                // What follows is never reached.
                reaches_end = false;
                break;
            }
        }
        let frame = self.frames.pop().context("a frame")?;
        if reaches_end {
            self.assign_results(&frame.results)?;
            match kind {
                BlockKind::Loop => self.text += "break;\n",
                BlockKind::Body if !self.stack.is_empty() => self.return_values(self.stack.len())?,
                _ => {}
            }
        }
        let inner = std::mem::replace(&mut self.text, outer_text);
        self.stack = outer_stack;
        let label = format!("b{}:", frame.label);
        match kind {
            BlockKind::Body => self.text += &inner,
            BlockKind::Loop => writeln!(self.text, "{label} for (;;) {{\n{inner}}}")?,
            BlockKind::Block if frame.is_used => writeln!(self.text, "{label} {{\n{inner}}}")?,
            BlockKind::Block => writeln!(self.text, "{{\n{inner}}}")?,
        }
        // A branch that leaves the block reaches its end, too.
        Ok(reaches_end || frame.is_used && kind == BlockKind::Block)
    }

    /// Puts the results of a block into its variables.
    fn assign_results(&mut self, results: &[String]) -> Result<()> {
        for result in results.iter().rev() {
            let value = self.pop()?;
            let text = self.as_number(&value);
            self.statement(&format!("{result} = {text};"), &value.effects);
        }
        Ok(())
    }

    fn return_values(&mut self, count: usize) -> Result<()> {
        let values = self.pop_many(count)?;
        let effects = combined(&values);
        let values: Vec<String> = values.iter().map(|value| self.as_number(value)).collect();
        let text = match &values[..] {
            [] => "return;".into(),
            [one] => format!("return {one};"),
            _ => format!("return [{}];", values.join(", ")),
        };
        self.statement(&text, &effects);
        Ok(())
    }

    /// Writes one instruction. Returns whether the next one is reached.
    fn instruction(&mut self, instruction: &Instr) -> Result<bool> {
        match instruction {
            Instr::Block(block) => {
                self.spill_all();
                return self.block(block.seq, BlockKind::Block);
            }
            Instr::Loop(block) => {
                self.spill_all();
                return self.block(block.seq, BlockKind::Loop);
            }
            Instr::IfElse(branches) => return self.if_else(branches.consequent, branches.alternative),
            Instr::Br(branch) => {
                self.branch(branch.block)?;
                return Ok(false);
            }
            Instr::BrIf(branch) => {
                let condition = self.pop()?;
                let count = self.results_of(branch.block)?;
                // Where the branch is not taken, the results stay on the stack.
                self.spill_all();
                let results_on_stack = self.stack[self.stack.len() - count..].to_vec();
                self.statement(&format!("if ({}) {{", condition.text), &condition.effects);
                self.branch(branch.block)?;
                self.stack.extend(results_on_stack);
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
                self.statement("trap();", &Effects::changing_state());
                return Ok(false);
            }
            Instr::Call(call) => self.call(call.func)?,
            Instr::CallIndirect(call) => self.call_indirect(call)?,
            Instr::Drop(_) => {
                let value = self.pop()?;
                if value.effects.has_side_effect() {
                    self.statement(&format!("{};", value.text), &value.effects);
                }
            }
            Instr::Select(_) => self.select()?,
            _ => self.value(instruction)?,
        }
        Ok(true)
    }

    fn if_else(&mut self, consequent: InstrSeqId, alternative: InstrSeqId) -> Result<bool> {
        let condition = self.pop()?;
        self.spill_all();
        self.statement(&format!("if ({})", condition.text), &condition.effects);
        let results = self.variables_for(consequent)?;
        let first = self.sequence(consequent, BlockKind::Block, &results)?;
        self.text += "else\n";
        let second = self.sequence(alternative, BlockKind::Block, &results)?;
        self.push_variables(results);
        Ok(first || second)
    }

    fn results_of(&self, block: InstrSeqId) -> Result<usize> {
        let frame = self.frame(block)?;
        Ok(match frame.kind {
            BlockKind::Body => self.module.types.results(self.function.ty()).len(),
            BlockKind::Loop => 0,
            BlockKind::Block => frame.results.len(),
        })
    }

    fn frame(&self, block: InstrSeqId) -> Result<&Frame> {
        self.frames.iter().rev().find(|frame| frame.id == block).context("a branch out of nowhere")
    }

    /// Writes a branch.
    fn branch(&mut self, block: InstrSeqId) -> Result<()> {
        let (kind, label) = {
            let frame = self.frames.iter_mut().rev().find(|frame| frame.id == block);
            let frame = frame.context("a branch out of nowhere")?;
            frame.is_used = true;
            (frame.kind, frame.label)
        };
        match kind {
            BlockKind::Body => self.return_values(self.results_of(block)?)?,
            BlockKind::Loop => self.statement(&format!("continue b{label};"), &Effects::default()),
            BlockKind::Block => {
                let results = self.frame(block)?.results.clone();
                self.assign_results(&results)?;
                self.statement(&format!("break b{label};"), &Effects::default());
            }
        }
        Ok(())
    }

    fn branch_table(&mut self, table: &BrTable) -> Result<()> {
        let index = self.pop()?;
        let text = self.as_number(&index);
        let count = self.results_of(table.default)?;
        self.spill_all();
        let results_on_stack = self.stack[self.stack.len() - count..].to_vec();
        self.statement(&format!("switch ({text}) {{"), &index.effects);
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
            self.stack.extend(results_on_stack.iter().cloned());
        }
        self.text += "default:\n";
        self.branch(table.default)?;
        self.text += "}\n";
        Ok(())
    }
}
