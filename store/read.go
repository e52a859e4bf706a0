package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// reader asks the database outside of any change. While the server is away it tries again for a while, unless ctx ends.
type reader struct {
	db   *sql.DB
	lost func(error) bool
}

func (r reader) query(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	err = r.patiently(ctx, func() error {
		rows, err = r.db.QueryContext(ctx, query, args...)
		return err
	})
	return rows, err
}

// get reads the one row of a query.
func (r reader) get(ctx context.Context, query string, args []any, into ...any) error {
	return r.patiently(ctx, func() error { return r.db.QueryRowContext(ctx, query, args...).Scan(into...) })
}

func (r reader) patiently(ctx context.Context, ask func() error) error {
	end := time.Now().Add(retryFor)
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		err := ask()
		if err == nil || !r.lost(err) || ctx.Err() != nil || time.Now().Add(wait).After(end) {
			return err
		}
		pause(ctx, wait)
	}
}

// each runs fn for every row of a query and closes it.
func each(rows *sql.Rows, err error, fn func() error) error {
	if err != nil {
		return err
	}
	for err == nil && rows.Next() {
		err = fn()
	}
	return errors.Join(err, rows.Err(), rows.Close())
}
