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
use clap::{CommandFactory, Parser, Subcommand};

use self::check::check;
use self::data::Data;
use self::explain::explain_all;
use self::proof_key::ProofKeyCommand;
use self::serve::{ServeArguments, asked_to_stop, serve};
use self::site::SiteCommand;
use crate::log;

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
    Serve(ServeArguments),
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
        Command::Serve(arguments) => {
            log::start(arguments.log_format());
            serve(arguments.settings()?, io::stdout(), asked_to_stop()?).await?;
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
