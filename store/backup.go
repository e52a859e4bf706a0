package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/pressly/goose/v3"
)

// Backup writes a consistent copy of the database to path while the store is in use. Without the queue it holds accounts,
// suppressions and basis records; with it, every waiting delivery is held in the copy, because sending an old queue again
// would write to people twice.
func (s *Store) Backup(ctx context.Context, path string, withQueue bool) error {
	if err := s.backup(ctx, path, withQueue); err != nil {
		return fmt.Errorf("store: backup: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

func (s *Store) backup(ctx context.Context, path string, withQueue bool) error {
	if err := createPrivate(path); err != nil {
		return err
	}
	copied := s.vacuumInto
	if s.dialect.goose != goose.DialectSQLite3 {
		copied = s.copyToFile
	}
	if err := copied(ctx, path); err != nil {
		return err
	}
	return trim(ctx, path, withQueue)
}

func (s *Store) vacuumInto(ctx context.Context, path string) error {
	var source string
	if err := s.reader.get(ctx, `SELECT file FROM pragma_database_list WHERE name = 'main'`, nil, &source); err != nil {
		return err
	}
	from, err := sql.Open("sqlite", fileURI(source)+"?_pragma=busy_timeout("+busyMillis+")")
	if err != nil {
		return err
	}
	_, err = from.ExecContext(ctx, `VACUUM INTO '`+strings.ReplaceAll(path, "'", "''")+`'`)
	return errors.Join(err, from.Close())
}

// copyToFile writes the content of a PostgreSQL database, as it is at one moment, into a SQLite file.
func (s *Store) copyToFile(ctx context.Context, path string) error {
	to, err := openWith(ctx, Options{Path: path, Random: s.random}, s.cipher)
	if err != nil {
		return err
	}
	return errors.Join(s.copyOneMoment(ctx, to), to.Close())
}

func (s *Store) copyOneMoment(ctx context.Context, to *Store) error {
	w := s.newSession() // beside the writers: nobody waits for a backup
	defer w.end()
	w.dialect.begin = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`
	op := &writeOp{ctx: ctx, slow: true, fn: func(c *change) error {
		// It waits while the file is synced, and locks nothing that others change.
		if _, err := c.conn.ExecContext(c.ctx, `SET LOCAL idle_in_transaction_session_timeout = 0`); err != nil {
			return err
		}
		_, err := c.copyInto(ctx, to, []byte{})
		return err
	}}
	_, err := w.run([]*writeOp{op})
	return errors.Join(err, op.err)
}

// trim makes the copy what a backup should hold. It is a database of its own from now on.
func trim(ctx context.Context, path string, withQueue bool) error {
	db, err := sql.Open("sqlite", fileURI(path)+"?_pragma=foreign_keys(1)&_pragma=secure_delete(1)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	statements := []string{`DELETE FROM setting WHERE name IN ('id', 'moved-from')`, `UPDATE delivery SET state = 'held', lease = 0, in_doubt = CASE state WHEN 'leased' THEN 1 ELSE in_doubt END WHERE state IN ('queued', 'deferred', 'leased')`}
	if !withQueue {
		statements = append(statements, `DELETE FROM submission`, `DELETE FROM explanation`, `DELETE FROM trail WHERE submission <> 0`, `VACUUM`)
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return errors.Join(err, db.Close())
		}
	}
	return db.Close()
}
