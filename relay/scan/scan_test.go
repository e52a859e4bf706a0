package scan_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"souspli/policy/attachment"
	"souspli/relay/scan"
)

// The test binary is also the child, in several moods.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "child":
			if err := scan.Work(os.Stdin, os.Stdout); err != nil {
				os.Exit(1)
			}
			return
		case "escape":
			escape()
			return
		case "moody":
			moody()
			return
		case "reader":
			if err := scan.ReadPicture(os.Args[2], os.Args[3]); err != nil {
				os.Exit(1)
			}
		case "dumb":
			return
		}
	}
	os.Exit(m.Run())
}

func pool(t *testing.T, mood string) *scan.Pool {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	config := scan.Config{Command: []string{self, mood}, Size: 2, Log: slog.New(slog.DiscardHandler)}
	if mood == "moody" {
		config.FileTime = hangTime
	}
	p := scan.NewPool(config)
	t.Cleanup(p.Close)
	return p
}

func members() []byte {
	var b strings.Builder
	b.WriteString("Nom;Prénom;Date de naissance;E-mail\n")
	for i := range 30 {
		fmt.Fprintf(&b, "Dupont%d;Marie;%02d/03/1975;marie.dupont%d@orange.fr\n", i, i%28+1, i)
	}
	return []byte(b.String())
}

func TestScan(t *testing.T) {
	p := pool(t, "child")
	reports, err := p.Scan(t.Context(), []attachment.File{
		{Name: "membres.csv", MediaType: "text/csv", Data: members()},
		{Name: "notes.txt", MediaType: "text/plain", Data: []byte("Réunion mardi à 14 h.\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !reports[0].PersonalData || len(reports[0].Findings) == 0 || !reports[0].Readable {
		t.Errorf("a list of members: %+v", reports[0])
	}
	if reports[1].PersonalData || !reports[1].Readable {
		t.Errorf("a note: %+v", reports[1])
	}
}

// While large attachments are read, however many wait, a child is left for the others.
func TestLargeLeaveAChild(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := scan.NewPool(scan.Config{Command: []string{self, "moody"}, Size: 2, FileTime: time.Minute, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(p.Close)
	let := filepath.Join(t.TempDir(), "go on")
	var large sync.WaitGroup
	defer func() {
		if err := os.WriteFile(let, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		large.Wait()
	}()
	for range 4 {
		large.Go(func() {
			if _, err := p.Scan(context.Background(), []attachment.File{{Name: "until " + let, Data: make([]byte, 2<<20)}}); err != nil {
				t.Errorf("a large one: %v", err)
			}
		})
	}
	for _, err := os.Stat(let + ".begun"); err != nil; _, err = os.Stat(let + ".begun") {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for range 100 {
		if _, err := p.Scan(ctx, []attachment.File{{Name: "ok"}}); err != nil {
			t.Fatalf("a small one waits behind them: %v", err)
		}
	}
}

// A file that ends its reader says so, and the others are read all the same.
func TestDeathIsAReport(t *testing.T) {
	p := pool(t, "moody")
	reports, err := p.Scan(t.Context(), []attachment.File{{Name: "ok"}, {Name: "die"}, {Name: "ok"}, {Name: "hang"}, {Name: "ok"}, {Name: "garbage"}, {Name: "ok"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range reports {
		got = append(got, r.Type+"/"+r.Reason)
	}
	want := "fine/ unknown/crashed fine/ unknown/too-big fine/ unknown/crashed fine/"
	if strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, " "), want)
	}
}

// A child that does not even start is our own trouble, not a verdict.
func TestNoChildIsAnError(t *testing.T) {
	if reports, err := pool(t, "dumb").Scan(t.Context(), []attachment.File{{Name: "x"}}); err == nil {
		t.Errorf("got %+v", reports)
	}
	p := scan.NewPool(scan.Config{Command: []string{"/nowhere"}, Size: 1, Log: slog.New(slog.DiscardHandler)})
	if reports, err := p.Scan(t.Context(), []attachment.File{{Name: "x"}}); err == nil {
		t.Errorf("got %+v", reports)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pool(t, "moody").Scan(ctx, []attachment.File{{Name: "ok"}}); err == nil {
		t.Error("a cancelled scan has a result")
	}
}

func TestChildrenStayWarm(t *testing.T) {
	p := pool(t, "moody")
	pids := map[string]bool{}
	for range 5 {
		reports, err := p.Scan(t.Context(), []attachment.File{{Name: "pid"}})
		if err != nil {
			t.Fatal(err)
		}
		pids[reports[0].Type] = true
	}
	if len(pids) != 1 {
		t.Errorf("%d children for five submissions in a row", len(pids))
	}
}
