use sqlx::{QueryBuilder, Sqlite};

use super::time::written;
use crate::domain::filter::Filter;

/// Adds the conditions to a query of `responses` that ends in a condition.
pub(super) fn push(filter: &Filter, query: &mut QueryBuilder<Sqlite>) {
    push_place(filter, query, "responses");
    if let Some(status) = filter.status {
        query.push(" AND responses.status = ").push_bind(status);
    }
    match filter.suspect {
        Some(true) => drop(query.push(" AND responses.suspect")),
        Some(false) => drop(query.push(" AND NOT responses.suspect")),
        None => {}
    }
    if let Some(since) = filter.since {
        query.push(" AND responses.received_at >= ").push_bind(written(since));
    }
}

/// Adds the conditions on site, survey and touchpoint to a query of a table that has these columns, and ends in a condition.
pub(super) fn push_place(filter: &Filter, query: &mut QueryBuilder<Sqlite>, table: &str) {
    let columns = [("site", &filter.site), ("survey", &filter.survey), ("touchpoint", &filter.touchpoint)];
    for (column, key) in columns {
        if let Some(key) = key {
            query.push(format_args!(" AND {table}.{column} = ")).push_bind(key.as_str().to_owned());
        }
    }
}
