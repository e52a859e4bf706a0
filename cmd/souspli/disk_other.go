//go:build !unix || solaris || aix

package main

import "math"

// diskRoom cannot be asked here: a full disk shows when the database says so, which is 451 all the same.
func diskRoom(string) (free, total uint64, err error) { return math.MaxInt64, math.MaxInt64, nil }
