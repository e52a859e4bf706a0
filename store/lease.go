package store

import (
	"context"
	"fmt"
	"time"
)

// A lease has an owner and an end. While its relay lives it is renewed; when it has run out, whoever finds it may take it.
// Its end is told by one clock for all relays (dialect.clock): none of them has to trust the clocks of the others.

const (
	expireQuery = `UPDATE delivery SET state = 'queued', lease = 0, in_doubt = 1, due = $1 WHERE (submission, seq) IN (
		SELECT d.submission, d.seq FROM delivery d WHERE d.state = 'leased' AND d.lease_end < %s ORDER BY d.lease_end LIMIT $3%s)`
	renewQuery = `UPDATE delivery SET lease_end = %s + $2 WHERE state = 'leased' AND lease = $3 AND (submission, seq, attempts) IN (VALUES %s) RETURNING submission, seq, attempts`
)

// expireStep is how many leases that ran out are given back in one transaction.
const expireStep = 2000

// Renew has leases last for this time from now on, and gives those that the owner still holds: the others were taken over.
func (s *Store) Renew(ctx context.Context, now time.Time, owner int64, lease time.Duration, list ...Delivery) (held []Delivery, err error) {
	err = s.doSending(ctx, len(list), func(c *change) error {
		held = nil
		for piece := range pieces(list, c.dialect.step) {
			mine, err := c.renew(now, owner, lease, piece)
			if err != nil {
				return err
			}
			held = append(held, mine...)
		}
		return nil
	})
	return held, wrap("renew", err)
}

func (c *change) renew(now time.Time, owner int64, lease time.Duration, list []Delivery) (held []Delivery, err error) {
	args := []any{c.dialect.instant(now), lease.Milliseconds(), owner}
	for _, x := range list {
		args = append(args, int64(x.ID.Submission), x.ID.Seq, x.Attempts)
	}
	rows, err := c.query(fmt.Sprintf(renewQuery, c.dialect.clock("$1"), tuples(len(list), "", 4, "BIGINT", "BIGINT", "BIGINT")), args...)
	renewed := map[DeliveryID]int{}
	err = each(rows, err, func() error {
		var id DeliveryID
		var attempt int
		err := rows.Scan(&id.Submission, &id.Seq, &attempt)
		renewed[id] = attempt
		return err
	})
	for _, x := range list {
		if renewed[x.ID] == x.Attempts {
			held = append(held, x)
		}
	}
	return held, err
}

// expireLeases gives back what ran out. A row that another transaction holds is left to the next time: it is just being
// settled, or taken over.
func (c *change) expireLeases(now time.Time) (int, error) {
	query := fmt.Sprintf(expireQuery, c.dialect.clock("$2"), c.dialect.lock+c.dialect.skip)
	return affected(c.exec(query, millis(now), c.dialect.instant(now), expireStep))
}

// Recover gives back what a relay had leased when it stopped, when it starts again, and says how many there were. On SQLite
// that is every lease, for there is no other relay; on PostgreSQL it is those that ran out.
func (s *Store) Recover(ctx context.Context, now time.Time) (n int, err error) {
	err = s.do(ctx, func(c *change) error {
		if s.dialect.writers > 1 {
			n, err = c.expireLeases(now)
			return err
		}
		n, err = affected(c.exec(`UPDATE delivery SET state = 'queued', lease = 0, in_doubt = 1, due = $1 WHERE state = 'leased'`, millis(now)))
		return err
	})
	return n, wrap("recover", err)
}
