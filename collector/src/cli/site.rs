//! `nachklang-collector site …`: registers the sites whose responses are taken.

use std::io::Write;

use anyhow::{anyhow, bail};
use clap::Subcommand;
use nachklang_model::Key;
use nachklang_store::{Origin, Site, SiteKey, Store};

use super::data::Data;

/// The commands for sites.
#[derive(Subcommand)]
pub enum SiteCommand {
    /// Register a site, or change what is registered under its name.
    Add {
        #[command(flatten)]
        data: Data,
        /// The site, as `data-site` names it.
        #[arg(value_parser = name)]
        site: Key,
        /// Origin whose pages may send, such as https://shop.example; give it once for each. `*` for any, and for none.
        #[arg(long, required = true, value_name = "ORIGIN", value_parser = origin)]
        origin: Vec<Origin>,
        /// Key that has to stand behind the endpoint's address, as ?key=…; without a value, one is made.
        #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = "", value_parser = key)]
        key: Option<SiteKey>,
    },
    /// Take a site off the register. Its responses stay.
    Remove {
        #[command(flatten)]
        data: Data,
        /// The site.
        #[arg(value_parser = name)]
        site: Key,
    },
    /// List the registered sites.
    List {
        #[command(flatten)]
        data: Data,
    },
}

impl SiteCommand {
    /// Runs the command, and writes to `out` what is registered now.
    ///
    /// # Errors
    /// One sentence that says what to do.
    pub async fn run(self, out: impl Write) -> anyhow::Result<()> {
        match self {
            Self::Add { data, site, origin: origins, key } => {
                add(&data, Site { site, key, origins }, out).await
            }
            Self::Remove { data, site } => remove(&data, &site, out).await,
            Self::List { data } => list(&data, out).await,
        }
    }
}

/// Reads a site's name from the command line.
///
/// # Errors
/// What it should look like.
pub fn name(text: &str) -> Result<Key, String> {
    Key::new(text).ok_or_else(|| format!("expected {}", Key::EXPECTED))
}

/// Reads an origin from the command line.
///
/// # Errors
/// What it should look like.
fn origin(text: &str) -> Result<Origin, String> {
    Origin::parse(text).ok_or_else(|| format!("expected {}", Origin::EXPECTED))
}

/// Reads a site's key from the command line. Makes a new one if it is empty.
///
/// # Errors
/// What it should look like.
fn key(text: &str) -> Result<SiteKey, String> {
    match text {
        "" => Ok(SiteKey::random()),
        text => SiteKey::parse(text).ok_or_else(|| format!("expected {}", SiteKey::EXPECTED)),
    }
}

/// Registers a site, or changes what was registered under its name, and says what is in force now.
///
/// # Errors
/// Where the store cannot be opened or written.
async fn add(data: &Data, site: Site, mut out: impl Write) -> anyhow::Result<()> {
    let store = data.open().await?;
    store.set_site(&site).await?;
    let sites = store.sites().await?;
    store.close().await;
    let site = sites.get(&site.site).ok_or_else(|| anyhow!("the site was taken off at the same time"))?;
    write!(out, "{}", described(site))?;
    Ok(())
}

/// Takes a site off the register. Its responses stay.
///
/// # Errors
/// Where it is not registered, and where the store cannot be opened or written.
async fn remove(data: &Data, site: &Key, mut out: impl Write) -> anyhow::Result<()> {
    let store = data.open().await?;
    let removed = store.remove_site(site).await?;
    let left = store.sites().await?.iter().count();
    store.close().await;
    if !removed {
        bail!("{site} is not registered: `nachklang-collector site list` says what is");
    }
    let left = match left {
        0 => "none is left, so that responses for any site are taken".into(),
        left => format!("{left} left"),
    };
    writeln!(out, "{site} is no longer registered; {left}")?;
    Ok(())
}

/// Lists the registered sites.
///
/// # Errors
/// Where the store cannot be opened or read.
async fn list(data: &Data, mut out: impl Write) -> anyhow::Result<()> {
    let store = data.open().await?;
    let sites = store.sites().await?;
    store.close().await;
    if sites.is_empty() {
        writeln!(out, "no site is registered, so that responses for any are taken")?;
    }
    for site in sites.iter() {
        write!(out, "{}", described(site))?;
    }
    Ok(())
}

/// A site as it is printed, on lines of its own.
fn described(site: &Site) -> String {
    let origins: Vec<&str> = site.origins.iter().map(Origin::as_str).collect();
    let mut lines = format!("site      {}\norigins   {}\n", site.site, origins.join(", "));
    if let Some(key) = &site.key {
        lines += &format!("endpoint  /v1/responses?key={}\n", key.as_str());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn written(
        command: impl AsyncFnOnce(&mut Vec<u8>) -> anyhow::Result<()>,
    ) -> Result<String, String> {
        let mut out = Vec::new();
        let done = command(&mut out).await;
        done.map(|()| String::from_utf8(out).unwrap()).map_err(|error| format!("{error:#}"))
    }

    fn site(site: &str, sites_key: Option<&str>, origins: &[&str]) -> Site {
        Site {
            site: name(site).unwrap(),
            key: sites_key.map(|text| key(text).unwrap()),
            origins: origins.iter().map(|text| origin(text).unwrap()).collect(),
        }
    }

    #[tokio::test]
    async fn sites_are_added_changed_listed_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let data = &Data { folder: folder.path().into() };
        let none = "no site is registered, so that responses for any are taken\n";
        assert_eq!(written(async |out| list(data, out).await).await.unwrap(), none);

        let shop = site("shop.example", None, &["https://www.shop.example", "https://shop.example:443"]);
        let added = written(async |out| add(data, shop, out).await).await.unwrap();
        let shop = "site      shop.example\norigins   https://shop.example, https://www.shop.example\n";
        assert_eq!(added, shop);
        let other = site("other.example", Some("k-1"), &["*"]);
        let added = written(async |out| add(data, other, out).await).await.unwrap();
        assert_eq!(added, "site      other.example\norigins   *\nendpoint  /v1/responses?key=k-1\n");
        let listed = written(async |out| list(data, out).await).await.unwrap();
        assert_eq!(listed, added + shop);

        let other = site("other.example", None, &["https://other.example"]);
        let changed = written(async |out| add(data, other, out).await).await.unwrap();
        assert_eq!(
            changed, "site      other.example\norigins   https://other.example\n",
            "nothing is left of before"
        );

        let remove =
            async |text: &str| written(async |out| remove(data, &name(text).unwrap(), out).await).await;
        assert_eq!(remove("other.example").await.unwrap(), "other.example is no longer registered; 1 left\n");
        assert!(remove("other.example").await.unwrap_err().contains("is not registered"));
        let last = remove("shop.example").await.unwrap();
        assert!(last.contains("none is left, so that responses for any site are taken"), "{last}");
        assert_eq!(written(async |out| list(data, out).await).await.unwrap(), none);
    }

    #[test]
    fn says_what_is_expected() {
        assert!(name("Shop").unwrap_err().starts_with("expected a key"));
        assert!(origin("shop.example").unwrap_err().contains("such as https://shop.example"));
        assert!(key("a b").unwrap_err().starts_with("expected 1 to 64 letters"));
        assert_eq!(key("").unwrap().as_str().len(), 32, "one is made");
    }
}
