package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// QuietFor is how long nobody writes before the log is put in order.
const QuietFor = quietFor

// ClaimQueries gives what a claim asks, for a look at how it is answered.
func ClaimQueries() map[string]string {
	return map[string]string{
		"promote":    fmt.Sprintf(promoteQuery, ""),
		"turn":       turnQuery,
		"lanes":      fmt.Sprintf(lanesQuery, ">"),
		"candidates": candidatesQuery,
		"lease":      fmt.Sprintf(leaseQuery, "$2") + tuples(16, "", 5, "BIGINT", "BIGINT") + ")",
		"renew":      fmt.Sprintf(renewQuery, "$1", tuples(16, "", 4, "BIGINT", "BIGINT", "BIGINT")),
		"expire":     fmt.Sprintf(expireQuery, "$2", ""),
		"count":      countQuery,
	}
}

// ClearingQueries gives what is asked to find what is over, by the index that has nothing else in it.
func ClearingQueries() map[string]string {
	return map[string]string{oldTrailQuery: "trail_old", leftBodyQuery: "submission_left", leftEnvelopeQuery: "submission_left"}
}

// LoadPlan is how the database answers for a submission's body.
func LoadPlan(ctx context.Context, s *Store, id ID) (lines []string, err error) {
	rows, err := s.reader.query(ctx, "EXPLAIN (ANALYZE) "+loadQuery, int64(id), 3)
	err = each(rows, err, func() error {
		lines = append(lines, "")
		return rows.Scan(&lines[len(lines)-1])
	})
	return lines, err
}

// TableColumns gives the columns that are copied, by table.
func TableColumns() map[string]string {
	all := map[string]string{}
	for _, t := range tables() {
		all[t.name] = t.columns
	}
	return all
}

// CopyOnly moves as far as the copy's commit, and takes back all that it wrote into the old database, as a crash does.
func CopyOnly(ctx context.Context, from, to *Store) error {
	crash := errors.New("crash")
	err := from.do(ctx, func(c *change) error {
		content, err := c.fingerprint()
		if err != nil {
			return err
		}
		if _, err = c.copyInto(ctx, to, content); err != nil {
			return err
		}
		return crash
	})
	if errors.Is(err, crash) {
		return nil
	}
	return err
}

// HideFailure runs a change that does not tell of its failed statement.
func HideFailure(ctx context.Context, s *Store) error {
	return s.do(ctx, func(c *change) error {
		_, _ = c.exec(`INSERT INTO nowhere VALUES (1)`)
		return nil
	})
}

// LimitPages bounds a SQLite database.
func LimitPages(ctx context.Context, s *Store, pages int) error {
	return s.do(ctx, func(c *change) error {
		_, err := c.conn.ExecContext(c.ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, pages))
		return err
	})
}

// PurgeStep is how many rows a step deletes.
const PurgeStep = purgeStep

// PurgeSteps makes so many steps of a purge of what was finished before a time, and counts the submissions that are left.
func PurgeSteps(ctx context.Context, s *Store, before time.Time, steps int) (left int, err error) {
	for range steps {
		err = s.do(ctx, func(c *change) error {
			_, err := c.purgeOldest(millis(before))
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	err = s.reader.get(ctx, `SELECT COUNT(*) FROM submission`, nil, &left)
	return left, err
}

// CountLeft counts the pieces of bodies, and the envelopes.
func CountLeft(ctx context.Context, s *Store) (n int, err error) {
	err = s.reader.get(ctx, `SELECT (SELECT COUNT(*) FROM body) + (SELECT COUNT(*) FROM submission WHERE envelope IS NOT NULL)`, nil, &n)
	return n, err
}

// MigrateDown takes the schema of a closed store back to an older version.
func MigrateDown(ctx context.Context, o Options, version int64) error {
	s, err := newStore(o, cipher{})
	if err != nil {
		return err
	}
	provider, err := newProvider(s.dialect.goose, s.writer)
	if err == nil {
		_, err = provider.DownTo(ctx, version)
	}
	return errors.Join(err, s.writer.Close(), s.reader.db.Close())
}

// WriteOrder tells in which order a writer takes two short changes, two of deliveries and three long ones, all of which wait.
func WriteOrder() (order []string) {
	queue := func(waiting int) chan *writeOp {
		c := make(chan *writeOp, waiting)
		for range waiting {
			c <- &writeOp{rows: 1}
		}
		return c
	}
	s := &Store{short: queue(2), sending: queue(2), long: queue(3), closing: make(chan struct{})}
	close(s.closing) // all that waits is still taken
	r := newRota(s)
	for {
		short, sending := len(s.short), len(s.sending)
		batch, _ := s.next(&r, nil)
		switch {
		case len(batch) == 0:
			return order
		case len(s.short) < short:
			order = append(order, fmt.Sprintf("%d short", len(batch)))
		case len(s.sending) < sending:
			order = append(order, "sending")
		default:
			order = append(order, "long")
		}
	}
}

// CopyWaiting copies what a backup does into a file whose disk takes so long to sync.
func CopyWaiting(ctx context.Context, from, to *Store, sync time.Duration) error {
	syncs := make(chan struct{})
	synced := make(chan error, 1)
	go func() {
		synced <- to.doAlone(ctx, func(*change) error {
			close(syncs)
			time.Sleep(sync)
			return nil
		})
	}()
	<-syncs
	return errors.Join(from.copyOneMoment(ctx, to), <-synced)
}
