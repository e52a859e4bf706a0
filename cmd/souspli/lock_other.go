//go:build !unix

package main

import (
	"os"
	"syscall"
)

func privateByDefault() {}

// lock opens the file; on this system a second daemon is not noticed.
func lock(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
}

const hangup = syscall.SIGHUP
