-- The keys by which shops sign orders. `text` is what the operator gave: a secret of HS256, or the public key of Ed25519 in PEM.
CREATE TABLE proof_keys (
    site      TEXT NOT NULL,
    id        TEXT NOT NULL,
    algorithm TEXT NOT NULL CHECK (algorithm IN ('HS256', 'Ed25519')),
    text      TEXT NOT NULL,
    added_at  TEXT NOT NULL,
    PRIMARY KEY (site, id)
) STRICT;

-- The SHA-256 of the proof by which a response was verified. The proof itself is nowhere.
ALTER TABLE responses ADD COLUMN proof_sha256 TEXT;
-- 1 where the shop's server has said that the order is real, else NULL.
ALTER TABLE responses ADD COLUMN verified_buyer INTEGER
    GENERATED ALWAYS AS (CASE WHEN proof_sha256 IS NOT NULL THEN 1 END) VIRTUAL;

-- To one survey, an order verifies one response that has answers.
CREATE UNIQUE INDEX responses_by_proven_order ON responses (site, survey, order_id_hash)
    WHERE proof_sha256 IS NOT NULL AND answered_at IS NOT NULL;
