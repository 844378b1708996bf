//! What tests do with the database itself.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, Column, Row, Sqlite, SqlitePool, TypeInfo, ValueRef};

use super::SqliteStore;
use super::open::make_file;

impl SqliteStore {
    /// Makes the file in the folder `data` from a dump, as the sqlite3 shell does.
    pub async fn restore(data: &Path, dump: &str) {
        let options = SqliteConnectOptions::new().filename(make_file(data).unwrap()).foreign_keys(false);
        let pool = SqlitePool::connect_with(options).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(dump)).execute(&pool).await.unwrap();
        pool.close().await;
    }

    /// All rows of a query as JSON objects, as somebody with the sqlite3 shell sees them.
    pub async fn rows(&self, query: &str) -> Vec<Value> {
        let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&self.readers).await.unwrap();
        let object = |row: &SqliteRow| {
            let cells = row.columns().iter().enumerate();
            cells.map(|(index, column)| (column.name().to_owned(), cell(row, index))).collect()
        };
        rows.iter().map(object).collect()
    }

    /// All rows of a table, in the order of its first columns.
    pub async fn table(&self, name: &str) -> Vec<Value> {
        self.rows(&format!("SELECT * FROM {name} ORDER BY 1, 2")).await
    }

    /// The connections that read.
    #[cfg(test)]
    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// Runs statements as the collector's writing connection does.
    pub async fn run(&self, statements: &str) {
        sqlx::raw_sql(AssertSqlSafe(statements)).execute(&self.writer).await.unwrap();
    }

    /// Holds up the writer until the result is dropped.
    pub async fn hold(&self) -> PoolConnection<Sqlite> {
        self.writer.acquire().await.unwrap()
    }

    /// Waits until so many calls wait to be written.
    pub async fn until_waiting(&self, requests: usize) {
        while self.changes.waiting() < requests {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

fn cell(row: &SqliteRow, index: usize) -> Value {
    let raw = row.try_get_raw(index).unwrap();
    match raw.type_info().name() {
        _ if raw.is_null() => Value::Null,
        "INTEGER" => json!(row.get::<i64, _>(index)),
        "REAL" => json!(row.get::<f64, _>(index)),
        "TEXT" => json!(row.get::<String, _>(index)),
        other => panic!("a column of type {other}"),
    }
}
