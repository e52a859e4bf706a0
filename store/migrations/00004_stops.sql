-- +goose Up
-- What an operator wants of a delivery that a relay is just sending: 'held' or 'cancelled', once it comes back; '': nothing (operator.go).
ALTER TABLE delivery ADD COLUMN stop TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE delivery DROP COLUMN stop;
