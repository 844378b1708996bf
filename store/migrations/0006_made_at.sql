-- When a revision was made, by the collector's clock: when it came in less `age`, the milliseconds it had waited on the device by
-- the device's own count. Of responses from before nothing is known of waiting.
ALTER TABLE responses ADD COLUMN age     INTEGER;
-- UTC with six decimal places, so that it sorts as text.
ALTER TABLE responses ADD COLUMN made_at TEXT NOT NULL DEFAULT '';
UPDATE responses SET made_at = received_at;
