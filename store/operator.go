package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// A verb of an operator reaches every delivery that is not over. One that a relay has in its hands cannot be taken from it: it gets a
// mark, which the relay looks for before it begins a copy (Stopped), and which holds when it gives the delivery back, or dies.

// Changed says what a verb did.
type Changed struct {
	Deliveries int // that it changed
	OnTheirWay int // that a relay has in its hands; of these, what has not begun is stopped
}

// standing is how a delivery that is not over stands.
type standing struct {
	id          DeliveryID
	state, stop State
}

// Retry makes waiting deliveries due now.
func (s *Store) Retry(ctx context.Context, now time.Time, f Filter) (Changed, error) {
	return s.operate(ctx, now, f, "retry", func(x *standing) bool {
		waits := x.state == Queued || x.state == Deferred
		x.state = Queued
		return waits
	})
}

// Hold keeps deliveries from being sent.
func (s *Store) Hold(ctx context.Context, now time.Time, f Filter) (Changed, error) {
	return s.operate(ctx, now, f, "hold", func(x *standing) bool {
		switch {
		case x.state == Held || x.stop != "":
			return false
		case x.state == Leased:
			x.stop = Held
		default:
			x.state = Held
		}
		return true
	})
}

// Release lets held deliveries go.
func (s *Store) Release(ctx context.Context, now time.Time, f Filter) (Changed, error) {
	return s.operate(ctx, now, f, "release", func(x *standing) bool {
		held := x.state == Held || x.stop == Held
		if x.state == Held {
			x.state = Queued
		}
		if x.stop == Held {
			x.stop = ""
		}
		return held
	})
}

// Delete cancels deliveries.
func (s *Store) Delete(ctx context.Context, now time.Time, f Filter) (Changed, error) {
	return s.operate(ctx, now, f, "delete", func(x *standing) bool {
		if x.state != Leased {
			x.state = Cancelled
			return true
		}
		marked := x.stop == Cancelled
		x.stop = Cancelled
		return !marked
	})
}

// WhyDeleted is the outcome of a delivery that an operator deleted.
const WhyDeleted = "deleted by an operator"

// operatorStep is how many deliveries an operator changes in one transaction: a sender's mail does not wait for the rest.
const operatorStep = 500

// operate changes the deliveries that f chooses, as they stand when their turn comes: decide says how, and whether at all.
func (s *Store) operate(ctx context.Context, now time.Time, f Filter, verb string, decide func(*standing) bool) (total Changed, err error) {
	list, err := s.open(ctx, f)
	for step := range slices.Chunk(list, operatorStep) {
		var n Changed
		err = s.doRows(ctx, len(step), func(c *change) (err error) {
			n, err = c.operate(now, step, verb, decide)
			return err
		})
		if err != nil {
			break
		}
		total.Deliveries += n.Deliveries
		total.OnTheirWay += n.OnTheirWay
	}
	s.signal()
	return total, wrap(verb, err)
}

// open gives the deliveries that are not over: those that a relay has, then those that leave next.
func (s *Store) open(ctx context.Context, f Filter) (list []DeliveryID, err error) {
	f.States = []State{Queued, Leased, Deferred, Held}
	where, args := f.where()
	rows, err := s.reader.query(ctx, `SELECT d.submission, d.seq FROM delivery d WHERE `+where+` ORDER BY d.state <> 'leased', d.turn, d.submission, d.seq`, args...)
	err = each(rows, err, func() error {
		var id DeliveryID
		err := rows.Scan(&id.Submission, &id.Seq)
		list = append(list, id)
		return err
	})
	return list, err
}

func (c *change) operate(now time.Time, list []DeliveryID, verb string, decide func(*standing) bool) (n Changed, err error) {
	all, err := c.standings(list)
	if err != nil {
		return n, err
	}
	var marks []standing
	var ends []Settlement
	touched := map[ID][]DeliveryID{}
	for _, x := range all {
		changed := decide(&x)
		switch {
		case x.state == Leased && x.stop != "":
			n.OnTheirWay++
		case changed:
			n.Deliveries++
		}
		switch {
		case !changed:
			continue
		case x.state == Cancelled:
			ends = append(ends, Settlement{ID: x.id, State: Cancelled, Outcome: WhyDeleted})
		default:
			marks = append(marks, x)
		}
		touched[x.id.Submission] = append(touched[x.id.Submission], x.id)
	}
	if err := c.mark(now, marks); err != nil {
		return n, err
	}
	if err := c.apply(now, ends, nil); err != nil {
		return n, err
	}
	return n, c.noteVerb(now, verb, touched)
}

// standings gives how deliveries stand that are not over, and keeps others from changing them until the commit.
func (c *change) standings(list []DeliveryID) (all []standing, err error) {
	for piece := range pieces(list, c.dialect.step) {
		var args []any
		for _, id := range piece {
			args = append(args, int64(id.Submission), id.Seq)
		}
		rows, err := c.query(`SELECT d.submission, d.seq, d.state, d.stop FROM delivery d WHERE d.state IN ('queued', 'leased', 'deferred', 'held')
			AND (d.submission, d.seq) IN (VALUES `+tuples(len(piece), "", 1, "BIGINT", "BIGINT")+`)`+c.dialect.lock, args...)
		err = each(rows, err, func() error {
			var x standing
			err := rows.Scan(&x.id.Submission, &x.id.Seq, &x.state, &x.stop)
			all = append(all, x)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (c *change) mark(now time.Time, list []standing) error {
	for piece := range pieces(list, c.dialect.step) {
		args := []any{millis(now)}
		for _, x := range piece {
			args = append(args, int64(x.id.Submission), x.id.Seq, string(x.state), string(x.stop))
		}
		_, err := c.exec(`UPDATE delivery SET state = v.column3, stop = v.column4, due = $1, updated = $1
			FROM (VALUES `+tuples(len(piece), "", 2, "BIGINT", "BIGINT", "TEXT", "TEXT")+`) AS v WHERE submission = v.column1 AND seq = v.column2`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// noteVerb writes one line for each submission.
func (c *change) noteVerb(now time.Time, verb string, touched map[ID][]DeliveryID) error {
	for id, list := range touched {
		detail := fmt.Sprintf("%s %d deliveries", verb, len(list))
		if len(list) == 1 {
			detail = verb + " " + list[0].String()
		}
		if err := c.addTrail(now, id, nil, EventOperator, detail); err != nil {
			return err
		}
	}
	return nil
}

// Stopped says why a delivery that is leased is not to be begun any more: Suppressed, or as an operator wants it; "" if it may
// be. What the relay writes to a sender itself is no mailing, and nobody opts out of it.
func (s *Store) Stopped(ctx context.Context, d Delivery) (state State, err error) {
	err = s.reader.get(ctx, `SELECT CASE WHEN d.stop <> '' THEN d.stop
		WHEN $3 <> '' AND EXISTS (SELECT 1 FROM suppression WHERE person = $4 AND purpose IN ($5, $6)) THEN 'suppressed' ELSE '' END
		FROM delivery d WHERE d.submission = $1 AND d.seq = $2`,
		[]any{int64(d.ID.Submission), d.ID.Seq, d.Account, d.Person.Bytes(), Everything, d.Purpose}, &state)
	if err == sql.ErrNoRows { // somebody deleted the rows by hand
		return Cancelled, nil
	}
	return state, wrap("stopped", err)
}
