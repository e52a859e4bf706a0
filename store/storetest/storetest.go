// Package storetest opens an empty store for a test.
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
	s, err := store.Open(t.Context(), store.Options{Path: path, Secret: Secret()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
