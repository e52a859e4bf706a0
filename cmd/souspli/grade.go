package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"souspli/policy"
	"souspli/policy/attachment"
	"souspli/relay/scan"
)

// gradeCommand is for those who judge the scanner: it is no part of running a relay, so that the short help leaves it out.
func (a *app) gradeCommand() *cobra.Command {
	return &cobra.Command{Use: "grade FOLDER", Hidden: true, Short: "Examine files of which the truth is known, and say how often the scanner is right", Args: usageArgs(cobra.ExactArgs(1)),
		Long: "Examines every file that FOLDER/MANIFEST.tsv names, through the same child process as the relay, and the numbers in FOLDER/identifiers.tsv;\n" +
			"prints for each kind how many verdicts are right and how long they took, then the bars that the scanner has to hold. Exit status 1 if one is missed.\n\n" +
			"MANIFEST.tsv: path, kind, expected (encrypted-strong, encrypted-weak, openable-without-password, plain, either), tab separated, under a heading.\n" +
			"Files under plain/ hold no personal data: refusing one is a false alarm. identifiers.tsv: module, string, valid or invalid, …, personal or not (7th column).",
		RunE: func(c *cobra.Command, args []string) error {
			g, err := newGrading(args[0])
			if err != nil {
				return err
			}
			if err := g.run(c.Context()); err != nil {
				return err
			}
			result := g.result()
			if err := a.print(result, result.text()); err != nil {
				return err
			}
			if !result.Holds {
				return errSilent
			}
			return nil
		}}
}

// grading examines a corpus and remembers what was right.
type grading struct {
	corpus
	rules policy.Rules
	pool  *scan.Pool

	kinds        map[string]*tally
	times        []time.Duration // of files up to smallFile
	slowest      time.Duration
	forged       []string // files that are not strong and were called encrypted
	denied       share    // strong files that were not
	weak         share    // weak files that were called weak
	alarms       share    // clean files that were refused
	crashed      share
	labelled     share // valid numbers of persons found under their label
	labelledBad  share // invalid ones
	bareStranger share // valid numbers of other things found where they stand alone
	misses       []miss
}

// miss is something that was got wrong. It names files of the corpus and kinds of numbers, never a value.
type miss struct {
	What string `json:"what"`
	Got  string `json:"got"`
	Want string `json:"want"`
}

const smallFile = 5 << 20 // whose times are held to the bars

// The seals that bars speak of.
const (
	sealStrong = "encrypted"
	sealWeak   = "weak"
)

func newGrading(dir string) (*grading, error) {
	c, err := readCorpus(dir)
	if err != nil {
		return nil, err
	}
	config := defaults()
	pool, err := scanner(context.Background(), config.Attachments, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return &grading{corpus: c, rules: config.rules(nil), pool: pool, kinds: map[string]*tally{}}, nil
}

// run examines the files one after the other, so that each has the machine for itself, then the numbers.
func (g *grading) run(ctx context.Context) error {
	defer g.pool.Close()
	if _, err := g.pool.Warm(ctx); err != nil {
		return err
	}
	for _, f := range g.files {
		if err := g.file(ctx, f); err != nil {
			return err
		}
	}
	return g.numbers(ctx)
}

func (g *grading) file(ctx context.Context, f corpusFile) error {
	data, err := os.ReadFile(filepath.Join(g.dir, filepath.FromSlash(f.path)))
	if err != nil {
		return fmt.Errorf("%s cannot be read: %s", f.path, cause(err))
	}
	start := time.Now()
	reports, err := g.pool.Scan(ctx, []attachment.File{{Name: filepath.Base(f.path), Data: data}})
	if err != nil {
		return err
	}
	took := time.Since(start)
	if len(data) <= smallFile {
		g.times = append(g.times, took)
	}
	g.slowest = max(g.slowest, took)
	e := g.rules.Examine(f.path, reports[0])
	right := g.judge(f, e)
	key := f.kind + " " + f.expected
	if g.kinds[key] == nil {
		g.kinds[key] = &tally{Kind: f.kind, Expected: f.expected}
	}
	g.kinds[key].add(right, took)
	return nil
}

// judge compares the verdict with the truth.
func (g *grading) judge(f corpusFile, e policy.Examined) bool {
	want := map[string]string{"encrypted-strong": sealStrong, "encrypted-weak": sealWeak, "openable-without-password": "open", "plain": "none"}[f.expected]
	got := e.Report.Seal.String()
	right := want == "" || got == want // "either" has no truth
	crashed := e.Report.Reason == attachment.ReasonCrashed
	g.crashed.add(crashed)
	if want != "" && want != sealStrong && got == sealStrong {
		g.forged = append(g.forged, f.path)
	}
	if want == sealStrong && !f.isExcepted() {
		g.denied.add(got != sealStrong)
	}
	if want == sealWeak {
		g.weak.add(got == sealWeak)
	}
	if f.isClean() {
		g.alarms.add(e.Verdict == policy.Refuse)
		right = right && e.Verdict == policy.Accept
	}
	if !right || crashed {
		g.misses = append(g.misses, miss{f.path, fmt.Sprintf("%s, %s %s", got, e.Verdict, e.Report.Reason), f.expected})
	}
	return right && !crashed
}

// numbers tries the identifiers: those of persons under each of their labels, the others alone.
func (g *grading) numbers(ctx context.Context) error {
	labels := moduleLabels()
	for i, id := range g.identifiers {
		m, known := labels[id.module]
		switch {
		case !id.personal && id.valid:
			found, err := g.find(ctx, bareWays(id.text), "")
			if err != nil {
				return err
			}
			g.bareStranger.add(slices.Contains(found, true))
			if slices.Contains(found, true) {
				g.misses = append(g.misses, miss{"number " + id.module, "found bare", "nothing"})
			}
		case id.personal && known:
			if err := g.underLabels(ctx, id, m, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// underLabels tries a number under all its labels, in a way that changes with each.
func (g *grading) underLabels(ctx context.Context, id identifier, m moduleLabel, turn int) error {
	var files []attachment.File
	labels := m.all(id.module)
	for i, label := range labels {
		ways := labelledWays(label, id.text)
		files = append(files, ways[(turn+i)%len(ways)])
	}
	found, err := g.find(ctx, files, m.entities)
	if err != nil {
		return err
	}
	for i, got := range found {
		if id.valid {
			g.labelled.add(got)
		} else {
			g.labelledBad.add(got)
		}
		if got != id.valid {
			g.misses = append(g.misses, miss{"number " + id.module + " under " + labels[i] + ", " + files[i].Name, fmt.Sprint(got), fmt.Sprint(id.valid)})
		}
	}
	return nil
}
