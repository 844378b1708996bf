//! Writes the files of `pkg/`, with their hashes and compressed copies.

use std::io::Write;
use std::{fs, path::Path};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::Quality;

/// The files in `pkg/` that are tracked, not built.
const TRACKED: [&str; 3] = ["package.json", "README.md", "nachklang.d.ts"];

/// Files to write.
pub struct Files {
    quality: Quality,
    files: Vec<(String, Vec<u8>)>,
}

impl Files {
    /// No files yet.
    pub fn new(quality: Quality) -> Self {
        Self { quality, files: Vec::new() }
    }

    /// Adds a file.
    pub fn add(&mut self, name: &str, content: Vec<u8>) {
        self.files.push((name.into(), content));
    }

    /// Writes the files, their compressed copies and `integrity.json`. Removes those of the last build.
    pub fn write(self) -> Result<()> {
        let folder = crate::pkg();
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if !TRACKED.iter().any(|tracked| entry.file_name() == *tracked) {
                fs::remove_file(entry.path()).with_context(|| entry.path().display().to_string())?;
            }
        }
        let hashes: serde_json::Map<_, _> =
            self.files.iter().map(|(name, content)| (name.clone(), integrity(content).into())).collect();
        fs::write(folder.join("integrity.json"), serde_json::to_string_pretty(&hashes)? + "\n")?;
        for (name, content) in &self.files {
            write_compressed(&folder.join(name), content, self.quality)?;
        }
        Ok(())
    }
}

/// The subresource-integrity hash of a file.
pub fn integrity(content: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(content)))
}

/// The hash of a content in a file's name. The collector recognises the names of the widget's files by its seven digits
/// (`collector/src/http/widget_files.rs`).
pub fn short_hash(content: Sha256) -> String {
    let mut digits: String = content.finalize()[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    digits.truncate(7);
    digits
}

fn write_compressed(path: &Path, content: &[u8], quality: Quality) -> Result<()> {
    let beside = |extension: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(extension);
        name
    };
    let (brotli_quality, gzip_quality) = match quality {
        Quality::Development => (4, Compression::fast()),
        Quality::Release => (11, Compression::best()),
    };
    fs::write(path, content)?;
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: brotli_quality, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    fs::write(beside(".br"), compressed)?;
    let mut gzip = GzEncoder::new(Vec::new(), gzip_quality);
    gzip.write_all(content)?;
    fs::write(beside(".gz"), gzip.finish()?)?;
    Ok(())
}
