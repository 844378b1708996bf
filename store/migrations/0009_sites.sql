-- The sites that may send responses. Where there is none, any may.
CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    -- The key that stands behind the endpoint's address. It is in every page of the shop: no secret.
    key  TEXT
) STRICT, WITHOUT ROWID;

-- The origins whose pages may send, as browsers write them; * for any, and none.
CREATE TABLE site_origins (
    site   TEXT NOT NULL REFERENCES sites (site) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    PRIMARY KEY (site, origin)
) STRICT, WITHOUT ROWID;
