package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"souspli/policy/address"
)

// Claiming is fair. A delivery that is due is in the state queued and stands in a lane at its turn: a new submission begins one
// place behind whoever is next and takes one place for every few recipients, so that the first recipient of one never waits
// for the last of another, and nobody is overtaken for ever. A lane is of one account and one kind of submission: a letter waits
// neither for the newsletters of others nor for those of its own account. Accounts are served one after the other, and so are
// the lanes of an account. A deferred delivery comes back to its lane when it is due, in the same way.

// The queries that must cost the same however much waits.
const (
	promoteQuery = `UPDATE delivery SET state = 'queued', turn = v.turn
		FROM (SELECT w.submission, w.seq, (row_number() OVER (PARTITION BY w.submission ORDER BY w.due, w.seq) - 1) / $3 + 1 +
			COALESCE((SELECT MIN(q.turn) FROM delivery q WHERE q.state = 'queued' AND q.lane = w.lane), 0) AS turn
			FROM (SELECT d.submission, d.seq, d.lane, d.due FROM delivery d WHERE d.state = 'deferred' AND d.due <= $1 ORDER BY d.due LIMIT $2%s) AS w) AS v
		WHERE delivery.submission = v.submission AND delivery.seq = v.seq AND delivery.state = 'deferred'`
	turnQuery  = `SELECT COALESCE(MIN(d.turn), 0) FROM delivery d WHERE d.state = 'queued' AND d.lane = $1`
	lanesQuery = `WITH RECURSIVE step (lane, n) AS (
		SELECT (SELECT MIN(d.lane) FROM delivery d WHERE d.state = 'queued' AND d.lane %s $1), 1
		UNION ALL
		SELECT (SELECT MIN(d.lane) FROM delivery d WHERE d.state = 'queued' AND d.lane > step.lane), n + 1
		FROM step WHERE step.lane IS NOT NULL AND n < $2)
		SELECT lane FROM step WHERE lane IS NOT NULL`
	candidatesQuery = `SELECT d.submission, d.seq, d.person, d.recipient, d.attempts, d.in_doubt, d.stop, d.outcome, s.purpose, s.account, s.received, s.size,
		s.account <> '' AND EXISTS (SELECT 1 FROM suppression x WHERE x.person = d.person AND x.purpose IN ('*', s.purpose))
		FROM delivery d CROSS JOIN submission s
		WHERE s.id = d.submission AND d.state = 'queued' AND d.lane = $1 ORDER BY d.turn, d.submission LIMIT $2`
	leaseQuery = `UPDATE delivery SET state = 'leased', attempts = attempts + 1, lease = $1, lease_end = %s + $3, updated = $4
		WHERE (submission, seq) IN (VALUES `
)

// Delivery is the job of bringing one copy to the next hop, as a relay that leased it sees it.
type Delivery struct {
	ID        DeliveryID
	Recipient Recipient
	Person    address.Key
	Purpose   string
	Account   string
	Received  time.Time // of the submission
	Size      int       // octets of its message
	Attempts  int       // with the one that is beginning; it names the lease together with its owner
	InDoubt   bool      // an earlier attempt may have arrived
}

// WhyOptedOut is the outcome of a delivery whose person opted out while it waited.
const WhyOptedOut = "opted out before delivery"

// Bounds of one transaction.
const (
	together      = 16   // deliveries of one submission that share a place: its body is read once for them
	promoteStep   = 2000 // deferred deliveries that come back to the line
	promoteRounds = 20   // such transactions before one claim
	lanesAtOnce   = 64   // lanes that are served in one claim
)

// Claim leases up to n deliveries that are due. In the same transaction it asks suppression again: who opted out since the
// message was accepted gets nothing, and the delivery ends as Suppressed. Leases that ran out are taken over, in doubt.
func (s *Store) Claim(ctx context.Context, now time.Time, owner int64, n int, lease time.Duration) ([]Delivery, error) {
	if err := s.promote(ctx, now); err != nil {
		return nil, wrap("claim", err)
	}
	ready := false
	err := s.reader.get(ctx, `SELECT EXISTS (SELECT 1 FROM delivery WHERE state = 'queued')`, nil, &ready)
	if err != nil || !ready { // an idle relay does not write
		return nil, wrap("claim", err)
	}
	var list []candidate
	last := ""
	err = s.doSending(ctx, n, func(c *change) error {
		round := round{change: c, now: now, owner: owner, lasts: lease, left: n, budget: 4 * n}
		err := round.serve(s.lastLane())
		list, last = round.leased, round.last
		return err
	})
	if err != nil {
		return nil, wrap("claim", err)
	}
	Failpoint("lease")
	s.setLane(last)
	return s.unseal(ctx, now, owner, list)
}

