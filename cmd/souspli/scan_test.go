package main

import "testing"

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
