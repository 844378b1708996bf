-- Responses that no human may have given. They are kept, and count nowhere until a person has said that they are genuine.
-- The signs that a response bears, as a JSON array of their names.
ALTER TABLE responses ADD COLUMN suspicions TEXT;
-- What a person decided, against the signs or without them. It stays when a later revision comes.
ALTER TABLE responses ADD COLUMN verdict    TEXT CHECK (verdict IN ('genuine', 'suspect'));
-- Whether it is left out of all that counts.
ALTER TABLE responses ADD COLUMN suspect    INTEGER GENERATED ALWAYS AS
    (CASE WHEN verdict IS NULL THEN suspicions IS NOT NULL ELSE verdict = 'suspect' END) VIRTUAL;

-- Reading those for review.
CREATE INDEX suspects_by_time ON responses (received_at, site, id) WHERE suspect;
