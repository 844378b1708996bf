//! Measures the widget side by side with what a shop would pick instead, in Chromium: `cargo xtask bench widget`.
//!
//! | module | what lives there |
//! |---|---|
//! | `product` | what is measured: each product, as its documentation says to embed it |
//! | `bundle` | what of it a shop serves |
//! | `server` | the shop |
//! | `cdp` | Chromium, by the DevTools protocol |
//! | `quiet` | waiting until nothing else keeps the machine busy |
//! | `visit` | one visit to the shop, and what is measured there |
//! | `report` | the figures of all rounds, as tables and plots |

mod bundle;
mod cdp;
mod product;
mod quiet;
mod report;
mod server;
mod visit;

use anyhow::{Result, ensure};
use clap::Parser;

use cdp::Chromium;
use product::{PRODUCTS, Product};
use report::Report;
use visit::{Figures, Network, Stage, Visit};

/// How often a product is tried in a round.
const ATTEMPTS: usize = 3;

/// Measures the widget side by side with what a shop would pick instead.
#[derive(Parser)]
struct Options {
    /// How often each product is measured
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// Only the products whose names contain this
    #[arg(long, default_value = "")]
    only: String,
    /// Only whether all of it still works: one round, and no waiting for a quiet machine
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
    let products: Vec<&Product> =
        PRODUCTS.iter().filter(|product| product.name.to_lowercase().contains(&options.only)).collect();
    ensure!(!products.is_empty(), "--only {}: no product is called so", options.only);
    let stage = Stage { origin: server::start(bundle::all(&products)?).await? };
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
            for product in in_order_of(round, &products) {
                for (what, figures) in again(&stage, &mut chromium, product, *network).await? {
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

/// The products in another order in each round, so that none always comes after the same one, and in the same when all is
/// repeated.
fn in_order_of<'a>(round: usize, products: &[&'a Product]) -> Vec<&'a Product> {
    let mut ordered = products.to_vec();
    fastrand::Rng::with_seed(round as u64).shuffle(&mut ordered);
    ordered
}

/// Measures a product, again where it fails: a machine that is busy with something else is no reason to begin anew.
async fn again(
    stage: &Stage,
    chromium: &mut Chromium,
    product: &Product,
    network: Network,
) -> Result<Vec<(Visit, Figures)>> {
    for _ in 1..ATTEMPTS {
        match stage.measure(chromium, product, network).await {
            Ok(measured) => return Ok(measured),
            Err(error) => println!("  again: {error:#}"),
        }
    }
    stage.measure(chromium, product, network).await
}
