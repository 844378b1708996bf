//! The settings of a collector.

use std::path::PathBuf;

use nachklang_model::Key;
use nachklang_store::AdminToken;

use crate::limits::{Limits, MAX_COLOUR_LENGTH, MAX_SHOP_NAME_LENGTH};

/// The settings a collector starts with.
#[derive(Debug)]
pub struct Settings {
    /// Folder for the database.
    pub data: PathBuf,
    /// Address and port to listen on.
    pub listen: String,
    /// Folder with the widget's files.
    pub pkg: PathBuf,
    /// Admin token that counts instead of the stored one.
    pub admin_token: Option<AdminToken>,
    /// The survey file for survey pages.
    pub surveys: Option<PathBuf>,
    /// The names of shops, for survey pages.
    pub shops: Vec<SiteSetting>,
    /// The colours of shops, for survey pages.
    pub accents: Vec<SiteSetting>,
    /// How much is taken on at once.
    pub limits: Limits,
    /// Whether the last address in `X-Forwarded-For` is that of the client.
    pub trust_forwarded_for: bool,
    /// Whether each request is logged.
    pub log_requests: bool,
}

/// A setting of one site, on the command line `SITE=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSetting {
    /// The site.
    pub site: Key,
    /// Its name or colour.
    pub value: String,
}

impl SiteSetting {
    /// Reads `SITE=NAME`, the shop's name.
    ///
    /// # Errors
    /// What was expected.
    pub fn shop(text: &str) -> Result<Self, String> {
        let fits = |name: &str| (1..=MAX_SHOP_NAME_LENGTH).contains(&name.chars().count());
        Self::read(
            text,
            fits,
            &format!("a name of 1 to {MAX_SHOP_NAME_LENGTH} characters, as in shop.example=The Shop"),
        )
    }

    /// Reads `SITE=COLOUR`, a colour as CSS writes it.
    ///
    /// # Errors
    /// What was expected.
    pub fn accent(text: &str) -> Result<Self, String> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"#(),.%/ -".contains(&byte);
        let fits =
            |colour: &str| (1..=MAX_COLOUR_LENGTH).contains(&colour.len()) && colour.bytes().all(plain);
        Self::read(text, fits, "a colour as CSS writes it, as in shop.example=#0a7d5c")
    }

    fn read(text: &str, fits: impl Fn(&str) -> bool, expected: &str) -> Result<Self, String> {
        let (site, value) = text.split_once('=').ok_or_else(|| format!("expected SITE=VALUE: {expected}"))?;
        let site =
            Key::new(site.trim()).ok_or_else(|| format!("expected in front of '=' {}", Key::EXPECTED))?;
        let value = Some(value.trim()).filter(|value| fits(value));
        let value = value.ok_or_else(|| format!("expected behind '=' {expected}"))?;
        Ok(Self { site, value: value.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_said_of_a_site() {
        for (text, shop) in [
            ("shop.example=The = Shop", Ok(("shop.example", "The = Shop"))),
            (" shop.example = Hans & Söhne ", Ok(("shop.example", "Hans & Söhne"))),
            ("The Shop", Err("expected SITE=VALUE: ")),
            ("Shop=The Shop", Err("expected in front of '=' a key: ")),
            ("shop.example=", Err("expected behind '=' a name of 1 to 120 characters")),
        ] {
            check(SiteSetting::shop(text), shop, text);
        }
        for (text, accent) in [
            ("shop.example=#0a7d5c", Ok(("shop.example", "#0a7d5c"))),
            ("shop.example=oklch(0.5 0.1 160 / 90%)", Ok(("shop.example", "oklch(0.5 0.1 160 / 90%)"))),
            ("shop.example=red;background:url(x)", Err("expected behind '=' a colour as CSS writes it")),
            ("shop.example=\"><script>", Err("expected behind '=' a colour as CSS writes it")),
            (&format!("shop.example={}", "a".repeat(61)), Err("expected behind '=' a colour")),
        ] {
            check(SiteSetting::accent(text), accent, text);
        }
    }

    #[track_caller]
    fn check(read: Result<SiteSetting, String>, expected: Result<(&str, &str), &str>, text: &str) {
        match (read, expected) {
            (Ok(SiteSetting { site, value }), Ok(expected)) => assert_eq!((site.as_str(), &*value), expected),
            (Err(message), Err(start)) => assert!(message.starts_with(start), "{text}: {message}"),
            (read, _) => panic!("{text}: {read:?}"),
        }
    }
}
