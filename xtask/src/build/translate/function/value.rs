//! Instructions that compute a value, or that read and write locals, globals, memory and tables.

use anyhow::{Context, Result, bail};
use walrus::ir::Instr;

use super::super::{literal, operator};
use super::stack::{Effects, Expression, combined};
use super::{Writer, local};

impl Writer<'_> {
    /// One of two values. JavaScript looks at the condition first, and evaluates only one.
    pub(super) fn select(&mut self) -> Result<()> {
        let depth = self.stack.len().checked_sub(3).context("an empty stack")?;
        if self.stack[depth..].iter().any(|value| value.effects.has_side_effect()) {
            self.spill_all();
        }
        let condition = self.pop()?;
        let values = self.pop_many(2)?;
        let effects = combined(&values).and(&condition.effects);
        let texts: Vec<String> = values.iter().map(|value| self.as_number(value)).collect();
        self.push(format!("({} ? {} : {})", condition.text, texts[0], texts[1]), effects);
        Ok(())
    }

    /// Writes an instruction that takes values and leaves one, or changes something.
    pub(super) fn value(&mut self, instruction: &Instr) -> Result<()> {
        match instruction {
            Instr::LocalGet(get) => {
                self.locals.insert(get.local);
                self.push(local(get.local), Effects::reading(get.local));
            }
            Instr::LocalSet(set) => {
                self.locals.insert(set.local);
                let value = self.pop()?;
                let text = format!("{} = {};", local(set.local), self.as_number(&value));
                let sets = Effects::setting(set.local);
                self.statement(&text, &sets.and(&value.effects));
            }
            Instr::LocalTee(tee) => {
                self.locals.insert(tee.local);
                let value = self.pop()?;
                let text = format!("({} = {})", local(tee.local), self.as_number(&value));
                let sets = Effects::setting(tee.local);
                self.push(text, sets.and(&value.effects));
            }
            Instr::GlobalGet(get) => {
                self.push(format!("{}.value", self.names.globals[&get.global]), Effects::reading_state());
            }
            Instr::GlobalSet(set) => {
                let value = self.pop()?;
                let text = format!("{}.value = {};", self.names.globals[&set.global], self.as_number(&value));
                self.statement(&text, &Effects::changing_state().and(&value.effects));
            }
            Instr::Const(constant) => self.push(literal(constant.value)?, Effects::default()),
            Instr::Binop(operation) => {
                let [a, b] = self.take()?;
                let (a_text, b_text) = (self.as_number(&a), self.as_number(&b));
                let (text, is_boolean) = operator::binary(operation.op, &a_text, &b_text)?;
                self.stack.push(Expression { text, is_boolean, effects: a.effects.and(&b.effects) });
            }
            Instr::Unop(operation) => {
                let [a] = self.take()?;
                let (text, is_boolean) = operator::unary(operation.op, &self.as_number(&a))?;
                self.stack.push(Expression { text, is_boolean, effects: a.effects });
            }
            Instr::Load(load) => {
                let [address] = self.take_for_memory()?;
                let text = operator::load(load.kind, load.arg, &self.as_number(&address))?;
                self.push(text, Effects::reading_state().and(&address.effects));
            }
            Instr::Store(store) => {
                let [address, value] = self.take_for_memory()?;
                let (at, text) = (self.as_number(&address), self.as_number(&value));
                let text = operator::store(store.kind, store.arg, &at, &text)?;
                self.statement(
                    &format!("{text};"),
                    &Effects::changing_state().and(&address.effects).and(&value.effects),
                );
            }
            Instr::MemorySize(_) => self.push("(U8.length >> 16)".into(), Effects::reading_state()),
            Instr::MemoryGrow(_) => self.apply::<1>("memory.grow(", true)?,
            Instr::MemoryCopy(_) => self.apply::<3>("copy(", false)?,
            Instr::MemoryFill(_) => self.apply::<3>("fill(", false)?,
            Instr::TableGet(get) => {
                let [index] = self.take()?;
                let text = format!("{}[{}]", self.names.tables[&get.table], self.as_number(&index));
                self.push(text, Effects::reading_state().and(&index.effects));
            }
            Instr::TableSet(set) => {
                self.apply::<2>(&format!("{}.set(", self.names.tables[&set.table]), false)?
            }
            Instr::TableSize(size) => {
                self.push(format!("{}.length", self.names.tables[&size.table]), Effects::reading_state());
            }
            Instr::TableGrow(grow) => {
                self.apply::<2>(&format!("growTable({}, ", self.names.tables[&grow.table]), true)?;
            }
            Instr::TableFill(fill) => {
                self.apply::<3>(&format!("fillRange({}, ", self.names.tables[&fill.table]), false)?;
            }
            Instr::RefNull(_) => self.push("null".into(), Effects::default()),
            Instr::RefIsNull(_) => {
                let [value] = self.take()?;
                let text = format!("({} === null)", value.text);
                self.stack.push(Expression { text, is_boolean: true, effects: value.effects });
            }
            Instr::RefFunc(function) => {
                self.push(self.names.functions[&function.func].clone(), Effects::default())
            }
            other => bail!("the instruction {other:?}"),
        }
        Ok(())
    }

    /// Calls what `loader/translated.js` has for something that changes memory or a table. `beginning` is the call up to the
    /// first value.
    fn apply<const N: usize>(&mut self, beginning: &str, gives: bool) -> Result<()> {
        let values: [Expression; N] = self.take()?;
        let effects = combined(&values).and(&Effects::changing_state());
        let texts = values.map(|value| self.as_number(&value));
        let text = format!("{beginning}{})", texts.join(", "));
        if gives {
            self.push(text, effects);
        } else {
            self.statement(&format!("{text};"), &effects);
        }
        Ok(())
    }
}
