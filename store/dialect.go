package store

import (
	"time"

	"github.com/pressly/goose/v3"
)

// dialect is what differs between the engines. Everything else is one SQL text: $1, RETURNING, ON CONFLICT, integer milliseconds.
type dialect struct {
	goose    goose.Dialect
	begin    string        // a transaction that will write
	writers  int           // transactions that are written at a time
	step     int           // rows in one statement: SQLite looks for each parameter among all, PostgreSQL is far away
	timeout  time.Duration // of one transaction; 0: none, because nothing is far away
	lock     string        // after a SELECT of delivery d: nobody else changes these rows until the commit
	skip     string        // after lock: leave out what another relay has locked
	isUnique func(error) bool
	// intact says whether a driver's connection is in a transaction that can be committed.
	intact func(conn any) error
	// undone reports whether the error says that the whole transaction was taken back and may be tried again.
	undone func(error) bool
	// lost reports whether the server could not be reached, or went away. Before a commit nothing has happened then.
	lost func(error) bool
	// relief is what may make room when a commit has failed; "": nothing.
	relief string
}
