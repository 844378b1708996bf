//! The command line.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use nachklang_model::Key;

use crate::check::check;
use crate::explain::explain_all;
use crate::limits::Limits;
use crate::page::OfSite;
use crate::proof::command::ProofKeys;
use crate::serve::{self, Settings, serve};
use crate::site;
use crate::sites::{Origin, Site, SiteKey};
use crate::store::Store;
use crate::token::Token;

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
    },
    /// Say whose responses are taken. Without a registered site, those for any are.
    Site {
        #[command(subcommand)]
        command: SiteCommand,
    },
    /// Say everything that is wrong with survey files.
    Check {
        /// Survey files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Say of each survey of the one file why it is shown or not in the case that this file describes.
        #[arg(long, value_name = "CONTEXT")]
        explain: Option<PathBuf>,
        /// Say so as JSON.
        #[arg(long, requires = "explain")]
        json: bool,
    },
    /// Register the keys that shops sign orders with, so that answers of verified buyers are known. They count at once, in a
    /// running collector too.
    #[command(subcommand)]
    ProofKey(ProofKeys),
    /// Make a new admin token and print it. The one before is no longer valid, in a running collector too.
    Token {
        #[command(flatten)]
        data: Data,
    },
}

/// What is said of hosted pages, `/survey/SITE/SURVEY`.
#[derive(Args)]
struct HostingArguments {
    /// Survey file whose surveys are asked on hosted pages.
    #[arg(long, env = "NACHKLANG_SURVEYS", value_name = "FILE")]
    surveys: Option<PathBuf>,
    /// Name of a shop on its hosted pages; give it once for each site, or several joined by ';'.
    #[arg(long, env = "NACHKLANG_SHOP", value_name = "SITE=NAME", value_delimiter = ';', value_parser = OfSite::shop)]
    shop: Vec<OfSite>,
    /// Brand colour of a shop on its hosted pages, as CSS writes it; give it once for each site, or several joined by ';'.
    #[arg(long, env = "NACHKLANG_ACCENT", value_name = "SITE=COLOUR", value_delimiter = ';', value_parser = OfSite::accent)]
    accent: Vec<OfSite>,
}

/// What is taken from whom.
#[derive(Args)]
struct LimitArguments {
    /// Responses that are taken from one address per second, on average; 0 for as many as come.
    #[arg(long, env = "NACHKLANG_ADDRESS_RATE", value_name = "RESPONSES", default_value_t = Limits::default().address_rate)]
    address_rate: u32,
    /// Responses that are taken for one site per second, on average; 0 for as many as come.
    #[arg(long, env = "NACHKLANG_SITE_RATE", value_name = "RESPONSES", default_value_t = Limits::default().site_rate)]
    site_rate: u32,
    /// Take the client's address from X-Forwarded-For, where a proxy in front writes it.
    #[arg(long, env = "NACHKLANG_TRUST_FORWARDED_FOR")]
    trust_forwarded_for: bool,
}

#[derive(Subcommand)]
enum SiteCommand {
    /// Register a site, or change what is registered under its name.
    Add {
        #[command(flatten)]
        data: Data,
        /// The site, as `data-site` names it.
        #[arg(value_parser = site::name)]
        site: Key,
        /// Origin whose pages may send, such as https://shop.example; give it once for each. `*` for any, and for none.
        #[arg(long, required = true, value_name = "ORIGIN", value_parser = site::origin)]
        origin: Vec<Origin>,
        /// Key that has to stand behind the endpoint's address, as ?key=…; without a value, one is made.
        #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", value_parser = site::key)]
        key: Option<SiteKey>,
    },
    /// Take a site off. What was stored for it stays.
    Remove {
        #[command(flatten)]
        data: Data,
        /// The site.
        #[arg(value_parser = site::name)]
        site: Key,
    },
    /// Say which sites are registered.
    List {
        #[command(flatten)]
        data: Data,
    },
}

/// Where the database is.
#[derive(Args)]
pub(crate) struct Data {
    /// Folder for the database `nachklang.db`.
    #[arg(long, env = "NACHKLANG_DATA", value_name = "DIR", default_value = ".")]
    pub(crate) data: PathBuf,
}

/// Runs the program: 0 after a shutdown that was asked for, 1 after an error, which is one sentence on standard error, and
/// where a checked file has a problem, and 2 for a wrong command line.
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
        Command::Serve { data: Data { data }, listen, pkg, admin_token, hosting, limits } => {
            let HostingArguments { surveys, shop: shops, accent: accents } = hosting;
            let admin_token = admin_token.map(Token::given).transpose()?;
            let LimitArguments { address_rate, site_rate, trust_forwarded_for } = limits;
            let limits = Limits { address_rate, site_rate, ..Limits::default() };
            let settings = Settings {
                data,
                listen,
                pkg,
                admin_token,
                surveys,
                shops,
                accents,
                limits,
                trust_forwarded_for,
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
        Command::Token { data: Data { data } } => new_token(&data).await?,
        Command::Site { command } => match command {
            SiteCommand::Add { data: Data { data }, site, origin: origins, key } => {
                site::add(&data, Site { site, key, origins }, io::stdout().lock()).await?;
            }
            SiteCommand::Remove { data: Data { data }, site } => {
                site::remove(&data, &site, io::stdout().lock()).await?;
            }
            SiteCommand::List { data: Data { data } } => site::list(&data, io::stdout().lock()).await?,
        },
    }
    Ok(ExitCode::SUCCESS)
}

async fn new_token(data: &Path) -> anyhow::Result<()> {
    let store = Store::open(data).await?;
    let token = Token::random();
    store.set_token(&token.digest()).await?;
    store.close().await;
    println!("token     {}", token.as_str());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is asked of `check` is asked once, and no setting.
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
