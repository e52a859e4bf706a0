package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// writeOp is one change that waits for its commit.
type writeOp struct {
	ctx  context.Context
	fn   func(*sql.Tx) error
	err  error // of fn: this change alone is taken back
	done chan error
}

// maxBatch bounds how many changes commit together.
const maxBatch = 256

// do runs fn in a transaction and returns when it is on disk. The commit does not depend on ctx: once fn has run, an
// answer is waited for, because a client that went away must not decide about a message that others share a commit with.
func (s *Store) do(ctx context.Context, fn func(*sql.Tx) error) error {
	op := &writeOp{ctx: ctx, fn: fn, done: make(chan error, 1)}
	select {
	case s.queue <- op:
	case <-s.closing:
		return ErrUnavailable
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-op.done:
		return err
	case <-s.stopped:
	}
	select { // it may have been the last one
	case err := <-op.done:
		return err
	default:
		return ErrUnavailable
	}
}

// write is the one writer: it commits whoever waits together. When the store closes, it commits who waits already.
func (s *Store) write() {
	defer close(s.stopped)
	for {
		select {
		case op := <-s.queue:
			s.commit(s.collect([]*writeOp{op}))
		case <-s.closing:
			if batch := s.collect(nil); len(batch) > 0 {
				s.commit(batch)
				continue
			}
			return
		}
	}
}

// collect adds everybody who waits.
func (s *Store) collect(batch []*writeOp) []*writeOp {
	for len(batch) < maxBatch {
		select {
		case op := <-s.queue:
			batch = append(batch, op)
		default:
			return batch
		}
	}
	return batch
}

// commit runs a batch in one transaction and answers each.
func (s *Store) commit(batch []*writeOp) {
	err := s.run(batch)
	s.broken.Store(err != nil)
	for _, op := range batch {
		if err != nil && op.err == nil {
			op.err = fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		op.done <- op.err
	}
}

func (s *Store) run(batch []*writeOp) error {
	ctx := context.Background() // a change that was begun is finished
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, op := range batch {
		if err := s.runOne(ctx, tx, op); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// runOne runs one change behind a savepoint, so that its failure takes back nothing of the others.
func (s *Store) runOne(ctx context.Context, tx *sql.Tx, op *writeOp) error {
	if op.err = op.ctx.Err(); op.err != nil {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `SAVEPOINT change`); err != nil {
		return err
	}
	if op.err = op.fn(tx); op.err != nil {
		if _, err := tx.ExecContext(ctx, `ROLLBACK TO change`); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `RELEASE change`)
	return err
}

// Broken reports whether the last commit failed. Nothing should be accepted until one succeeds.
func (s *Store) Broken() bool { return s.broken.Load() }
