//! Which responses a reader asks for.

use jiff::Timestamp;
use nachklang_model::Key;

/// Which responses are meant. A field that is `None` excludes nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of this site.
    pub site: Option<Key>,
    /// Those to this survey.
    pub survey: Option<Key>,
    /// Those asked for at this touchpoint.
    pub touchpoint: Option<Key>,
    /// Those that came this far: one of [`nachklang_model::Progress::STATUSES`].
    pub status: Option<&'static str>,
    /// Those that are suspect (`true`), or those that are not.
    pub suspect: Option<bool>,
    /// Those received at this time or later.
    pub since: Option<Timestamp>,
}
