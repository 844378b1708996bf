use nachklang_model::Key;
use sqlx::{Row, SqlitePool};

use crate::domain::origin::Origin;
use crate::domain::site::{Site, Sites};
use crate::domain::site_key::SiteKey;

/// The registered sites.
pub(super) async fn list(readers: &SqlitePool) -> Result<Sites, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT site, key, origin FROM sites LEFT JOIN site_origins USING (site) ORDER BY site, origin",
    );
    let mut sites: Vec<Site> = Vec::new();
    for row in rows.fetch_all(readers).await? {
        let (name, key, origin): (&str, Option<&str>, Option<&str>) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let Some(name) = Key::new(name) else { continue };
        if sites.last().is_none_or(|last| last.site != name) {
            sites.push(Site { site: name, key: key.and_then(SiteKey::parse), origins: Vec::new() });
        }
        let site = sites.last_mut().expect("there is one now");
        site.origins.extend(origin.and_then(Origin::parse));
    }
    Ok(Sites::new(sites))
}

/// Registers a site, which replaces what was registered under its name.
pub(super) async fn set(writer: &SqlitePool, site: &Site) -> Result<(), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("DELETE FROM sites WHERE site = $1")
        .bind(site.site.as_str())
        .execute(&mut *transaction)
        .await?;
    sqlx::query("INSERT INTO sites (site, key) VALUES ($1, $2)")
        .bind(site.site.as_str())
        .bind(site.key.as_ref().map(SiteKey::as_str))
        .execute(&mut *transaction)
        .await?;
    for origin in &site.origins {
        sqlx::query("INSERT INTO site_origins (site, origin) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(site.site.as_str())
            .bind(origin.as_str())
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Takes a site off, and says whether it was there.
pub(super) async fn remove(writer: &SqlitePool, site: &Key) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM sites WHERE site = $1").bind(site.as_str()).execute(writer).await?;
    Ok(done.rows_affected() > 0)
}
