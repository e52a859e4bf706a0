package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"souspli/store"
	"souspli/store/storetest"
)

// newsletter makes a submission of an account to n people.
func newsletter(t testing.TB, s *store.Store, account string, now time.Time, n int) store.Submission {
	t.Helper()
	to := make([]string, n)
	for i := range to {
		to[i] = fmt.Sprintf("p%d@list.example", i)
	}
	sub := submission(t, s, now, "newsletter", to...)
	sub.Account = account
	return sub
}

// letter makes a submission of an account to one person.
func letter(t testing.TB, s *store.Store, account string, now time.Time) store.Submission {
	t.Helper()
	sub := submission(t, s, now, "", "jean@x.example")
	sub.Account = account
	return sub
}

// order claims everything in small steps and gives the submissions as they were served.
func order(t testing.TB, s *store.Store, now time.Time, step, most int) (ids []store.ID) {
	t.Helper()
	for len(ids) < most {
		list, err := s.Claim(t.Context(), now, 7, step, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		for _, d := range list {
			ids = append(ids, d.ID.Submission)
		}
	}
	return ids
}

func position(ids []store.ID, id store.ID) int {
	for i, x := range ids {
		if x == id {
			return i
		}
	}
	return -1
}

// A letter goes out at once although a newsletter waits: of another account, of its own account, fresh, or deferred.
func TestALetterDoesNotWaitForANewsletter(t *testing.T) {
	storetest.Each(t, testALetterDoesNotWaitForANewsletter)
}

func testALetterDoesNotWaitForANewsletter(t *testing.T, e storetest.Engine) {
	for _, tt := range []struct {
		name, account string
		deferred      bool
	}{
		{"of another account", "jean", false},
		{"of the same account", "marie", false},
		{"written by the relay itself", "", false},
		{"all deferred, another account", "jean", true},
		{"all deferred, the same account", "marie", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := e.Open(t)
			enqueue(t, s, newsletter(t, s, "marie", noon, 600))
			served := deliverSome(t, s, noon, 150)
			l := letter(t, s, tt.account, noon.Add(time.Minute))
			enqueue(t, s, l)
			now := noon.Add(time.Minute)
			if tt.deferred {
				deferAll(t, s, now)
				now = now.Add(time.Hour)
			}
			if got := position(order(t, s, now, 10, 700-served), l.ID); got < 0 || got >= 3*16 { // what shares a place, and the place before
				t.Errorf("the letter is number %d", got)
			}
		})
	}
}

// Many newsletters wait, fresh or deferred: a letter of the same account is among the first all the same, and so is a note
// for a purpose, whatever else is submitted one by one.
func TestALetterDoesNotWaitForManyNewsletters(t *testing.T) {
	storetest.Each(t, testALetterDoesNotWaitForManyNewsletters)
}

func testALetterDoesNotWaitForManyNewsletters(t *testing.T, e storetest.Engine) {
	for _, deferred := range []bool{false, true} {
		s := e.Open(t)
		var subs []store.Submission
		for i := range 30 {
			at := noon.Add(time.Duration(i) * time.Millisecond)
			subs = append(subs, newsletter(t, s, "tool", at, 20), newsletter(t, s, "tool", at, 1))
		}
		enqueue(t, s, subs...)
		now := noon.Add(time.Minute)
		l, note := letter(t, s, "tool", now), newsletter(t, s, "tool", now, together)
		if deferred {
			enqueue(t, s, l, note)
			deferAll(t, s, now)
			now = now.Add(time.Hour)
		} else {
			order(t, s, now, 50, 50)
			enqueue(t, s, l, note)
		}
		ids := order(t, s, now, 20, 200)
		if got := position(ids, l.ID); got < 0 || got >= 20 {
			t.Errorf("deferred %v: the letter is number %d of %d", deferred, got, len(ids))
		}
		if got := position(ids, note.ID); got < 0 || got >= 120 { // thirty others came before
			t.Errorf("deferred %v: the note is number %d of %d", deferred, got, len(ids))
		}
	}
}

// together is how many recipients a note has at most (claim.go).
const together = 16

// Where a claim has less than one for each lane, none of an account's starves.
func TestNoLaneStarves(t *testing.T) { storetest.Each(t, testNoLaneStarves) }

func testNoLaneStarves(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	kinds := map[store.ID]string{}
	var subs []store.Submission
	for i := range 40 {
		at := noon.Add(time.Duration(i) * time.Millisecond)
		for kind, sub := range map[string]store.Submission{"letter": letter(t, s, "tool", at), "note": newsletter(t, s, "tool", at, 1), "mailing": newsletter(t, s, "tool", at, 17)} {
			kinds[sub.ID] = kind
			subs = append(subs, sub)
		}
	}
	enqueue(t, s, subs...)
	count := map[string]int{}
	for _, id := range order(t, s, noon.Add(time.Minute), 1, 90) {
		count[kinds[id]]++
	}
	for _, kind := range []string{"letter", "note", "mailing"} { // 30 each; 12 is five deviations away
		if count[kind] < 12 {
			t.Errorf("of 90: %v", count)
		}
	}
}

// An account gets no more because what it sends is of several kinds.
func TestKindsShareAnAccountsPart(t *testing.T) { storetest.Each(t, testKindsShareAnAccountsPart) }

