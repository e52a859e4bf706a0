package store

import (
	"fmt"
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
	present  string        // the clock by which leases end, where it is not the caller's; "" if it is
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

// clock is the time by which leases end, in milliseconds, as an expression of a parameter that instant gives. On a server it is
// the server's: relays whose clocks differ still agree on who holds what.
func (d dialect) clock(parameter string) string {
	return fmt.Sprintf("(CAST(%s AS BIGINT)%s)", parameter, d.present)
}

// instant is the parameter of clock for now: the time itself, or by how much the caller has moved its clock, which only tests do.
func (d dialect) instant(now time.Time) int64 {
	if d.present == "" {
		return millis(now)
	}
	return time.Until(now).Milliseconds()
}
