// Package store remembers: the queue, suppressions, basis records, accounts, the trail, in SQLite or PostgreSQL.
//
// Whoever writes waits for the commit, and those who wait together commit together (write.go). A commit that failed is
// unknown, not refused: the store then takes nothing until a new commit has succeeded. Bodies and addresses in the queue are
// sealed under a key that is not in the database (cipher.go); people are otherwise known by address.Key only. The store
// decides nothing: it moves deliveries along one table of states (state.go), serves accounts in turn (claim.go) and answers
// what it was told. What differs between the engines stands in dialect.go, sqlite.go and postgres.go.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"

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
	dialect dialect
	writer  *sql.DB
	reader  reader // cannot write
	cipher  cipher
	random  io.Reader
	short   chan *writeOp  // changes of few rows
	sending chan *writeOp  // what deliveries cannot go on without
	long    chan *writeOp  // changes of many rows
	closing chan struct{}  // closed: nothing more is taken
	stopped chan struct{}  // closed: the writers have ended
	others  sync.WaitGroup // listen, announce, sweep
	stop    context.CancelFunc
	once    sync.Once
	broken  atomic.Bool   // a commit failed and none has succeeded since
	wake    chan struct{} // something may be due
	news    chan struct{} // this process queued something
	remains chan struct{} // the body of a finished submission is still there

	idMu   sync.Mutex
	lastID ID

	laneMu sync.Mutex
	lane   string // of the account that was served last
}

// Options say how a store is opened.
type Options struct {
	Path   string         // of the SQLite file; made with mode 0600 where absent
	URL    string         // postgres://…: PostgreSQL instead of the file
	Secret address.Secret // 32 octets; seals what is in the queue
	Random io.Reader      // nil: crypto/rand
}

// Open opens the database, brings its schema up to date and makes sure that it belongs to the key.
func Open(ctx context.Context, o Options) (*Store, error) {
	c, err := newCipher(o.Secret, o.Random)
	if err != nil {
		return nil, wrap("open", err)
	}
	return openWith(ctx, o, c)
}

func openWith(ctx context.Context, o Options, c cipher) (*Store, error) {
	s, err := newStore(o, c)
	if err != nil {
		return nil, wrap("open", err)
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.writer.Close(), s.reader.close())
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	var writers sync.WaitGroup
	for range s.dialect.writers {
		writers.Go(func() { s.write() })
	}
	go func() { writers.Wait(); close(s.stopped) }()
	s.others.Go(func() { s.sweep(background) })
	if o.URL != "" {
		s.others.Go(func() { s.listen(background, o.URL) })
		s.others.Go(func() { s.announce(background) })
	}
	return s, nil
}

func newStore(o Options, c cipher) (s *Store, err error) {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	s = &Store{dialect: sqliteDialect(), cipher: c, random: o.Random, short: make(chan *writeOp, maxBatch), sending: make(chan *writeOp, maxBatch), long: make(chan *writeOp, maxBatch),
		closing: make(chan struct{}), stopped: make(chan struct{}), wake: make(chan struct{}, 1), news: make(chan struct{}, 1), remains: make(chan struct{}, 1)}
	if o.URL != "" {
		s.dialect = postgresDialect()
		s.writer, s.reader.db, err = openPostgres(o.URL)
	} else {
		s.writer, s.reader.db, err = openSQLite(o.Path)
		s.reader.stmts = map[string]*sql.Stmt{}
	}
	s.reader.lost = s.dialect.lost
	return s, err
}

// prepare migrates and checks the key. Where several relays start at once, one migrates and the others find it done.
func (s *Store) prepare(ctx context.Context) error {
	var err error
	for range 5 {
		if err = s.migrate(ctx); err == nil || errors.Is(err, ErrNewer) || s.dialect.goose == goose.DialectSQLite3 {
			break
		}
		pause(ctx, time.Second)
	}
	if err != nil {
		return wrap("migrate", err)
	}
	if err := s.checkKey(ctx); err != nil {
		return wrap("key", err)
	}
	var moved bool
	err = s.writer.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM setting WHERE name = $1)`, settingMoved).Scan(&moved)
	if err == nil && moved {
		return ErrMoved
	}
	return wrap("settings", err)
}

// migrate runs the numbered files that the database has not seen.
func (s *Store) migrate(ctx context.Context) error {
	provider, err := newProvider(s.dialect.goose, s.writer)
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

func newProvider(dialect goose.Dialect, db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, db, dir)
}

// Close waits for what is being written and closes the database.
func (s *Store) Close() error {
	s.once.Do(func() { close(s.closing) })
	<-s.stopped
	s.stop()
	s.others.Wait()
	return errors.Join(s.writer.Close(), s.reader.close())
}

// Ping reports whether the store can commit: the readiness that /readyz shows. It writes something, for a disk that does not sync
// is not asked to by a transaction that changes nothing.
func (s *Store) Ping(ctx context.Context) error {
	return s.do(ctx, func(c *change) error {
		_, err := c.exec(`INSERT INTO setting (name, value) VALUES ('probe', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
			time.Now().AppendFormat(nil, time.RFC3339))
		return err
	})
}

// Wake is signalled after new deliveries were committed. It is a hint: others may have written too.
func (s *Store) Wake() <-chan struct{} { return s.wake }

// signal says that this process queued something.
func (s *Store) signal() {
	s.hint()
	poke(s.news)
}

func (s *Store) hint() { poke(s.wake) }

// poke leaves a signal for whoever looks next; one is enough.
func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
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
