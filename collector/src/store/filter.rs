use nachklang_model::Key;
use sqlx::{QueryBuilder, Sqlite};

/// Which responses are meant. What is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of this site.
    pub site: Option<Key>,
    /// Those to this survey.
    pub survey: Option<Key>,
    /// Those asked for at this touchpoint.
    pub touchpoint: Option<Key>,
    /// Those that came this far: one of [`nachklang_model::Progress::STATUSES`].
    pub status: Option<&'static str>,
    /// Those that are suspect, or those that are not.
    pub suspect: Option<bool>,
    /// Those received at this time or later.
    pub since: Option<jiff::Timestamp>,
}

impl Filter {
    /// Adds the conditions to a query of `responses` that ends in a condition.
    pub(super) fn push(&self, query: &mut QueryBuilder<Sqlite>) {
        self.push_place(query, "responses");
        if let Some(status) = self.status {
            query.push(" AND responses.status = ").push_bind(status);
        }
        match self.suspect {
            Some(true) => drop(query.push(" AND responses.suspect")),
            Some(false) => drop(query.push(" AND NOT responses.suspect")),
            None => {}
        }
        if let Some(since) = self.since {
            query.push(" AND responses.received_at >= ").push_bind(written(since));
        }
    }

    /// Adds the conditions on site, survey and touchpoint to a query of a table that has these columns, and ends in a condition.
    pub(super) fn push_place(&self, query: &mut QueryBuilder<Sqlite>, table: &str) {
        let columns = [("site", &self.site), ("survey", &self.survey), ("touchpoint", &self.touchpoint)];
        for (column, key) in columns {
            if let Some(key) = key {
                query.push(format_args!(" AND {table}.{column} = ")).push_bind(key.as_str().to_owned());
            }
        }
    }
}

/// A time of the collector as it is stored: UTC, always six decimal places, so that it sorts as text.
pub(super) fn written(time: jiff::Timestamp) -> String {
    format!("{time:.6}")
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn times_sort_as_text() {
        let times = ["2026-11-21T19:15:00Z", "2026-11-21T19:15:00.1Z", "2026-11-21T20:15:00.123456789+00:00"];
        let written = times.map(|time| written(time.parse().unwrap()));
        assert_eq!(
            written,
            ["2026-11-21T19:15:00.000000Z", "2026-11-21T19:15:00.100000Z", "2026-11-21T20:15:00.123456Z"]
        );
        assert!(written.is_sorted());
    }
}
