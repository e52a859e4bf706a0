package scan

import (
	"debug/elf"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// confinedVariable marks the second run of the child, in which the walls stand already.
const confinedVariable = "SOUSPLI_SCAN_CONFINED"

// dieWithParent ends the child when the relay dies, and gives it a session of its own.
func dieWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setsid: true}
}

// confine builds the walls around this process and says which stand. Landlock holds for a thread and what comes from it, and
// a Go program has several before it begins; so the first run builds the walls on one thread and executes the program again
// from there. Where the kernel has no Landlock the rest still holds.
func confine() (string, error) {
	if walls := os.Getenv(confinedVariable); walls != "" {
		return walls, denySystemCalls(0)
	}
	runtime.LockOSThread()
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	walls, err := build(programFiles(self))
	if err != nil {
		return "", err
	}
	walls = append(walls, "seccomp")
	environment := append(os.Environ(), confinedVariable+"="+strings.Join(walls, ", "))
	return "", syscall.Exec(self, os.Args, environment)
}

// build puts the walls that outlast the execution of another program around this thread, and names them: bounded resources,
// no new rights, and no files but these where the kernel has Landlock.
func build(files []string) (walls []string, err error) {
	if err := limitResources(); err != nil {
		return nil, err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return nil, err
	}
	walls = []string{"rlimits"}
	version, err := landlock(files)
	switch {
	case err == nil:
		walls = append(walls, fmt.Sprintf("landlock %d", version))
	case !errors.Is(err, unix.ENOSYS) && !errors.Is(err, unix.EOPNOTSUPP):
		return nil, fmt.Errorf("landlock: %w", err)
	}
	return walls, nil
}

// limitResources bounds memory, files and cores. Processor time is bounded anew for every file.
func limitResources() error {
	for _, l := range []struct {
		resource int
		limit    uint64
	}{
		{unix.RLIMIT_DATA, dataFactor * dataLimit},
		{unix.RLIMIT_NOFILE, 32},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_CORE, 0},
	} {
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.limit, Max: l.limit}); err != nil {
			return fmt.Errorf("rlimit %d: %w", l.resource, err)
		}
	}
	return nil
}

// limitCPU gives the next file its processor time: as much as a child may have had wall time on two processors.
func limitCPU() {
	var used unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &used) != nil {
		return
	}
	seconds := uint64(used.Utime.Sec+used.Stime.Sec) + 2*uint64(fileTime.Seconds())
	var current unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CPU, &current) == nil {
		_ = unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: seconds, Max: current.Max})
	}
}

// landlock forbids this thread, and every program that it executes, all files and TCP, except to read and execute these. It
// says which version of Landlock the kernel has.
func landlock(files []string) (version int, err error) {
	v, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return 0, errno
	}
	version = int(v)
	attr := unix.LandlockRulesetAttr{Handled_access_fs: allFileAccess(version)}
	size := unsafe.Sizeof(attr.Handled_access_fs)
	if version >= 4 {
		attr.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
		size += unsafe.Sizeof(attr.Handled_access_net)
	}
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), size, 0)
	if errno != 0 {
		return 0, errno
	}
	defer unix.Close(int(fd))
	for _, path := range files {
		if err := allowExecution(int(fd), path); err != nil {
			return 0, err
		}
	}
	if _, _, errno = unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0); errno != 0 {
		return 0, errno
	}
	return version, nil
}

// allFileAccess names every right on files that a version of Landlock knows.
func allFileAccess(version int) uint64 {
	rights := uint64(unix.LANDLOCK_ACCESS_FS_MAKE_SYM<<1 - 1)
	if version >= 2 {
		rights |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		rights |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if version >= 5 {
		rights |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	return rights
}

// programFiles names what must be readable for the program to run: itself; of a dynamically linked one, which only tests
// with the race detector are, the libraries too.
func programFiles(self string) []string {
	files := []string{self}
	f, err := elf.Open(self)
	if err != nil {
		return files
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			files = append(files, "/lib", "/lib64", "/usr/lib", "/etc/ld.so.cache")
		}
	}
	return files
}

// allowExecution lets the ruleset read and execute path; one that does not exist is passed over.
func allowExecution(ruleset int, path string) error {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.ENOENT) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	rule := unix.LandlockPathBeneathAttr{Allowed_access: unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE, Parent_fd: int32(fd)}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(ruleset), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&rule)), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// residentPeak is the most memory that a process has held, in octets (proc(5): VmHWM).
func residentPeak(pid int) int64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		var kib int64
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kib); err == nil {
			return kib << 10
		}
	}
	return 0
}

// processorWait is how long a process was ready and had no processor (Documentation/scheduler/sched-stats.rst): the second
// number of every thread's schedstat, in nanoseconds; 0 where the kernel does not tell.
func processorWait(pid int) (wait time.Duration) {
	threads, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/schedstat")
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if fields := strings.Fields(string(text)); err == nil && len(fields) > 1 {
			n, _ := strconv.ParseInt(fields[1], 10, 64)
			wait += time.Duration(n)
		}
	}
	return wait
}
