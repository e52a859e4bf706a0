//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// privateByDefault takes everybody else's rights from every file that this process makes.
func privateByDefault() { syscall.Umask(0o077) }

// lock takes the only daemon's place on a data folder, or says that it is taken. The lock ends with the process.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(errors.New("another souspli runs on this data_dir"), f.Close())
	}
	return f, nil
}

// hangup is the signal that asks for the configuration to be read again.
const hangup = syscall.SIGHUP
