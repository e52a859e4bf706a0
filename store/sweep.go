package store

import (
	"context"
	"time"
)

// What is over is deleted piece by piece, each in a transaction of its own, so that nobody who writes waits for long.
const (
	purgeStep = 100 // rows
	sweepStep = 4   // chunks of a body
)

// The queries that find what is over among what is not.
const (
	oldTrailQuery = `DELETE FROM trail WHERE (submission, at) IN (SELECT submission, at FROM trail WHERE at < $1 AND person IS NULL ORDER BY at LIMIT $2) AND person IS NULL`
	leftQuery     = `(SELECT id FROM submission WHERE finished > 0 AND envelope IS NOT NULL ORDER BY id LIMIT $1)`
	leftBodyQuery = `DELETE FROM body WHERE (submission, seq) IN (SELECT b.submission, b.seq FROM ` + leftQuery + ` AS s CROSS JOIN body b
		WHERE b.submission = s.id LIMIT $1)`
	leftEnvelopeQuery = `UPDATE submission SET envelope = NULL WHERE id IN ` + leftQuery + ` AND NOT EXISTS (SELECT 1 FROM body b WHERE b.submission = submission.id)`
)

// Purge deletes what is no longer needed: finished submissions and their deliveries, trail and explanations.
func (s *Store) Purge(ctx context.Context, now time.Time, keep time.Duration) error {
	limit := millis(now.Add(-keep))
	err := s.repeat(ctx, func(c *change) (int, error) { return c.purgeOldest(limit) })
	if err == nil {
		err = s.deleteAll(ctx, oldTrailQuery, limit, purgeStep)
	}
	if err == nil {
		err = s.deleteAll(ctx, `DELETE FROM explanation WHERE ref IN (SELECT ref FROM explanation WHERE expires < $1 LIMIT $2)`, millis(now), purgeStep)
	}
	poke(s.remains)
	return wrap("purge", err)
}

// purgeOldest deletes some deliveries of the oldest submissions, and these when they have none left. It looks at no more than
// the oldest, so that the last step costs what the first did.
func (c *change) purgeOldest(limit int64) (int, error) {
	const oldest = `(SELECT id FROM submission WHERE finished > 0 AND finished < $1 ORDER BY finished LIMIT $2)`
	deliveries, err := affected(c.exec(`DELETE FROM delivery WHERE (submission, seq) IN (SELECT d.submission, d.seq FROM `+oldest+` AS s CROSS JOIN delivery d
		WHERE d.submission = s.id LIMIT $2)`, limit, purgeStep))
	if err != nil || deliveries == purgeStep {
		return deliveries, err
	}
	submissions, err := affected(c.exec(`DELETE FROM submission WHERE id IN `+oldest+` AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.submission = submission.id)`, limit, purgeStep))
	return deliveries + submissions, err
}

// deleteAll runs a DELETE of at most step rows until it finds none.
func (s *Store) deleteAll(ctx context.Context, text string, args ...any) error {
	return s.repeat(ctx, func(c *change) (int, error) { return affected(c.exec(text, args...)) })
}

// repeat runs a step, each in a transaction of its own, until it finds nothing to do.
func (s *Store) repeat(ctx context.Context, step func(*change) (int, error)) error {
	for n := 1; n > 0; {
		err := s.doRows(ctx, purgeStep, func(c *change) (err error) {
			n, err = step(c)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweepLeft deletes pieces of bodies that finish left, and the envelopes of those that are gone.
func (c *change) sweepLeft() (int, error) {
	pieces, err := affected(c.exec(leftBodyQuery, sweepStep))
	if err != nil {
		return 0, err
	}
	envelopes, err := affected(c.exec(leftEnvelopeQuery, sweepStep))
	return pieces + envelopes, err
}

// sweep deletes the bodies of finished submissions: what a crash left, then whenever a large one is over.
func (s *Store) sweep(ctx context.Context) {
	for {
		err := s.repeat(ctx, (*change).sweepLeft)
		if err != nil { // the database is away; what remains is found again
			pause(ctx, time.Minute)
			poke(s.remains)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.closing:
			return
		case <-s.remains:
		}
	}
}
