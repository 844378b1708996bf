//! Reads what only the linker knows of a program: the address of each piece of data, and what refers to it. The linker writes it
//! into the program as relocations when it is asked to (see [`super::link`]).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use walrus::Module;
use wasmparser::{
    BinaryReader, Data, DataKind, ImportSectionReader, KnownCustom, Linking, LinkingSectionReader, Name,
    NameSectionReader, Operator, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo, TypeRef,
};

/// An address in memory.
pub type Address = u32;

/// An index into the table of functions.
pub type Slot = u32;

/// The data of a program, and what refers to what. It still holds when wasm-bindgen has processed the program: that moves neither
/// data nor table slots, and functions keep their names.
#[derive(Default)]
pub struct Linked {
    /// The addresses of the pieces of data. Two pieces may share bytes.
    pub data: Vec<Range<Address>>,
    /// What each piece of data refers to.
    pub by_data: Vec<Targets>,
    /// What each function refers to, by its name. Functions of one name are taken together.
    pub by_function: BTreeMap<String, Targets>,
    /// Everything that a number in a function can refer to, whichever function it is.
    pub by_number: BTreeMap<u32, Targets>,
}

/// What something refers to.
#[derive(Default, Clone)]
pub struct Targets {
    /// Pieces of data, by their indexes.
    pub data: BTreeSet<usize>,
    /// Functions, by their table slots.
    pub slots: BTreeSet<Slot>,
}

/// The sections that the linker writes for this.
const SECTIONS: [&str; 3] = ["linking", "reloc.CODE", "reloc.DATA"];

/// Removes the linker's sections. They are wrong once the program is changed.
pub fn remove_sections(module: &mut Module) {
    for section in SECTIONS {
        module.customs.remove_raw(section);
    }
}

/// A segment of data: its address in memory and its offset in the file.
struct Segment {
    address: Address,
    offset: usize,
}

impl Linked {
    /// Reads a program as the linker has written it.
    pub fn read(wasm: &[u8]) -> Result<Self> {
        let mut linked = Self::default();
        let mut segments = Vec::new();
        let mut symbols: Vec<Option<Symbol>> = Vec::new();
        let mut functions = Functions::default();
        // How many sections came before, and the index and offset of the two that relocations refer to.
        let (mut sections, mut code, mut data) = (0, None, None);
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            match &payload {
                Payload::ImportSection(reader) => functions.imported = imported_functions(reader)?,
                Payload::CodeSectionStart { range, .. } => code = Some((sections, range.start)),
                Payload::CodeSectionEntry(body) => functions.starts.push(body.range().start),
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
            // The parser reports functions too, but they are parts of a section.
            if payload.as_section().is_some() {
                sections += 1;
            }
        }
        ensure!(!symbols.is_empty(), "the program has no relocations of the linker");
        linked.by_function = functions.by_name()?;
        Ok(linked)
    }

    /// Everything that these numbers can refer to.
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
        // Data that begins as zeros has no segment and refers to nothing.
        let address = segments.get(symbol.index as usize)?.address + symbol.offset;
        self.data.push(address..address + symbol.size);
        self.by_data.push(Targets::default());
        Some(Symbol { data: self.data.len() - 1, address })
    }

    /// Notes what a number in a function refers to, and returns it.
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
            other => bail!("a function has a relocation of an unknown type: {other:?}"),
        };
        self.by_number.entry(number).or_default().add(&targets);
        Ok(targets)
    }

    /// Notes what data refers to, at an offset of the file that begins with `content`.
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
            other => bail!("data has a relocation of an unknown type: {other:?}"),
        }
        let segment = segments.iter().rfind(|segment| segment.offset <= at).context("data in no segment")?;
        let address = segment.address + (at - segment.offset) as Address;
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
    /// How many functions the program imports. They come first.
    imported: usize,
    /// The offsets in the file at which the others begin.
    starts: Vec<usize>,
    names: BTreeMap<usize, String>,
    targets: BTreeMap<usize, Targets>,
}

impl Functions {
    /// Notes what the function at this offset of the file refers to.
    fn refer(&mut self, at: usize, targets: Targets) {
        let index = self.imported + self.starts.partition_point(|start| *start <= at) - 1;
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

    /// What the functions refer to, by their names. A function that refers to nothing has an entry, too.
    fn by_name(&self) -> Result<BTreeMap<String, Targets>> {
        let mut by_name = BTreeMap::<_, Targets>::new();
        for index in self.imported..self.imported + self.starts.len() {
            let name = self.names.get(&index).context("a function without a name")?;
            // wasm-bindgen removes the hash from the names of functions that JavaScript calls.
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

/// A symbol for a piece of data, by its index, and its address.
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
    Ok(Segment { address: value as Address, offset: data.range.end - data.data.len() })
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
        assert!(refused.to_string().contains("no relocations"), "{refused}");
    }
}
