package store

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
)

// sqliteDialect describes SQLite: one writer, and every relay on one machine.
func sqliteDialect() dialect {
	never := func(error) bool { return false }
	return dialect{goose: goose.DialectSQLite3, begin: `BEGIN IMMEDIATE`, writers: 1, step: 8, undone: never, lost: never, relief: `PRAGMA wal_checkpoint(TRUNCATE)`,
		intact: func(any) error { return nil }, isUnique: func(err error) bool {
			e, ok := errors.AsType[*sqlite.Error](err)
			return ok && (e.Code() == 2067 || e.Code() == 1555) // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
		}}
}

// busyMillis is how long a connection waits for another one's lock.
const busyMillis = "10000"

// openSQLite opens the file for writing and, on connections that cannot write, for reading.
func openSQLite(path string) (writer, reader *sql.DB, err error) {
	if err := createPrivate(path); err != nil {
		return nil, nil, err
	}
	// Every pragma stands in the name, because a pool opens connections later. Only FULL survives a power cut.
	common := fileURI(path) + "?_pragma=busy_timeout(" + busyMillis + ")&_pragma=foreign_keys(1)&_pragma=trusted_schema(0)&_pragma=temp_store(2)&_dqs=0"
	writer, err = sql.Open("sqlite", common+"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_pragma=journal_size_limit(16777216)&_pragma=cache_size(-4096)&_txlock=immediate")
	if err != nil {
		return nil, nil, err
	}
	writer.SetMaxOpenConns(1)
	if reader, err = sql.Open("sqlite", common+"&_pragma=query_only(1)&_pragma=cache_size(-512)"); err != nil {
		return nil, nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(8)
	reader.SetMaxIdleConns(8) // to open one costs more than all that is asked about a message
	return writer, reader, nil
}

// fileURI names a file for SQLite, which would end the name at "?" or "#" and read "%41" as a letter.
func fileURI(path string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}

// createPrivate makes the file before SQLite does, so that nobody else can read it (SQLite gives its other files the same mode).
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}
