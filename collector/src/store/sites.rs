use nachklang_model::Key;
use sqlx::Row;

use super::{Store, StoreError};
use crate::sites::{Origin, Site, SiteKey, Sites};

impl Store {
    /// The registered sites.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn sites(&self) -> Result<Sites, StoreError> {
        let rows = sqlx::query(
            "SELECT site, key, origin FROM sites LEFT JOIN site_origins USING (site) ORDER BY site, origin",
        );
        let mut sites: Vec<Site> = Vec::new();
        for row in rows.fetch_all(&self.readers).await? {
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

    /// Registers a site, in the place of what was registered under its name.
    ///
    /// # Errors
    /// Where the store failed; nothing was changed then.
    pub async fn set_site(&self, site: &Site) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
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

    /// Takes a site off the register, and says whether it was there. What was stored for it stays.
    ///
    /// # Errors
    /// Where the store failed; nothing was changed then.
    pub async fn remove_site(&self, site: &Key) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM sites WHERE site = $1")
            .bind(site.as_str())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }
}
