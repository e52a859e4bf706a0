package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // to make databases with
)

// serverVariable hands the URL of the package's server to its tests.
const serverVariable = "SOUSPLI_TEST_POSTGRES"

// ErrAbsent says that PostgreSQL is not installed.
var ErrAbsent = errors.New("needs postgresql")

// Main runs a package's tests beside one PostgreSQL server for all of them. Without PostgreSQL they skip what needs it.
func Main(m *testing.M) int {
	server, err := StartServer()
	if errors.Is(err, ErrAbsent) {
		return m.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := os.Setenv(serverVariable, server.URL("postgres")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// Postgres makes an empty database and gives its URL, on the package's server or else on one of the test's own.
func Postgres(t testing.TB) string {
	t.Helper()
	base := os.Getenv(serverVariable)
	if base == "" {
		base = OwnServer(t).URL("postgres")
	}
	return newDatabase(t, base)
}

// OwnServer starts a server that only this test uses, and may crash.
func OwnServer(t testing.TB) *Server {
	t.Helper()
	server, err := StartServer()
	if errors.Is(err, ErrAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	return server
}

// Database makes an empty database on this server and gives its URL.
func (s *Server) Database(t testing.TB) string { return newDatabase(t, s.URL("postgres")) }

func newDatabase(t testing.TB, base string) string {
	t.Helper()
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := "t" + strconv.FormatInt(time.Now().UnixNano(), 36)
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// Server is a private PostgreSQL in a temporary folder, on a Unix socket. It ends with the process that started it.
type Server struct {
	dir, bin string
	as       *user.User // who runs it; nil: whoever runs the test
	guard    *exec.Cmd
	alive    io.Closer
}

// StartServer makes and starts a server, or says ErrAbsent.
func StartServer() (s *Server, err error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // Debian
	if path, err := exec.LookPath("initdb"); err == nil {
		bins = append(bins, filepath.Dir(path))
	}
	if len(bins) == 0 {
		return nil, ErrAbsent
	}
	s = &Server{bin: slices.Max(bins)}
	if s.dir, err = os.MkdirTemp("", "souspli-pg-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.dir))
		}
	}()
	if err = s.giveUpRoot(); err != nil {
		return nil, err
	}
	if err = s.pg("initdb", "-D", s.data(), "-A", "trust", "-U", "souspli", "-E", "UTF8", "--no-locale", "--no-sync"); err != nil {
		return nil, err
	}
	if err = s.Start(); err != nil {
		return nil, err
	}
	return s, s.watch()
}

// giveUpRoot finds somebody to run the server: initdb refuses root.
func (s *Server) giveUpRoot() (err error) {
	if os.Getuid() != 0 {
		return nil
	}
	if s.as, err = user.Lookup("postgres"); err != nil {
		if s.as, err = user.Lookup("nobody"); err != nil {
			return err
		}
	}
	uid, err := strconv.Atoi(s.as.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(s.as.Gid)
	if err != nil {
		return err
	}
	return os.Chown(s.dir, uid, gid)
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// command runs a program as whoever runs the server.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	if s.as != nil {
		name, args = "runuser", append([]string{"-u", s.as.Username, "--", name}, args...)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	return cmd
}

func (s *Server) pg(name string, args ...string) error {
	if out, err := s.command(filepath.Join(s.bin, name), args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// Start starts the server and waits until it answers. It does not sync: a test cuts no power.
func (s *Server) Start() error {
	return s.pg("pg_ctl", "-D", s.data(), "-w", "-t", "60", "-l", filepath.Join(s.dir, "log"),
		"-o", "-c listen_addresses='' -c unix_socket_directories='"+s.dir+"' -c fsync=off -c max_connections=200", "start")
}

// Crash stops the server as if its machine had failed, without a word to its clients.
func (s *Server) Crash() error {
	return s.pg("pg_ctl", "-D", s.data(), "-w", "-t", "60", "-m", "immediate", "stop")
}

// watch leaves a process behind that stops the server when this one ends, however it ends.
func (s *Server) watch() (err error) {
	s.guard = s.command("sh", "-c", `cat >/dev/null; "$0" -D "$1" -m immediate stop >/dev/null 2>&1; rm -rf "$1"`, filepath.Join(s.bin, "pg_ctl"), s.data())
	if setsid, err := exec.LookPath("setsid"); err == nil { // what ends a test's whole process group must not end its guard
		s.guard.Path, s.guard.Args = setsid, append([]string{"setsid"}, s.guard.Args...)
	}
	if s.alive, err = s.guard.StdinPipe(); err != nil {
		return err
	}
	return s.guard.Start()
}

// Stop ends the server and removes what it wrote.
func (s *Server) Stop() error {
	return errors.Join(s.alive.Close(), s.guard.Wait(), os.RemoveAll(s.dir))
}

// URL names a database on this server.
func (s *Server) URL(database string) string {
	return "postgres://souspli@/" + database + "?host=" + url.QueryEscape(s.dir)
}

// Exec runs a statement as an administrator, for what a test has to arrange.
func Exec(ctx context.Context, t testing.TB, databaseURL, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
