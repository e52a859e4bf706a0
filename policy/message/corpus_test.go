package message_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"souspli/policy/message"
)

// corpusRow is a line of testdata/corpus/index.tsv: a message, its shape, what a footer changes in it, why it is there.
type corpusRow struct{ name, shape, changes, why string }

func corpus(t testing.TB) []corpusRow {
	t.Helper()
	text, err := os.ReadFile("testdata/corpus/index.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var rows []corpusRow
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) != 4 {
			t.Fatalf("index.tsv: %q", line)
		}
		rows = append(rows, corpusRow{columns[0], columns[1], columns[2], columns[3]})
	}
	return rows
}

func (r corpusRow) read(t testing.TB) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "corpus", r.name+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// The corpus is whole: every file has its line and every line its file, every shape of the table has an example, and all
// people are invented.
func TestCorpusIndex(t *testing.T) {
	rows := corpus(t)
	shapes := map[string]bool{}
	var names []string
	size := 0
	for _, r := range rows {
		names = append(names, "testdata/corpus/"+r.name+".eml")
		shapes[r.shape] = true
		raw := r.read(t)
		size += len(raw)
		if len(r.why) < 10 {
			t.Errorf("%s: say why it is there", r.name)
		}
		for _, other := range regexp.MustCompile(`[a-z0-9]@([a-z0-9-]+\.)+(com|org|net|eu|fr|de|io|dev)\b`).FindAll(raw, -1) {
			t.Errorf("%s holds %s, which could be somebody", r.name, other)
		}
	}
	files, err := filepath.Glob("testdata/corpus/*.eml")
	if err != nil || len(files) < 150 || size > 3<<20 {
		t.Fatalf("%d messages, %d octets, %v", len(files), size, err)
	}
	if diff := cmp.Diff(files, names); diff != "" {
		t.Errorf("files and index, -want +got\n%s", diff)
	}
	delete(shapes, "refused")
	if diff := cmp.Diff(shapesInComment(t), slices.Sorted(maps.Keys(shapes))); diff != "" {
		t.Errorf("package comment and corpus, -want +got\n%s", diff)
	}
}

// What needs no other program is made again as it is committed.
func TestCorpusGenerator(t *testing.T) {
	python, err := exec.LookPath("/usr/bin/python3")
	if err != nil {
		t.Skip("needs /usr/bin/python3")
	}
	cmd := exec.Command(python, "-B", "testdata/generator/make.py", "--check")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// Whatever is accepted comes back byte for byte when nothing is edited, its offsets in order and its leaves within it; the
// rest is refused for the fault that the index names, or by policy, which reads who wrote it.
func TestCorpusParses(t *testing.T) {
	for _, r := range corpus(t) {
		raw := r.read(t)
		m, err := message.Parse(raw, message.DefaultLimits())
		if r.shape == "refused" {
			malformed, _ := errors.AsType[*message.Malformed](err)
			if r.changes == string(message.FaultFrom) != (err == nil) || malformed != nil && string(malformed.Fault) != r.changes {
				t.Errorf("%s: %v, want %s", r.name, err, r.changes)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", r.name, err)
			continue
		}
		prepared, err := message.Prepare(raw, message.Plan{})
		if err != nil || !bytes.Equal(prepared.Append(nil, message.Values{}), raw) {
			t.Errorf("%s: changed without an edit (%v)", r.name, err)
		}
		for i, p := range m.Parts {
			if p.Header > p.HeaderEnd || p.HeaderEnd > p.Body || p.Body > p.End || p.End > len(raw) || p.Parent >= i {
				t.Errorf("%s: part %d: %+v", r.name, i, p)
			}
		}
	}
}

// The places of the footer are those that the index names.
func TestCorpusBodies(t *testing.T) {
	for _, r := range corpus(t) {
		m, err := message.Parse(r.read(t), message.DefaultLimits())
		if r.shape == "refused" || err != nil {
			continue
		}
		var got []string
		leaf := map[int]string{}
		for i, p := range m.Parts {
			if !p.MediaType.IsMultipart() {
				leaf[i] = string(rune('0' + len(leaf)))
			}
		}
		for _, part := range m.Bodies() {
			if len(m.AddFooter(part, aFooter())) > 0 {
				got = append(got, leaf[part])
			}
		}
		want := ""
		if found := regexp.MustCompile(`(?:footer|rewritten):(\S+)`).FindStringSubmatch(r.changes); found != nil {
			want = found[1]
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s (%s): the footer goes into leaves %v, the index says %s", r.name, r.shape, got, want)
		}
	}
}
