package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"souspli/store"
)

func (a *app) migrateCommand() *cobra.Command {
	var to string
	c := &cobra.Command{Use: "migrate --to URL", Short: "Move the SQLite database in data_dir to PostgreSQL, while the relay is stopped", Args: usageArgs(cobra.NoArgs), RunE: func(c *cobra.Command, _ []string) error {
		if wrong, right := databaseFault(to); wrong != "" {
			return fmt.Errorf("%w: --to %s; %s", errUsage, wrong, right)
		}
		config, _, err := load(a.config, a.getenv)
		if err != nil {
			return err
		}
		return a.migrate(c.Context(), config, to)
	}}
	c.Flags().StringVar(&to, "to", "", "postgres://… of an empty database")
	return c
}

// migrate holds the place of the relay meanwhile: nothing may be accepted or sent in between.
func (a *app) migrate(ctx context.Context, c Config, to string) (err error) {
	held, err := lock(filepath.Join(c.DataDir, "lock"))
	if err != nil {
		return fmt.Errorf("stop the relay first: %w", err)
	}
	defer func() { err = errors.Join(err, held.Close()) }()
	file := filepath.Join(c.DataDir, databaseFile)
	if moved, err := store.IsMoved(ctx, file); err != nil || moved {
		return errors.Join(err, fmt.Errorf("%s is not there, or was moved already: there is nothing to move", file))
	}
	keys, err := loadKeys(c.DataDir, a.getenv)
	if err != nil {
		return err
	}
	local, remote := c, c
	local.Database.URL, remote.Database.URL = "", to
	from, err := openStore(ctx, local, keys.queue)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	target, err := store.Open(ctx, store.Options{URL: to, Secret: keys.queue})
	if err != nil {
		return plainDatabaseError(remote, err)
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	return a.move(ctx, file, from, target)
}

func (a *app) move(ctx context.Context, file string, from, to *store.Store) error {
	if _, err := from.Recover(ctx, time.Now()); err != nil { // what a crash left under way is in doubt, here as there
		return err
	}
	moved, err := from.Move(ctx, to)
	if errors.Is(err, store.ErrNotEmpty) {
		return errors.New("the database that --to names holds something already: name an empty one")
	}
	if err != nil {
		return fmt.Errorf("nothing was moved, %s is as it was: %s", file, lastLine(err))
	}
	var text strings.Builder
	for _, t := range moved {
		fmt.Fprintf(&text, "%8d  %s\n", t.Rows, t.Table)
	}
	if moved == nil {
		text.WriteString("an earlier souspli migrate had copied everything\n")
	}
	fmt.Fprintf(&text, "moved. Now write the address into database.url and start the relay; %s is closed and may be deleted", file)
	return a.print(map[string]any{"moved": moved}, text.String())
}
