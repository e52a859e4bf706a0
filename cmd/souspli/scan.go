package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"souspli/policy"
	"souspli/policy/attachment"
	"souspli/relay/scan"
)

func (a *app) scanCommand() *cobra.Command {
	var explain bool
	c := &cobra.Command{Use: "scan FILE…", Short: "Treat each file as an attachment: findings, seal, verdict", Args: usageArgs(cobra.MinimumNArgs(1)),
		Long: "Examines files as the relay examines attachments, in the same confined child process. Folders are searched; - is standard input. Nothing is sent anywhere,\nand no value that is found is shown: only what it is, how many there are, and where.",
		RunE: func(c *cobra.Command, args []string) error {
			config, _, err := load(a.config, a.getenv)
			if faults, ok := errors.AsType[Faults](err); ok {
				if a.config != "" {
					return faults
				}
				config = defaults() // usable without any configuration
			}
			pool, err := scanner(c.Context(), config.Attachments, slog.New(slog.DiscardHandler))
			if err != nil {
				return err
			}
			defer pool.Close()
			s := scanRun{app: a, rules: config.rules(nil), pool: pool, explain: explain}
			for _, arg := range args {
				if err := s.path(c.Context(), arg); err != nil {
					return err
				}
			}
			return s.end()
		}}
	c.Flags().BoolVar(&explain, "explain", false, "say which rules decided, what the seal rests on, and what became of everything that looked like personal data")
	return c
}

// maxScanned is the largest file that is read, far beyond any message.
const maxScanned = 512 << 20

// scanRun examines files one after the other and counts.
type scanRun struct {
	*app
	rules   policy.Rules
	pool    *scan.Pool
	explain bool

	files, sealed, personal, unreadable, failed int
}

// path examines a file, every file in a folder, or standard input.
func (s *scanRun) path(ctx context.Context, path string) error {
	if path == "-" {
		data, err := readScanned(s.in)
		if err != nil {
			return s.fail("standard input", err)
		}
		return s.show(ctx, attachment.File{Data: data}, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return s.fail(path, err)
	}
	if !info.IsDir() {
		return s.file(ctx, path, filepath.Base(path))
	}
	return filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return s.fail(p, err)
		}
		if d.IsDir() {
			return nil
		}
		if info, err := os.Stat(p); err != nil {
			return s.fail(p, err)
		} else if !info.Mode().IsRegular() { // a pipe, a device, a link to another folder
			return s.fail(p, errNoFile)
		}
		return s.file(ctx, p, p)
	})
}

func (s *scanRun) fail(path string, err error) error {
	s.failed++
	fmt.Fprintf(s.err, "souspli: %s cannot be read: %s\n", shown(path), cause(err))
	return nil
}

var (
	errHuge   = errors.New("larger than 512 MiB")
	errNoFile = errors.New("not a file")
)

func (s *scanRun) file(ctx context.Context, path, name string) error {
	f, err := os.Open(path)
	if err != nil {
		return s.fail(path, err)
	}
	if info, err := f.Stat(); err == nil && info.Size() > maxScanned {
		return s.fail(path, errors.Join(errHuge, f.Close()))
	}
	data, err := readScanned(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return s.fail(path, err)
	}
	return s.show(ctx, attachment.File{Name: filepath.Base(path), Data: data}, name)
}

// readScanned reads at most what is examined: a device may never end.
func readScanned(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxScanned+1))
	if err == nil && len(data) > maxScanned {
		err = errHuge
	}
	return data, err
}

func (s *scanRun) show(ctx context.Context, f attachment.File, name string) error {
	result, err := s.examine(ctx, f, name)
	if err != nil {
		return err
	}
	return s.print(result, result.line())
}

// examine asks the scanner and the rules, as the relay does.
func (s *scanRun) examine(ctx context.Context, f attachment.File, name string) (scanned, error) {
	if s.explain {
		report, candidates, err := s.pool.Explain(ctx, f)
		if err != nil {
			return scanned{}, err
		}
		result := newScanned(s.count(s.rules.Examine(name, report)))
		result.Explain = explainScan(report, candidates)
		return result, nil
	}
	reports, err := s.pool.Scan(ctx, []attachment.File{f})
	if err != nil {
		return scanned{}, err
	}
	return newScanned(s.count(s.rules.Examine(name, reports[0]))), nil
}

func (s *scanRun) count(e policy.Examined) policy.Examined {
	s.files++
	switch {
	case e.Reason == policy.PersonalData:
		s.personal++
	case e.Reason == policy.Unreadable:
		s.unreadable++
	case e.Report.Seal.String() == sealStrong:
		s.sealed++
	}
	return e
}

// end says for people how many would be refused, and why.
func (s *scanRun) end() error {
	if !s.json && s.files+s.failed > 1 {
		fmt.Fprintf(s.err, "%d files, %d would be refused: %d with personal data in clear, %d that cannot be checked; %d encrypted; %d not read\n",
			s.files+s.failed, s.personal+s.unreadable, s.personal, s.unreadable, s.sealed, s.failed)
	}
	if s.failed > 0 {
		return errSilent
	}
	return nil
}
