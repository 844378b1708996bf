//! The operand stack: expressions that wait until an instruction takes them.
//!
//! Expressions that one instruction takes are evaluated from left to right, which is the order in which the stack was filled. A
//! statement may change what an expression that still waits depends on. Such an expression is spilled before: its value is put
//! into a variable.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, Result};
use walrus::ir::LocalId;

use super::Writer;

/// An expression that waits on the stack.
#[derive(Clone, Default)]
pub(super) struct Expression {
    pub(super) text: String,
    /// Whether it is a boolean that stands for 1 or 0.
    pub(super) is_boolean: bool,
    pub(super) effects: Effects,
}

/// What the value of an expression depends on, and what happens when it is evaluated.
#[derive(Clone, Default)]
pub(super) struct Effects {
    /// The locals it reads.
    reads: BTreeSet<LocalId>,
    /// The locals it sets.
    sets: BTreeSet<LocalId>,
    /// Whether it reads memory, tables or globals.
    reads_state: bool,
    /// Whether it may change memory, tables, globals or the page.
    changes_state: bool,
}

impl Effects {
    pub(super) fn reading(local: LocalId) -> Self {
        Self { reads: [local].into(), ..Self::default() }
    }

    pub(super) fn setting(local: LocalId) -> Self {
        Self { sets: [local].into(), ..Self::default() }
    }

    pub(super) fn reading_state() -> Self {
        Self { reads_state: true, ..Self::default() }
    }

    /// What changes memory, tables, globals or the page may read them, too.
    pub(super) fn changing_state() -> Self {
        Self { reads_state: true, changes_state: true, ..Self::default() }
    }

    /// The effects of both.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.reads.extend(&other.reads);
        self.sets.extend(&other.sets);
        self.reads_state |= other.reads_state;
        self.changes_state |= other.changes_state;
        self
    }

    /// Whether its value is the same whenever it is evaluated.
    pub(super) fn is_constant(&self) -> bool {
        self.reads.is_empty() && !self.has_side_effect() && !self.reads_state
    }

    /// Whether its evaluation changes something.
    pub(super) fn has_side_effect(&self) -> bool {
        self.changes_state || !self.sets.is_empty()
    }

    /// Whether its value may be another when `statement` has run before.
    fn is_changed_by(&self, statement: &Self) -> bool {
        self.has_side_effect()
            || self.reads_state && statement.changes_state
            || self.reads.intersection(&statement.sets).next().is_some()
    }
}

impl Writer<'_> {
    /// Puts an expression on the stack that is no boolean.
    pub(super) fn push(&mut self, text: String, effects: Effects) {
        self.stack.push(Expression { text, is_boolean: false, effects });
    }

    pub(super) fn pop(&mut self) -> Result<Expression> {
        self.stack.pop().context("an empty stack")
    }

    pub(super) fn pop_many(&mut self, count: usize) -> Result<Vec<Expression>> {
        let at = self.stack.len().checked_sub(count).context("an empty stack")?;
        Ok(self.stack.split_off(at))
    }

    pub(super) fn take<const N: usize>(&mut self) -> Result<[Expression; N]> {
        self.pop_many(N)?.try_into().map_err(|_| anyhow::anyhow!("an empty stack"))
    }

    /// The same for an address and a value of memory. JavaScript looks the array up before it evaluates the index. If memory grew
    /// during that evaluation, the array would be an old one. So everything that may let memory grow is spilled.
    pub(super) fn take_for_memory<const N: usize>(&mut self) -> Result<[Expression; N]> {
        let at = self.stack.len().checked_sub(N).context("an empty stack")?;
        if self.stack[at..].iter().any(|value| value.effects.changes_state) {
            self.spill_all();
        }
        self.take()
    }

    /// The value as WebAssembly has it: a boolean becomes a number.
    pub(super) fn as_number(&self, value: &Expression) -> String {
        if value.is_boolean { format!("+({})", value.text) } else { value.text.clone() }
    }

    /// The name of a new variable.
    pub(super) fn variable(&mut self) -> String {
        self.variables += 1;
        format!("v{}", self.variables - 1)
    }

    /// Writes a statement. Spills the expressions that it changes, and everything below them, which is evaluated first.
    pub(super) fn statement(&mut self, text: &str, effects: &Effects) {
        let last = self.stack.iter().rposition(|expression| expression.effects.is_changed_by(effects));
        self.spill(last.map_or(0, |last| last + 1));
        self.text += text;
        self.text.push('\n');
    }

    pub(super) fn spill_all(&mut self) {
        self.spill(self.stack.len());
    }

    /// Puts the lowest expressions on the stack into variables.
    fn spill(&mut self, count: usize) {
        for index in 0..count {
            if !self.stack[index].effects.is_constant() {
                let variable = self.variable();
                let value = std::mem::take(&mut self.stack[index]);
                writeln!(self.text, "{variable} = {};", self.as_number(&value))
                    .expect("a string takes every text");
                self.stack[index].text = variable;
            }
        }
    }
}

/// The effects of all values.
pub(super) fn combined(values: &[Expression]) -> Effects {
    values.iter().fold(Effects::default(), |effects, value| effects.and(&value.effects))
}
