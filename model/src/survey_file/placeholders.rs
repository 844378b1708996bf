//! The placeholders that the texts of a survey may hold.

/// The placeholders that every text of a survey may hold. Beside them there is `answer.KEY` for each earlier question.
pub const PLACEHOLDERS: [&str; 4] = ["shop", "touchpoint", "product", "first_name"];

/// What begins the placeholder of an earlier answer.
pub const ANSWER: &str = "answer.";
