//! What stands in memory from the start, in two programs that share it: what only the deferred part refers to comes with the deferred part.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, Module};

use super::linked::{Address, Linked};

/// How many bytes a piece may lie behind another to come in one with it, as each piece needs an address of its own.
const NEAR: usize = 8;

/// Whose a byte is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Owner {
    /// The first program's, be it that the deferred part reads it, too.
    First,
    /// That of the deferred part alone.
    Deferred,
    /// Nobody's: zeros between two pieces.
    Nobody,
}

/// Takes what the first program does not refer to out of its memory, and puts it into the deferred part's. `kept` are the pieces of data
/// that the first refers to.
pub fn divide(
    first: &mut Module,
    deferred: &mut Module,
    linked: &Linked,
    kept: &BTreeSet<usize>,
) -> Result<()> {
    let memory = deferred.memories.iter().next().context("a program without memory")?.id();
    let firsts_memory = first.memories.iter().next().context("a program without memory")?.id();
    let all: Vec<_> = first.data.iter().map(|data| data.id()).collect();
    for id in all {
        let data = first.data.get(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } = data.kind else {
            bail!("data without an address");
        };
        let (base, content) = (base as Address, data.value.clone());
        let owners = owners(base, &content, linked, kept);
        first.data.delete(id);
        first.memories.get_mut(firsts_memory).data_segments.remove(&id);
        let at = |piece: &Range<usize>| ConstExpr::Value(Value::I32((base as usize + piece.start) as i32));
        for piece in pieces(&owners, Owner::First, |_| true) {
            let kind = DataKind::Active { memory: firsts_memory, offset: at(&piece) };
            let own = |index: usize| if owners[index] == Owner::First { content[index] } else { 0 };
            let piece = first.data.add(kind, piece.map(own).collect());
            first.memories.get_mut(firsts_memory).data_segments.insert(piece);
        }
        for piece in pieces(&owners, Owner::Deferred, |owner| owner == Owner::Nobody) {
            let kind = DataKind::Active { memory, offset: at(&piece) };
            let piece = deferred.data.add(kind, content[piece].to_vec());
            deferred.memories.get_mut(memory).data_segments.insert(piece);
        }
    }
    Ok(())
}

/// Whose each byte of a segment is. What has no name stays with the first program.
fn owners(base: Address, content: &[u8], linked: &Linked, kept: &BTreeSet<usize>) -> Vec<Owner> {
    let nameless = |byte: &u8| if *byte == 0 { Owner::Nobody } else { Owner::First };
    let mut owners: Vec<Owner> = content.iter().map(nameless).collect();
    let end = base + content.len() as Address;
    // First what the deferred part refers to, so that the first program gets what both do.
    for owner in [Owner::Deferred, Owner::First] {
        for (index, piece) in linked.data.iter().enumerate() {
            if (owner == Owner::First) == kept.contains(&index) && piece.start >= base && piece.end <= end {
                owners[(piece.start - base) as usize..(piece.end - base) as usize].fill(owner);
            }
        }
    }
    owners
}

/// The pieces that are `whose`, those near each other in one if what lies between may be written.
fn pieces(owners: &[Owner], whose: Owner, may_write: fn(Owner) -> bool) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for index in (0..owners.len()).filter(|index| owners[*index] == whose) {
        match pieces.last_mut() {
            Some(last)
                if index - last.end <= NEAR
                    && owners[last.end..index].iter().all(|owner| may_write(*owner)) =>
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

    fn owned(kept: &[usize]) -> String {
        let linked = Linked { data: vec![100..104, 104..106, 103..106, 108..110], ..Linked::default() };
        let content = b"aaaabb\0\0ccx\0";
        let letter = |owner: Owner| match owner {
            Owner::First => 'f',
            Owner::Deferred => 'r',
            Owner::Nobody => '-',
        };
        owners(100, content, &linked, &kept.iter().copied().collect()).into_iter().map(letter).collect()
    }

    #[test]
    fn what_both_refer_to_is_the_firsts() {
        assert_eq!(owned(&[]), "rrrrrr--rrf-");
        assert_eq!(owned(&[0]), "ffffrr--rrf-");
        assert_eq!(owned(&[2]), "rrrfff--rrf-");
        assert_eq!(owned(&[0, 1, 2, 3]), "ffffff--fff-");
    }

    #[test]
    fn the_rest_writes_over_nothing() {
        use Owner::{Deferred as R, First as F, Nobody as N};
        let owners = [R, F, R, N, R, N, N, N, N, N, N, N, N, N, R, F, F];
        assert_eq!(pieces(&owners, R, |owner| owner == N), [0..1, 2..5, 14..15]);
        assert_eq!(pieces(&owners, F, |_| true), [1..2, 15..17]);
    }
}
