-- Responses whose shopper asked to forget them. They are gone; the id stays, so that a revision that comes late does not bring
-- one back.
CREATE TABLE forgotten (
    site TEXT NOT NULL,
    id   TEXT NOT NULL,
    PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;
