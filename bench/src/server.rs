//! The shop: a page for each product, and all files, compressed, on one origin.

use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use tokio::net::TcpListener;

use crate::bundle::Files;
use crate::product::{PRODUCTS, Product};

const PAGE: &str = include_str!("page.html");

/// A page of the shop.
#[derive(Clone, Copy)]
pub enum Page {
    /// The question is due as soon as the page loads.
    AtOnce,
    /// The product is there, and no question is due.
    NotDue,
    /// The page calls for the question later.
    Woken,
}

impl Page {
    const ALL: [Self; 3] = [Self::AtOnce, Self::NotDue, Self::Woken];

    /// The path of the page with this product on it.
    pub fn path(self, product: &Product) -> String {
        // Not its name: ours looks for its name in addresses, which opens its debug panel.
        let number = PRODUCTS.iter().position(|it| it.name == product.name).unwrap_or_default();
        let name = match self {
            Self::AtOnce => "at-once",
            Self::NotDue => "not-due",
            Self::Woken => "woken",
        };
        format!("/shop/{number}/{name}")
    }

    fn head(self, product: &Product) -> &'static str {
        match self {
            Self::AtOnce => product.at_once,
            Self::Woken if !product.is_preloaded => "",
            Self::NotDue | Self::Woken => product.always,
        }
    }
}

/// Starts the shop; gives its origin.
pub async fn start(files: Files) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let router = Router::new().fallback(serve).with_state(Arc::new(files));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(origin)
}

async fn serve(State(files): State<Arc<Files>>, method: Method, uri: Uri) -> Response {
    let path = uri.path();
    if let Some(content) = reply_of_product(path) {
        return ([("content-type", "application/json")], content).into_response();
    }
    if let Some(html) = page(path) {
        return Html(html).into_response();
    }
    // The folder `none` has the same files, and no survey.
    if let Some(file) = files.get(&path.replace("/none/", "/")) {
        let headers = [
            ("content-type", file.media_type),
            ("content-encoding", "br"),
            ("cache-control", "public, max-age=31536000, immutable"),
        ];
        return (headers, file.compressed.clone()).into_response();
    }
    if method == Method::POST { "{}".into_response() } else { StatusCode::NOT_FOUND.into_response() }
}

fn reply_of_product(path: &str) -> Option<&'static str> {
    let (name, path) = path.strip_prefix('/')?.split_once('/')?;
    let product = PRODUCTS.iter().find(|product| product.folder() == name)?;
    product.replies.iter().find(|(known, _)| *known == path).map(|(_, content)| *content)
}

fn page(path: &str) -> Option<String> {
    let all = PRODUCTS.iter().flat_map(|product| Page::ALL.map(|page| (page, product)));
    let (page, product) = all.into_iter().find(|(page, product)| page.path(product) == path)?;
    Some(PAGE.replace("HEAD", &product.html(page.head(product))))
}
