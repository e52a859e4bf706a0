package attachment

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

const corpusDir = "../../../shared/corpus"

// corpusFile is a row of the corpus' manifest.
type corpusFile struct {
	path, kind, expected string
}

// corpusFiles reads the manifest; without it the test is skipped by name.
func corpusFiles(t testing.TB) []corpusFile {
	f, err := os.Open(filepath.Join(corpusDir, "MANIFEST.tsv"))
	if err != nil {
		t.Skip("needs the development corpus in ../shared/corpus")
	}
	defer f.Close()
	var list []corpusFile
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if row := strings.Split(sc.Text(), "\t"); row[0] != "path" {
			list = append(list, corpusFile{row[0], row[1], row[2]})
		}
	}
	return list
}

func (f corpusFile) read(t testing.TB) []byte {
	data, err := os.ReadFile(filepath.Join(corpusDir, f.path))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// noDetector finds nothing.
type noDetector struct{}

func (noDetector) Detect(personal.Document) personal.Result { return personal.Result{} }

// tally is a line of the grade table.
type tally struct {
	right, wrong int
	slowest      time.Duration
}

// TestGrade examines the whole corpus, prints the table of kinds and holds the promises of the issue.
func TestGrade(t *testing.T) {
	want := map[string]seal.Verdict{
		"encrypted-strong": seal.Encrypted, "encrypted-weak": seal.Weak, "openable-without-password": seal.Open, "plain": seal.None,
	}
	table := map[string]*tally{}
	count := map[string]int{}
	for _, f := range corpusFiles(t) {
		data := f.read(t)
		start := time.Now()
		report := Examine(File{Name: filepath.Base(f.path), Data: data}, noDetector{}, NewBudget())
		took := time.Since(start)
		row := table[f.kind+" "+f.expected]
		if row == nil {
			row = &tally{}
			table[f.kind+" "+f.expected] = row
		}
		row.slowest = max(row.slowest, took)
		if report.Reason == ReasonCrashed || took > 10*time.Second {
			t.Errorf("%s: %s after %v", f.path, report.Reason, took)
		}
		expected, scored := want[f.expected]
		if !scored || report.Seal == expected {
			row.right++
		} else {
			row.wrong++
			count[f.expected+" wrong"]++
			t.Logf("%s: %v (%s), want %v", f.path, report.Seal, report.Why, expected)
		}
		count[f.expected]++
		if scored && expected != seal.Encrypted && report.Seal == seal.Encrypted {
			t.Errorf("%s: called encrypted, is %s", f.path, f.expected)
		}
		if strings.HasPrefix(f.path, "plain/") && report.Unreadable() {
			t.Errorf("%s: called unreadable (%s)", f.path, report.Reason)
		}
	}
	t.Log("\n" + gradeTable(table))
	if count["encrypted-strong wrong"]*50 > count["encrypted-strong"] {
		t.Error("more than 2 % of the strong files are denied")
	}
	if count["encrypted-weak wrong"]*50 > count["encrypted-weak"] {
		t.Error("more than 2 % of the weak files are not called weak")
	}
}

func gradeTable(table map[string]*tally) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%-45s %6s %6s %10s\n", "kind", "right", "wrong", "slowest")
	var kinds []string
	for kind := range table {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		row := table[kind]
		fmt.Fprintf(&out, "%-45s %6d %6d %10v\n", kind, row.right, row.wrong, row.slowest.Round(time.Microsecond))
	}
	return out.String()
}
