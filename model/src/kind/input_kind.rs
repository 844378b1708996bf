//! How questions are answered.

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// On a scale.
    Scale,
    /// By choosing one option of a list.
    Single,
    /// By choosing any number of options of a list.
    Multiple,
    /// By writing one line.
    Short,
    /// By writing several lines.
    Long,
    /// By leaving an address.
    Contact,
    /// Not at all: it is only read.
    Statement,
}
