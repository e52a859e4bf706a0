package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"souspli/store"
	"souspli/store/storetest"
)

// furnished opens a SQLite store with something in every table.
func furnished(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s := storetest.OpenWith(t, o)
	enqueue(t, s, newsletter(t, s, "marie", noon, 150), letter(t, s, "jean", noon.Add(time.Millisecond)))
	list := claim(t, s, noon)
	settle(t, s, noon, list[:20], 7, store.Delivered)
	settle(t, s, noon, list[20:30], 7, store.Deferred)
	if err := s.AddAccount(t.Context(), store.Account{Name: "marie", Kind: "person", Locale: "fr", Password: "x", Created: noon}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Suppress(t.Context(), store.Suppression{Person: keyOf(t, "out@x.example"), Purpose: "*", Created: noon}); err != nil {
		t.Fatal(err)
	}
	if err := s.AddBasis(t.Context(), store.Basis{Person: keyOf(t, "in@x.example"), Purpose: "n", Kind: "consent", Recorded: noon}); err != nil {
		t.Fatal(err)
	}
	if err := s.Explain(t.Context(), "REF", noon.Add(time.Hour), store.Explanation{Reason: "r"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// A move takes everything along, once, and the old database is closed for good.
func TestMove(t *testing.T) {
	o, url := storetest.SQLite().Empty(t), storetest.PostgreSQL().Empty(t)
	from, to := furnished(t, o), storetest.OpenWith(t, url)
	before := rows(t, from, store.Filter{})
	copied, err := from.Move(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range copied {
		if c.Rows == 0 && c.Table != "account_sender" {
			t.Errorf("nothing was copied of %s", c.Table)
		}
	}
	if after := rows(t, to, store.Filter{}); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the queue is another: %d rows, %d before", len(after), len(before))
	}
	if e, err := to.Explanation(t.Context(), noon, "REF"); err != nil || e.Reason != "r" {
		t.Error("the explanation is missing", err)
	}
	if list := claim(t, to, noon.Add(2*time.Hour)); len(list) != 100 || list[0].Recipient.Address == "" {
		t.Errorf("%d can be delivered", len(list))
	}
	if moved, err := store.IsMoved(t.Context(), o.Path); err != nil || !moved {
		t.Error("the old database does not know that it was moved", err)
	}
	if _, err := store.Open(t.Context(), o); !errors.Is(err, store.ErrMoved) {
		t.Errorf("the old database opens: %v", err)
	}
}

// A move that was cut off after the copy is taken up: nothing is copied twice.
func TestMoveIsTakenUp(t *testing.T) {
	from, to := furnished(t, storetest.SQLite().Empty(t)), storetest.OpenWith(t, storetest.PostgreSQL().Empty(t))
	if err := store.CopyOnly(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	enqueue(t, to, submission(t, to, noon, "", "later@x.example")) // the new one is in use already
	n := len(rows(t, to, store.Filter{}))
	if _, err := from.Move(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if got := len(rows(t, to, store.Filter{})); got != n {
		t.Errorf("%d rows, %d before", got, n)
	}
}

// Whatever came after the cut is not in the copy: it must not be closed away with the old database.
func TestMoveIsNotTakenUpAfterAChange(t *testing.T) {
	o := storetest.SQLite().Empty(t)
	from, to := furnished(t, o), storetest.OpenWith(t, storetest.PostgreSQL().Empty(t))
	if err := store.CopyOnly(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	enqueue(t, from, submission(t, from, noon, "", "later@x.example"))
	if _, err := from.Move(t.Context(), to); !errors.Is(err, store.ErrNotEmpty) {
		t.Fatalf("got %v", err)
	}
	if moved, err := store.IsMoved(t.Context(), o.Path); err != nil || moved {
		t.Error("the old database was closed although something in it is nowhere else", err)
	}
}

func TestMoveWantsAnEmptyDatabase(t *testing.T) {
	o := storetest.SQLite().Empty(t)
	from, to := furnished(t, o), storetest.OpenWith(t, storetest.PostgreSQL().Empty(t))
	enqueue(t, to, submission(t, to, noon, "", "a@x.example"))
	if _, err := from.Move(t.Context(), to); !errors.Is(err, store.ErrNotEmpty) {
		t.Fatalf("got %v", err)
	}
	if n := len(rows(t, to, store.Filter{})); n != 1 {
		t.Errorf("something was copied: %d rows", n)
	}
	if moved, err := store.IsMoved(t.Context(), o.Path); err != nil || moved {
		t.Error("the old database was closed although nothing moved", err)
	}
}

// Every column of every table is copied.
func TestTablesAreWhole(t *testing.T) {
	o := storetest.SQLite().Empty(t)
	storetest.OpenWith(t, o)
	db := sqlOf(t, o.Path)
	known := store.TableColumns()
	rows, err := db.QueryContext(t.Context(), `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		if table == "setting" || strings.HasPrefix(table, "goose") || strings.HasPrefix(table, "sqlite") {
			continue
		}
		seen++
		if !slices.Contains(strings.Split(known[table], ", "), column) {
			t.Errorf("%s.%s is not copied", table, column)
		}
	}
	if seen < 50 {
		t.Errorf("only %d columns were seen", seen)
	}
}
