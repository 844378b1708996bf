//! `nachklang-collector token`: makes a new admin token.

use std::io::Write;

use anyhow::anyhow;
use nachklang_store::{AdminToken, Store};

use super::data::Data;

/// Reads the admin token that the operator chose.
///
/// # Errors
/// What it should look like. The message does not repeat it.
pub fn given(text: String) -> anyhow::Result<AdminToken> {
    AdminToken::parse(text).ok_or_else(|| {
        anyhow!(
            "the admin token must be visible ASCII characters without spaces: \
             leave --admin-token and NACHKLANG_ADMIN_TOKEN out to have one made"
        )
    })
}

/// Makes a new admin token and writes it to `out`. The one before is no longer valid.
///
/// # Errors
/// Where the store cannot be opened or written.
pub async fn renew(data: &Data, mut out: impl Write) -> anyhow::Result<()> {
    let store = data.open().await?;
    let token = AdminToken::random();
    store.set_admin_digest(&token.digest()).await?;
    store.close().await;
    writeln!(out, "token     {}", token.as_str())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::given;

    #[test]
    fn a_token_that_is_refused_is_not_repeated() {
        for (text, valid) in [("s3cret-token", true), ("", false), ("two words", false), ("schlüssel", false)]
        {
            let token = given(text.into());
            assert_eq!(token.is_ok(), valid, "{text}");
            if let Err(error) = token {
                assert!(text.is_empty() || !error.to_string().contains(text));
            }
        }
    }
}
