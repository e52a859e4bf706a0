-- +goose Up
-- Times are integer milliseconds since 1970, UTC. BYTEA is PostgreSQL's word; SQLite takes it and keeps blobs as they are.

CREATE TABLE account (
    name     TEXT   NOT NULL PRIMARY KEY,
    kind     TEXT   NOT NULL,
    locale   TEXT   NOT NULL,
    password TEXT   NOT NULL, -- argon2id in PHC form; empty: cannot log in
    created  BIGINT NOT NULL
);

CREATE TABLE account_sender (
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    pattern TEXT NOT NULL, -- an address, or @domain
    PRIMARY KEY (account, pattern)
);

-- Who must not be written to. person is a keyed hash of the address; purpose '*' is every purpose.
CREATE TABLE suppression (
    person  BYTEA  NOT NULL,
    purpose TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    source  TEXT   NOT NULL, -- one-click, page, mail, bounce, complaint, operator, import
    created BIGINT NOT NULL,
    PRIMARY KEY (person, purpose)
);

-- Proof that a person may be written to (GDPR art. 7(1)).
CREATE TABLE basis (
    person   BYTEA  NOT NULL,
    purpose  TEXT   NOT NULL,
    kind     TEXT   NOT NULL, -- consent or another legal basis
    source   TEXT   NOT NULL,
    recorded BIGINT NOT NULL,
    expires  BIGINT NOT NULL, -- 0: never
    PRIMARY KEY (person, purpose)
);

CREATE TABLE submission (
    id       BIGINT NOT NULL PRIMARY KEY,
    account  TEXT   NOT NULL, -- empty: written by the relay itself
    purpose  TEXT   NOT NULL, -- empty: correspondence
    received BIGINT NOT NULL,
    size     BIGINT NOT NULL, -- of the body in octets
    envelope BYTEA,           -- sealed; gone when finished
    pending  BIGINT NOT NULL, -- deliveries that are not finished
    untold   BIGINT NOT NULL, -- finished deliveries of which the sender is still to be told
    untold_at BIGINT NOT NULL, -- since when
    warned   BIGINT NOT NULL, -- when the sender was told of the delay; 0: not yet
    finished BIGINT NOT NULL  -- 0: not yet
);
CREATE INDEX submission_untold ON submission (untold_at) WHERE untold > 0;
CREATE INDEX submission_late ON submission (received) WHERE pending > 0 AND warned = 0;
CREATE INDEX submission_finished ON submission (finished) WHERE finished > 0;

CREATE TABLE body (
    submission BIGINT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    seq        BIGINT NOT NULL,
    chunk      BYTEA  NOT NULL, -- sealed
    PRIMARY KEY (submission, seq)
);

CREATE TABLE delivery (
    submission BIGINT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
    seq        BIGINT NOT NULL,
    person     BYTEA  NOT NULL,
    domain     TEXT   NOT NULL,
    recipient  BYTEA,           -- sealed; gone when finished and told
    state      TEXT   NOT NULL,
    attempts   BIGINT NOT NULL,
    due        BIGINT NOT NULL,
    lease      BIGINT NOT NULL, -- who holds it; 0: nobody
    lease_end  BIGINT NOT NULL,
    in_doubt   BIGINT NOT NULL, -- 1: may have arrived although no answer came
    outcome    TEXT   NOT NULL, -- what the next hop said last, redacted
    updated    BIGINT NOT NULL,
    PRIMARY KEY (submission, seq)
);
CREATE INDEX delivery_due ON delivery (due) WHERE state IN ('queued', 'deferred');
CREATE INDEX delivery_leased ON delivery (lease_end) WHERE state = 'leased';
CREATE INDEX delivery_person ON delivery (person);

-- What happened, for trace. Neither addresses nor content.
CREATE TABLE trail (
    at         BIGINT NOT NULL,
    submission BIGINT NOT NULL, -- 0: none
    person     BYTEA,           -- null: everybody in the submission
    event      TEXT   NOT NULL,
    detail     TEXT   NOT NULL
);
CREATE INDEX trail_submission ON trail (submission);
CREATE INDEX trail_person ON trail (person);
CREATE INDEX trail_at ON trail (at);

-- Why a message was refused, for the page behind the link in the reply.
CREATE TABLE explanation (
    ref     TEXT   NOT NULL PRIMARY KEY,
    expires BIGINT NOT NULL,
    content BYTEA  NOT NULL -- sealed
);
CREATE INDEX explanation_expires ON explanation (expires);

-- +goose Down
DROP TABLE explanation;
DROP TABLE trail;
DROP TABLE delivery;
DROP TABLE body;
DROP TABLE submission;
DROP TABLE basis;
DROP TABLE suppression;
DROP TABLE account_sender;
DROP TABLE account;
