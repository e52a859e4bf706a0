package store

import (
	"context"
	"database/sql"
	"time"

	"souspli/policy/address"
)

// Delivery is the job of bringing one copy to the next hop, as a relay that leased it sees it.
type Delivery struct {
	ID        DeliveryID
	Recipient Recipient
	Person    address.Key
	Purpose   string
	Account   string
	Received  time.Time // of the submission
	Attempts  int       // with the one that is beginning
	InDoubt   bool      // an earlier attempt may have arrived
}

// Claim leases up to n deliveries that are due. In the same transaction it asks suppression again: who opted out since the
// message was accepted gets nothing, and the delivery ends as Suppressed. Leases that ran out are taken over, in doubt.
func (s *Store) Claim(ctx context.Context, now time.Time, owner int64, n int, lease time.Duration) ([]Delivery, error) {
	if due, err := s.anythingDue(ctx, now); err != nil || !due {
		return nil, wrap("claim", err)
	}
	var claimed []Delivery
	err := s.do(ctx, func(tx *sql.Tx) error {
		claimed = nil
		if err := expireLeases(ctx, tx, now); err != nil {
			return err
		}
		candidates, err := s.candidates(ctx, tx, now, n)
		if err != nil {
			return err
		}
		for _, c := range candidates {
			if c.suppressed {
				err = settle(ctx, tx, now, Settlement{ID: c.ID, State: Suppressed, Outcome: "opted out before delivery"})
			} else {
				_, err = tx.ExecContext(ctx, `UPDATE delivery SET state = 'leased', attempts = attempts + 1, lease = $1, lease_end = $2, updated = $3
					WHERE submission = $4 AND seq = $5`, owner, millis(now.Add(lease)), millis(now), int64(c.ID.Submission), c.ID.Seq)
				claimed = append(claimed, c.Delivery)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return claimed, wrap("claim", err)
}

// anythingDue keeps an idle relay from writing.
func (s *Store) anythingDue(ctx context.Context, now time.Time) (due bool, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM delivery WHERE state IN ('queued', 'deferred') AND due <= $1)
		OR EXISTS (SELECT 1 FROM delivery WHERE state = 'leased' AND lease_end < $1)`, millis(now)).Scan(&due)
	return due, err
}

func expireLeases(ctx context.Context, tx *sql.Tx, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE delivery SET state = 'queued', lease = 0, in_doubt = 1, due = $1 WHERE state = 'leased' AND lease_end < $1`, millis(now))
	return err
}

type candidate struct {
	Delivery
	suppressed bool
}

func (s *Store) candidates(ctx context.Context, tx *sql.Tx, now time.Time, n int) ([]candidate, error) {
	// What the relay writes to a sender itself is no mailing; who opted out still learns that their own message failed.
	rows, err := tx.QueryContext(ctx, `SELECT d.submission, d.seq, d.person, d.recipient, d.attempts, d.in_doubt, s.purpose, s.account, s.received,
		s.account <> '' AND EXISTS (SELECT 1 FROM suppression x WHERE x.person = d.person AND x.purpose IN ($1, s.purpose))
		FROM delivery d JOIN submission s ON s.id = d.submission
		WHERE d.state IN ('queued', 'deferred') AND d.due <= $2 ORDER BY d.due LIMIT $3`, Everything, millis(now), n)
	var list []candidate
	err = each(rows, err, func() error {
		var c candidate
		var person, recipient []byte
		var received int64
		if err := rows.Scan(&c.ID.Submission, &c.ID.Seq, &person, &recipient, &c.Attempts, &c.InDoubt, &c.Purpose, &c.Account, &received, &c.suppressed); err != nil {
			return err
		}
		c.Attempts++
		c.Received = at(received)
		if c.Person, err = address.KeyFromBytes(person); err != nil {
			return err
		}
		list = append(list, c)
		return s.cipher.openJSON(recipient, place("delivery", c.ID.Submission, c.ID.Seq), &list[len(list)-1].Recipient)
	})
	return list, err
}

// Settlement is what became of one attempt.
type Settlement struct {
	ID      DeliveryID
	Owner   int64     // who leased it; a settlement of a lease that was taken over changes nothing
	State   State     // Delivered, Deferred, Failed, Suppressed, or Queued to give it back
	Due     time.Time // of the next attempt
	Outcome string    // what the next hop said, redacted
	InDoubt bool      // the final dot was sent and no answer came
	Tell    bool      // the sender is to be told of this end
}

// Settle records what became of attempts, all in one transaction.
func (s *Store) Settle(ctx context.Context, now time.Time, list ...Settlement) error {
	err := s.do(ctx, func(tx *sql.Tx) error {
		for _, x := range list {
			held := 0
			err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM delivery WHERE submission = $1 AND seq = $2 AND state = 'leased' AND lease = $3`,
				int64(x.ID.Submission), x.ID.Seq, x.Owner).Scan(&held)
			if err == nil && held == 1 {
				err = settle(ctx, tx, now, x)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wrap("settle", err)
}

// settle moves one delivery and, if it was the last of its submission, ends that.
func settle(ctx context.Context, tx *sql.Tx, now time.Time, x Settlement) error {
	final := x.State.IsFinal()
	var before string
	if err := tx.QueryRowContext(ctx, `SELECT outcome FROM delivery WHERE submission = $1 AND seq = $2`, int64(x.ID.Submission), x.ID.Seq).Scan(&before); err != nil {
		return err
	}
	query := `UPDATE delivery SET state = $1, lease = 0, due = $2, outcome = $3, updated = $4, in_doubt = CASE WHEN $5 THEN 1 ELSE in_doubt END`
	if final && !x.Tell {
		query += `, recipient = NULL`
	}
	if x.State == Queued { // given back: it was no attempt
		query += `, attempts = attempts - 1`
	}
	_, err := tx.ExecContext(ctx, query+` WHERE submission = $6 AND seq = $7`, string(x.State), millis(x.Due), x.Outcome, millis(now), x.InDoubt, int64(x.ID.Submission), x.ID.Seq)
	if err == nil && x.State == Deferred && x.Outcome != before {
		err = addTrail(ctx, tx, now, x.ID.Submission, nil, EventDeferred, x.ID.String()+" "+x.Outcome)
	}
	if err != nil || !final {
		return err
	}
	tell := 0
	if x.Tell {
		tell = 1
	}
	_, err = tx.ExecContext(ctx, `UPDATE submission SET pending = pending - 1, untold = untold + $1,
		untold_at = CASE WHEN untold = 0 AND $1 > 0 THEN $2 ELSE untold_at END WHERE id = $3`, tell, millis(now), int64(x.ID.Submission))
	if err != nil {
		return err
	}
	return finish(ctx, tx, now, x.ID.Submission)
}

// finish forgets a submission's body and envelope once nothing is pending and nobody is left to be told.
func finish(ctx context.Context, tx *sql.Tx, now time.Time, id ID) error {
	result, err := tx.ExecContext(ctx, `UPDATE submission SET finished = $1, envelope = NULL WHERE id = $2 AND pending = 0 AND untold = 0 AND finished = 0`, millis(now), int64(id))
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM body WHERE submission = $1`, int64(id))
	return err
}

// Recover gives back every lease: for the only relay on this database, when it starts.
func (s *Store) Recover(ctx context.Context, now time.Time) (n int, err error) {
	err = s.do(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE delivery SET state = 'queued', lease = 0, in_doubt = 1, due = $1 WHERE state = 'leased'`, millis(now))
		if err != nil {
			return err
		}
		rows, err := result.RowsAffected()
		n = int(rows)
		return err
	})
	return n, wrap("recover", err)
}

// NextDue says when the next delivery is due; zero if none waits.
func (s *Store) NextDue(ctx context.Context) (time.Time, error) {
	var due sql.NullInt64
	err := s.reader.QueryRowContext(ctx, `SELECT MIN(due) FROM delivery WHERE state IN ('queued', 'deferred')`).Scan(&due)
	return at(due.Int64), wrap("next due", err)
}
