-- +goose Up
-- A line is of one account and one kind of submission: a letter does not stand behind a newsletter of its own account (claim.go).
-- What waits already keeps the line that it stands in.
ALTER TABLE delivery RENAME COLUMN account TO lane;
CREATE INDEX delivery_held ON delivery (submission) WHERE state = 'held';

-- +goose Down
DROP INDEX delivery_held;
ALTER TABLE delivery RENAME COLUMN lane TO account;