func (s *Store) lastLane() string {
	s.laneMu.Lock()
	defer s.laneMu.Unlock()
	return s.lane
}

func (s *Store) setLane(lane string) {
	s.laneMu.Lock()
	defer s.laneMu.Unlock()
	s.lane = lane
}

// Kinds of lanes. Who submits every newsletter as a thousand messages to one still has letters apart from them.
const (
	letters  = "0" // to few, as people write them: correspondence
	notes    = "1" // to few, for a purpose
	mailings = "2" // to many
)

// laneOf names the lane of a submission with so many who wait. No account has a space in its name.
func laneOf(sub Submission, pending int) string {
	kind := letters
	switch {
	case pending > together:
		kind = mailings
	case sub.Purpose != "":
		kind = notes
	}
	return clean(sub.Account) + " " + kind
}

// accountOf gives whose lane it is.
func accountOf(lane string) string {
	account, _, _ := strings.Cut(lane, " ")
	return account
}

// promote brings back to the line what was deferred and is due, and what a relay held that has gone.
func (s *Store) promote(ctx context.Context, now time.Time) error {
	var later, expired bool
	err := s.reader.get(ctx, `SELECT EXISTS (SELECT 1 FROM delivery WHERE state = 'deferred' AND due <= $1),
		EXISTS (SELECT 1 FROM delivery WHERE state = 'leased' AND lease_end < `+s.dialect.clock("$2")+`)`, []any{millis(now), s.dialect.instant(now)}, &later, &expired)
	for round := 0; err == nil && (later || expired) && round < promoteRounds; round++ {
		err = s.doSending(ctx, promoteStep, func(c *change) error {
			later = false
			if _, err := c.expireLeases(now); err != nil {
				return err
			}
			result, err := c.exec(fmt.Sprintf(promoteQuery, c.dialect.lock+c.dialect.skip), millis(now), promoteStep, together)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			later = n == promoteStep
			return err
		})
		expired = false
	}
	return err
}

// nextTurn is the place in a lane after which a new submission begins.
func (c *change) nextTurn(lane string) (turn int64, err error) {
	err = c.get(turnQuery, []any{lane}, &turn)
	return turn, err
}

// round serves accounts in turn within one transaction.
type round struct {
	*change
	now    time.Time
	lasts  time.Duration // a lease
	owner  int64
	left   int // deliveries still to lease
	budget int // rows still to look at: those of people who opted out cost time too
	leased []candidate
	last   string // a lane of the last account that got its whole share
}

type candidate struct {
	Delivery
	sealed     []byte
	suppressed bool
	stop       State  // what an operator wanted while a relay had it that has gone
	outcome    string // of the attempt before
}

// serve gives every account the same share, and what is left to those who still have something.
func (r *round) serve(after string) error {
	lanes, err := r.lanes(after)
	if err != nil {
		return err
	}
	accounts := byAccount(lanes)
	for first := true; len(accounts) > 0 && r.left > 0 && r.budget > 0; first = false {
		share := (r.left + len(accounts) - 1) / len(accounts)
		var more [][]string
		for _, lanes := range accounts {
			n := min(share, r.left, r.budget)
			if n == 0 {
				break
			}
			rest, err := r.share(lanes, n)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				more = append(more, rest)
			}
			if first && n == share { // who got less is first in the next claim
				r.last = lanes[len(lanes)-1]
			}
		}
		accounts = more
	}
	return nil
}

// byAccount puts the lanes of an account together, in the order in which accounts come.
func byAccount(lanes []string) (accounts [][]string) {
	place := map[string]int{}
	for _, lane := range lanes {
		account := accountOf(lane)
		i, known := place[account]
		if !known {
			i = len(accounts)
			place[account] = i
			accounts = append(accounts, nil)
		}
		accounts[i] = append(accounts[i], lane)
	}
	return accounts
}

