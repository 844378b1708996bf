-- How many gave each rating. Every score is a function of these, at a cost that does not grow with the number of answers. Triggers
-- bring them up with whatever changes responses and answers, in the same transaction.
CREATE TABLE histograms (
    site       TEXT    NOT NULL,
    survey     TEXT    NOT NULL,
    question   TEXT    NOT NULL,
    scale      TEXT    NOT NULL,
    touchpoint TEXT    NOT NULL,
    -- The day of `made_at`, in UTC.
    day        TEXT    NOT NULL,
    -- The customer's segment; empty where the shop did not say one.
    segment    TEXT    NOT NULL,
    value      INTEGER NOT NULL,
    -- How many gave this rating. A cell without any is not there.
    n          INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (site, survey, question, scale, touchpoint, day, segment, value)
) STRICT, WITHOUT ROWID;

-- The ratings that count, each with the cell of the histogram it is in.
CREATE VIEW counted_ratings AS
    SELECT responses.site, responses.id AS response_id, survey, question, scale, touchpoint, substr(made_at, 1, 10) AS day,
        coalesce(customer_segment, '') AS segment, value
    FROM responses JOIN answers ON answers.site = responses.site AND answers.response_id = responses.id
    WHERE scale IS NOT NULL AND NOT suspect;

-- Takes changes of cells: what is inserted here is added to its cell.
CREATE VIEW histogram_changes AS
    SELECT site, survey, question, scale, touchpoint, day, segment, value, n AS change FROM histograms WHERE FALSE;
CREATE TRIGGER histogram_change INSTEAD OF INSERT ON histogram_changes BEGIN
    INSERT INTO histograms VALUES
        (NEW.site, NEW.survey, NEW.question, NEW.scale, NEW.touchpoint, NEW.day, NEW.segment, NEW.value, 0)
        ON CONFLICT DO NOTHING;
    UPDATE histograms SET n = n + NEW.change
        WHERE site = NEW.site AND survey = NEW.survey AND question = NEW.question AND scale = NEW.scale
            AND touchpoint = NEW.touchpoint AND day = NEW.day AND segment = NEW.segment AND value = NEW.value;
    DELETE FROM histograms
        WHERE site = NEW.site AND survey = NEW.survey AND question = NEW.question AND scale = NEW.scale
            AND touchpoint = NEW.touchpoint AND day = NEW.day AND segment = NEW.segment AND value = NEW.value AND n = 0;
END;

-- What counts is taken off before a row changes and put on again afterwards.
CREATE TRIGGER count_answer AFTER INSERT ON answers BEGIN
    INSERT INTO histogram_changes
        SELECT site, survey, question, scale, touchpoint, day, segment, value, 1 FROM counted_ratings
        WHERE site = NEW.site AND response_id = NEW.response_id AND question = NEW.question;
END;
CREATE TRIGGER discount_changing_answer BEFORE UPDATE ON answers BEGIN
    INSERT INTO histogram_changes
        SELECT site, survey, question, scale, touchpoint, day, segment, value, -1 FROM counted_ratings
        WHERE site = OLD.site AND response_id = OLD.response_id AND question = OLD.question;
END;
CREATE TRIGGER count_changed_answer AFTER UPDATE ON answers BEGIN
    INSERT INTO histogram_changes
        SELECT site, survey, question, scale, touchpoint, day, segment, value, 1 FROM counted_ratings
        WHERE site = NEW.site AND response_id = NEW.response_id AND question = NEW.question;
END;
CREATE TRIGGER discount_answer BEFORE DELETE ON answers BEGIN
    INSERT INTO histogram_changes
        SELECT site, survey, question, scale, touchpoint, day, segment, value, -1 FROM counted_ratings
        WHERE site = OLD.site AND response_id = OLD.response_id AND question = OLD.question;
END;
-- A response comes before its answers; only one that was deleted without them finds some.
CREATE TRIGGER count_response AFTER INSERT ON responses BEGIN
    INSERT INTO histogram_changes
        SELECT site, survey, question, scale, touchpoint, day, segment, value, 1 FROM counted_ratings
        WHERE site = NEW.site AND response_id = NEW.id;
END;
CREATE TRIGGER discount_changing_response BEFORE UPDATE ON responses BEGIN
    INSERT INTO histogram_changes
        SELECT site, survey, question, scale, touchpoint, day, segment, value, -1 FROM counted_ratings
        WHERE site = OLD.site AND response_id = OLD.id;
END;
CREATE TRIGGER count_changed_response AFTER UPDATE ON responses BEGIN
    INSERT INTO histogram_changes
        SELECT site, survey, question, scale, touchpoint, day, segment, value, 1 FROM counted_ratings
        WHERE site = NEW.site AND response_id = NEW.id;
END;
CREATE TRIGGER discount_response BEFORE DELETE ON responses BEGIN
    INSERT INTO histogram_changes
        SELECT site, survey, question, scale, touchpoint, day, segment, value, -1 FROM counted_ratings
        WHERE site = OLD.site AND response_id = OLD.id;
END;

INSERT INTO histograms
    SELECT site, survey, question, scale, touchpoint, day, segment, value, COUNT(*) FROM counted_ratings
    GROUP BY site, survey, question, scale, touchpoint, day, segment, value;
