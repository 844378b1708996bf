//! Serves the widget's built files as a content delivery network would: `GET /nachklang.js` and its siblings.
//!
//! Any page may use them (CORS, CORP, timings). Where a compressed file (`.br`, `.gz`) lies beside a file and the client
//! takes it, it is sent. A file whose name holds a content hash (`program.0123abc.wasm`) never changes and
//! is kept for a year; all others for five minutes, after which the client asks whether they changed. There is no
//! listing, and what begins with a dot is not served.

use std::io::ErrorKind;
use std::path::Path;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use tower_http::services::ServeDir;

use crate::complaint::say;
use crate::problem::Rejection;

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

/// What lets pages of any origin use a file.
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
        Err(rejection) => rejection.into_response(),
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
) -> Result<Response<Body>, Rejection> {
    if !is_plain(path) {
        return Err(Rejection::NotFound);
    }
    let response = files.try_call(request).await.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Rejection::NotFound,
        _ => {
            say(format_args!("cannot read the widget's file {path}: {error}"));
            Rejection::UnreadableFile
        }
    })?;
    let mut response = response.map(Body::new);
    match response.status() {
        StatusCode::NOT_FOUND => return Err(Rejection::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => {
            let allow = response.headers_mut().remove(header::ALLOW);
            let mut response = Rejection::MethodNotAllowed.into_response();
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
    use std::fs;

    use super::*;
    use crate::testing::{Answer, Collector};

    const HASHED: &str = "program.0123abc.wasm";

    async fn with_files() -> Collector {
        let collector = Collector::new().await;
        let pkg = collector.pkg();
        fs::create_dir_all(pkg.join("sub")).unwrap();
        for (name, content) in [
            ("nachklang.js", "the loader"),
            ("nachklang.js.br", "the loader by brotli"),
            ("nachklang.js.gz", "the loader by gzip"),
            ("nachklang.css", "the styles"),
            (HASHED, "\0asm"),
            (".npmrc", "secret"),
            ("sub/index.html", "a page"),
            ("../secret.txt", "secret"),
        ] {
            fs::write(pkg.join(name), content).unwrap();
        }
        collector
    }

    fn assert_for_every_page(answer: &Answer) {
        for (name, value) in [
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("timing-allow-origin", "*"),
            ("x-content-type-options", "nosniff"),
            ("vary", "accept-encoding"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name}");
        }
    }

    #[tokio::test]
    async fn serves_files_with_their_types_and_lifetimes() {
        let collector = with_files().await;
        for (path, media_type, cached) in [
            ("/nachklang.js", "text/javascript; charset=utf-8", "public, max-age=300"),
            ("/nachklang.css", "text/css", "public, max-age=300"),
            (&format!("/{HASHED}"), "application/wasm", "public, max-age=31536000, immutable"),
        ] {
            let answer = collector.send("GET", path, &[], "").await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(answer.header("content-type"), Some(media_type));
            assert_eq!(answer.header("cache-control"), Some(cached));
            assert_for_every_page(&answer);
            let head = collector.send("HEAD", path, &[], "").await;
            assert_eq!((head.status, head.text()), (StatusCode::OK, String::new()));
        }
    }

    #[tokio::test]
    async fn sends_what_is_compressed_to_who_takes_it() {
        let collector = with_files().await;
        for (accepted, encoding, body) in [
            ("gzip, deflate, br, zstd", Some("br"), "the loader by brotli"),
            ("gzip", Some("gzip"), "the loader by gzip"),
            ("identity", None, "the loader"),
            ("br;q=0, gzip;q=0", None, "the loader"),
        ] {
            let answer = collector.send("GET", "/nachklang.js", &[("accept-encoding", accepted)], "").await;
            assert_eq!((answer.header("content-encoding"), &*answer.text()), (encoding, body), "{accepted}");
            assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
            assert_for_every_page(&answer);
        }
        let answer = collector.send("GET", "/nachklang.css", &[("accept-encoding", "br")], "").await;
        assert_eq!((answer.header("content-encoding"), &*answer.text()), (None, "the styles"));
    }

    #[tokio::test]
    async fn what_did_not_change_is_not_sent_again() {
        let collector = with_files().await;
        let first = collector.send("GET", "/nachklang.js", &[], "").await;
        for (name, condition) in [("etag", "if-none-match"), ("last-modified", "if-modified-since")] {
            let value = first.header(name).expect(name);
            let again = collector.send("GET", "/nachklang.js", &[(condition, value)], "").await;
            assert_eq!((again.status, again.text()), (StatusCode::NOT_MODIFIED, String::new()));
            assert_eq!(again.header("cache-control"), Some("public, max-age=300"));
            assert_for_every_page(&again);
        }
        let br = collector.send("GET", "/nachklang.js", &[("accept-encoding", "br")], "").await;
        assert_ne!(br.header("etag"), first.header("etag"), "each encoding is a representation of its own");
    }

    #[tokio::test]
    async fn serves_nothing_but_the_widgets_files() {
        let collector = with_files().await;
        for path in [
            "/",
            "/missing.js",
            "/missing.0123abc.js",
            "/sub",
            "/sub/",
            "/.npmrc",
            "/%2enpmrc",
            "/sub/../.npmrc",
            "/sub%2f..%2f.npmrc",
            "/../secret.txt",
            "/..%2fsecret.txt",
            "/%2e%2e/secret.txt",
            "/sub/../../secret.txt",
            "/..%5csecret.txt",
            "//etc/passwd",
            "/nachklang.js%00",
            "/nachklang.js/",
        ] {
            let answer = collector.send("GET", path, &[], "").await;
            answer.is_problem(StatusCode::NOT_FOUND, "not-found");
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
            assert_for_every_page(&answer);
        }
        assert_eq!(collector.send("GET", "/sub/index.html", &[], "").await.status, StatusCode::OK);
    }

    #[tokio::test]
    async fn a_folder_that_comes_later_is_served() {
        let collector = Collector::new().await;
        let status = async || collector.send("GET", "/nachklang.js", &[], "").await.status;
        assert_eq!(status().await, StatusCode::NOT_FOUND);
        fs::create_dir(collector.pkg()).unwrap();
        fs::write(collector.pkg().join("nachklang.js"), "").unwrap();
        assert_eq!(status().await, StatusCode::OK);
    }

    #[test]
    fn tells_a_content_hash_from_a_version() {
        for (name, hashed) in [
            (HASHED, true),
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
