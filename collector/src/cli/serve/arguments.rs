//! The options of `serve`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::data::Data;
use crate::cli::token;
use crate::config::{Settings, SiteSetting};
use crate::limits::Limits;
use crate::log::LogFormat;

/// The options of `serve`. Each is an environment variable as well.
#[derive(Args)]
pub struct ServeArguments {
    #[command(flatten)]
    data: Data,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "NACHKLANG_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8321")]
    listen: String,
    /// Folder with the widget's built files.
    #[arg(long, env = "NACHKLANG_PKG", value_name = "DIR", default_value = "pkg")]
    pkg: PathBuf,
    /// Admin token to use instead of the stored one, for containers.
    #[arg(long, env = "NACHKLANG_ADMIN_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    admin_token: Option<String>,
    /// Survey file whose surveys are asked on survey pages.
    #[arg(long, env = "NACHKLANG_SURVEYS", value_name = "FILE")]
    surveys: Option<PathBuf>,
    /// Name of a shop on its survey pages; give it once for each site, or several joined by ';'.
    #[arg(long, env = "NACHKLANG_SHOP", value_name = "SITE=NAME", value_delimiter = ';', value_parser = SiteSetting::shop)]
    shop: Vec<SiteSetting>,
    /// Brand colour of a shop on its survey pages, as CSS writes it; give it once for each site, or several joined by ';'.
    #[arg(long, env = "NACHKLANG_ACCENT", value_name = "SITE=COLOUR", value_delimiter = ';', value_parser = SiteSetting::accent)]
    accent: Vec<SiteSetting>,
    /// Responses per second that one IP address may send, on average; 0 for no limit.
    #[arg(long, env = "NACHKLANG_ADDRESS_RATE", value_name = "RESPONSES", default_value_t = Limits::default().address_rate)]
    address_rate: u32,
    /// Responses per second that one site may get, on average; 0 for no limit.
    #[arg(long, env = "NACHKLANG_SITE_RATE", value_name = "RESPONSES", default_value_t = Limits::default().site_rate)]
    site_rate: u32,
    /// Take the client's IP address from X-Forwarded-For, which a proxy in front has to write.
    #[arg(long, env = "NACHKLANG_TRUST_FORWARDED_FOR")]
    trust_forwarded_for: bool,
    /// Format of the log on standard error: human for people, json for programs.
    #[arg(long, env = "NACHKLANG_LOG", value_name = "FORMAT", default_value = "human")]
    log: LogFormat,
    /// Log one line for each request: method, path, status and milliseconds.
    #[arg(long, env = "NACHKLANG_LOG_REQUESTS")]
    log_requests: bool,
}

impl ServeArguments {
    /// The format of the log.
    pub fn log_format(&self) -> LogFormat {
        self.log
    }

    /// The settings of the collector.
    ///
    /// # Errors
    /// Where the admin token could not be sent in a header.
    pub fn settings(self) -> anyhow::Result<Settings> {
        Ok(Settings {
            data: self.data.folder,
            listen: self.listen,
            pkg: self.pkg,
            admin_token: self.admin_token.map(token::given).transpose()?,
            surveys: self.surveys,
            shops: self.shop,
            accents: self.accent,
            limits: Limits {
                address_rate: self.address_rate,
                site_rate: self.site_rate,
                ..Limits::default()
            },
            trust_forwarded_for: self.trust_forwarded_for,
            log_requests: self.log_requests,
        })
    }
}
