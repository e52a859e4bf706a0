package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
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
	query := `SELECT d.submission, d.seq, s.account, s.purpose, s.received, d.person, d.domain, d.recipient, d.state, d.attempts, d.due, d.in_doubt, d.outcome, d.updated, s.size
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
	err = rows.Scan(&r.ID.Submission, &r.ID.Seq, &r.Account, &r.Purpose, &received, &person, &r.Domain, &sealed, &r.State, &r.Attempts, &due, &r.InDoubt, &r.Outcome, &updated, &r.Size)
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

// Retry makes waiting deliveries due now.
func (s *Store) Retry(ctx context.Context, now time.Time, f Filter) (int, error) {
	f.States = []State{Queued, Deferred}
	return s.change(ctx, now, f, "retry", `state = 'queued', due = $1`)
}

// Hold keeps waiting deliveries from being sent.
func (s *Store) Hold(ctx context.Context, now time.Time, f Filter) (int, error) {
	f.States = []State{Queued, Deferred}
	return s.change(ctx, now, f, "hold", `state = 'held', due = $1`)
}

// Release lets held deliveries go.
func (s *Store) Release(ctx context.Context, now time.Time, f Filter) (int, error) {
	f.States = []State{Held}
	return s.change(ctx, now, f, "release", `state = 'queued', due = $1`)
}

// operatorStep is how many deliveries an operator changes in one transaction: a senders' mail does not wait for the rest.
const operatorStep = 500

// change updates the deliveries that f chooses; set may use $1, the time.
func (s *Store) change(ctx context.Context, now time.Time, f Filter, verb, set string) (n int, err error) {
	err = s.inSteps(ctx, f, func(c *change, r Row) error {
		k, err := affected(c.exec(`UPDATE delivery SET `+set+`, updated = $1 WHERE submission = $2 AND seq = $3 AND state = $4`,
			millis(now), int64(r.ID.Submission), r.ID.Seq, string(r.State)))
		if err != nil || k == 0 {
			return err
		}
		c.count++
		return c.addTrail(now, r.ID.Submission, nil, EventOperator, verb+" "+r.ID.String())
	}, &n)
	s.signal()
	return n, wrap(verb, err)
}

// Delete cancels deliveries that are not being sent.
func (s *Store) Delete(ctx context.Context, now time.Time, f Filter) (n int, err error) {
	f.States = []State{Queued, Deferred, Held}
	err = s.inSteps(ctx, f, func(c *change, r Row) error {
		var state State
		err := c.get(`SELECT d.state FROM delivery d WHERE d.submission = $1 AND d.seq = $2`+c.dialect.lock, []any{int64(r.ID.Submission), r.ID.Seq}, &state)
		if err != nil || !state.CanBecome(Cancelled) {
			return err
		}
		c.count++
		return c.apply(now, []Settlement{{ID: r.ID, State: Cancelled, Outcome: "deleted by an operator"}}, nil)
	}, &n)
	return n, wrap("delete", err)
}

// inSteps runs fn for every delivery that f chooses, some in each transaction, and adds up what fn counted.
func (s *Store) inSteps(ctx context.Context, f Filter, fn func(*change, Row) error, total *int) error {
	list, err := s.Rows(ctx, f)
	if err != nil {
		return err
	}
	for step := range slices.Chunk(list, operatorStep) {
		n := 0
		err := s.doRows(ctx, len(step), func(c *change) error {
			c = &change{session: c.session, ctx: c.ctx}
			for _, r := range step {
				if err := fn(c, r); err != nil {
					return err
				}
			}
			n = c.count
			return nil
		})
		*total += n
		if err != nil {
			return err
		}
	}
	return nil
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
