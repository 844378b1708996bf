//! Why an endpoint gets nothing, for the developers of a shop.

use crate::report::without_query;
use crate::text::{concat, decimal};

/// An attempt to send that failed and will be repeated.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Failure {
    /// The endpoint's URL.
    pub endpoint: String,
    /// The origin of the page.
    pub page: String,
    /// The HTTP status; 0 where there was no reply.
    pub status: u16,
    /// What is known of the reason.
    pub reason: String,
    /// The directive of the page's content-security policy that forbids it; empty where none does.
    pub forbidden_by: String,
    /// Whether the response is on the device, so that it outlives the page.
    pub is_stored: bool,
}

impl Failure {
    /// What is at fault, what to do about it, and what will happen to the responses.
    pub fn message(&self) -> String {
        let fate = match self.is_stored {
            true => " Responses are kept on the device and sent again, for up to 30 days.",
            false => " Responses are sent again as long as this page is open.",
        };
        concat(&[&self.cause(), fate])
    }

    fn cause(&self) -> String {
        let endpoint = &*without_query(&self.endpoint);
        let is_local = ["http://localhost", "http://127.", "http://[::1]"]
            .iter()
            .any(|start| endpoint.starts_with(start));
        let is_mixed = self.page.starts_with("https:") && endpoint.starts_with("http:") && !is_local;
        let status = decimal(self.status.into());
        if !self.forbidden_by.is_empty() {
            let directive = &*self.forbidden_by;
            let origin = origin(endpoint);
            return concat(&[
                "the page's content-security policy forbids the endpoint ",
                endpoint,
                ": add ",
                origin,
                " to its directive ",
                directive,
                ".",
            ]);
        }
        match self.status {
            0 if is_mixed => concat(&[
                "the browser blocks the endpoint ",
                endpoint,
                " on a page with https (mixed content): data-endpoint has to be an https URL.",
            ]),
            0 if self.reason.contains("redirect") => concat(&[
                "the endpoint ",
                endpoint,
                " answers with a redirect, which is not followed: data-endpoint has to be the URL that it leads to.",
            ]),
            0 if self.reason.contains("within") => {
                concat(&["the endpoint ", endpoint, " gives ", &self.reason, "."])
            }
            0 => concat(&[
                "the endpoint ",
                endpoint,
                " gives no answer that the page may read: either it cannot be reached, or it lacks the header Access-Control-Allow-Origin: ",
                &self.page,
                " (CORS).",
            ]),
            404 | 405 | 410 => concat(&[
                "the endpoint ",
                endpoint,
                " answers HTTP ",
                &status,
                ": data-endpoint has to be a URL that takes POST requests, such as https://…/v1/responses of a collector.",
            ]),
            _ => concat(&["the endpoint ", endpoint, " answers HTTP ", &status, "."]),
        }
    }
}

/// Scheme, host and port of an URL.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    &url[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_at_fault_and_what_will_happen() {
        let (http, https) = ("http://shop.example", "https://shop.example");
        let endpoint = "https://a.example:8443/v1/responses?key=secret";
        for (page, endpoint, status, reason, forbidden_by, expected) in [
            (
                https,
                endpoint,
                404,
                "",
                "",
                "answers HTTP 404: data-endpoint has to be a URL that takes POST requests",
            ),
            (
                https,
                endpoint,
                503,
                "",
                "",
                "the endpoint https://a.example:8443/v1/responses answers HTTP 503.",
            ),
            (
                https,
                endpoint,
                0,
                "no answer",
                "connect-src",
                "policy forbids the endpoint https://a.example:8443/v1/responses: add https://a.example:8443 to its directive connect-src.",
            ),
            (
                https,
                "http://a.example/r",
                0,
                "no answer",
                "",
                "blocks the endpoint http://a.example/r on a page with https (mixed content)",
            ),
            (https, "http://localhost:9999/r", 0, "no answer", "", "(CORS)."),
            (
                http,
                "http://a.example/r",
                0,
                "no answer",
                "",
                "the header Access-Control-Allow-Origin: http://shop.example (CORS).",
            ),
            (
                https,
                endpoint,
                0,
                "a redirect, which is not followed",
                "",
                "answers with a redirect, which is not followed",
            ),
            (https, endpoint, 0, "no answer within 20 seconds", "", "gives no answer within 20 seconds."),
            (
                https,
                "https://a.example",
                0,
                "",
                "default-src",
                "add https://a.example to its directive default-src.",
            ),
        ] {
            let failure = Failure {
                endpoint: endpoint.into(),
                page: page.into(),
                status,
                reason: reason.into(),
                forbidden_by: forbidden_by.into(),
                is_stored: true,
            };
            let message = failure.message();
            assert!(message.contains(expected), "{message}");
            assert!(!message.contains("secret"), "{message}");
            assert!(
                message.ends_with(" Responses are kept on the device and sent again, for up to 30 days.")
            );
            let message = Failure { is_stored: false, ..failure }.message();
            assert!(message.ends_with(" Responses are sent again as long as this page is open."));
        }
    }
}
