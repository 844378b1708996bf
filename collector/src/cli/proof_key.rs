//! `nachklang-collector proof-key …`: registers the keys that shops sign orders with, lists them and removes them.
//!
//! A key comes from a file or from standard input, never from the command line, which others on the machine can read. Keys are
//! never printed.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand};
use nachklang_model::Key;
use nachklang_store::{Algorithm, ProofKey, Store};

use super::data::Data;
use super::site::name;
use crate::limits::{MAX_KEY_FILE_BYTES, MAX_PROOF_KEYS};

/// The commands for keys.
#[derive(Subcommand)]
pub enum ProofKeyCommand {
    /// Register a key.
    Add {
        /// The site, as data-site names it.
        #[arg(value_parser = name)]
        site: Key,
        /// A name for the key, which a proof may give as `kid`.
        #[arg(value_parser = name)]
        id: Key,
        #[command(flatten)]
        given: Given,
        #[command(flatten)]
        data: Data,
    },
    /// List the keys, each with its site, name and algorithm, and when it was registered.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Remove a key. Responses it has verified stay verified; proofs that were not used yet are refused.
    Remove {
        /// The site.
        #[arg(value_parser = name)]
        site: Key,
        /// The name of the key.
        #[arg(value_parser = name)]
        id: Key,
        #[command(flatten)]
        data: Data,
    },
}

/// The file with the key; its flag names the algorithm.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Given {
    /// File with the public key of Ed25519 in PEM, or - for standard input.
    #[arg(long, value_name = "FILE")]
    ed25519: Option<PathBuf>,
    /// File with the secret of HMAC-SHA-256, or - for standard input.
    #[arg(long, value_name = "FILE")]
    hs256: Option<PathBuf>,
}

impl Given {
    fn get(self) -> Option<(Algorithm, PathBuf)> {
        let ed25519 = self.ed25519.map(|file| (Algorithm::Ed25519, file));
        ed25519.or_else(|| self.hs256.map(|file| (Algorithm::Hs256, file)))
    }
}

impl ProofKeyCommand {
    /// Runs the command. Reads a key from `input` if its file is `-`, and writes to `out` what was done.
    ///
    /// # Errors
    /// One sentence that says what to do.
    pub async fn run(self, input: impl Read, out: impl Write) -> anyhow::Result<()> {
        let (Self::Add { data, .. } | Self::List { data } | Self::Remove { data, .. }) = &self;
        let store = data.open().await?;
        let done = self.run_on(&store, input, out).await;
        store.close().await;
        done
    }

    async fn run_on(self, store: &dyn Store, input: impl Read, mut out: impl Write) -> anyhow::Result<()> {
        match self {
            Self::Add { site, id, given, .. } => {
                let (algorithm, file) = given.get().context("no key was given")?;
                let text = read_key(&file, input)?;
                ProofKey::new(id.clone(), algorithm, &text)
                    .map_err(|expected| anyhow!("{}: {expected}", file.display()))?;
                if store.proof_keys(&site).await?.len() >= MAX_PROOF_KEYS {
                    bail!(
                        "{site} has {MAX_PROOF_KEYS} keys, which is the limit: remove one that is no longer in use"
                    );
                }
                if !store.add_proof_key(&site, &id, algorithm, &text).await? {
                    bail!(
                        "{site} has a key {id} already: give the new one another name, so that both count while shops change over"
                    );
                }
                writeln!(out, "added     {site} {id} {}", algorithm.name())?;
            }
            Self::List { .. } => {
                for key in store.list_proof_keys().await? {
                    writeln!(out, "{} {} {} {}", key.site, key.id, key.algorithm, key.added_at)?;
                }
            }
            Self::Remove { site, id, .. } => {
                if !store.remove_proof_key(&site, &id).await? {
                    bail!("{site} has no key {id}: nachklang-collector proof-key list says which there are");
                }
                writeln!(out, "removed   {site} {id}")?;
            }
        }
        Ok(())
    }
}

