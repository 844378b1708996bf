//! Stored responses, read back page by page.

/// Where a page ends: the place of its last response in the order received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// When that response was received, as the engine writes it.
    pub(crate) received_at: String,
    pub(crate) site: String,
    pub(crate) id: String,
}

/// Some responses in the order received.
#[derive(Debug)]
pub struct ResponsePage {
    /// The responses.
    pub responses: Vec<StoredResponse>,
    /// Where the next page starts; `None` after the last.
    pub next: Option<Position>,
}

/// A response as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    /// The response as the contract writes it: a JSON object.
    pub document: String,
    /// When its revision was made, by the collector's clock.
    pub made_at: String,
    /// When its revision was received, by the collector's clock.
    pub received_at: String,
    /// What a person decided, if anybody did: `genuine` or `suspect`.
    pub verdict: Option<String>,
    /// Whether it is left out of all that counts.
    pub is_suspect: bool,
    /// Whether a proof has verified its buyer.
    pub is_verified_buyer: bool,
    /// The signs of a program it bears: a JSON array of names.
    pub suspicions: Option<String>,
    /// What a newer widget sent beyond the contract: a JSON object of path and value.
    pub unknown_values: Option<String>,
}

impl StoredResponse {
    /// The response as one line of JSON: the document, with what the collector knows of it added as members.
    ///
    /// ```
    /// use nachklang_store::StoredResponse;
    ///
    /// let response = StoredResponse {
    ///     document: r#"{"revision":1}"#.into(),
    ///     made_at: "2026-11-21T19:15:00.000000Z".into(),
    ///     received_at: "2026-11-21T19:15:01.000000Z".into(),
    ///     verdict: None,
    ///     is_suspect: true,
    ///     is_verified_buyer: false,
    ///     suspicions: Some(r#"["trap"]"#.into()),
    ///     unknown_values: None,
    /// };
    /// assert_eq!(
    ///     response.to_json_line(),
    ///     r#"{"revision":1,"made_at":"2026-11-21T19:15:00.000000Z","#.to_owned()
    ///         + r#""received_at":"2026-11-21T19:15:01.000000Z","suspect":true,"suspicions":["trap"]}"#
    /// );
    /// ```
    pub fn to_json_line(&self) -> String {
        // No member that is added is one of the contract, so they can stand in front of the closing brace. Names and times
        // need no escape, and the other values are stored as JSON.
        let mut line = self.document.strip_suffix('}').unwrap_or(&self.document).to_owned();
        for (name, time) in [("made_at", &self.made_at), ("received_at", &self.received_at)] {
            line += &format!(r#","{name}":"{time}""#);
        }
        if let Some(verdict) = &self.verdict {
            line += &format!(r#","verdict":"{verdict}""#);
        }
        if self.is_suspect {
            line += r#","suspect":true"#;
        }
        if self.is_verified_buyer {
            line += r#","verified_buyer":true"#;
        }
        for (name, json) in [("suspicions", &self.suspicions), ("unknown", &self.unknown_values)] {
            if let Some(json) = json {
                line += &format!(r#","{name}":{json}"#);
            }
        }
        line.push('}');
        line
    }
}
