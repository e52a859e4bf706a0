//go:build !failpoint

package store

// Failpoint marks a moment at which a crash would tell most. Here it does nothing and is inlined away; in a program that was
// built with the tag failpoint, tests have it end there (failpoint_on.go).
func Failpoint(string) {}
