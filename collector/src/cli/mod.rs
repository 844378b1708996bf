//! The command line: a file for each command.

mod check;
mod data;
mod explain;
mod proof_key;
pub mod serve;
mod site;
mod token;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};

use self::check::check;
use self::data::Data;
use self::explain::explain_all;
use self::proof_key::ProofKeyCommand;
use self::serve::serve;
use self::site::SiteCommand;
use crate::config::{Settings, SiteSetting};
use crate::limits::Limits;
use crate::log::{self, LogFormat};

/// The endpoint for Nachklang's widget: stores the answers of shoppers and scores them.
#[derive(Parser)]
#[command(name = "nachklang-collector", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take responses, give them back, score them, and serve the widget's files.
    Serve {
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
        #[command(flatten)]
        hosting: HostingArguments,
        #[command(flatten)]
        limits: LimitArguments,
        #[command(flatten)]
        log: LogArguments,
    },
    /// Register the sites whose responses are taken. While there is none, responses for any site are.
    Site {
        #[command(subcommand)]
        command: SiteCommand,
    },
    /// Name every mistake in survey files.
    Check {
        /// Survey files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Explain why each survey of the one file is shown or not in the situation that this file describes.
        #[arg(long, value_name = "CONTEXT")]
        explain: Option<PathBuf>,
        /// Write the explanation as JSON.
        #[arg(long, requires = "explain")]
        json: bool,
    },
    /// Register the keys that shops sign orders with, so that answers of verified buyers are marked. A running
    /// collector uses them at once.
    #[command(subcommand)]
    ProofKey(ProofKeyCommand),
    /// Make a new admin token and print it. The previous one stops working at once, in a running collector too.
    Token {
        #[command(flatten)]
        data: Data,
    },
}

/// Settings of survey pages, `/survey/SITE/SURVEY`.
#[derive(Args)]
struct HostingArguments {
    /// Survey file whose surveys are asked on survey pages.
    #[arg(long, env = "NACHKLANG_SURVEYS", value_name = "FILE")]
    surveys: Option<PathBuf>,
    /// Name of a shop on its survey pages; give it once for each site, or several joined by ';'.
    #[arg(long, env = "NACHKLANG_SHOP", value_name = "SITE=NAME", value_delimiter = ';', value_parser = SiteSetting::shop)]
    shop: Vec<SiteSetting>,
    /// Brand colour of a shop on its survey pages, as CSS writes it; give it once for each site, or several joined by ';'.
    #[arg(long, env = "NACHKLANG_ACCENT", value_name = "SITE=COLOUR", value_delimiter = ';', value_parser = SiteSetting::accent)]
    accent: Vec<SiteSetting>,
}

/// How much is taken from whom.
#[derive(Args)]
struct LimitArguments {
    /// Responses per second that one IP address may send, on average; 0 for no limit.
    #[arg(long, env = "NACHKLANG_ADDRESS_RATE", value_name = "RESPONSES", default_value_t = Limits::default().address_rate)]
    address_rate: u32,
    /// Responses per second that one site may get, on average; 0 for no limit.
    #[arg(long, env = "NACHKLANG_SITE_RATE", value_name = "RESPONSES", default_value_t = Limits::default().site_rate)]
    site_rate: u32,
    /// Take the client's IP address from X-Forwarded-For, which a proxy in front has to write.
    #[arg(long, env = "NACHKLANG_TRUST_FORWARDED_FOR")]
    trust_forwarded_for: bool,
}

/// What is logged, and how.
#[derive(Args)]
struct LogArguments {
    /// Format of the log on standard error: human for people, json for programs.
    #[arg(long, env = "NACHKLANG_LOG", value_name = "FORMAT", default_value = "human")]
    log: LogFormat,
    /// Log one line for each request: method, path, status and milliseconds.
    #[arg(long, env = "NACHKLANG_LOG_REQUESTS")]
    log_requests: bool,
}

/// Runs the program. Exits with 0 after a shutdown that was asked for, with 1 after an error, which is one sentence on standard
/// error, or if a checked file has a mistake, and with 2 for a wrong command line.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("nachklang-collector: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { data, listen, pkg, admin_token, hosting, limits, log } => {
            let LogArguments { log, log_requests } = log;
            log::start(log);
            let HostingArguments { surveys, shop: shops, accent: accents } = hosting;
            let LimitArguments { address_rate, site_rate, trust_forwarded_for } = limits;
            let settings = Settings {
                data: data.folder,
                listen,
                pkg,
                admin_token: admin_token.map(token::given).transpose()?,
                surveys,
                shops,
                accents,
                limits: Limits { address_rate, site_rate, ..Limits::default() },
                trust_forwarded_for,
                log_requests,
            };
            serve(settings, io::stdout(), serve::asked_to_stop()?).await?;
        }
        Command::Check { files, explain: Some(context), json } => {
            let [file] = &files[..] else {
                let message = "--explain takes one survey file";
                Arguments::command().error(ErrorKind::TooManyValues, message).exit()
            };
            if !explain_all(file, &context, json, io::stdout().lock())? {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Check { files, .. } => {
            if !check(&files, io::stdout().lock())? {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::ProofKey(command) => command.run(io::stdin(), io::stdout()).await?,
        Command::Token { data } => token::renew(&data, io::stdout()).await?,
        Command::Site { command } => command.run(io::stdout().lock()).await?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those of `check` are no settings: they are for one call.
    #[test]
    fn every_setting_has_its_environment_variable() {
        let program = Arguments::command();
        program.clone().debug_assert();
        for command in program.get_subcommands().filter(|command| command.get_name() != "check") {
            for argument in command.get_arguments().filter(|argument| !argument.is_positional()) {
                let name = argument.get_long().expect("a long flag").replace('-', "_").to_uppercase();
                let variable = argument.get_env().expect("a variable").to_str();
                assert_eq!(variable, Some(format!("NACHKLANG_{name}").as_str()));
            }
        }
    }

    #[test]
    fn help_shows_no_token_from_the_environment() {
        let program = Arguments::command();
        let serve = program.find_subcommand("serve").expect("serve");
        let token = serve.get_arguments().find(|argument| argument.get_long() == Some("admin-token"));
        assert!(token.expect("the flag").is_hide_env_values_set());
    }
}
