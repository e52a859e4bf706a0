package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// Errors of a move.
var (
	ErrMoved    = errors.New("store: this database was moved to another one")
	ErrNotEmpty = errors.New("store: the other database is not empty")
)

// Settings that a move leaves: who a database is, where its content came from, and that its content has gone.
const (
	settingID        = "id"
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
		{"delivery", "submission, seq, person, domain, recipient, state, attempts, due, lease, lease_end, in_doubt, outcome, updated, account, turn"},
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
// Open says ErrMoved. Nobody else may use either database meanwhile. A move that was cut off is taken up by another.
func (s *Store) Move(ctx context.Context, to *Store) (list []Copied, err error) {
	var id []byte
	err = s.enter(ctx, s.long, true, func(c *change) error { // nothing is written here until the copy is on disk there
		if id, err = c.identity(s.random); err != nil {
			return err
		}
		if list, err = c.copyInto(ctx, to, id); err != nil {
			return err
		}
		Failpoint("migrate")
		return c.set(settingMoved, []byte{1})
	})
	return list, wrap("move", err)
}

// identity gives the random name of this database, making it where there is none.
func (c *change) identity(random io.Reader) ([]byte, error) {
	id := make([]byte, 16)
	if _, err := io.ReadFull(random, id); err != nil {
		return nil, err
	}
	if err := c.set(settingID, id); err != nil {
		return nil, err
	}
	return id, c.get(`SELECT value FROM setting WHERE name = $1`, []any{settingID}, &id)
}

// set keeps a setting, the first time.
func (c *change) set(name string, value []byte) error {
	_, err := c.exec(`INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`, name, value)
	return err
}

// copyInto copies every table as this transaction sees it.
func (c *change) copyInto(ctx context.Context, to *Store, id []byte) (list []Copied, err error) {
	err = to.enter(ctx, to.long, true, func(target *change) error {
		list = nil
		if done, err := target.isCopyOf(id); done || err != nil {
			return err
		}
		for _, t := range tables() {
			n, err := copyTable(c, target, t)
			if err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			list = append(list, Copied{t.name, n})
		}
		return target.set(settingMovedFrom, id)
	})
	return list, err
}

// isCopyOf reports whether the whole content of a database is here already. A database with another content is an error.
func (c *change) isCopyOf(id []byte) (bool, error) {
	var from []byte
	err := c.get(`SELECT value FROM setting WHERE name = $1`, []any{settingMovedFrom}, &from)
	if err == nil && string(from) == string(id) {
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
	rows, err := from.query(`SELECT ` + t.columns + ` FROM ` + t.name)
	var buffer [][]any
	size := 0
	err = each(rows, err, func() error {
		values := make([]any, strings.Count(t.columns, ",")+1)
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
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