/// The text of the file, or of `input`, without the white space around it.
fn read_key(file: &Path, input: impl Read) -> anyhow::Result<String> {
    let read = |from: &mut dyn Read| {
        let mut bytes = Vec::new();
        from.take(MAX_KEY_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let mut input = input;
    let is_input = file == Path::new("-");
    let bytes =
        if is_input { read(&mut input) } else { File::open(file).and_then(|mut file| read(&mut file)) };
    let bytes = bytes.with_context(|| format!("cannot read {}", file.display()))?;
    if bytes.len() > MAX_KEY_FILE_BYTES {
        bail!("{}: found more than {MAX_KEY_FILE_BYTES} bytes, expected a key", file.display());
    }
    let text =
        String::from_utf8(bytes).map_err(|_| anyhow!("{}: found bytes that are no text", file.display()))?;
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser;
    use nachklang_store::testing::proofs::{SECRET, public_pem};
    use tempfile::TempDir;

    use super::*;

    #[derive(Parser)]
    struct Program {
        #[command(subcommand)]
        command: ProofKeyCommand,
    }

    /// What the command writes, or says that is wrong.
    async fn run(folder: &TempDir, arguments: &[&str], input: &str) -> Result<String, String> {
        let data = folder.path().join("data");
        let data = ["--data", data.to_str().unwrap()];
        let arguments = ["proof-key"].iter().chain(arguments).chain(&data);
        let command = Program::try_parse_from(arguments).map_err(|error| error.to_string())?.command;
        let mut out = Vec::new();
        command.run(input.as_bytes(), &mut out).await.map_err(|error| format!("{error:#}"))?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[tokio::test]
    async fn keys_come_from_files_and_go_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("public.pem");
        fs::write(&file, public_pem()).unwrap();
        let file = file.to_str().unwrap();
        let added = run(&folder, &["add", "shop.example", "2026-11", "--ed25519", file], "").await;
        assert_eq!(added.unwrap(), "added     shop.example 2026-11 Ed25519\n");
        let added =
            run(&folder, &["add", "b.example", "1", "--hs256", "-"], &format!(" {SECRET}\n")).await.unwrap();
        assert_eq!(added, "added     b.example 1 HS256\n");

        let listed = run(&folder, &["list"], "").await.unwrap();
        let lines: Vec<&str> = listed.lines().map(|line| line.rsplit_once(' ').unwrap().0).collect();
        assert_eq!(lines, ["b.example 1 HS256", "shop.example 2026-11 Ed25519"]);
        assert!(!listed.contains(SECRET));

        let removed = run(&folder, &["remove", "b.example", "1"], "").await.unwrap();
        assert_eq!(removed, "removed   b.example 1\n");
        assert_eq!(run(&folder, &["list"], "").await.unwrap().lines().count(), 1);
    }

    #[tokio::test]
    async fn says_what_to_do_where_it_cannot() {
        let folder = tempfile::tempdir().unwrap();
        let add = |id| ["add", "shop.example", id, "--hs256", "-"];
        for id in ["1", "2", "3", "4", "5", "6", "7"] {
            run(&folder, &add(id), SECRET).await.unwrap();
        }
        for (arguments, input, expected) in [
            (&add("1")[..], SECRET, "has a key 1 already: give the new one another name"),
            (&add("8"), "short", "-: expected a secret of 32 to 512 visible"),
            (&add("8"), "", "expected a secret"),
            (
                &["add", "shop.example", "8", "--ed25519", "-"],
                SECRET,
                "expected an Ed25519 public key in PEM",
            ),
            (
                &["add", "shop.example", "8", "--ed25519", "/nowhere/public.pem"],
                "",
                "cannot read /nowhere/public.pem",
            ),
            (&["add", "Shop", "8", "--hs256", "-"], SECRET, "expected a key: lower-case"),
            (&["add", "shop.example", "8"], SECRET, "--ed25519 <FILE>"),
            (&["add", "shop.example", "8", "--hs256", "-", "--ed25519", "-"], SECRET, "cannot be used with"),
            (&["remove", "shop.example", "9"], "", "has no key 9: nachklang-collector proof-key list"),
        ] {
            let message = run(&folder, arguments, input).await.unwrap_err();
            assert!(message.contains(expected), "{message}");
            assert!(input.is_empty() || !message.contains(input), "{message}");
        }
        run(&folder, &add("8"), SECRET).await.unwrap();
        let message = run(&folder, &add("9"), SECRET).await.unwrap_err();
        assert!(message.contains("has 8 keys, which is the limit"), "{message}");
        let message = run(&folder, &add("9"), &"a".repeat(5000)).await.unwrap_err();
        assert!(message.contains("more than 4096 bytes"), "{message}");
    }
}
