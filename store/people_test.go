package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/store"
	"souspli/store/storetest"
)

func TestSuppressions(t *testing.T) { storetest.Each(t, testSuppressions) }

func testSuppressions(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	jean := keyOf(t, "jean@x.example")
	add := func(purpose, source string) int {
		n, err := s.Suppress(t.Context(), store.Suppression{Person: jean, Purpose: purpose, Source: source, Reason: "r", Created: noon})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if add("n", store.SourceOneClick) != 1 || add("n", store.SourceOperator) != 0 || add(store.Everything, store.SourceOperator) != 1 {
		t.Error("a suppression is counted as new once")
	}
	list, err := s.SuppressionsOf(t.Context(), jean)
	if err != nil || len(list) != 2 || list[1].Source != store.SourceOneClick {
		t.Errorf("%+v, %v", list, err)
	}
	standings, err := s.Standings(t.Context(), noon, []address.Key{keyOf(t, "other@x.example"), jean}, "n")
	if err != nil || standings[0].Suppression != nil || standings[1].Suppression == nil {
		t.Errorf("%+v, %v", standings, err)
	}
	if n, err := s.Unsuppress(t.Context(), noon, jean, store.Everything, store.SourceOneClick, store.SourcePage); n != 0 || err != nil {
		t.Errorf("a click took back what an operator recorded: %d, %v", n, err)
	}
	if n, err := s.Unsuppress(t.Context(), noon, jean, "n", store.SourceOneClick); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := s.Unsuppress(t.Context(), noon, jean, store.Everything); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	events, err := s.EventsFor(t.Context(), jean)
	if err != nil || len(events) != 4 {
		t.Errorf("%d events, %v", len(events), err)
	}
}

func TestRenamePurpose(t *testing.T) { storetest.Each(t, testRenamePurpose) }

func testRenamePurpose(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	jean, zoe := keyOf(t, "jean@x.example"), keyOf(t, "zoe@x.example")
	_, err := s.Suppress(t.Context(),
		store.Suppression{Person: jean, Purpose: "old", Source: store.SourceMail, Created: noon},
		store.Suppression{Person: zoe, Purpose: "old", Source: store.SourceMail, Created: noon},
		store.Suppression{Person: zoe, Purpose: "new", Source: store.SourceOperator, Created: noon})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time there is nothing to do
		if err := s.RenamePurpose(t.Context(), "old", "new"); err != nil {
			t.Fatal(err)
		}
	}
	for person, source := range map[address.Key]string{jean: store.SourceMail, zoe: store.SourceOperator} {
		list, err := s.SuppressionsOf(t.Context(), person)
		if err != nil || len(list) != 1 || list[0].Purpose != "new" || list[0].Source != source || !list[0].Created.Equal(noon) {
			t.Errorf("%+v, %v", list, err)
		}
	}
}

func TestStandingsOfMany(t *testing.T) { storetest.Each(t, testStandingsOfMany) }

func testStandingsOfMany(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	people := make([]address.Key, 1201)
	var out []store.Suppression
	for i := range people {
		people[i] = keyOf(t, fmt.Sprintf("p%d@x.example", i))
		if i%3 == 0 {
			out = append(out, store.Suppression{Person: people[i], Purpose: store.Everything, Created: noon})
		}
	}
	if n, err := s.Suppress(t.Context(), out...); err != nil || n != len(out) {
		t.Fatal(n, err)
	}
	standings, err := s.Standings(t.Context(), noon, people, "")
	if err != nil {
		t.Fatal(err)
	}
	for i, st := range standings {
		if (st.Suppression != nil) != (i%3 == 0) {
			t.Fatalf("person %d", i)
		}
	}
}

func TestBasis(t *testing.T) { storetest.Each(t, testBasis) }

func testBasis(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	a, b, c := keyOf(t, "a@x.example"), keyOf(t, "b@x.example"), keyOf(t, "c@x.example")
	err := s.AddBasis(t.Context(),
		store.Basis{Person: a, Purpose: "n", Kind: "consent", Source: "form", Recorded: noon},
		store.Basis{Person: b, Purpose: "n", Kind: "consent", Source: "form", Recorded: noon, Expires: noon.Add(-time.Second)},
		store.Basis{Person: c, Purpose: "other", Kind: "consent", Source: "form", Recorded: noon})
	if err != nil {
		t.Fatal(err)
	}
	standings, err := s.Standings(t.Context(), noon, []address.Key{a, b, c}, "n")
	if err != nil || !standings[0].HasBasis || standings[1].HasBasis || standings[2].HasBasis {
		t.Errorf("%+v, %v: only a live record of this purpose counts", standings, err)
	}
	if err := s.RemoveBasis(t.Context(), a, "n"); err != nil {
		t.Error(err)
	}
	if err := s.RemoveBasis(t.Context(), a, "n"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func TestAccounts(t *testing.T) { storetest.Each(t, testAccounts) }

func testAccounts(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	p, err := address.ParsePattern("@asso.example")
	if err != nil {
		t.Fatal(err)
	}
	a := store.Account{Name: "marie", Kind: "person", Locale: "fr", Password: "x", Senders: []address.Pattern{p}, Created: noon}
	if err := s.AddAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if err := s.AddAccount(t.Context(), a); !errors.Is(err, store.ErrExists) {
		t.Errorf("added twice: %v", err)
	}
	got, err := s.Account(t.Context(), "marie")
	if err != nil || got.Kind != "person" || len(got.Senders) != 1 || !got.Created.Equal(noon) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.SetPassword(t.Context(), "nobody", "x"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if err := s.RemoveAccount(t.Context(), "marie"); err != nil {
		t.Error(err)
	}
	if _, err := s.Account(t.Context(), "marie"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}
