package personal

import (
	"strings"
	"testing"
)

// TestLongTexts: words of private affairs come by chance in a long text, so that it takes facts too; a page of them does not.
func TestLongTexts(t *testing.T) {
	const note = "Amadou Sarr\nil souffre de douleurs, le psychiatre a vu sa mère et son père, hospitalisation, traitement, dettes, expulsion\n"
	const born = "Né le 12/03/1981, 4 rue des Lilas, 35000 Rennes\n"
	filler := func(size int) string {
		return strings.Repeat("Le vent tombait sur la plaine et personne ne passait plus par le chemin.\n", size/70)
	}
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"a note", note, true}, {"a page", note + filler(1500), true}, {"a chapter", note + filler(12_000), false}, {"a chapter on one who is born", note + born + filler(12_000), true},
		{"a book", note + filler(40_000), false}, {"a long file", note + born + filler(40_000), true},
	} {
		if got := New(Options{}).Detect(textDocument(tt.text)); got.Refuse != tt.want {
			t.Errorf("%s: refused %v, want %v", tt.name, got.Refuse, tt.want)
		}
	}
}

// TestPhrasesHaveNoDigits: only the letters of a phrase are read, so that "form 104" would be any form.
func TestPhrasesHaveNoDigits(t *testing.T) {
	for line := range strings.Lines(kindsText + affairsText) {
		for phrase := range strings.SplitSeq(strings.TrimSpace(line[min(2, len(line)):]), "|") {
			if !strings.HasPrefix(line, "#") && strings.Trim(phrase, "0123456789") != phrase {
				t.Errorf("a phrase that begins or ends with digits: %s", phrase)
			}
		}
	}
}
