-- +goose Up
-- A delivery that is due stands in its account's line by turn; the accounts are served one after the other (claim.go).
ALTER TABLE delivery ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
UPDATE delivery SET turn = seq / 16, account = (SELECT s.account FROM submission s WHERE s.id = delivery.submission)
    WHERE state IN ('queued', 'deferred', 'leased', 'held');
DROP INDEX delivery_due;
CREATE INDEX delivery_ready ON delivery (account, turn, submission) WHERE state = 'queued';
CREATE INDEX delivery_later ON delivery (due) WHERE state = 'deferred';

-- Keys of people are random: an index of them touches as many pages as there are recipients in a newsletter, for a
-- question (trace) that an operator rarely asks and that a scan answers in a second.
DROP INDEX delivery_person;
DROP INDEX trail_person;
CREATE INDEX trail_person ON trail (person) WHERE person IS NOT NULL;

-- What the database knows of itself: key-check is a sealed word that only the right key opens.
CREATE TABLE setting (
    name  TEXT  NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

-- +goose Down
DROP TABLE setting;
DROP INDEX trail_person;
CREATE INDEX trail_person ON trail (person);
CREATE INDEX delivery_person ON delivery (person);
DROP INDEX delivery_later;
DROP INDEX delivery_ready;
CREATE INDEX delivery_due ON delivery (due) WHERE state IN ('queued', 'deferred');
ALTER TABLE delivery DROP COLUMN turn;
ALTER TABLE delivery DROP COLUMN account;
