package main

import (
	"slices"
	"testing"

	"souspli/policy/personal"
)

func TestShown(t *testing.T) {
	for name, want := range map[string]string{
		"liste d'été.csv":    "liste d'été.csv",
		"a\x1b[2Jb.csv":      `"a\x1b[2Jb.csv"`,
		"a\nb.csv":           `"a\nb.csv"`,
		"liste\u202Evsc.exe": `"liste\u202evsc.exe"`,
		"\xffa":              `"\xffa"`,
	} {
		if got := shown(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	list := []personal.Place{{Part: personal.PartComments, Sheet: "S", Line: 1}, {Part: personal.PartComments, Sheet: "S", Line: 2}, {Sheet: "S", Column: "A"}}
	if got := places(list); !slices.Equal(got, []string{"comments S", "S!A"}) {
		t.Errorf("%q", got)
	}
}
