// Package storetest opens an empty store for a test, on each engine that is present.
//
// Open and OpenAt give SQLite. Each runs a test on SQLite and on PostgreSQL, for which Main starts a private server.
package storetest

import (
	"path/filepath"
	"testing"

	"souspli/policy/address"
	"souspli/store"
)

// Secret is the key under which test stores are sealed.
func Secret() address.Secret {
	return address.NewSecret([]byte("0123456789abcdef0123456789abcdef"))
}

// Open opens an empty store in a temporary folder and closes it when the test ends.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return OpenAt(t, filepath.Join(t.TempDir(), "souspli.db"))
}

// OpenAt opens the store in this file, which may hold one already.
func OpenAt(t testing.TB, path string) *store.Store {
	t.Helper()
	return OpenWith(t, store.Options{Path: path, Secret: Secret()})
}

// OpenWith opens a store and closes it when the test ends. The same options open the same database once more, as another
// process would.
func OpenWith(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// Engine is a database that stores can be made in.
type Engine struct {
	Name  string
	Empty func(t testing.TB) store.Options // says how to open an empty database, as often as wanted
}

// Open opens an empty store and closes it when the test ends.
func (e Engine) Open(t testing.TB) *store.Store { return OpenWith(t, e.Empty(t)) }

// SQLite and PostgreSQL are the engines.
func SQLite() Engine {
	return Engine{"sqlite", func(t testing.TB) store.Options {
		return store.Options{Path: filepath.Join(t.TempDir(), "souspli.db"), Secret: Secret()}
	}}
}

// PostgreSQL skips the test that asks for a database where there is none.
func PostgreSQL() Engine {
	return Engine{"postgres", func(t testing.TB) store.Options { return store.Options{URL: Postgres(t), Secret: Secret()} }}
}

// Each runs a test on each engine.
func Each(t *testing.T, test func(t *testing.T, e Engine)) {
	t.Helper()
	for _, e := range []Engine{SQLite(), PostgreSQL()} {
		t.Run(e.Name, func(t *testing.T) { test(t, e) })
	}
}
