package main

import (
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"souspli/policy/attachment"
)

// corpusFolder finds the development corpus: $SOUSPLI_CORPUS, or shared/corpus beside the checkout. Without it a test is skipped.
func corpusFolder(t testing.TB) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("SOUSPLI_CORPUS"), "../../../shared/corpus", "../../../../shared/corpus"} {
		if _, err := os.Stat(filepath.Join(dir, "MANIFEST.tsv")); dir != "" && err == nil {
			return dir
		}
	}
	t.Skip("needs the development corpus: ../shared/corpus, or $SOUSPLI_CORPUS")
	return ""
}

// raced tells whether the race detector is in this program: its shadow of the heap makes a child's size mean nothing.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// The bars of the scanner hold on the development corpus, but for those on time: `souspli grade` measures them too.
func TestGrade(t *testing.T) {
	g, err := newGrading(corpusFolder(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := g.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	result := g.result()
	t.Log("\n" + result.text())
	for _, b := range result.Bars {
		if !b.Holds && !strings.Contains(b.Name, "time") && !(raced() && strings.Contains(b.Name, "memory")) {
			t.Errorf("%s: %s, want %s", b.Name, b.Got, b.Want)
		}
	}
}

// Grading itself is held to a corpus whose every row is wrong on purpose.
func TestGradeMisses(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"MANIFEST.tsv":     "path\tkind\texpected\nplain/list.csv\tcsv\tplain\nnote.txt\ttext\tencrypted-strong\nweak.txt\ttext\tencrypted-weak\nodd.txt\ttext\teither\n",
		"identifiers.tsv":  "module\tstring\texpected\trepo\tsource\treason\tclass\npl.pesel\t44051401458\tvalid\t\t\t\tpersonal\npl.pesel\t44051401459\tvalid\t\t\t\tpersonal\nisbn\t978-9024538270\tvalid\t\t\t\tnon-personal\n",
		"plain/list.csv":   "Nom;Prénom;Numéro de sécurité sociale\nLefèvre;Marie;2 79 03 75 116 004 74\n",
		"note.txt":         "hello\n",
		"weak.txt":         "hello\n",
		"odd.txt":          "hello\n",
		"not-mentioned.md": "hello\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	g, err := newGrading(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	missed := map[string]string{}
	for _, b := range g.result().Bars {
		if !b.Holds {
			missed[b.Name] = b.Got
		}
	}
	for name, got := range map[string]string{"strong, but denied": "1 of 1", "weak, and called weak": "0 of 1", "clean, but refused": "1 of 1", "valid personal numbers found under a label": "6 of 12"} {
		if !strings.HasPrefix(missed[name], got) {
			t.Errorf("%s: %q, want %s", name, missed[name], got)
		}
	}
	if len(missed) != 4 {
		t.Errorf("missed %v", missed)
	}
}

// Columns of numbers that are no persons', without a header and under ones that say nothing, refuse no file.
func TestStrangersInColumns(t *testing.T) {
	g, err := newGrading(corpusFolder(t))
	if err != nil {
		t.Fatal(err)
	}
	defer g.pool.Close()
	columns := map[string][]string{}
	for _, id := range g.identifiers {
		if !id.personal && id.valid {
			columns[id.module] = append(columns[id.module], id.text)
		}
	}
	for module, values := range columns {
		var files []attachment.File
		for _, header := range []string{"", "x;value", "x;number", "x;id", "x;code", "x;Numéro", "x;Référence"} {
			text := header + "\n"
			for i, v := range values {
				text += strconv.Itoa(i) + ";" + v + "\n"
			}
			files = append(files, attachment.File{Name: header + ".csv", Data: []byte(text)})
		}
		files = append(files, attachment.File{Name: "lines.txt", Data: []byte(strings.Join(values, "\n"))})
		reports, err := g.pool.Scan(t.Context(), files)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range reports {
			if r.PersonalData {
				t.Errorf("%s in %s: %v", module, files[i].Name, r.Rules)
			}
		}
	}
}

// Damaged copies of the corpus neither hang nor end the relay, and the child reads on after each. There are few copies,
// ten thousand in the long form; the seed is fixed, so that a failure comes again.
func TestMutatedCorpus(t *testing.T) {
	g, err := newGrading(corpusFolder(t))
	if err != nil {
		t.Fatal(err)
	}
	defer g.pool.Close()
	total := 200
	if os.Getenv("SOUSPLI_LONG") != "" {
		total = 10_000
	}
	r := rand.New(rand.NewPCG(1, 2))
	var slowest time.Duration
	for i := range total {
		f := g.files[r.IntN(len(g.files))]
		data, err := os.ReadFile(filepath.Join(g.dir, f.path))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		reports, err := g.pool.Scan(t.Context(), []attachment.File{{Name: filepath.Base(f.path), Data: mutate(r, data)}})
		if err != nil {
			t.Fatalf("mutation %d of %s: %v", i, f.path, err)
		}
		slowest = max(slowest, time.Since(start))
		if reports[0].Type == "unknown" && (reports[0].Reason == attachment.ReasonCrashed || reports[0].Reason == attachment.ReasonTooBig) || reports[0].Reason == attachment.ReasonCrashed {
			t.Errorf("mutation %d of %s: %s after %v", i, f.path, reports[0].Reason, time.Since(start))
		}
		if f.isClean() && reports[0].PersonalData {
			t.Logf("mutation %d of %s holds personal data: %v", i, f.path, reports[0].Rules)
		}
	}
	t.Logf("%d mutations, slowest %v, most memory %d MiB", total, slowest, g.pool.Peak()>>20)
	if g.pool.Peak() > 256<<20 && !raced() {
		t.Errorf("a child held %d MiB", g.pool.Peak()>>20)
	}
}

// mutate damages data in one of the ways in which files get damaged: wrong bytes, a cut, a stretch lost, doubled or
// moved, a number made huge.
func mutate(r *rand.Rand, data []byte) []byte {
	for range 1 + r.IntN(8) {
		if len(data) < 16 {
			return data
		}
		at := r.IntN(len(data) - 8)
		n := 1 + r.IntN(min(200, len(data)-at-1))
		switch r.IntN(6) {
		case 0:
			data[at] = byte(r.Uint32())
		case 1:
			copy(data[at:], "\xFF\xFF\xFF\xFF")
		case 2:
			copy(data[at:], "\x00\x00\x00\x00\x00\x00\x00\x00")
		case 3:
			data = slices.Delete(data, at, at+n)
		case 4:
			data = slices.Insert(data, at, slices.Clone(data[at:at+n])...)
		case 5:
			if r.IntN(4) == 0 {
				data = data[:at+8]
			}
		}
	}
	return data
}

// BenchmarkScanCorpus measures the way of one attachment through a warm child, over the files of the corpus up to 5 MiB.
func BenchmarkScanCorpus(b *testing.B) {
	c, err := readCorpus(corpusFolder(b))
	if err != nil {
		b.Fatal(err)
	}
	pool, err := scanner(b.Context(), AttachmentsConfig{}, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	var files []attachment.File
	for _, f := range c.files {
		data, err := os.ReadFile(filepath.Join(c.dir, f.path))
		if err == nil && len(data) <= smallFile {
			files = append(files, attachment.File{Name: filepath.Base(f.path), Data: data})
		}
	}
	if _, err := pool.Warm(b.Context()); err != nil {
		b.Fatal(err)
	}
	var times []time.Duration
	for b.Loop() {
		times = times[:0]
		for i := range files {
			start := time.Now()
			if _, err := pool.Scan(b.Context(), files[i:i+1]); err != nil {
				b.Fatal(err)
			}
			times = append(times, time.Since(start))
		}
	}
	b.ReportMetric(quantile(times, 50), "ms/median")
	b.ReportMetric(quantile(times, 95), "ms/p95")
	b.ReportMetric(quantile(times, 100), "ms/max")
	b.ReportMetric(float64(pool.Peak()>>20), "MiB/peak")
}
