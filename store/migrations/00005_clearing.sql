-- +goose Up
-- What is to be cleared away is found by itself, however much stays or waits (sweep.go): in the trail what is of no person, for
-- that of people stays; and submissions that are over whose body is not gone: they keep their envelope until it is.
DROP INDEX trail_at;
CREATE INDEX trail_old ON trail (at) WHERE person IS NULL;
DELETE FROM body WHERE submission IN (SELECT id FROM submission WHERE finished > 0);
CREATE INDEX submission_left ON submission (id) WHERE finished > 0 AND envelope IS NOT NULL;

-- +goose Down
DROP INDEX submission_left;
DROP INDEX trail_old;
CREATE INDEX trail_at ON trail (at);