// share gives the lanes of an account their parts of n, and says which have more. Chance decides which of them is first: where
// there is less than one for each, none waits for ever.
func (r *round) share(lanes []string, n int) (more []string, err error) {
	first := rand.IntN(len(lanes))
	for i, lane := range slices.Concat(lanes[first:], lanes[:first]) {
		part := min((n+len(lanes)-i-1)/(len(lanes)-i), r.left, r.budget)
		if part == 0 {
			continue
		}
		taken, err := r.take(lane, part)
		if err != nil {
			return nil, err
		}
		n -= taken
		if taken == part {
			more = append(more, lane)
		}
	}
	return more, nil
}

// lanes gives those with something due, beginning after one. It steps through the index from lane to lane.
func (r *round) lanes(after string) ([]string, error) {
	list, err := r.lanesFrom(">", after)
	if err != nil || len(list) == lanesAtOnce {
		return list, err
	}
	rest, err := r.lanesFrom(">=", "")
	for _, lane := range rest {
		if len(list) < lanesAtOnce && !slices.Contains(list, lane) {
			list = append(list, lane)
		}
	}
	return list, err
}

func (r *round) lanesFrom(operator, from string) (list []string, err error) {
	rows, err := r.query(fmt.Sprintf(lanesQuery, operator), from, lanesAtOnce)
	err = each(rows, err, func() error {
		var lane string
		err := rows.Scan(&lane)
		list = append(list, lane)
		return err
	})
	return list, err
}

// take leases the first n of a lane, or ends those whose person opted out or that an operator stopped, and says how many it looked at.
func (r *round) take(lane string, n int) (int, error) {
	list, err := r.candidates(lane, n)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	var ends []Settlement
	var leased []candidate
	for _, x := range list {
		switch {
		case x.stop != "":
			ends = append(ends, Settlement{ID: x.ID, State: Deferred, Outcome: x.outcome}.stopped(x.stop))
		case x.suppressed:
			ends = append(ends, Settlement{ID: x.ID, State: Suppressed, Outcome: WhyOptedOut})
		default:
			leased = append(leased, x)
		}
	}
	if err := r.lease(leased); err != nil {
		return 0, err
	}
	if err := r.apply(r.now, ends, nil); err != nil {
		return 0, err
	}
	r.leased = append(r.leased, leased...)
	r.left -= len(leased)
	r.budget -= len(list)
	return len(list), nil
}

// candidates gives the first of a lane that no other relay is taking at this moment. What the relay writes to a
// sender itself is no mailing: who opted out still learns that their own message failed.
func (r *round) candidates(lane string, n int) (list []candidate, err error) {
	rows, err := r.query(candidatesQuery+r.dialect.lock+r.dialect.skip, lane, n)
	err = each(rows, err, func() error {
		var x candidate
		var person []byte
		var received int64
		if err := rows.Scan(&x.ID.Submission, &x.ID.Seq, &person, &x.sealed, &x.Attempts, &x.InDoubt, &x.stop, &x.outcome, &x.Purpose, &x.Account, &received, &x.Size, &x.suppressed); err != nil {
			return err
		}
		x.Attempts++
		x.Received = at(received)
		x.Person, err = address.KeyFromBytes(person)
		list = append(list, x)
		return err
	})
	return list, err
}

func (r *round) lease(list []candidate) error {
	for piece := range pieces(list, r.dialect.step) {
		args := []any{r.owner, r.dialect.instant(r.now), r.lasts.Milliseconds(), millis(r.now)}
		for _, x := range piece {
			args = append(args, int64(x.ID.Submission), x.ID.Seq)
		}
		query := fmt.Sprintf(leaseQuery, r.dialect.clock("$2")) + tuples(len(piece), "", 5, "BIGINT", "BIGINT") + `)`
		if _, err := r.exec(query, args...); err != nil {
			return err
		}
	}
	return nil
}

// unseal opens the recipients of what was leased. One that cannot be opened is put off: it must not stop the others.
func (s *Store) unseal(ctx context.Context, now time.Time, owner int64, leased []candidate) ([]Delivery, error) {
	var list []Delivery
	var unreadable []Settlement
	for _, x := range leased {
		if err := s.cipher.openJSON(x.sealed, place("delivery", x.ID.Submission, x.ID.Seq), &x.Recipient); err != nil {
			unreadable = append(unreadable, Settlement{ID: x.ID, Owner: owner, State: Deferred, Due: now.Add(time.Hour), Outcome: "the recipient cannot be read with this key"})
			continue
		}
		list = append(list, x.Delivery)
	}
	if len(unreadable) == 0 {
		return list, nil
	}
	return list, s.Settle(ctx, now, unreadable...)
}
