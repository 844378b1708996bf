//! The files of `pkg/`: names, hashes, compressed copies.

use std::io::Write;
use std::{fs, path::Path};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::Quality;

/// What is tracked in `pkg/` and not built.
const TRACKED: [&str; 3] = ["package.json", "README.md", "nachklang.d.ts"];

/// A file that was built.
#[derive(Clone)]
pub struct Built {
    /// Its name in `pkg/`.
    pub name: String,
    /// Its subresource-integrity hash.
    pub integrity: String,
}

/// Files that are about to be written.
pub struct Files {
    quality: Quality,
    files: Vec<(Built, Vec<u8>)>,
}

impl Files {
    /// No files yet.
    pub fn new(quality: Quality) -> Self {
        Self { quality, files: Vec::new() }
    }

    /// A file under a name that is its content's: it can be cached for ever.
    pub fn add_hashed(&mut self, stem: &str, extension: &str, content: Vec<u8>) -> Result<Built> {
        self.add(&format!("{stem}.{}.{extension}", short_hash(&content)), content)
    }

    /// A file under a name of its own.
    pub fn add(&mut self, name: &str, content: Vec<u8>) -> Result<Built> {
        let integrity = format!("sha256-{}", STANDARD.encode(Sha256::digest(&content)));
        let built = Built { name: name.into(), integrity };
        self.files.push((built.clone(), content));
        Ok(built)
    }

    /// Writes the files, their compressed copies and `integrity.json` in the place of those of the last build.
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
            self.files.iter().map(|(file, _)| (file.name.clone(), file.integrity.clone().into())).collect();
        fs::write(folder.join("integrity.json"), serde_json::to_string_pretty(&hashes)? + "\n")?;
        for (file, content) in &self.files {
            write_compressed(&folder.join(&file.name), content, self.quality)?;
        }
        Ok(())
    }
}

/// What stands for a content in a file's name.
pub fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content)[..8].iter().map(|byte| format!("{byte:02x}")).collect()
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
