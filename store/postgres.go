package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// ErrURL says that the database's address cannot be read. It does not repeat it: there may be a password in it.
var ErrURL = errors.New("store: not the address of a PostgreSQL database")

// postgresDialect describes PostgreSQL: several relays, each with several transactions at a time.
func postgresDialect() dialect {
	return dialect{goose: goose.DialectPostgres, begin: `BEGIN`, writers: 4, step: 128, timeout: time.Minute, lock: " FOR UPDATE OF d", skip: " SKIP LOCKED",
		present:  ` + CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)`,
		isUnique: func(err error) bool { return isCode(err, "23505") },
		undone:   func(err error) bool { return isCode(err, "40001", "40P01", "55P03") }, // serialization, deadlock, lock timeout
		lost:     isLost, intact: isIntact}
}

func isIntact(conn any) error {
	if c, ok := conn.(*stdlib.Conn); !ok || c.Conn().PgConn().TxStatus() != 'T' {
		return errors.New("the transaction has failed")
	}
	return nil
}

// isCode reports whether the server answered with one of these codes (PostgreSQL manual, appendix A).
func isCode(err error, codes ...string) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.Contains(codes, e.Code)
}

func isLost(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok { // it shuts down, starts, is full, or has ended this session
		return strings.HasPrefix(e.Code, "08") || slices.Contains([]string{"57P01", "57P02", "57P03", "53300", "25P03"}, e.Code)
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	for _, end := range []error{driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, end) {
			return true
		}
	}
	_, ok := errors.AsType[*pgconn.ConnectError](err)
	return ok || pgconn.SafeToRetry(err)
}

// parsePostgres reads a postgres:// URL.
func parsePostgres(url string) (*pgx.ConnConfig, error) {
	if !strings.HasPrefix(url, "postgres://") && !strings.HasPrefix(url, "postgresql://") {
		return nil, ErrURL
	}
	c, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, ErrURL
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 5 * time.Second
	}
	// A relay that freezes in a transaction must not hold up the others, who wait for its locks less long than lock_timeout.
	c.RuntimeParams["idle_in_transaction_session_timeout"] = "5000"
	c.RuntimeParams["lock_timeout"] = "10000"
	c.RuntimeParams["application_name"] = "souspli"
	// What is known of a queue's contents is always out of date: its indexes are to be used whatever the statistics say.
	for _, scan := range []string{"enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin"} {
		c.RuntimeParams[scan] = "off"
	}
	// A plan that sorts all the same then counts as a huge one, and compiling it takes a second where answering takes a millisecond.
	c.RuntimeParams["jit"] = "off"
	return c, nil
}

// openPostgres prepares both pools; connections are made when they are needed.
func openPostgres(url string) (writer, reader *sql.DB, err error) {
	c, err := parsePostgres(url)
	if err != nil {
		return nil, nil, err
	}
	writer = stdlib.OpenDB(*c, stdlib.OptionAfterConnect(durable))
	writer.SetMaxOpenConns(postgresDialect().writers + 2) // and those that copy or migrate
	c = c.Copy()
	c.RuntimeParams["default_transaction_read_only"] = "on"
	reader = stdlib.OpenDB(*c)
	reader.SetMaxOpenConns(8)
	reader.SetMaxIdleConns(4)
	return writer, reader, nil
}

// durable takes back a server's leave to answer before a commit is on disk. What is stricter stays.
func durable(ctx context.Context, c *pgx.Conn) error {
	var mode string
	if err := c.QueryRow(ctx, `SHOW synchronous_commit`).Scan(&mode); err != nil || mode != "off" {
		return err
	}
	_, err := c.Exec(ctx, `SET synchronous_commit = on`)
	return err
}

// channel is where relays on one database tell each other that something was queued.
const channel = "souspli"

// listen turns what other relays announce into hints until ctx ends. Where it is not to be had, the poll every second does it alone.
func (s *Store) listen(ctx context.Context, url string) {
	for ctx.Err() == nil {
		_ = s.listenOnce(ctx, url)
		pause(ctx, 5*time.Second)
	}
}

func (s *Store) listenOnce(ctx context.Context, url string) error {
	config, err := parsePostgres(url)
	if err != nil {
		return err
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return err
	}
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
		s.hint()
	}
}

// announce tells the other relays, at most once for all who queued in the meantime. Nothing depends on it.
func (s *Store) announce(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.news:
		}
		if _, err := s.reader.db.ExecContext(ctx, `NOTIFY `+channel); err != nil {
			pause(ctx, 5*time.Second)
		}
	}
}

// pause waits, or returns early when ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