func testKindsShareAnAccountsPart(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	owner := map[store.ID]string{}
	var subs []store.Submission
	for i := range 100 {
		at := noon.Add(time.Duration(i) * time.Millisecond)
		for _, sub := range []store.Submission{letter(t, s, "three", at), newsletter(t, s, "three", at, 1), newsletter(t, s, "three", at, 17), letter(t, s, "one", at)} {
			owner[sub.ID] = sub.Account
			subs = append(subs, sub)
		}
	}
	enqueue(t, s, subs...)
	count := map[string]int{}
	for _, id := range order(t, s, noon.Add(time.Minute), 20, 160) {
		count[owner[id]]++
	}
	if count["one"] < 75 || count["one"] > 85 {
		t.Errorf("of 160: %v", count)
	}
}

// deliverSome delivers n of what waits.
func deliverSome(t testing.TB, s *store.Store, now time.Time, n int) int {
	t.Helper()
	list, err := s.Claim(t.Context(), now, 7, n, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	var settled []store.Settlement
	for _, d := range list {
		settled = append(settled, store.Settlement{ID: d.ID, Owner: 7, State: store.Delivered})
	}
	if err := s.Settle(t.Context(), now, settled...); err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// deferAll lets every attempt fail for the moment.
func deferAll(t testing.TB, s *store.Store, now time.Time) {
	t.Helper()
	for {
		list, err := s.Claim(t.Context(), now, 7, 500, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			return
		}
		var settled []store.Settlement
		for _, d := range list {
			settled = append(settled, store.Settlement{ID: d.ID, Owner: 7, Attempt: d.Attempts, State: store.Deferred, Due: now.Add(time.Hour), Outcome: "451"})
		}
		if err := s.Settle(t.Context(), now, settled...); err != nil {
			t.Fatal(err)
		}
	}
}

// Nobody waits for ever: a newsletter goes on while its own account writes letters all the time.
func TestLettersDoNotStarveANewsletter(t *testing.T) {
	storetest.Each(t, testLettersDoNotStarveANewsletter)
}

func testLettersDoNotStarveANewsletter(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	n := newsletter(t, s, "marie", noon, 50)
	enqueue(t, s, n)
	done := 0
	for i := range 40 { // in each round as many letters come as copies leave
		now := noon.Add(time.Duration(i+1) * time.Second)
		enqueue(t, s, letter(t, s, "marie", now), letter(t, s, "marie", now.Add(time.Millisecond)), letter(t, s, "marie", now.Add(2*time.Millisecond)))
		for _, id := range order(t, s, now, 3, 3) {
			if id == n.ID {
				done++
			}
		}
	}
	if done < 20 {
		t.Errorf("of the newsletter %d copies left in 40 rounds", done)
	}
}

// Accounts share what there is, however much each has in the queue and in however many submissions.
func TestAccountsShare(t *testing.T) { storetest.Each(t, testAccountsShare) }

func testAccountsShare(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	owner := map[store.ID]string{}
	add := func(sub store.Submission) {
		owner[sub.ID] = sub.Account
		enqueue(t, s, sub)
	}
	add(newsletter(t, s, "one-large", noon, 300))
	for i := range 100 {
		add(letter(t, s, "many-small", noon.Add(time.Duration(i)*time.Millisecond)))
	}
	for i := range 10 {
		add(newsletter(t, s, "several", noon.Add(time.Duration(i)*time.Millisecond), 20))
	}
	count := map[string]int{}
	for _, id := range order(t, s, noon.Add(time.Minute), 7, 210) {
		count[owner[id]]++
	}
	for _, account := range []string{"one-large", "many-small", "several"} {
		if count[account] < 60 || count[account] > 80 {
			t.Errorf("of 210: %v", count)
		}
	}
	if rest := order(t, s, noon.Add(time.Minute), 50, 1000); len(rest)+210 != 600 {
		t.Errorf("%d were served in all", len(rest)+210)
	}
}

// More accounts than one claim serves all have their turn.
func TestManyAccounts(t *testing.T) { storetest.Each(t, testManyAccounts) }

func testManyAccounts(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	var subs []store.Submission
	for i := range 150 {
		subs = append(subs, newsletter(t, s, fmt.Sprintf("account-%03d", i), noon.Add(time.Duration(i)*time.Millisecond), 2))
	}
	enqueue(t, s, subs...)
	ids := order(t, s, noon.Add(time.Minute), 40, 150)
	seen := map[store.ID]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	if len(seen) != 150 {
		t.Errorf("of 150 accounts %d were served in the first 150 claims", len(seen))
	}
}

// The order of the line comes from an index: what waits behind is not looked at.
func TestClaimUsesIndexes(t *testing.T) {
	o := storetest.SQLite().Empty(t)
	s := storetest.OpenWith(t, o)
	enqueue(t, s, newsletter(t, s, "marie", noon, 100))
	db := sqlOf(t, o.Path)
	for name, query := range store.ClaimQueries() {
		for _, detail := range explain(t, db, query) {
			t.Log(name, detail)
			if strings.HasPrefix(detail, "SCAN d") && !strings.Contains(detail, "INDEX") || strings.Contains(detail, "SCAN delivery") || strings.Contains(detail, "TEMP B-TREE") && name != "promote" { // which sorts no more than promoteStep
				t.Errorf("%s: %s", name, detail)
			}
		}
	}
}

// explain gives how SQLite answers a query.
func explain(t *testing.T, db *sql.DB, query string) (plan []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "$"))...)
	if err != nil {
		t.Fatal(query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b, c int
		var detail string
		if err := rows.Scan(&a, &b, &c, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	return plan
}
