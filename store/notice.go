package store

import (
	"context"
	"errors"
	"time"
)

// Untold is a submission whose sender is to be told something: how deliveries ended, or a delay.
type Untold struct {
	ID       ID
	Account  string
	Purpose  string
	Received time.Time
	Rows     []UntoldRow
}

// UntoldRow is one recipient of whom the sender is told.
type UntoldRow struct {
	ID        DeliveryID
	Recipient Recipient
	State     State
	Outcome   string
	Updated   time.Time
}

// Ends gives submissions with deliveries that ended and of which the sender is to be told: those that are done, and those
// whose first such end is older than before, so that one slow recipient does not keep back the news about the others.
func (s *Store) Ends(ctx context.Context, before time.Time) ([]Untold, error) {
	return s.untold(ctx, `s.untold > 0 AND (s.pending = 0 OR s.untold_at < $1) AND d.state IN ('failed', 'delivered') AND d.recipient IS NOT NULL`, before)
}

// Delays gives submissions that arrived before that time, still wait, and whose sender was not told.
func (s *Store) Delays(ctx context.Context, before time.Time) ([]Untold, error) {
	return s.untold(ctx, `s.pending > 0 AND s.warned = 0 AND s.received < $1 AND (d.state = 'deferred' OR d.state = 'queued' AND d.attempts > 0)`, before)
}

func (s *Store) untold(ctx context.Context, where string, before time.Time) ([]Untold, error) {
	var list []Untold
	rows, err := s.reader.query(ctx, `SELECT s.id, s.account, s.purpose, s.received, d.seq, d.recipient, d.state, d.outcome, d.updated
		FROM submission s JOIN delivery d ON d.submission = s.id WHERE `+where+` ORDER BY s.id, d.seq LIMIT 10000`, millis(before))
	err = each(rows, err, func() error {
		var u Untold
		var r UntoldRow
		var sealed []byte
		var received, updated int64
		if err := rows.Scan(&u.ID, &u.Account, &u.Purpose, &received, &r.ID.Seq, &sealed, &r.State, &r.Outcome, &updated); err != nil {
			return err
		}
		u.Received, r.Updated, r.ID.Submission = at(received), at(updated), u.ID
		if len(list) == 0 || list[len(list)-1].ID != u.ID {
			list = append(list, u)
		}
		last := &list[len(list)-1]
		err := s.cipher.openJSON(sealed, place("delivery", u.ID, r.ID.Seq), &r.Recipient)
		last.Rows = append(last.Rows, r)
		return err
	})
	return list, wrap("untold", err)
}

// Told takes the notice about ends into the queue and forgets their recipients, in one transaction. A nil notice means
// that nobody is to be told.
func (s *Store) Told(ctx context.Context, now time.Time, u Untold, notice *Submission) error {
	return s.tell(ctx, now, u, notice, func(c *change) error {
		for _, r := range u.Rows {
			if err := changed(c.exec(`UPDATE delivery SET recipient = NULL WHERE submission = $1 AND seq = $2 AND recipient IS NOT NULL`, int64(u.ID), r.ID.Seq)); err != nil {
				return err
			}
		}
		if _, err := c.exec(`UPDATE submission SET untold = untold - $1 WHERE id = $2`, len(u.Rows), int64(u.ID)); err != nil {
			return err
		}
		return c.finish(now, u.ID)
	})
}

// Warned takes the notice about a delay into the queue, once for a submission.
func (s *Store) Warned(ctx context.Context, now time.Time, u Untold, notice *Submission) error {
	return s.tell(ctx, now, u, notice, func(c *change) error {
		return changed(c.exec(`UPDATE submission SET warned = $1 WHERE id = $2 AND warned = 0`, millis(now), int64(u.ID)))
	})
}

func (s *Store) tell(ctx context.Context, now time.Time, u Untold, notice *Submission, mark func(*change) error) error {
	var sealed sealedSubmission
	var err error
	if notice != nil {
		if sealed, err = s.sealSubmission(*notice); err != nil {
			return wrap("notice", err)
		}
	}
	err = s.do(ctx, func(c *change) error {
		if notice != nil {
			if err := c.insertSubmission(*notice, sealed); err != nil {
				return err
			}
			if err := c.addTrail(now, u.ID, nil, EventNotified, notice.ID.String()); err != nil {
				return err
			}
		}
		err := mark(c)
		Failpoint("notice")
		return err
	})
	if errors.Is(err, ErrNotFound) { // another relay was quicker
		return nil
	}
	if err == nil {
		Failpoint("noticed")
		s.signal()
	}
	return wrap("notice", err)
}
