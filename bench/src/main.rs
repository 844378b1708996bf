//! Measures the widget side by side with what a shop would pick instead, in Chromium: `cargo xtask bench widget`.
//!
//! | module | what lives there |
//! |---|---|
//! | `product` | the products, each embedded as its documentation says |
//! | `bundle` | the files that a shop serves for them |
//! | `server` | the shop |
//! | `cdp` | Chromium, by the DevTools protocol |
//! | `quiet` | waits until nothing else keeps the machine busy |
//! | `visit` | one visit to the shop, and its figures |
//! | `report` | the figures of all rounds, as tables and plots |

mod bundle;
mod cdp;
mod product;
mod quiet;
mod report;
mod server;
mod visit;

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use clap::Parser;

use cdp::Chromium;
use product::{BEFORE, OURS, PRODUCTS, Product};
use report::Report;
use visit::{Figures, Network, Shop, Visit};

/// How many times a product is tried in a round.
const ATTEMPTS: usize = 3;

/// Measures the widget side by side with what a shop would pick instead.
#[derive(Parser)]
struct Options {
    /// How many times each product is measured
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// Only these products, by name, separated by commas; `ours` is the widget
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// A folder such as pkg/ with another build of the widget, measured as the product `before`
    #[arg(long, conflicts_with = "write")]
    beside: Option<PathBuf>,
    /// Check that the bench works: one round, without waiting for a quiet machine
    #[arg(long)]
    smoke: bool,
    /// Write tables and plots into docs/
    #[arg(long)]
    write: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    ensure!(options.rounds > 0, "--rounds: at least one");
    let products = chosen(&options.only, options.beside.is_some())?;
    let files = bundle::all(&products, options.beside.as_deref())?;
    let shop = Shop { origin: server::start(files).await? };
    let networks = if options.smoke { &[Network::Unthrottled][..] } else { &Network::ALL };
    let rounds = if options.smoke { 1 } else { options.rounds };
    let mut report = Report::default();
    for round in 1..=rounds {
        for network in networks {
            if !options.smoke {
                quiet::wait().await?;
            }
            println!("round {round} of {rounds}, {}", network.name());
            let mut chromium = Chromium::start().await?;
            for product in shuffled(round, &products) {
                for (what, figures) in measure_with_retries(&shop, &mut chromium, product, *network).await? {
                    println!("  {:<16} {:<10} {figures}", product.name, what.name());
                    report.add(product, *network, what, figures);
                }
            }
        }
    }
    let markdown = report.markdown(rounds);
    println!("{markdown}");
    if options.write {
        report.write(&markdown)?;
    }
    Ok(())
}

/// The products that are measured: those of these names, or all where none is named, and `before` where there is another build.
fn chosen(names: &[String], has_other_build: bool) -> Result<Vec<&'static Product>> {
    let names: Vec<&str> = names.iter().map(|name| if name == "ours" { OURS } else { name }).collect();
    if let Some(unknown) = names.iter().find(|name| PRODUCTS.iter().all(|product| product.name != **name)) {
        let known: Vec<_> = PRODUCTS.iter().map(|product| product.name).collect();
        bail!("--only: found {unknown:?}, expected one of ours, {}", known.join(", "));
    }
    ensure!(has_other_build || !names.contains(&BEFORE), "--only {BEFORE} needs --beside FOLDER");
    let is_chosen = |product: &&Product| match product.name {
        BEFORE => has_other_build,
        name => names.is_empty() || names.contains(&name),
    };
    Ok(PRODUCTS.iter().filter(is_chosen).collect())
}

/// Shuffles the products for a round, so that none always follows the same one. The same round has the same order in each run.
fn shuffled<'a>(round: usize, products: &[&'a Product]) -> Vec<&'a Product> {
    let mut ordered = products.to_vec();
    fastrand::Rng::with_seed(round as u64).shuffle(&mut ordered);
    ordered
}

/// Measures a product, and tries again if that fails: a busy machine should not cost the whole run.
async fn measure_with_retries(
    shop: &Shop,
    chromium: &mut Chromium,
    product: &Product,
    network: Network,
) -> Result<Vec<(Visit, Figures)>> {
    for _ in 1..ATTEMPTS {
        match shop.measure(chromium, product, network).await {
            Ok(measured) => return Ok(measured),
            Err(error) => println!("  trying again: {error:#}"),
        }
    }
    shop.measure(chromium, product, network).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[&str], has_other_build: bool) -> Result<Vec<&'static str>> {
        let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
        Ok(chosen(&only, has_other_build)?.iter().map(|product| product.name).collect())
    }

    #[test]
    fn measures_the_products_that_are_named() {
        assert_eq!(names(&["ours", "sentry"], false).unwrap(), ["nachklang", "sentry"]);
        assert_eq!(names(&[], false).unwrap().len(), PRODUCTS.len() - 1);
    }

    #[test]
    fn another_build_is_measured_wherever_there_is_one() {
        assert_eq!(names(&["ours"], true).unwrap(), ["nachklang", "before"]);
        assert_eq!(names(&["ours", "before"], true).unwrap(), ["nachklang", "before"]);
        assert_eq!(names(&[], true).unwrap().len(), PRODUCTS.len());
    }

    #[test]
    fn a_wrong_name_is_refused_with_the_right_ones() {
        let error = names(&["sentri"], false).unwrap_err().to_string();
        assert!(error.contains("\"sentri\"") && error.contains("sentry"), "{error}");
        let error = names(&["before"], false).unwrap_err().to_string();
        assert!(error.contains("--beside"), "{error}");
    }
}
