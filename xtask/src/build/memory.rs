//! Divides what is in memory from the start between the two parts, which share the memory. Data to which only the deferred part
//! refers comes with it.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, Module};

use super::linked::{Address, Linked};

/// Two pieces become one where no more than this many bytes are between them. A piece of its own costs an address.
const MAX_GAP: usize = 8;

/// The part that writes a byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Owner {
    /// The first part, even where the deferred part reads the byte, too.
    First,
    /// The deferred part: the first part does not refer to the byte.
    Deferred,
    /// No part: a zero between two pieces.
    Nobody,
}

/// Moves data from the first part to the deferred part, except the pieces in `first_data`, to which the first part refers.
pub fn divide(
    first: &mut Module,
    deferred: &mut Module,
    linked: &Linked,
    first_data: &BTreeSet<usize>,
) -> Result<()> {
    let memory = deferred.memories.iter().next().context("a program without memory")?.id();
    let first_memory = first.memories.iter().next().context("a program without memory")?.id();
    let all: Vec<_> = first.data.iter().map(|data| data.id()).collect();
    for id in all {
        let data = first.data.get(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } = data.kind else {
            bail!("data without an address");
        };
        let (base, content) = (base as Address, data.value.clone());
        let owners = owners(base, &content, linked, first_data);
        first.data.delete(id);
        first.memories.get_mut(first_memory).data_segments.remove(&id);
        let at = |piece: &Range<usize>| ConstExpr::Value(Value::I32((base as usize + piece.start) as i32));
        for piece in pieces(&owners, Owner::First, |_| true) {
            let kind = DataKind::Active { memory: first_memory, offset: at(&piece) };
            let own = |index: usize| if owners[index] == Owner::First { content[index] } else { 0 };
            let piece = first.data.add(kind, piece.map(own).collect());
            first.memories.get_mut(first_memory).data_segments.insert(piece);
        }
        for piece in pieces(&owners, Owner::Deferred, |owner| owner == Owner::Nobody) {
            let kind = DataKind::Active { memory, offset: at(&piece) };
            let piece = deferred.data.add(kind, content[piece].to_vec());
            deferred.memories.get_mut(memory).data_segments.insert(piece);
        }
    }
    Ok(())
}

/// The owner of each byte in a segment. Bytes without a symbol stay with the first part.
fn owners(base: Address, content: &[u8], linked: &Linked, first_data: &BTreeSet<usize>) -> Vec<Owner> {
    let without_symbol = |byte: &u8| if *byte == 0 { Owner::Nobody } else { Owner::First };
    let mut owners: Vec<Owner> = content.iter().map(without_symbol).collect();
    let end = base + content.len() as Address;
    // The first part comes second, so that it gets the bytes to which both refer.
    for owner in [Owner::Deferred, Owner::First] {
        for (index, piece) in linked.data.iter().enumerate() {
            if (owner == Owner::First) == first_data.contains(&index)
                && piece.start >= base
                && piece.end <= end
            {
                owners[(piece.start - base) as usize..(piece.end - base) as usize].fill(owner);
            }
        }
    }
    owners
}

/// The pieces of one owner. Pieces with a small gap become one if the bytes between them may be written.
fn pieces(owners: &[Owner], owner: Owner, may_write: fn(Owner) -> bool) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for index in (0..owners.len()).filter(|index| owners[*index] == owner) {
        match pieces.last_mut() {
            Some(last)
                if index - last.end <= MAX_GAP
                    && owners[last.end..index].iter().all(|between| may_write(*between)) =>
            {
                last.end = index + 1;
            }
            _ => pieces.push(index..index + 1),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(first_data: &[usize]) -> String {
        let linked = Linked { data: vec![100..104, 104..106, 103..106, 108..110], ..Linked::default() };
        let content = b"aaaabb\0\0ccx\0";
        let letter = |owner: Owner| match owner {
            Owner::First => 'f',
            Owner::Deferred => 'r',
            Owner::Nobody => '-',
        };
        owners(100, content, &linked, &first_data.iter().copied().collect()).into_iter().map(letter).collect()
    }

    #[test]
    fn what_both_refer_to_stays_in_the_first_part() {
        assert_eq!(owned(&[]), "rrrrrr--rrf-");
        assert_eq!(owned(&[0]), "ffffrr--rrf-");
        assert_eq!(owned(&[2]), "rrrfff--rrf-");
        assert_eq!(owned(&[0, 1, 2, 3]), "ffffff--fff-");
    }

    #[test]
    fn the_deferred_part_overwrites_nothing() {
        use Owner::{Deferred as R, First as F, Nobody as N};
        let owners = [R, F, R, N, R, N, N, N, N, N, N, N, N, N, R, F, F];
        assert_eq!(pieces(&owners, R, |owner| owner == N), [0..1, 2..5, 14..15]);
        assert_eq!(pieces(&owners, F, |_| true), [1..2, 15..17]);
    }
}
