//! The shop: its page, with each product as it is to be there, and all files, compressed, on one origin.

use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use tokio::net::TcpListener;

use crate::bundle::Files;
use crate::product::{PRODUCTS, Product, written_out};

const PAGE: &str = include_str!("page.html");

/// What is on a page of the shop.
#[derive(Clone, Copy)]
pub enum Page {
    /// A question is due as soon as the product may ask.
    AtOnce,
    /// The product is there, and no question is due.
    NotDue,
    /// What is on the page before it has the question shown itself.
    Woken,
}

impl Page {
    const ALL: [Self; 3] = [Self::AtOnce, Self::NotDue, Self::Woken];

    /// The path of the page with this product on it.
    pub fn path(self, product: &Product) -> String {
        // Not by its name: ours looks for its own in addresses, by which its panel for developers is opened.
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
            Self::Woken if !product.is_there => "",
            Self::NotDue | Self::Woken => product.always,
        }
    }
}

/// Starts the shop; gives its origin.
pub async fn start(files: Files) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let router = Router::new().fallback(answer).with_state(Arc::new(files));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(origin)
}

async fn answer(State(files): State<Arc<Files>>, method: Method, uri: Uri) -> Response {
    let path = uri.path();
    if let Some(content) = answer_of_product(path) {
        return ([("content-type", "application/json")], content).into_response();
    }
    if let Some(html) = page(path) {
        return Html(html).into_response();
    }
    // What asks there finds the same files, and no survey.
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

fn answer_of_product(path: &str) -> Option<&'static str> {
    let (name, path) = path.strip_prefix('/')?.split_once('/')?;
    let product = PRODUCTS.iter().find(|product| product.folder() == name)?;
    product.answers.iter().find(|(known, _)| *known == path).map(|(_, content)| *content)
}

fn page(path: &str) -> Option<String> {
    let all = PRODUCTS.iter().flat_map(|product| Page::ALL.map(|page| (page, product)));
    let (page, product) = all.into_iter().find(|(page, product)| page.path(product) == path)?;
    Some(PAGE.replace("HEAD", &written_out(page.head(product))))
}
