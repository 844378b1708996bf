//! The lines a collector prints when it starts.

use std::net::SocketAddr;
use std::path::Path;

use nachklang_store::{AdminToken, Sites, SqliteStore};

/// Where everything is.
pub struct Report<'a> {
    /// The folder of the database.
    pub data: &'a Path,
    /// The address it listens on.
    pub address: SocketAddr,
    /// The folder with the widget's files, which may be missing.
    pub pkg: &'a Path,
    /// The registered sites.
    pub sites: &'a Sites,
    /// The survey file, if there is one.
    pub surveys: Option<&'a Path>,
    /// The admin token, if one was made.
    pub token: Option<&'a AdminToken>,
}

impl Report<'_> {
    /// The report, a line for each part: its name in ten columns, and its value or what to do.
    pub fn lines(&self) -> String {
        let mut lines = format!("data      {}\n", self.data.join(SqliteStore::FILE).display());
        lines += &format!("listening http://{}\n", self.address);
        lines += &match self.pkg.is_dir() {
            true => format!("widget    {}\n", self.pkg.display()),
            false => format!(
                "widget    missing: there is no folder {}; build it with `cargo xtask build` or name another with --pkg\n",
                self.pkg.display()
            ),
        };
        let names: Vec<&str> = self.sites.iter().map(|site| site.site.as_str()).collect();
        lines += &match &names[..] {
            [] => {
                "sites     any: whoever knows the address may send; `nachklang-collector site add` says who may\n"
                    .into()
            }
            names => format!("sites     {}\n", names.join(", ")),
        };
        if let Some(surveys) = self.surveys {
            lines += &format!("surveys   {}\n", surveys.display());
        }
        if let Some(token) = self.token {
            lines += &format!("token     {}\n", token.as_str());
        }
        lines
    }
}
