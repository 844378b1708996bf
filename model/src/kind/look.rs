//! What the points of a scale look like.

/// What the points of a scale look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Numbers in boxes.
    Numbers,
    /// Faces from sad to happy.
    Faces,
    /// Stars, filled up to the rating.
    Stars,
    /// Thumb down and up.
    Thumbs,
    /// The words of the points.
    Words,
}

impl Look {
    const ALL: [Self; 5] = [Self::Numbers, Self::Faces, Self::Stars, Self::Thumbs, Self::Words];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        ["numbers", "faces", "stars", "thumbs", "words"][self as usize]
    }

    /// The look of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name() == name)
    }
}
