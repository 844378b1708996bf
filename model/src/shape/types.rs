//! Shapes, and the members of objects.

use self::Need::May;

/// What must stand at a place.
pub(crate) enum Shape {
    /// A key, as [`Key`] defines it.
    Key,
    /// A text in one language or several.
    Text,
    /// A text of at most so many characters, as it is.
    Plain(usize),
    /// `true` or `false`.
    Flag,
    /// `true`: what is not wanted is left out.
    True,
    /// A whole number from … to ….
    Whole(u32, u32),
    /// A number from … to ….
    Number(u32, u32),
    /// A number that is not negative.
    Amount,
    /// [`RANGE`], with at least one end, and not empty.
    Range,
    /// A text of at most so many characters, a number, `true` or `false`.
    Value(usize),
    /// One of these names.
    OneOf(&'static [&'static str]),
    /// An array of at most so many.
    List(&'static Shape, usize),
    /// An object with these members and no others.
    Object(&'static [Member]),
    /// An object of at most so many members, whose names are keys.
    Map(&'static Shape, usize),
    /// An array or an object that is not empty.
    Filled(&'static Shape),
    /// What `parse` gives true for; the phrase says what it wants.
    Parsed(fn(&str) -> bool, &'static str),
    /// Something that cannot be judged alone and is looked at elsewhere.
    Elsewhere,
}

/// A member of an object: its name, what it must look like, and whether it must be there.
pub(crate) struct Member(pub &'static str, pub Shape, pub Need);

/// Whether a member must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    May,
}

/// A range of numbers, both ends included.
pub(crate) const RANGE: &[Member] = &[Member("min", Shape::Amount, May), Member("max", Shape::Amount, May)];

/// A shape for a list of keys.
pub(crate) const fn keys(most: usize) -> Shape {
    Shape::List(&Shape::Key, most)
}
