// Package store remembers: the queue, suppressions, basis records, accounts, the trail, in SQLite.
//
// Whoever writes waits for the commit, and those who wait together commit together (write.go). A commit that failed is
// unknown, not refused: the store then takes nothing until a new commit has succeeded. Bodies and addresses in the queue are
// sealed under a key that is not in the database (cipher.go); people are otherwise known by address.Key only. The store
// decides nothing: it moves deliveries along one table of states (state.go) and answers what it was told.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"souspli/policy/address"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Errors that callers tell apart.
var (
	ErrNotFound    = errors.New("store: not found")
	ErrExists      = errors.New("store: exists already")
	ErrUnavailable = errors.New("store: a commit failed; its fate is unknown")
	ErrNewer       = errors.New("store: the database was written by a newer souspli")
	ErrKey         = errors.New("store: the database does not belong to this key")
)

// Store is an open database. It is safe for concurrent use, also beside other processes that use the same one.
type Store struct {
	writer  *sql.DB // one connection
	reader  *sql.DB // many, which cannot write
	cipher  cipher
	random  io.Reader
	queue   chan *writeOp
	closing chan struct{} // closed: nothing more is taken
	stopped chan struct{} // closed: the writer has ended
	once    sync.Once
	broken  atomic.Bool // a commit failed and none has succeeded since
	wake    chan struct{}
}

// Options say how a store is opened.
type Options struct {
	Path   string         // of the SQLite file; made with mode 0600 where absent
	Secret address.Secret // 32 octets; seals what is in the queue
	Random io.Reader      // nil: crypto/rand
}

// Open opens the database and brings its schema up to date.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := open(o)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("store: migrate: %w", err), s.writer.Close(), s.reader.Close())
	}
	go s.write()
	return s, nil
}

func open(o Options) (*Store, error) {
	c, err := newCipher(o.Secret, o.Random)
	if err != nil {
		return nil, err
	}
	if err := createPrivate(o.Path); err != nil {
		return nil, err
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	s := &Store{cipher: c, random: o.Random, queue: make(chan *writeOp, 256), closing: make(chan struct{}), stopped: make(chan struct{}), wake: make(chan struct{}, 1)}
	// Every pragma stands in the name, because a pool opens connections later.
	common := "file:" + filepath.ToSlash(o.Path) + "?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=trusted_schema(0)&_dqs=0"
	if s.writer, err = sql.Open("sqlite", common+"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_txlock=immediate"); err != nil {
		return nil, err
	}
	s.writer.SetMaxOpenConns(1)
	if s.reader, err = sql.Open("sqlite", common+"&_pragma=query_only(1)"); err != nil {
		return nil, errors.Join(err, s.writer.Close())
	}
	s.reader.SetMaxOpenConns(8)
	return s, nil
}

// createPrivate makes the file before SQLite does, so that nobody else can read it (SQLite gives its other files the same mode).
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// migrate runs the numbered files that the database has not seen.
func (s *Store) migrate(ctx context.Context) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, s.writer, dir)
	if err != nil {
		return err
	}
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > newest {
		return ErrNewer
	}
	_, err = provider.Up(ctx)
	return err
}

// Close waits for what is being written and closes the database.
func (s *Store) Close() error {
	s.once.Do(func() { close(s.closing) })
	<-s.stopped
	return errors.Join(s.writer.Close(), s.reader.Close())
}

// Ping reports whether the store can commit: the readiness that /readyz shows.
func (s *Store) Ping(ctx context.Context) error {
	return s.do(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM explanation WHERE ref = ''`) // a write that changes nothing
		return err
	})
}

// Wake is signalled after new deliveries were committed by this process. It is a hint: others may have written too.
func (s *Store) Wake() <-chan struct{} { return s.wake }

func (s *Store) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// millis writes a time for the database.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// at reads a time from the database.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// isUnique reports whether err says that a row exists already.
func isUnique(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code() == 2067 || e.Code() == 1555) // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
}
