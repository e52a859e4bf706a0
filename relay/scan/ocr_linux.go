package scan

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// ReadPicture becomes tesseract, which reads the picture on standard input: behind the walls of a child, but for the one
// program and its data.
func ReadPicture(program, languages string) error {
	runtime.LockOSThread()
	if err := limitResources(); err != nil {
		return err
	}
	seconds := uint64(pictureTime.Seconds())
	if err := unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds, Max: seconds}); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program, err := filepath.EvalSymlinks(program)
	if err != nil {
		return err
	}
	if _, err := landlock(append(programFiles(program), "/usr/share/tesseract-ocr", "/usr/share/tessdata")); err != nil && !errors.Is(err, unix.ENOSYS) && !errors.Is(err, unix.EOPNOTSUPP) {
		return fmt.Errorf("landlock: %w", err)
	}
	if err := denySystemCalls(unix.SYS_EXECVE); err != nil {
		return err
	}
	return syscall.Exec(program, []string{"tesseract", "stdin", "stdout", "-l", languages}, os.Environ())
}
