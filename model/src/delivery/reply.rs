//! What an endpoint replies, and what that means.

/// What to do with a response after an attempt to send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The endpoint has it.
    Delivered,
    /// The endpoint will never take it: trying again is of no use.
    Refused,
    /// Try again.
    Retry,
}

/// What the HTTP status of a reply means. No reply at all means [`Verdict::Retry`].
pub fn verdict(status: u16) -> Verdict {
    match status {
        200..=299 => Verdict::Delivered,
        400 | 401 | 403 | 413 | 422 => Verdict::Refused,
        _ => Verdict::Retry,
    }
}

/// What an endpoint replied to a request.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndpointReply {
    /// The HTTP status; 0 where there was no reply.
    pub status: u16,
    /// What the endpoint says of a request that it did not take.
    pub reason: String,
    /// The seconds of `Retry-After`.
    pub retry_after: Option<u32>,
    /// The responses it did not take of those in a request that it took, by their places, with the reasons.
    pub refused: Vec<(usize, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wrong_with_the_response_is_final() {
        for (status, expected) in [
            (200, Verdict::Delivered),
            (202, Verdict::Delivered),
            (204, Verdict::Delivered),
            (400, Verdict::Refused),
            (401, Verdict::Refused),
            (403, Verdict::Refused),
            (413, Verdict::Refused),
            (422, Verdict::Refused),
            (404, Verdict::Retry),
            (408, Verdict::Retry),
            (429, Verdict::Retry),
            (500, Verdict::Retry),
            (503, Verdict::Retry),
            (301, Verdict::Retry),
            (0, Verdict::Retry),
        ] {
            assert_eq!(verdict(status), expected, "{status}");
        }
    }
}
