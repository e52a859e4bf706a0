package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Errors of a move.
var (
	ErrMoved    = errors.New("store: this database was moved to another one")
	ErrNotEmpty = errors.New("store: the other database is not empty")
)

// Settings that a move leaves: the fingerprint of what was copied, and that the content has gone.
const (
	settingMovedFrom = "moved-from"
	settingMoved     = "moved"
)

// table is a table and its columns, as they are copied.
type table struct{ name, columns string }

// tables are what a database holds, parents first. A column that a migration adds belongs here too; a test looks.
func tables() []table {
	return []table{
		{"account", "name, kind, locale, password, created"},
		{"account_sender", "account, pattern"},
		{"suppression", "person, purpose, reason, source, created"},
		{"basis", "person, purpose, kind, source, recorded, expires"},
		{"submission", "id, account, purpose, received, size, envelope, pending, untold, untold_at, warned, finished"},
		{"body", "submission, seq, chunk"},
		{"delivery", "submission, seq, person, domain, recipient, state, attempts, due, lease, lease_end, in_doubt, outcome, updated, lane, turn, stop"},
		{"trail", "at, submission, person, event, detail"},
		{"explanation", "ref, expires, content"},
	}
}

// Copied says how many rows of a table were copied.
type Copied struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
}

// Move copies everything into an empty database in one transaction and then closes this one for good: from its commit on,
// Open says ErrMoved. Nobody else may use either database meanwhile. A move that was cut off is taken up by another, if nothing
// has changed here since; else it is ErrNotEmpty, for what is new would be lost.
func (s *Store) Move(ctx context.Context, to *Store) (list []Copied, err error) {
	err = s.doAlone(ctx, func(c *change) error { // nothing is written here until the copy is on disk there
		content, err := c.fingerprint()
		if err != nil {
			return err
		}
		if list, err = c.copyInto(ctx, to, content); err != nil {
			return err
		}
		Failpoint("migrate")
		return c.set(settingMoved, []byte{1})
	})
	return list, wrap("move", err)
}

// fingerprint is a digest of everything that a move copies. Two databases that differ have different ones.
func (c *change) fingerprint() ([]byte, error) {
	h := sha256.New()
	for _, t := range tables() {
		err := c.eachRow(t, func(values []any) error {
			for _, v := range values {
				if octets, is := v.([]byte); is {
					_, _ = fmt.Fprintf(h, "%d:", len(octets))
					_, _ = h.Write(octets)
					continue
				}
				_, _ = fmt.Fprintf(h, "%q;", fmt.Sprint(v))
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return h.Sum(nil), nil
}

// set keeps a setting, the first time.
func (c *change) set(name string, value []byte) error {
	_, err := c.exec(`INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`, name, value)
	return err
}

// copyInto copies every table as this transaction sees it.
func (c *change) copyInto(ctx context.Context, to *Store, content []byte) (list []Copied, err error) {
	err = to.doAlone(ctx, func(target *change) error {
		list = nil
		if done, err := target.isCopyOf(content); done || err != nil {
			return err
		}
		for _, t := range tables() {
			n, err := copyTable(c, target, t)
			if err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			list = append(list, Copied{t.name, n})
		}
		return target.set(settingMovedFrom, content)
	})
	return list, err
}

// isCopyOf reports whether this content was copied here already. A database with another content is an error.
func (c *change) isCopyOf(content []byte) (bool, error) {
	var from []byte
	err := c.get(`SELECT value FROM setting WHERE name = $1`, []any{settingMovedFrom}, &from)
	if err == nil && string(from) == string(content) {
		return true, nil
	}
	if err != nil && err != sql.ErrNoRows {
		return false, err
	}
	for _, t := range tables() {
		used := false
		if err := c.get(`SELECT EXISTS (SELECT 1 FROM `+t.name+`)`, nil, &used); err != nil {
			return false, err
		}
		if used {
			return false, ErrNotEmpty
		}
	}
	return false, nil
}

// copyBuffer is how many octets of rows are held between reading and writing.
const copyBuffer = 4 << 20

func copyTable(from, to *change, t table) (n int, err error) {
	var buffer [][]any
	size := 0
	err = from.eachRow(t, func(values []any) error {
		n++
		size += weigh(values)
		buffer = append(buffer, values)
		if size < copyBuffer {
			return nil
		}
		full := buffer
		buffer, size = nil, 0
		return to.insertRows(t, full)
	})
	if err != nil {
		return n, err
	}
	return n, to.insertRows(t, buffer)
}

// eachRow calls fn with the values of each row.
func (c *change) eachRow(t table, fn func(values []any) error) error {
	rows, err := c.query(`SELECT ` + t.columns + ` FROM ` + t.name)
	return each(rows, err, func() error {
		values := make([]any, strings.Count(t.columns, ",")+1)
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		return fn(values)
	})
}

// weigh estimates what a row takes, and takes from its texts what PostgreSQL does not keep.
func weigh(values []any) int {
	size := 0
	for i, v := range values {
		size += 16
		switch v := v.(type) {
		case string:
			values[i] = clean(v)
			size += len(v)
		case []byte:
			size += len(v)
		}
	}
	return size
}

func (c *change) insertRows(t table, list [][]any) error {
	for piece := range pieces(list, c.dialect.step) {
		var args []any
		for _, values := range piece {
			args = append(args, values...)
		}
		_, err := c.exec(`INSERT INTO `+t.name+` (`+t.columns+`) VALUES `+tuples(len(piece), "", 1, make([]string, len(piece[0]))...), args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// IsMoved reports whether the SQLite file holds nothing that counts: it is not there, or its content was moved.
func IsMoved(ctx context.Context, path string) (bool, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	writer, reader, err := openSQLite(path)
	if err != nil {
		return false, wrap("moved", err)
	}
	moved, err := isMoved(ctx, reader)
	return moved, wrap("moved", errors.Join(err, writer.Close(), reader.Close()))
}

func isMoved(ctx context.Context, db *sql.DB) (moved bool, err error) {
	var known bool
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'setting')`).Scan(&known)
	if err != nil || !known {
		return false, err
	}
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM setting WHERE name = $1)`, settingMoved).Scan(&moved)
	return moved, err
}
