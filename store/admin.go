package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"souspli/policy/address"
)

// Row is a delivery as an operator sees it.
type Row struct {
	ID        DeliveryID
	Account   string
	Purpose   string
	Received  time.Time
	Person    address.Key
	Domain    string
	Recipient address.Address // zero once it was forgotten; prints itself redacted
	State     State
	Attempts  int
	Due       time.Time // of the next attempt, if there will be one
	InDoubt   bool      // may have arrived twice
	Stop      State     // what an operator wants of it, though a relay is just sending it; "": nothing
	Outcome   string
	Updated   time.Time
	Size      int64
}

// Filter chooses deliveries. Its zero value chooses all.
type Filter struct {
	Delivery DeliveryID // Seq 0: the whole submission
	Person   *address.Key
	States   []State // none: every state
	Limit    int     // 0: no limit
}

func (f Filter) where() (string, []any) {
	clauses, args := []string{"1 = 1"}, []any(nil)
	arg := func(clause string, v any) {
		args = append(args, v)
		clauses = append(clauses, fmt.Sprintf(clause, len(args)))
	}
	if f.Delivery.Submission != 0 {
		arg("d.submission = $%d", int64(f.Delivery.Submission))
	}
	if f.Delivery.Seq != 0 {
		arg("d.seq = $%d", f.Delivery.Seq)
	}
	if f.Person != nil {
		arg("d.person = $%d", f.Person.Bytes())
	}
	if len(f.States) > 0 {
		clauses = append(clauses, "d.state IN ("+placeholders(len(args)+1, len(f.States))+")")
		for _, state := range f.States {
			args = append(args, string(state))
		}
	}
	return strings.Join(clauses, " AND "), args
}

// Rows gives deliveries by submission and place.
func (s *Store) Rows(ctx context.Context, f Filter) ([]Row, error) {
	where, args := f.where()
	query := `SELECT d.submission, d.seq, s.account, s.purpose, s.received, d.person, d.domain, d.recipient, d.state, d.attempts, d.due, d.in_doubt, d.stop, d.outcome, d.updated, s.size
		FROM delivery d JOIN submission s ON s.id = d.submission WHERE ` + where + ` ORDER BY d.submission, d.seq`
	if f.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", f.Limit)
	}
	var list []Row
	rows, err := s.reader.query(ctx, query, args...)
	err = each(rows, err, func() error {
		r, err := s.scanRow(rows)
		list = append(list, r)
		return err
	})
	return list, wrap("rows", err)
}

func (s *Store) scanRow(rows *sql.Rows) (r Row, err error) {
	var person, sealed []byte
	var received, due, updated int64
	err = rows.Scan(&r.ID.Submission, &r.ID.Seq, &r.Account, &r.Purpose, &received, &person, &r.Domain, &sealed, &r.State, &r.Attempts, &due, &r.InDoubt, &r.Stop, &r.Outcome, &updated, &r.Size)
	if err != nil {
		return r, err
	}
	r.Received, r.Updated = at(received), at(updated)
	if r.State == Queued || r.State == Deferred {
		r.Due = at(due)
	}
	if sealed != nil {
		var recipient Recipient
		if err := s.cipher.openJSON(sealed, place("delivery", r.ID.Submission, r.ID.Seq), &recipient); err != nil {
			return r, err
		}
		if r.Recipient, err = address.Parse(recipient.Address); err != nil {
			return r, err
		}
	}
	r.Person, err = address.KeyFromBytes(person)
	return r, err
}

// countQuery looks at what is not finished, by the index of each state.
const countQuery = `SELECT 'queued', COUNT(*) FROM delivery d WHERE d.state = 'queued'
	UNION ALL SELECT 'deferred', COUNT(*) FROM delivery d WHERE d.state = 'deferred'
	UNION ALL SELECT 'leased', COUNT(*) FROM delivery d WHERE d.state = 'leased'
	UNION ALL SELECT 'held', COUNT(*) FROM delivery d WHERE d.state = 'held'`

// Counts says how many of the deliveries that are not finished are in each state.
func (s *Store) Counts(ctx context.Context) (map[State]int, error) {
	counts := map[State]int{}
	rows, err := s.reader.query(ctx, countQuery)
	err = each(rows, err, func() error {
		var state State
		var n int
		err := rows.Scan(&state, &n)
		counts[state] = n
		return err
	})
	return counts, wrap("counts", err)
}
