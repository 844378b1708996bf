//! How often something was answered: what scores are computed from.

/// How often a rating was given to a question at a touchpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingCount {
    /// The shop.
    pub site: String,
    /// The survey.
    pub survey: String,
    /// The question.
    pub question: String,
    /// The name of the scale.
    pub scale: String,
    /// The touchpoint.
    pub touchpoint: String,
    /// The rating.
    pub value: i8,
    /// How often it was given.
    pub count: u64,
}

/// How often an option of a list was chosen at a touchpoint; without an option, how often the list was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceCount {
    /// The shop.
    pub site: String,
    /// The survey.
    pub survey: String,
    /// The question.
    pub question: String,
    /// Its kind: `single-choice` or `multiple-choice`.
    pub kind: String,
    /// The touchpoint.
    pub touchpoint: String,
    /// The option.
    pub option: Option<String>,
    /// How often.
    pub count: u64,
}
