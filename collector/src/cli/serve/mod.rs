//! `nachklang-collector serve`: runs a collector, from its first line of output to the closed database.

mod arguments;
mod report;
mod stop;

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use nachklang_store::{AdminToken, Store};
use tokio::net::TcpListener;

pub use self::arguments::ServeArguments;
use self::report::Report;
pub use self::stop::asked_to_stop;
use super::data;
use crate::config::Settings;
use crate::http::pages::survey::Hosting;
use crate::http::{Options, router, server};

/// Runs a collector until `stop`, then finishes the requests in flight, commits what is waiting, and closes the database.
///
/// Writes to `out` once, before the first request is taken, a line each:
/// - `data      /var/lib/nachklang/nachklang.db`
/// - `listening http://127.0.0.1:8321`, with the real port
/// - `widget    /srv/pkg`, or what to do where the folder is missing
/// - `sites     shop.example`, those that are registered, or that any is taken
/// - `surveys   /srv/surveys.json`, if a survey file was given
/// - `token     0a1b…`, the admin token, if one was made, which is on the first start
///
/// # Errors
/// One sentence that says what to do: where it cannot listen, cannot write, or would publish its database; and everything that
/// is wrong with the survey file.
pub async fn serve(
    settings: Settings,
    mut out: impl Write,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    // Before anything is written, so that a start that fails leaves nothing behind.
    let hosting = Hosting::new(settings.surveys.as_deref(), settings.shops, settings.accents)?;
    let listener = listen(&settings.listen).await?;
    let store = data::open(&settings.data, &settings.limits).await?;
    let data = settings.data.canonicalize().context("the data folder went away")?;
    let pkg = std::path::absolute(&settings.pkg).context("cannot tell where --pkg is")?;
    refuse_public_data(&data, &pkg)?;
    let token = match &settings.admin_token {
        Some(_) => None,
        None => first_token(&store).await?,
    };

    let sites = store.sites().await.context("cannot read the registered sites")?;
    let report = Report {
        data: &data,
        address: listener.local_addr()?,
        pkg: &pkg,
        sites: &sites,
        surveys: settings.surveys.as_deref(),
        token: token.as_ref(),
    };
    // A closed standard output is no reason not to work.
    let _ = out.write_all(report.lines().as_bytes()).and_then(|()| out.flush());
    drop(out);

    let admin = settings.admin_token.map(|token| token.digest());
    let limits = settings.limits;
    let app = router(
        Arc::new(store.clone()),
        Options {
            admin,
            pkg,
            hosting,
            limits: limits.clone(),
            trust_forwarded_for: settings.trust_forwarded_for,
            log_requests: settings.log_requests,
        },
    );
    let finished = server::run(listener, app, &limits, stop).await;
    if !finished {
        let seconds = limits.grace.as_secs();
        tracing::warn!(
            "stopped with requests in flight, after {seconds} seconds: their senders will try again"
        );
    }
    // Commits what the store has accepted, whether a client still waits for it or not.
    store.close().await;
    Ok(())
}

async fn listen(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "cannot listen on {address}, because another program does: stop it or choose another port with --listen"
        ),
        ErrorKind::PermissionDenied => anyhow!(
            "cannot listen on {address}, because this user may not: choose a port above 1023 with --listen"
        ),
        _ => anyhow!(
            "cannot listen on {address} ({error}): give an address of this machine and a port with --listen, \
             such as 127.0.0.1:8321"
        ),
    })
}

/// Refuses to serve the folder the database is in.
fn refuse_public_data(data: &Path, pkg: &Path) -> anyhow::Result<()> {
    let public = pkg.canonicalize().is_ok_and(|pkg| data.starts_with(pkg));
    if public {
        bail!(
            "the database in {} would be public, because the widget's files are served from {}: \
             choose another folder with --data or --pkg",
            data.display(),
            pkg.display()
        );
    }
    Ok(())
}

/// A new admin token, if the store has none.
async fn first_token(store: &dyn Store) -> anyhow::Result<Option<AdminToken>> {
    let token = AdminToken::random();
    let is_first = store.add_first_admin_digest(&token.digest()).await?;
    Ok(is_first.then_some(token))
}
