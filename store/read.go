package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"
)

// reader asks the database outside of any change. While the server is away it tries again for a while, unless ctx ends.
type reader struct {
	db   *sql.DB
	lost func(error) bool

	mu    sync.Mutex
	stmts map[string]*sql.Stmt // by their text; nil: the driver keeps statements itself
}

// maxStatements bounds what a reader keeps. Texts are few; should one ever hold a value, it is read anew each time.
const maxStatements = 64

func (r *reader) query(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	err = r.patiently(ctx, func() error {
		rows, err = r.ask(ctx, query, args)
		return err
	})
	return rows, err
}

// get reads the one row of a query.
func (r *reader) get(ctx context.Context, query string, args []any, into ...any) error {
	return r.patiently(ctx, func() error {
		stmt, err := r.prepared(ctx, query)
		switch {
		case err != nil:
			return err
		case stmt == nil:
			return r.db.QueryRowContext(ctx, query, args...).Scan(into...)
		}
		return stmt.QueryRowContext(ctx, args...).Scan(into...)
	})
}

func (r *reader) ask(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	stmt, err := r.prepared(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case stmt == nil:
		return r.db.QueryContext(ctx, query, args...)
	}
	return stmt.QueryContext(ctx, args...)
}

// prepared gives the statement of a text; nil: run the text. To read one takes longer than to answer it.
func (r *reader) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	r.mu.Lock()
	stmt, full := r.stmts[query], len(r.stmts) >= maxStatements
	r.mu.Unlock()
	if stmt != nil || full || r.stmts == nil {
		return stmt, nil
	}
	stmt, err := r.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if other := r.stmts[query]; other != nil {
		return other, stmt.Close()
	}
	r.stmts[query] = stmt
	return stmt, nil
}

// close ends the statements and their connections.
func (r *reader) close() error {
	for _, stmt := range r.stmts {
		_ = stmt.Close()
	}
	return r.db.Close()
}

func (r *reader) patiently(ctx context.Context, ask func() error) error {
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
