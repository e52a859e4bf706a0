package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"souspli/policy/address"
	"souspli/store"
)

// openStore opens the database that the configuration names, and no other: a relay that began with an empty one beside the
// one that knows who opted out would write to people who do not want it.
func openStore(ctx context.Context, c Config, secret address.Secret) (*store.Store, error) {
	file := filepath.Join(c.DataDir, databaseFile)
	if c.Database.URL != "" {
		moved, err := store.IsMoved(ctx, file)
		if err != nil {
			return nil, err
		}
		if !moved {
			return nil, fmt.Errorf("%s is not empty while database.url names a server: move it with souspli migrate --to URL, or move the file away", file)
		}
	}
	s, err := store.Open(ctx, store.Options{Path: file, URL: c.Database.URL, Secret: secret})
	return s, plainDatabaseError(c, err)
}

// plainDatabaseError says what to do about a database that cannot be opened. It never shows the URL: there may be a password in it.
func plainDatabaseError(c Config, err error) error {
	switch {
	case errors.Is(err, store.ErrKey):
		return fmt.Errorf("the database does not belong to the keys in %s: copy %s from the relay that made the database", c.DataDir, keysFile)
	case errors.Is(err, store.ErrMoved):
		return fmt.Errorf("%s was moved to a server by souspli migrate: write that server's address into database.url", filepath.Join(c.DataDir, databaseFile))
	case err != nil && c.Database.URL != "" && !errors.Is(err, store.ErrNewer):
		return fmt.Errorf("the database that database.url names cannot be used: %s", lastLine(err))
	}
	return err
}

// lastLine gives the end of an error's chain, where the reason stands and no address of the server.
func lastLine(err error) string {
	text := strings.TrimSpace(err.Error())
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// databaseFault says what is wrong with the address of a database, and what would be right; "" if nothing is.
func databaseFault(raw string) (wrong, right string) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || strings.Trim(u.Path, "/") == "" {
		return "is no address of a PostgreSQL database", `write "postgres://user@host/database?sslmode=verify-full", or leave it empty for SQLite in data_dir`
	}
	host := u.Hostname()
	if host == "" || isLoopback(net.JoinHostPort(host, "5432")) || strings.HasPrefix(u.Query().Get("host"), "/") {
		return "", ""
	}
	if !slices.Contains([]string{"require", "verify-ca", "verify-full"}, u.Query().Get("sslmode")) {
		return "names another machine without TLS", "add sslmode=verify-full, or require: accounts and opt-outs would go in clear"
	}
	return "", ""
}
