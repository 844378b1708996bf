//! What the linker knows of a program and a finished program no longer tells: where each piece of data stands, and what refers
//! to it. The linker leaves it in the program when it is asked for relocations (see [`super::link`]).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use walrus::Module;
use wasmparser::{
    BinaryReader, Data, DataKind, ImportSectionReader, KnownCustom, Linking, LinkingSectionReader, Name,
    NameSectionReader, Operator, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo, TypeRef,
};

/// A place in memory.
pub type Address = u32;

/// A place in the table.
pub type Slot = u32;

/// The data of a program, and what refers to what. `wasm-bindgen` moves neither data nor what stands in the table, and leaves the
/// functions their names.
#[derive(Default)]
pub struct Linked {
    /// Where the pieces of data stand. Two may share bytes.
    pub data: Vec<Range<Address>>,
    /// What each piece of data refers to.
    pub by_data: Vec<Targets>,
    /// What each function refers to, by its name; of functions of one name, what they do together.
    pub by_function: BTreeMap<String, Targets>,
    /// What a number can mean in a function, whichever it is.
    pub by_number: BTreeMap<u32, Targets>,
}

/// What something refers to.
#[derive(Default, Clone)]
pub struct Targets {
    /// Pieces of data, by their indexes.
    pub data: BTreeSet<usize>,
    /// Functions, by their places in the table.
    pub slots: BTreeSet<Slot>,
}

/// The sections by which the linker says it.
const SECTIONS: [&str; 3] = ["linking", "reloc.CODE", "reloc.DATA"];

/// Takes out of a program what the linker knows of it: it holds no longer once the program is changed.
pub fn forget(module: &mut Module) {
    for section in SECTIONS {
        module.customs.remove_raw(section);
    }
}

/// A segment of data: where it stands in memory and in the file.
struct Segment {
    address: Address,
    at: usize,
}

impl Linked {
    /// Reads it out of a program as the linker has left it.
    pub fn read(wasm: &[u8]) -> Result<Self> {
        let mut linked = Self::default();
        let mut segments = Vec::new();
        let mut symbols: Vec<Option<Symbol>> = Vec::new();
        let mut functions = Functions::default();
        // The sections so far, and what relocations are about: the section of functions and that of data.
        let (mut sections, mut code, mut data) = (0, None, None);
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            match &payload {
                Payload::ImportSection(reader) => functions.imported = imported_functions(reader)?,
                Payload::CodeSectionStart { range, .. } => code = Some((sections, range.start)),
                Payload::CodeSectionEntry(body) => functions.begin.push(body.range().start),
                Payload::DataSection(reader) => {
                    data = Some((sections, reader.range().start));
                    segments =
                        reader.clone().into_iter().map(|data| segment(data?)).collect::<Result<_>>()?;
                }
                Payload::CustomSection(reader) => match reader.as_known() {
                    KnownCustom::Linking(reader) => {
                        for symbol in symbol_table(&reader)? {
                            symbols.push(linked.symbol(&symbol, &segments));
                        }
                    }
                    KnownCustom::Reloc(reader) => {
                        let is_of = |section: Option<(u32, usize)>| {
                            section.filter(|(index, _)| *index == reader.section_index())
                        };
                        for entry in reader.entries() {
                            let entry = entry?;
                            if let Some((_, start)) = is_of(code) {
                                let at = start + entry.offset as usize;
                                functions.refer(at, linked.in_function(&entry, &wasm[at..], &symbols)?);
                            } else if let Some((_, start)) = is_of(data) {
                                let at = start + entry.offset as usize;
                                linked.in_data(&entry, &wasm[at..], at, &segments, &symbols)?;
                            }
                        }
                    }
                    KnownCustom::Name(reader) => functions.read_names(reader)?,
                    _ => {}
                },
                _ => {}
            }
            // The functions are parts of a section.
            if payload.as_section().is_some() {
                sections += 1;
            }
        }
        ensure!(!symbols.is_empty(), "the linker has not told what refers to what");
        linked.by_function = functions.by_name()?;
        Ok(linked)
    }

    /// All that these numbers can mean in a function.
    pub fn meant_by(&self, numbers: &BTreeSet<u32>) -> Targets {
        let mut targets = Targets::default();
        for number in numbers {
            self.by_number.get(number).iter().for_each(|meant| targets.add(meant));
        }
        targets
    }

    /// Notes a symbol that stands for data.
    fn symbol(&mut self, symbol: &SymbolInfo, segments: &[Segment]) -> Option<Symbol> {
        let SymbolInfo::Data { symbol: Some(symbol), .. } = symbol else { return None };
        // What begins as zeros has no segment, and refers to nothing.
        let address = segments.get(symbol.index as usize)?.address + symbol.offset;
        self.data.push(address..address + symbol.size);
        self.by_data.push(Targets::default());
        Some(Symbol { data: self.data.len() - 1, address })
    }

    /// Notes what a number in a function means, and gives that.
    fn in_function(
        &mut self,
        entry: &RelocationEntry,
        code: &[u8],
        symbols: &[Option<Symbol>],
    ) -> Result<Targets> {
        let mut targets = Targets::default();
        let number = match entry.ty {
            RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb => {
                let symbol = symbols.get(entry.index as usize).context("a symbol")?;
                let Some(symbol) = symbol else { return Ok(targets) };
                targets.data.insert(symbol.data);
                symbol.address.wrapping_add_signed(entry.addend as i32)
            }
            RelocationType::TableIndexSleb => {
                let slot = BinaryReader::new(code, 0).read_var_i32()? as Slot;
                targets.slots.insert(slot);
                slot
            }
            RelocationType::FunctionIndexLeb
            | RelocationType::TypeIndexLeb
            | RelocationType::GlobalIndexLeb
            | RelocationType::TableNumberLeb => return Ok(targets),
            other => bail!("a function refers to something in an unknown way: {other:?}"),
        };
        self.by_number.entry(number).or_default().add(&targets);
        Ok(targets)
    }

    /// Notes what data refers to: at this place of the file, where `content` stands.
    fn in_data(
        &mut self,
        entry: &RelocationEntry,
        content: &[u8],
        at: usize,
        segments: &[Segment],
        symbols: &[Option<Symbol>],
    ) -> Result<()> {
        let mut targets = Targets::default();
        match entry.ty {
            RelocationType::MemoryAddrI32 => {
                let symbol = symbols.get(entry.index as usize).context("a symbol")?;
                targets.data.extend(symbol.map(|symbol| symbol.data));
            }
            RelocationType::TableIndexI32 => {
                targets.slots.insert(BinaryReader::new(content, 0).read_u32()?);
            }
            other => bail!("data refers to something in an unknown way: {other:?}"),
        }
        let segment = segments.iter().rfind(|segment| segment.at <= at).context("data in no segment")?;
        let address = segment.address + (at - segment.at) as Address;
        let mut has_name = false;
        for (piece, known) in self.data.iter().zip(&mut self.by_data) {
            if piece.contains(&address) {
                known.add(&targets);
                has_name = true;
            }
        }
        ensure!(has_name, "data that refers to something has no name");
        Ok(())
    }
}

