package personal

import (
	"os"
	"strings"
	"testing"
	"time"
)

// TestDocuments runs testdata/documents.tsv: whether a document is refused, what it is, and its text, in which \n and \t stand for
// themselves. They are documents that an examiner wrote without a look at the generators of the other tests.
func TestDocuments(t *testing.T) {
	b, err := os.ReadFile("testdata/documents.tsv")
	if err != nil {
		t.Fatal(err)
	}
	d := New(Options{Today: time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)})
	for line := range strings.Lines(string(b)) {
		columns := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(columns) != 3 || columns[0] != "refuse" && columns[0] != "accept" {
			t.Fatalf("not a case: %q", line)
		}
		text := strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(columns[2])
		t.Run(columns[1], func(t *testing.T) {
			r := d.Detect(textDocument(text))
			if r.Refuse != (columns[0] == "refuse") {
				t.Errorf("want %s; rules %v, found %v", columns[0], r.Rules, entitiesOf(r))
			}
		})
	}
}
