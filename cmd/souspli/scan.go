package main

import (
	"context"
	"errors"
	"fmt"
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
	return &cobra.Command{Use: "scan FILE…", Short: "Treat each file as an attachment: findings, seal, verdict", Args: usageArgs(cobra.MinimumNArgs(1)),
		Long: "Examines files as the relay examines attachments. Folders are searched. Nothing is sent anywhere, and no value that is found is shown.",
		RunE: func(c *cobra.Command, args []string) error {
			config, _, err := load(a.config, a.getenv)
			if faults, ok := errors.AsType[Faults](err); ok {
				if a.config != "" {
					return faults
				}
				config = defaults() // usable without any configuration
			}
			pool, err := scanner(config.Attachments.Allow, slog.New(slog.DiscardHandler))
			if err != nil {
				return err
			}
			defer pool.Close()
			s := scanRun{app: a, rules: config.rules(nil), pool: pool}
			for _, arg := range args {
				if err := s.path(c.Context(), arg); err != nil {
					return err
				}
			}
			return s.end()
		}}
}

// scanRun examines files one after the other and counts.
type scanRun struct {
	*app
	rules          policy.Rules
	pool           *scan.Pool
	files, refused int
	failed         int
}

// path examines a file, or every file in a folder.
func (s *scanRun) path(ctx context.Context, path string) error {
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
		if !d.Type().IsRegular() {
			return nil
		}
		return s.file(ctx, p, p)
	})
}

func (s *scanRun) fail(path string, err error) error {
	s.failed++
	fmt.Fprintf(s.err, "souspli: %s cannot be read: %s\n", path, cause(err))
	return nil
}

func (s *scanRun) file(ctx context.Context, path, name string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return s.fail(path, err)
	}
	reports, err := s.pool.Scan(ctx, []attachment.File{{Name: filepath.Base(path), Data: data}})
	if err != nil {
		return err
	}
	e := s.rules.Examine(name, reports[0])
	s.files++
	if e.Verdict == policy.Refuse {
		s.refused++
	}
	result := newScanned(e)
	return s.print(result, result.line())
}

// end says how many would be refused.
func (s *scanRun) end() error {
	if !s.json && s.files > 1 {
		fmt.Fprintf(s.err, "%d files, %d would be refused\n", s.files, s.refused)
	}
	if s.failed > 0 {
		return errSilent
	}
	return nil
}
