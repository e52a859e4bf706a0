package seal

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const corpus = "../../../shared/corpus"

// TestCorpus holds Prove against the development corpus: what is not strong must never be called so.
func TestCorpus(t *testing.T) {
	f, err := os.Open(filepath.Join(corpus, "MANIFEST.tsv"))
	if err != nil {
		t.Skip("needs the development corpus in ../shared/corpus")
	}
	defer f.Close()
	want := map[string]Verdict{"encrypted-strong": Encrypted, "encrypted-weak": Weak, "openable-without-password": Open, "plain": None}
	strong, denied := 0, 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		row := strings.Split(sc.Text(), "\t")
		expected, scored := want[row[2]]
		if row[0] == "path" || !strings.HasPrefix(row[0], "enc/") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(corpus, row[0]))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		p := Prove(data)
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: took %v", row[0], d)
		}
		if !scored || p.Verdict == expected {
			if expected == Encrypted && scored {
				strong++
			}
			continue
		}
		t.Logf("%s: %v (%s: %s), want %v [%s]", row[0], p.Verdict, p.Kind, p.Why, expected, row[len(row)-1])
		switch {
		case p.Verdict == Encrypted:
			t.Errorf("%s: called encrypted", row[0])
		case expected == Encrypted:
			strong++
			denied++
		}
	}
	if denied*50 > strong {
		t.Errorf("%d of %d strong files denied", denied, strong)
	}
}
