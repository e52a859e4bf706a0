package store

import (
	"context"
	"time"
)

// What is over is deleted piece by piece, each in a transaction of its own, so that nobody who writes waits for long.
const (
	purgeStep = 500 // rows
	sweepStep = 4   // chunks of a body
)

// Purge deletes what is no longer needed: finished submissions and their deliveries, trail and explanations.
func (s *Store) Purge(ctx context.Context, now time.Time, keep time.Duration) error {
	limit := millis(now.Add(-keep))
	for _, q := range []struct {
		text string
		arg  int64
	}{
		{`DELETE FROM delivery WHERE (submission, seq) IN (SELECT d.submission, d.seq FROM submission s CROSS JOIN delivery d
			WHERE d.submission = s.id AND s.finished > 0 AND s.finished < $1 LIMIT $2)`, limit},
		{`DELETE FROM submission WHERE id IN (SELECT id FROM submission WHERE finished > 0 AND finished < $1 ORDER BY finished LIMIT $2)`, limit},
		{`DELETE FROM trail WHERE (submission, at) IN (SELECT submission, at FROM trail WHERE at < $1 AND person IS NULL ORDER BY at LIMIT $2) AND person IS NULL`, limit},
		{`DELETE FROM explanation WHERE ref IN (SELECT ref FROM explanation WHERE expires < $1 LIMIT $2)`, millis(now)},
	} {
		if err := s.deleteAll(ctx, q.text, q.arg, purgeStep); err != nil {
			return wrap("purge", err)
		}
	}
	poke(s.remains)
	return nil
}

// deleteAll runs a DELETE of at most step rows until it finds none.
func (s *Store) deleteAll(ctx context.Context, text string, args ...any) error {
	for n := 1; n > 0; {
		err := s.doRows(ctx, purgeStep, func(c *change) (err error) {
			n, err = affected(c.exec(text, args...))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sweep deletes the bodies of finished submissions: what a crash left, then whenever a large one is over.
func (s *Store) sweep(ctx context.Context) {
	for {
		err := s.deleteAll(ctx, `DELETE FROM body WHERE (submission, seq) IN (SELECT b.submission, b.seq FROM body b CROSS JOIN submission s
			WHERE s.id = b.submission AND s.finished > 0 LIMIT $1)`, sweepStep)
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
