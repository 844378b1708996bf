-- One row for each response. The columns are what people filter and group by; `document` is the whole response as the
-- contract writes it, and `unknown` holds what a newer widget sent beyond it, as an object of path and value.
CREATE TABLE responses (
    site           TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    revision       INTEGER NOT NULL,
    status         TEXT    NOT NULL,
    survey         TEXT    NOT NULL,
    survey_version INTEGER NOT NULL,
    locale         TEXT    NOT NULL,
    touchpoint     TEXT    NOT NULL,
    phase          TEXT,
    ownership      TEXT    NOT NULL,
    path           TEXT    NOT NULL,
    woken_by       TEXT    NOT NULL,
    order_id_hash  TEXT,
    order_value    REAL,
    order_currency TEXT,
    order_items    INTEGER,
    device         TEXT    NOT NULL,
    -- The shopper's clock, with its offset.
    shown_at       TEXT    NOT NULL,
    answered_at    TEXT,
    -- The collector's clock: UTC with six decimal places, so that it sorts as text.
    received_at    TEXT    NOT NULL,
    document       TEXT    NOT NULL,
    unknown        TEXT,
    PRIMARY KEY (site, id)
) STRICT;

-- Reading back in the order received, of all sites and of one.
CREATE INDEX responses_by_time ON responses (received_at, site, id);
CREATE INDEX responses_by_site_and_time ON responses (site, received_at, id);
-- Scores of one site, survey or touchpoint.
CREATE INDEX responses_by_survey ON responses (site, survey, touchpoint);

-- One row for each answered question: a rating has `scale` and `value`, a comment has `text`.
CREATE TABLE answers (
    site        TEXT NOT NULL,
    response_id TEXT NOT NULL,
    question    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    scale       TEXT,
    value       INTEGER,
    text        TEXT,
    PRIMARY KEY (site, response_id, question),
    FOREIGN KEY (site, response_id) REFERENCES responses (site, id) ON DELETE CASCADE,
    CHECK ((scale IS NULL) = (value IS NULL) AND (value IS NULL) <> (text IS NULL))
) STRICT;

-- The one admin token, as 64 hexadecimal digits of its SHA-256. The token itself is nowhere.
CREATE TABLE admin_token (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    sha256   TEXT NOT NULL
) STRICT;
