//! What handlers share. Each asks for the parts it needs.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::FromRef;
use nachklang_store::{Digest, SharedStore};

use super::extract::admin::AdminAuth;
use super::extract::body::BodyReader;
use super::extract::sender::TrustForwardedFor;
use super::pages::survey::Hosting;
use super::widget_files::WidgetFiles;
use crate::ingest::{Admission, Ingest, SiteCache};
use crate::limits::Limits;

/// The settings of a router.
#[derive(Debug, Default)]
pub struct Options {
    /// The digest of an admin token that counts instead of the stored one.
    pub admin: Option<Digest>,
    /// The folder with the widget's files.
    pub pkg: PathBuf,
    /// The settings of survey pages.
    pub hosting: Hosting,
    /// How much is taken on at once.
    pub limits: Limits,
    /// Whether the last address in `X-Forwarded-For` is that of the client, as a proxy in front writes it.
    pub trust_forwarded_for: bool,
    /// Whether each request is logged.
    pub log_requests: bool,
}

/// The state of the router. Handlers ask for single fields of it.
#[derive(Debug, Clone)]
pub struct AppState {
    store: SharedStore,
    ingest: Ingest,
    admission: Admission,
    admin: AdminAuth,
    bodies: BodyReader,
    hosting: Arc<Hosting>,
    files: WidgetFiles,
    trust_forwarded_for: TrustForwardedFor,
}

impl AppState {
    /// The state of a collector on `store`.
    pub fn new(store: SharedStore, options: Options) -> Self {
        let Options { admin, pkg, hosting, limits, trust_forwarded_for, log_requests: _ } = options;
        let admission = Admission::new(store.clone(), &limits);
        Self {
            ingest: Ingest::new(store.clone(), admission.clone()),
            admission,
            admin: AdminAuth::new(admin, store.clone()),
            bodies: BodyReader::new(&limits),
            hosting: hosting.into(),
            files: WidgetFiles::new(&pkg),
            trust_forwarded_for: TrustForwardedFor(trust_forwarded_for),
            store,
        }
    }
}

/// Gives handlers single fields of the state.
macro_rules! from_state {
    ($($part:ty => $field:ident),* $(,)?) => {
        $(impl FromRef<AppState> for $part {
            fn from_ref(state: &AppState) -> Self {
                state.$field.clone()
            }
        })*
    };
}

from_state! {
    SharedStore => store,
    Ingest => ingest,
    Admission => admission,
    AdminAuth => admin,
    BodyReader => bodies,
    Arc<Hosting> => hosting,
    WidgetFiles => files,
    TrustForwardedFor => trust_forwarded_for,
}

impl FromRef<AppState> for SiteCache {
    fn from_ref(state: &AppState) -> Self {
        state.admission.site_cache().clone()
    }
}
