//! The widget's files.

use std::fs;

use axum::http::StatusCode;

use crate::support::{Answer, Collector};

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
