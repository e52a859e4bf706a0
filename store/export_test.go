package store

import "fmt"

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
