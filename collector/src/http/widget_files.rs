//! Serves the widget's built files as a content delivery network would: `GET /nachklang.js` and its siblings.
//!
//! Any page may use them (CORS, CORP, timings). If a compressed file (`.br`, `.gz`) lies beside a file and the client
//! accepts it, that is sent. A file whose name holds a content hash (`program.0123abc.wasm`) never changes, so clients cache it for a
//! year; all others for five minutes, after which they ask whether the file has changed. There is no listing, and names that begin
//! with a dot are not served.

use std::io::ErrorKind;
use std::path::Path;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use tower_http::services::ServeDir;

use crate::http::error::ApiError;
use crate::log::Repeated;

/// The folder with the widget's files. It need not be there yet.
#[derive(Debug, Clone)]
pub struct WidgetFiles(ServeDir);

impl WidgetFiles {
    /// The files in the folder `pkg`.
    pub fn new(pkg: &Path) -> Self {
        Self(
            ServeDir::new(pkg)
                .precompressed_br()
                .precompressed_gzip()
                .append_index_html_on_directories(false),
        )
    }
}

/// The headers that let pages of any origin use a file.
pub(crate) const FOR_EVERY_PAGE: [(HeaderName, HeaderValue); 4] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
    (HeaderName::from_static("timing-allow-origin"), HeaderValue::from_static("*")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

/// Handles every request that is for no other route.
pub async fn serve(State(files): State<WidgetFiles>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let mut response = match find(files, request, &path).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    };
    let headers = response.headers_mut();
    headers.extend(FOR_EVERY_PAGE);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

async fn find(
    WidgetFiles(mut files): WidgetFiles,
    request: Request,
    path: &str,
) -> Result<Response<Body>, ApiError> {
    if !is_plain(path) {
        return Err(ApiError::NotFound);
    }
    let response = files.try_call(request).await.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ApiError::NotFound,
        _ => {
            static UNREADABLE: Repeated = Repeated::new();
            UNREADABLE.error(format_args!(
                "cannot read the widget's file {path}: {error}: let the collector's user read --pkg"
            ));
            ApiError::UnreadableFile
        }
    })?;
    let mut response = response.map(Body::new);
    match response.status() {
        StatusCode::NOT_FOUND => return Err(ApiError::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => {
            let allow = response.headers_mut().remove(header::ALLOW);
            let mut response = ApiError::MethodNotAllowed.into_response();
            response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
            return Ok(response);
        }
        _ => {}
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(lifetime(path)));
    // A classic script without a character set is read in that of the page, which need not be UTF-8.
    if headers.get(header::CONTENT_TYPE).is_some_and(|media_type| media_type == "text/javascript") {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    }
    Ok(response)
}

/// Whether the path can be one of a file of the widget: their names need no escapes, and what begins with a dot
/// (settings of tools, secrets among them) is none.
fn is_plain(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    path.bytes().all(plain) && !path.contains("/.")
}

fn lifetime(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    if has_content_hash(name) { "public, max-age=31536000, immutable" } else { "public, max-age=300" }
}

/// Whether the name is of the form `name.<7 lower-case hexadecimal digits>.extension`.
fn has_content_hash(name: &str) -> bool {
    let mut parts = name.rsplitn(3, '.');
    let (Some(extension), Some(hash), Some(stem)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_hash = hash.len() == 7 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hash && !extension.is_empty() && !stem.is_empty()
}

#[cfg(test)]
mod tests {
    use super::has_content_hash;

    #[test]
    fn tells_a_content_hash_from_a_version() {
        for (name, hashed) in [
            ("program.0123abc.wasm", true),
            ("a.b.0123abc.js", true),
            ("nachklang.js", false),
            ("nachklang.01234567.js", false),
            ("nachklang.012345.js", false),
            ("nachklang.0123ABC.js", false),
            ("nachklang.0123abg.js", false),
            ("0123abc.js", false),
            (".0123abc.js", false),
            ("nachklang.0123abc.", false),
            ("nachklang.0123abc", false),
        ] {
            assert_eq!(has_content_hash(name), hashed, "{name}");
        }
    }
}