impl Targets {
    fn add(&mut self, more: &Self) {
        self.data.extend(&more.data);
        self.slots.extend(&more.slots);
    }
}

/// The functions of the file, while it is read.
#[derive(Default)]
struct Functions {
    /// How many the program imports: they come first.
    imported: usize,
    /// Where the others begin in the file.
    begin: Vec<usize>,
    names: BTreeMap<usize, String>,
    targets: BTreeMap<usize, Targets>,
}

impl Functions {
    /// Notes what the function at this place of the file refers to.
    fn refer(&mut self, at: usize, targets: Targets) {
        let index = self.imported + self.begin.partition_point(|begin| *begin <= at) - 1;
        self.targets.entry(index).or_default().add(&targets);
    }

    fn read_names(&mut self, reader: NameSectionReader) -> Result<()> {
        for names in reader {
            if let Name::Function(names) = names? {
                for name in names {
                    let name = name?;
                    self.names.insert(name.index as usize, name.name.to_owned());
                }
            }
        }
        Ok(())
    }

    /// What the functions refer to, by their names. Those that refer to nothing are among them.
    fn by_name(&self) -> Result<BTreeMap<String, Targets>> {
        let mut by_name = BTreeMap::<_, Targets>::new();
        for index in self.imported..self.imported + self.begin.len() {
            let name = self.names.get(&index).context("a function without a name")?;
            // wasm-bindgen takes the hash off the names of what is exported to JavaScript.
            let exported = name.rsplit_once('_').filter(|(_, hash)| hash.len() == 16);
            for name in [Some(&**name), exported.map(|(name, _)| name)].into_iter().flatten() {
                let known = by_name.entry(name.to_owned()).or_default();
                self.targets.get(&index).iter().for_each(|targets| known.add(targets));
            }
        }
        Ok(by_name)
    }
}

fn imported_functions(reader: &ImportSectionReader) -> Result<usize> {
    let mut count = 0;
    for import in reader.clone().into_imports() {
        count += usize::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
    }
    Ok(count)
}

/// A symbol that stands for data: which piece, and where that begins.
#[derive(Clone, Copy)]
struct Symbol {
    data: usize,
    address: Address,
}

fn segment(data: Data) -> Result<Segment> {
    let DataKind::Active { offset_expr, .. } = &data.kind else { bail!("data without an address") };
    let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
        bail!("data at an address that is computed");
    };
    Ok(Segment { address: value as Address, at: data.range.end - data.data.len() })
}

fn symbol_table<'a>(reader: &LinkingSectionReader<'a>) -> Result<Vec<SymbolInfo<'a>>> {
    for part in reader.subsections() {
        if let Linking::SymbolTable(table) = part? {
            return Ok(table.into_iter().collect::<Result<_, _>>()?);
        }
    }
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_without_what_the_linker_knows_is_refused() {
        let refused = Linked::read(&Module::default().emit_wasm()).err().unwrap();
        assert!(refused.to_string().contains("the linker has not told"), "{refused}");
    }
}
