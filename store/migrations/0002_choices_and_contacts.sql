-- Answers by choosing and by leaving an address. SQLite cannot change a CHECK, so the table is made anew.
CREATE TABLE answers_of_every_kind (
    site        TEXT NOT NULL,
    response_id TEXT NOT NULL,
    question    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    -- Of a rating, which may be negative.
    scale       TEXT,
    value       INTEGER,
    -- What was written: a text, or what stands beside the option "other".
    text        TEXT,
    PRIMARY KEY (site, response_id, question),
    FOREIGN KEY (site, response_id) REFERENCES responses (site, id) ON DELETE CASCADE,
    CHECK ((scale IS NULL) = (value IS NULL)),
    CHECK (CASE kind
        WHEN 'text' THEN value IS NULL AND text IS NOT NULL
        WHEN 'single-choice' THEN value IS NULL
        WHEN 'multiple-choice' THEN value IS NULL
        WHEN 'contact' THEN value IS NULL AND text IS NULL
        ELSE value IS NOT NULL AND text IS NULL
    END)
) STRICT;
INSERT INTO answers_of_every_kind (site, response_id, question, kind, scale, value, text)
    SELECT site, response_id, question, kind, scale, value, text FROM answers;
DROP TABLE answers;
ALTER TABLE answers_of_every_kind RENAME TO answers;

-- One row for each option that was chosen.
CREATE TABLE choices (
    site        TEXT NOT NULL,
    response_id TEXT NOT NULL,
    question    TEXT NOT NULL,
    option      TEXT NOT NULL,
    PRIMARY KEY (site, response_id, question, option),
    FOREIGN KEY (site, response_id, question) REFERENCES answers (site, response_id, question) ON DELETE CASCADE
) STRICT;

-- One row for each address that was left. Apart from the answers, so that reading those shows nobody's.
CREATE TABLE contacts (
    site        TEXT NOT NULL,
    response_id TEXT NOT NULL,
    question    TEXT NOT NULL,
    -- What the address is: email or phone.
    channel     TEXT NOT NULL,
    address     TEXT NOT NULL,
    -- What was agreed to, as the shopper read it.
    consent     TEXT NOT NULL,
    PRIMARY KEY (site, response_id, question),
    FOREIGN KEY (site, response_id, question) REFERENCES answers (site, response_id, question) ON DELETE CASCADE
) STRICT;
