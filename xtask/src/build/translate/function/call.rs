//! Calls.

use anyhow::Result;
use walrus::ir::CallIndirect;
use walrus::{FunctionId, FunctionKind, ValType};

use super::super::from_page;
use super::Writer;
use super::stack::{Effects, Expression, combined};

impl Writer<'_> {
    pub(super) fn call(&mut self, id: FunctionId) -> Result<()> {
        let function = self.module.funcs.get(id);
        let (parameters, results) = self.module.types.params_results(function.ty());
        let arguments = self.pop_many(parameters.len())?;
        let is_page = match &function.kind {
            FunctionKind::Import(import) => self.module.imports.get(import.import).module != "first",
            _ => false,
        };
        self.write_call(&self.names.functions[&id].clone(), arguments, results, is_page)
    }

    pub(super) fn call_indirect(&mut self, call: &CallIndirect) -> Result<()> {
        let (parameters, results) = self.module.types.params_results(call.ty);
        let mut index = self.pop()?;
        let mut arguments = self.pop_many(parameters.len())?;
        // JavaScript looks the function up before it evaluates the arguments.
        let has_side_effect = arguments.iter().any(|argument| argument.effects.has_side_effect());
        if has_side_effect && !index.effects.is_constant() || index.effects.has_side_effect() {
            arguments.push(index);
            self.stack.extend(arguments);
            self.spill_all();
            index = self.pop()?;
            arguments = self.pop_many(parameters.len())?;
        }
        let name = format!("{}[{}]", self.names.tables[&call.table], self.as_number(&index));
        let effects = index.effects;
        self.write_call(&name, arguments, results, false)?;
        if let Some(top) = self.stack.last_mut().filter(|_| results.len() == 1) {
            top.effects = std::mem::take(&mut top.effects).and(&effects);
        }
        Ok(())
    }

    fn write_call(
        &mut self,
        name: &str,
        arguments: Vec<Expression>,
        results: &[ValType],
        is_page: bool,
    ) -> Result<()> {
        let effects = combined(&arguments).and(&Effects::changing_state());
        let arguments: Vec<String> = arguments.iter().map(|argument| self.as_number(argument)).collect();
        let call = format!("{name}({})", arguments.join(", "));
        match results {
            [] => self.statement(&format!("{call};"), &effects),
            [kind] => self.push(if is_page { from_page(*kind, &call) } else { call }, effects),
            _ => {
                let variables: Vec<String> = results.iter().map(|_| self.variable()).collect();
                self.statement(&format!("[{}] = {call};", variables.join(", ")), &effects);
                self.push_variables(variables);
            }
        }
        Ok(())
    }
}
