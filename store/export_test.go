package store

import (
	"context"
	"fmt"
)

// ClaimQueries gives what a claim asks, for a look at how it is answered.
func ClaimQueries() map[string]string {
	return map[string]string{
		"promote":    fmt.Sprintf(promoteQuery, ""),
		"turn":       turnQuery,
		"lanes":      fmt.Sprintf(lanesQuery, ">"),
		"candidates": candidatesQuery,
		"lease":      leaseQuery + tuples(16, "", 4, "BIGINT", "BIGINT") + ")",
		"expire":     expireQuery,
	}
}

// TableColumns gives the columns that are copied, by table.
func TableColumns() map[string]string {
	all := map[string]string{}
	for _, t := range tables() {
		all[t.name] = t.columns
	}
	return all
}

// CopyOnly moves as far as the copy's commit: what is left is the last word in the old database.
func CopyOnly(ctx context.Context, from, to *Store) error {
	return from.do(ctx, func(c *change) error {
		id, err := c.identity(from.random)
		if err != nil {
			return err
		}
		_, err = c.copyInto(ctx, to, id)
		return err
	})
}
