-- How the shopper came, what the shop said of its customer, and how the page had done. Of responses from before nothing is known.
ALTER TABLE responses ADD COLUMN first_touch_channel  TEXT;
ALTER TABLE responses ADD COLUMN first_touch_source   TEXT;
ALTER TABLE responses ADD COLUMN first_touch_campaign TEXT;
ALTER TABLE responses ADD COLUMN visits               INTEGER;
ALTER TABLE responses ADD COLUMN orders               INTEGER;
ALTER TABLE responses ADD COLUMN days_since_order     INTEGER;
ALTER TABLE responses ADD COLUMN customer_key         TEXT;
ALTER TABLE responses ADD COLUMN customer_segment     TEXT;
ALTER TABLE responses ADD COLUMN customer_visitor     TEXT;
-- Milliseconds, but `cls`, which has no unit.
ALTER TABLE responses ADD COLUMN lcp                  REAL;
ALTER TABLE responses ADD COLUMN cls                  REAL;
ALTER TABLE responses ADD COLUMN inp                  REAL;
ALTER TABLE responses ADD COLUMN errors               INTEGER;
