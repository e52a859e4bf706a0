package store

import (
	"context"
	"database/sql"
	"time"
)

// Settlement is what became of one attempt.
type Settlement struct {
	ID      DeliveryID
	Owner   int64     // who leased it; a settlement of a lease that was taken over changes nothing
	Attempt int       // Delivery.Attempts of the lease, so that an owner that was frozen does not settle its own next attempt; 0: not compared
	State   State     // Delivered, Deferred, Failed, Suppressed, or Queued to give it back
	Due     time.Time // of the next attempt
	Outcome string    // what the next hop said, redacted
	InDoubt bool      // the final dot was sent and no answer came
	Tell    bool      // the sender is to be told of this end

	untried bool // it was no attempt, though State does not say so
}

// Settle records what became of attempts, all in one transaction.
func (s *Store) Settle(ctx context.Context, now time.Time, list ...Settlement) error {
	err := s.doSending(ctx, len(list), func(c *change) error {
		held, err := c.held(list)
		if err != nil {
			return err
		}
		var mine []Settlement
		before := map[DeliveryID]string{}
		for _, x := range list {
			h, ok := held[x.ID]
			if !ok || h.owner != x.Owner || x.Attempt != 0 && x.Attempt != h.attempt {
				continue
			}
			delete(held, x.ID) // a second settlement of the same lease changes nothing
			before[x.ID] = h.outcome
			mine = append(mine, x.stopped(h.stop))
		}
		err = c.apply(now, mine, before)
		Failpoint("settle")
		return err
	})
	Failpoint("settled")
	return wrap("settle", err)
}

// stopped turns what comes back into what an operator wanted of it meanwhile. What is over is over.
func (x Settlement) stopped(stop State) Settlement {
	if stop == "" || x.State.IsFinal() {
		return x
	}
	x.untried = x.State == Queued
	if x.State = stop; stop == Cancelled {
		x.Outcome = WhyDeleted
	}
	return x
}

// hold is a lease as it stands.
type hold struct {
	owner   int64
	attempt int
	outcome string // of the attempt before
	stop    State  // what an operator wants of it
}

// held gives the leases of these deliveries and keeps others from changing them until the commit.
func (c *change) held(list []Settlement) (map[DeliveryID]hold, error) {
	held := make(map[DeliveryID]hold, len(list))
	for piece := range pieces(list, c.dialect.step) {
		var args []any
		for _, x := range piece {
			args = append(args, int64(x.ID.Submission), x.ID.Seq)
		}
		rows, err := c.query(`SELECT d.submission, d.seq, d.lease, d.attempts, d.outcome, d.stop FROM delivery d
			WHERE d.state = 'leased' AND (d.submission, d.seq) IN (VALUES `+tuples(len(piece), "", 1, "BIGINT", "BIGINT")+`)`+c.dialect.lock, args...)
		err = each(rows, err, func() error {
			var id DeliveryID
			var h hold
			err := rows.Scan(&id.Submission, &id.Seq, &h.owner, &h.attempt, &h.outcome, &h.stop)
			held[id] = h
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return held, nil
}

// apply moves deliveries and ends the submissions of which they were the last. before is what was said of them last.
func (c *change) apply(now time.Time, list []Settlement, before map[DeliveryID]string) error {
	for piece := range pieces(list, c.dialect.step) {
		if err := c.move(now, piece); err != nil {
			return err
		}
	}
	for _, x := range list {
		if x.State != Deferred || x.Outcome == before[x.ID] {
			continue
		}
		if err := c.addTrail(now, x.ID.Submission, nil, EventDeferred, x.ID.String()+" "+x.Outcome); err != nil {
			return err
		}
	}
	for _, e := range endsOf(list) {
		if err := c.countDown(now, e); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) move(now time.Time, list []Settlement) error {
	args := []any{millis(now)}
	for _, x := range list {
		args = append(args, int64(x.ID.Submission), x.ID.Seq, string(x.State), millis(x.Due), clean(x.Outcome), number(x.InDoubt),
			number(x.State.IsFinal() && !x.Tell), number(x.untried || x.State == Queued)) // the address is forgotten; what is given back was no attempt
	}
	_, err := c.exec(`UPDATE delivery SET state = v.column3, stop = '', lease = 0, due = v.column4, outcome = v.column5, updated = $1,
		in_doubt = CASE WHEN v.column6 > 0 THEN 1 ELSE in_doubt END, recipient = CASE WHEN v.column7 > 0 THEN NULL ELSE recipient END, attempts = attempts - v.column8
		FROM (VALUES `+tuples(len(list), "", 2, "BIGINT", "BIGINT", "TEXT", "BIGINT", "TEXT", "BIGINT", "BIGINT", "BIGINT")+`) AS v
		WHERE submission = v.column1 AND seq = v.column2`, args...)
	return err
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// ends counts the deliveries of one submission that are over.
type ends struct {
	id         ID
	over, tell int
}

// endsOf counts by submission, in the order of the list.
func endsOf(list []Settlement) []ends {
	var all []ends
	index := map[ID]int{}
	for _, x := range list {
		if !x.State.IsFinal() {
			continue
		}
		i, ok := index[x.ID.Submission]
		if !ok {
			i = len(all)
			index[x.ID.Submission] = i
			all = append(all, ends{id: x.ID.Submission})
		}
		all[i].over++
		all[i].tell += int(number(x.Tell))
	}
	return all
}

func (c *change) countDown(now time.Time, e ends) error {
	var open int
	err := c.get(`UPDATE submission SET pending = pending - $1, untold = untold + $2,
		untold_at = CASE WHEN untold = 0 AND $2 > 0 THEN $3 ELSE untold_at END WHERE id = $4 RETURNING pending + untold`,
		[]any{e.over, e.tell, millis(now), int64(e.id)}, &open)
	if err != nil || open > 0 {
		return err
	}
	return c.finish(now, e.id)
}

// finish forgets a submission's body and envelope once nothing is pending and nobody is left to be told. What is large, or too
// much for one transaction, is left to sweep, piece by piece: nobody should wait for it, and to overwrite it takes as much
// room in the log, which a disk that is nearly full does not have.
func (c *change) finish(now time.Time, id ID) error {
	var size int64
	var left bool
	err := c.get(`UPDATE submission SET finished = $1, envelope = CASE WHEN size > $3 THEN envelope END
		WHERE id = $2 AND pending = 0 AND untold = 0 AND finished = 0 RETURNING size, envelope IS NOT NULL`,
		[]any{millis(now), int64(id), sweepStep*chunkSize - c.erased}, &size, &left)
	switch {
	case err == sql.ErrNoRows:
		return nil
	case err == nil && left:
		c.remains = true
		return nil
	case err == nil:
		c.erased += size
		_, err = c.exec(`DELETE FROM body WHERE submission = $1`, int64(id))
	}
	return err
}

// affected gives the number of rows that a change touched.
func affected(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}
