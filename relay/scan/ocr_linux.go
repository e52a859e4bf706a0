package scan

import (
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
	program, err := filepath.EvalSymlinks(program)
	if err != nil {
		return err
	}
	if _, err := build(append(programFiles(program), "/usr/share/tesseract-ocr", "/usr/share/tessdata")); err != nil {
		return err
	}
	seconds := uint64(pictureTime.Seconds())
	if err := unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds, Max: seconds}); err != nil {
		return err
	}
	if err := denySystemCalls(unix.SYS_EXECVE); err != nil {
		return err
	}
	return syscall.Exec(program, []string{"tesseract", "stdin", "stdout", "-l", languages}, os.Environ())
}
