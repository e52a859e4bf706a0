//go:build !linux

package scan_test

import "time"

// escape has nothing to escape from: confinement is Linux only.
func escape() {}

// starve cannot be told from sleep.
func starve(long time.Duration) { time.Sleep(long) }
