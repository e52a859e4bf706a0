package personal

import (
	"slices"
	"testing"
)

func textDocument(text string) Document {
	return Document{Blocks: []Block{{Text: text}}}
}

func tableDocument(rows ...[]string) Document {
	return Document{Blocks: []Block{{Place: Place{Sheet: "S"}, Table: rows}}}
}

func report(t *testing.T, what string, n *[2]int, ok func(float64) bool) {
	t.Helper()
	r := float64(n[0]) / float64(n[1])
	t.Logf("%s: %d of %d, %.2f %%", what, n[0], n[1], 100*r)
	if !ok(r) {
		t.Errorf("%s: %.2f %% is not enough", what, 100*r)
	}
}

func logCounts(t *testing.T, counts map[string]int) {
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		t.Logf("%4d %s", counts[k], k)
	}
}
