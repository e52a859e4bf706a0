package personal

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEntities runs testdata/entities/NAME.tsv for every row of the entity table. A line is a word, a tab, and a text in which \n and
// \t stand for themselves. The words:
//
//	valid     the entity is found
//	invalid   it is not: a digit is wrong, or it is part of something else
//	bare      it is not, because no label stands before it
//	explains  (of negative entities) nothing is found: the label says what the number is
func TestEntities(t *testing.T) {
	d := New(Options{})
	for _, e := range allEntities() {
		t.Run(e.name, func(t *testing.T) {
			cases := entityCases(t, e.name)
			for i, c := range cases {
				r := d.Detect(textDocument(c.text))
				if problem := judgeCase(c.word, e.name, r); problem != "" {
					t.Errorf("line %d: %s: %s; found %v", i+1, c.word, problem, entitiesOf(r))
				}
			}
		})
	}
}

type entityCase struct{ word, text string }

func entityCases(t *testing.T, name string) []entityCase {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "entities", name+".tsv"))
	if err != nil {
		t.Fatalf("every entity has a file of cases: %v", err)
	}
	var cases []entityCase
	for line := range strings.Lines(string(b)) {
		word, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			t.Fatalf("no tab in %q", word)
		}
		cases = append(cases, entityCase{word, strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(text)})
	}
	return cases
}

func judgeCase(word, entity string, r Result) string {
	found := slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Entity == entity })
	switch {
	case word == "valid" && !found:
		return "not found"
	case (word == "invalid" || word == "bare") && found:
		return "found"
	case word == "explains" && len(r.Findings) > 0:
		return "not explained"
	case !slices.Contains([]string{"valid", "invalid", "bare", "explains"}, word):
		return "no such word"
	}
	return ""
}

// TestEntityFiles: no file without an entity, and each entity has cases on both sides.
func TestEntityFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/entities/*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	all := allEntities()
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".tsv")
		k := slices.IndexFunc(all, func(e entity) bool { return e.name == name })
		if k < 0 {
			t.Errorf("%s: no such entity", f)
			continue
		}
		count := map[string]int{}
		for _, c := range entityCases(t, name) {
			count[c.word]++
		}
		if all[k].class != Negative && (count["valid"] < 2 || count["invalid"] < 1) {
			t.Errorf("%s: too few cases: %v", f, count)
		}
	}
}

func TestEntityTable(t *testing.T) {
	seen := map[string]bool{}
	for id, e := range allEntities() {
		if seen[e.name] || e.name == "" || e.name != strings.ToLower(e.name) || strings.ContainsAny(e.name, " _") {
			t.Errorf("entity %d: name %q", id, e.name)
		}
		seen[e.name] = true
		if e.class < ClassA || e.class > Negative {
			t.Errorf("%s: class %d", e.name, e.class)
		}
		if e.class != Negative && (e.weight < 1 || e.weight > 100) {
			t.Errorf("%s: weight %d", e.name, e.weight)
		}
		for _, pattern := range slices.Concat(e.masks, e.bare, e.weak, e.exact) {
			if len(pattern) > maxRun || strings.Trim(pattern, "9AX/_.-+765 ") != "" {
				t.Errorf("%s: pattern %q", e.name, pattern)
			}
		}
		if len(e.masks)+len(e.bare)+len(e.weak)+len(e.exact) > 0 && e.class != Negative && strings.TrimSpace(strings.Join(e.labels.all(), "")) == "" {
			t.Errorf("%s: a number without a label", e.name)
		}
	}
	if n := len(allEntities()); n > int(numConceptEntities) {
		t.Errorf("%d entities: concepts hold %d", n, numConceptEntities)
	}
}

func TestEntitiesAreStable(t *testing.T) {
	first, again := Entities(), Entities()
	if !slices.Equal(first, again) {
		t.Error("two calls differ")
	}
	if first[0].Name != "iban" || first[0].Class != ClassA {
		t.Errorf("first is %+v", first[0])
	}
	for _, info := range first {
		if info.Class == Negative {
			t.Errorf("%s is negative: no finding can name it", info.Name)
		}
	}
	first[0].Name = "changed"
	if Entities()[0].Name == "changed" {
		t.Error("the table can be changed from outside")
	}
}

func TestClassNames(t *testing.T) {
	for class, want := range map[Class]string{ClassA: "A", ClassB: "B", ClassC: "C", Negative: "negative", 0: ""} {
		if got := class.String(); got != want {
			t.Errorf("class %d is %q, want %q", class, got, want)
		}
	}
}
