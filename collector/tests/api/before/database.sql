BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'responses','2026-12-01 01:25:10',1,X'025EC288E4E06AD7AA58CF4650452E4F040F2C60B978CC8322E18E04190E6B33747195D5995F10DDDE796A3623779EAF',1312349);
INSERT INTO "_sqlx_migrations" VALUES(2,'choices and contacts','2026-12-01 01:25:10',1,X'0B8FACF68EDA1BD4A9B7CFABBAC7C848DD0FD3D17ED226DE3EAC3FF53422B318174FB793D795828210A0E16BC82982F0',3556713);
INSERT INTO "_sqlx_migrations" VALUES(3,'journey customer page','2026-12-01 01:25:10',1,X'D9221282B1135C07113AF2A0B2D966912168B02CD53618AC3115B42C73A1612ED3D3C38ECD05DA0D94021E04CA1ED108',14008266);
INSERT INTO "_sqlx_migrations" VALUES(4,'forgotten','2026-12-01 01:25:10',1,X'130DE9D7B8205F6D9D7BA3A3E269B67AEBB7CDB5568F9E380564C09F03364079D9CB4441ACD8E381FB449A54202A3D7C',1072724);
INSERT INTO "_sqlx_migrations" VALUES(5,'proof','2026-12-01 01:25:10',1,X'FCD5D1D8E7DB08C2A9323712FB20442B74489DF7F1FA321C405921D2825DA661BA65D0FC5D7A18A0E3A2290561895DD0',3793485);
INSERT INTO "_sqlx_migrations" VALUES(6,'made at','2026-12-01 01:25:10',1,X'5CF82FA4BE037BDEE0CFCA827D6023420CB38ACAEEFAB3CC0724BC850FB86749AAB774469EBD97080709622F9D13124C',1579055);
INSERT INTO "_sqlx_migrations" VALUES(7,'suspects','2026-12-01 01:25:11',1,X'8897B990FE7C00C416AB26377506E977E7B14A5B07EC5B6F8E73FBEA96D9335FA3036808EDF3D5DAC07E7457CD9FF924',1671503);
INSERT INTO "_sqlx_migrations" VALUES(8,'histograms','2026-12-01 01:25:11',1,X'ED1330018E8BAA0B7B3EBF05D68A94A01F77B2D0BB34C61663DF0FFBFF0AB96CA764C678CDCC2771A2808D07533A9944',1902636);
INSERT INTO "_sqlx_migrations" VALUES(9,'sites','2026-12-01 01:25:11',1,X'0E878601A40DD6FDE1A49FCD22420E7E897C82EF566788C46A965308AD57B7E43DD29A020373109DCE5E1D04C69B4015',562326);
CREATE TABLE admin_token (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    sha256   TEXT NOT NULL
) STRICT;
INSERT INTO "admin_token" VALUES(1,'a8ae6e6ee929abea3afcfc5258c8ccd6f85273e0d4626d26c7279f3250f77c8e');
CREATE TABLE "answers" (
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
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000000','q-nps-0-10','nps','nps-0-10',9,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000001','q-nps-0-10','nps','nps-0-10',3,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000002','q-csat-1-2','csat','csat-1-2',2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000003','q-ces-2-0-1-7','ces','ces-2.0-1-7',6,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000004','q-ces-2-0-1-5','ces','ces-2.0-1-5',4,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000005','q-emotion-minus-2-2','emotion','emotion-minus-2-2',-2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000006','q-rating-1-10','rating','rating-1-10',7,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000007','q-yes-no-0-1','yes-no','yes-no-0-1',1,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000017','csat','csat','csat-1-5',2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000017','csat.comment','text',NULL,NULL,'Zu "langsam" – leider
😐');
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000019','csat','csat','csat-1-5',2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000019','csat.comment','text',NULL,NULL,'Zu "langsam" – leider
😐');
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001a','csat','csat','csat-1-5',2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001a','csat.comment','text',NULL,NULL,'Zu "langsam" – leider
😐');
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001b','csat','csat','csat-1-5',2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001b','csat.comment','text',NULL,NULL,'Zu "langsam" – leider
😐');
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001c','csat','csat','csat-1-5',2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001c','csat.comment','text',NULL,NULL,'Zu "langsam" – leider
😐');
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001f','csat','csat','csat-1-5',2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001f','csat.comment','text',NULL,NULL,'Zu "langsam" – leider
😐');
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000020','csat','csat','csat-1-5',2,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000020','csat.comment','text',NULL,NULL,'Zu "langsam" – leider
😐');
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000014','source','single-choice',NULL,NULL,NULL);
INSERT INTO "answers" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000014','reply','contact',NULL,NULL,NULL);
CREATE TABLE choices (
    site        TEXT NOT NULL,
    response_id TEXT NOT NULL,
    question    TEXT NOT NULL,
    option      TEXT NOT NULL,
    PRIMARY KEY (site, response_id, question, option),
    FOREIGN KEY (site, response_id, question) REFERENCES answers (site, response_id, question) ON DELETE CASCADE
) STRICT;
INSERT INTO "choices" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000014','source','press');
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
INSERT INTO "contacts" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000014','reply','email','jo@shop.example','Yes.');
CREATE TABLE forgotten (
    site TEXT NOT NULL,
    id   TEXT NOT NULL,
    PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;
INSERT INTO "forgotten" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001e');
INSERT INTO "forgotten" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000063');
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
INSERT INTO "histograms" VALUES('shop.example','after-checkout','csat','csat-1-5','checkout.payment','2026-11-30','gold',2,4);
INSERT INTO "histograms" VALUES('shop.example','after-checkout','q-ces-2-0-1-5','ces-2.0-1-5','checkout.payment','2026-11-30','gold',4,1);
INSERT INTO "histograms" VALUES('shop.example','after-checkout','q-ces-2-0-1-7','ces-2.0-1-7','checkout.payment','2026-11-30','gold',6,1);
INSERT INTO "histograms" VALUES('shop.example','after-checkout','q-csat-1-2','csat-1-2','checkout.payment','2026-11-30','gold',2,1);
INSERT INTO "histograms" VALUES('shop.example','after-checkout','q-emotion-minus-2-2','emotion-minus-2-2','checkout.payment','2026-11-30','gold',-2,1);
INSERT INTO "histograms" VALUES('shop.example','after-checkout','q-nps-0-10','nps-0-10','checkout.payment','2026-11-30','gold',3,1);
INSERT INTO "histograms" VALUES('shop.example','after-checkout','q-nps-0-10','nps-0-10','checkout.payment','2026-11-30','gold',9,1);
INSERT INTO "histograms" VALUES('shop.example','after-checkout','q-rating-1-10','rating-1-10','checkout.payment','2026-11-30','gold',7,1);
INSERT INTO "histograms" VALUES('shop.example','after-checkout','q-yes-no-0-1','yes-no-0-1','checkout.payment','2026-11-30','gold',1,1);
CREATE TABLE proof_keys (
    site      TEXT NOT NULL,
    id        TEXT NOT NULL,
    algorithm TEXT NOT NULL CHECK (algorithm IN ('HS256', 'Ed25519')),
    text      TEXT NOT NULL,
    added_at  TEXT NOT NULL,
    PRIMARY KEY (site, id)
) STRICT;
INSERT INTO "proof_keys" VALUES('shop.example','2026-11','HS256','a-secret-of-at-least-32-characters','2026-12-01T01:25:12.478860Z');
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
    unknown        TEXT, first_touch_channel  TEXT, first_touch_source   TEXT, first_touch_campaign TEXT, visits               INTEGER, orders               INTEGER, days_since_order     INTEGER, customer_key         TEXT, customer_segment     TEXT, customer_visitor     TEXT, lcp                  REAL, cls                  REAL, inp                  REAL, errors               INTEGER, proof_sha256 TEXT, verified_buyer INTEGER
    GENERATED ALWAYS AS (CASE WHEN proof_sha256 IS NOT NULL THEN 1 END) VIRTUAL, age     INTEGER, made_at TEXT NOT NULL DEFAULT '', suspicions TEXT, verdict    TEXT CHECK (verdict IN ('genuine', 'suspect')), suspect    INTEGER GENERATED ALWAYS AS
    (CASE WHEN verdict IS NULL THEN suspicions IS NOT NULL ELSE verdict = 'suspect' END) VIRTUAL,
    PRIMARY KEY (site, id)
) STRICT;
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000000',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.687993Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000000","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"q-nps-0-10","kind":"nps","value":9,"scale":"nps-0-10"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.687993Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000001',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.695848Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000001","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"q-nps-0-10","kind":"nps","value":3,"scale":"nps-0-10"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.695848Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000002',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.703229Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000002","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"q-csat-1-2","kind":"csat","value":2,"scale":"csat-1-2"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.703229Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000003',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.707078Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000003","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"q-ces-2-0-1-7","kind":"ces","value":6,"scale":"ces-2.0-1-7"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.707078Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000004',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.711428Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000004","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"q-ces-2-0-1-5","kind":"ces","value":4,"scale":"ces-2.0-1-5"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.711428Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000005',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.715321Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000005","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"q-emotion-minus-2-2","kind":"emotion","value":-2,"scale":"emotion-minus-2-2"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.715321Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000006',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.723882Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000006","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"q-rating-1-10","kind":"rating","value":7,"scale":"rating-1-10"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.723882Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000007',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.727747Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000007","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"q-yes-no-0-1","kind":"yes-no","value":1,"scale":"yes-no-0-1"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.727747Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000014',5,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.762160Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000014","revision":5,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"source","kind":"single-choice","value":"press"},{"question":"reply","kind":"contact","value":"jo@shop.example","by":"email","consent":"Yes."}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.762160Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000015',1,'shown','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00',NULL,'2026-12-01T01:25:13.735529Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000015","revision":1,"status":"shown","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.735529Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000016',3,'dismissed','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00',NULL,'2026-12-01T01:25:13.737327Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000016","revision":3,"status":"dismissed","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.737327Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000017',3,'partial','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.739109Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000017","revision":3,"status":"partial","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"csat","kind":"csat","value":2,"scale":"csat-1-5"},{"question":"csat.comment","kind":"text","value":"Zu \"langsam\" – leider\n😐"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.739109Z',NULL,NULL);
INSERT INTO "responses" VALUES('other.example','0192f1e0-8c5a-7abc-8def-000000000018',1,'shown','nps',1,'en','cart',NULL,'managed','/cart','call',NULL,NULL,NULL,NULL,'desktop','2026-11-20T10:00:00Z',NULL,'2026-12-01T01:25:13.742355Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000018","revision":1,"status":"shown","site":"other.example","survey":"nps","survey_version":1,"locale":"en","answers":[],"touchpoint":{"key":"cart","ownership":"managed","path":"/cart","woken_by":"call"},"page":{"device":"desktop","viewport":{"width":1920,"height":1080},"language":"en"},"shown_at":"2026-11-20T10:00:00Z"}',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-12-01T01:25:13.742355Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000019',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.744274Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000019","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"csat","kind":"csat","value":2,"scale":"csat-1-5"},{"question":"csat.comment","kind":"text","value":"Zu \"langsam\" – leider\n😐"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}','{"weather":{"sky":["rain",null]},"page.noise":1234.5}','search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.744274Z',NULL,NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001a',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.746231Z','{"id":"0192f1e0-8c5a-7abc-8def-00000000001a","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"csat","kind":"csat","value":2,"scale":"csat-1-5"},{"question":"csat.comment","kind":"text","value":"Zu \"langsam\" – leider\n😐"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000,"trap":true}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.746231Z','["trap"]',NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001b',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.748036Z','{"id":"0192f1e0-8c5a-7abc-8def-00000000001b","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"csat","kind":"csat","value":2,"scale":"csat-1-5"},{"question":"csat.comment","kind":"text","value":"Zu \"langsam\" – leider\n😐"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000,"trap":true}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.748036Z','["trap"]','genuine');
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001c',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.750364Z','{"id":"0192f1e0-8c5a-7abc-8def-00000000001c","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"csat","kind":"csat","value":2,"scale":"csat-1-5"},{"question":"csat.comment","kind":"text","value":"Zu \"langsam\" – leider\n😐"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000,"trap":true}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.750364Z','["trap"]',NULL);
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-00000000001f',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','0000000000000000000000000000000000000000000000000000000000000000',49.9,'EUR',2,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.754324Z','{"id":"0192f1e0-8c5a-7abc-8def-00000000001f","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"csat","kind":"csat","value":2,"scale":"csat-1-5"},{"question":"csat.comment","kind":"text","value":"Zu \"langsam\" – leider\n😐"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"0000000000000000000000000000000000000000000000000000000000000000","value":49.9,"currency":"EUR","items":2},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,NULL,86400000,'2026-11-30T01:25:13.754324Z',NULL,'suspect');
INSERT INTO "responses" VALUES('shop.example','0192f1e0-8c5a-7abc-8def-000000000020',3,'complete','after-checkout',2,'de','checkout.payment','purchase','owned','/checkout','load','fe3761252ec7f381cd5fd4cba21c53117e566a820138a8026a981bfbe12807cc',12.0,'EUR',1,'phone','2026-11-21T20:15:00.123+01:00','2026-11-21T20:15:09.456+01:00','2026-12-01T01:25:13.759325Z','{"id":"0192f1e0-8c5a-7abc-8def-000000000020","revision":3,"status":"complete","site":"shop.example","survey":"after-checkout","survey_version":2,"locale":"de","answers":[{"question":"csat","kind":"csat","value":2,"scale":"csat-1-5"},{"question":"csat.comment","kind":"text","value":"Zu \"langsam\" – leider\n😐"}],"touchpoint":{"key":"checkout.payment","label":"Payment","phase":"purchase","ownership":"owned","path":"/checkout","woken_by":"load"},"journey":{"first_touch":{"channel":"search","ownership":"earned","source":"google","campaign":"autumn","referrer_host":"www.google.com"},"trail":[{"key":"product","seconds":12},{"key":"cart","seconds":40},{"key":"checkout.payment"}],"visits":3,"orders":2,"days_since_order":5},"order":{"id_hash":"fe3761252ec7f381cd5fd4cba21c53117e566a820138a8026a981bfbe12807cc","value":12,"currency":"EUR","items":1},"customer":{"key":"c-4711","segment":"gold","visitor":"returning","attributes":{"plan":"plus","share":0.5,"app":true}},"page":{"device":"phone","viewport":{"width":390,"height":844},"language":"de-AT","lcp":1234.5,"cls":0.02,"inp":48,"errors":1},"shown_at":"2026-11-21T20:15:00.123+01:00","answered_at":"2026-11-21T20:15:09.456+01:00","age":86400000}',NULL,'search','google','autumn',3,2,5,'c-4711','gold','returning',1234.5,0.02,48.0,1,'7cc9d24baa52cb455fac621a872a780e0ec9652fd7ec812c030515bceb179760',86400000,'2026-11-30T01:25:13.759325Z',NULL,NULL);
CREATE TABLE site_origins (
    site   TEXT NOT NULL REFERENCES sites (site) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    PRIMARY KEY (site, origin)
) STRICT, WITHOUT ROWID;
INSERT INTO "site_origins" VALUES('other.example','https://shop.example');
INSERT INTO "site_origins" VALUES('shop.example','https://shop.example');
CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    -- The key that stands behind the endpoint's address. It is in every page of the shop: no secret.
    key  TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO "sites" VALUES('other.example',NULL);
INSERT INTO "sites" VALUES('shop.example',NULL);
CREATE INDEX responses_by_time ON responses (received_at, site, id);
CREATE INDEX responses_by_site_and_time ON responses (site, received_at, id);
CREATE INDEX responses_by_survey ON responses (site, survey, touchpoint);
CREATE UNIQUE INDEX responses_by_proven_order ON responses (site, survey, order_id_hash)
    WHERE proof_sha256 IS NOT NULL AND answered_at IS NOT NULL;
CREATE INDEX suspects_by_time ON responses (received_at, site, id) WHERE suspect;
CREATE VIEW counted_ratings AS
    SELECT responses.site, responses.id AS response_id, survey, question, scale, touchpoint, substr(made_at, 1, 10) AS day,
        coalesce(customer_segment, '') AS segment, value
    FROM responses JOIN answers ON answers.site = responses.site AND answers.response_id = responses.id
    WHERE scale IS NOT NULL AND NOT suspect;
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
COMMIT;
