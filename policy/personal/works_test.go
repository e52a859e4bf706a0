package personal

import (
	"fmt"
	"testing"
	"time"
)

// Under a header that nobody knows, dates that go on until today are no births.
func TestDatesUntilToday(t *testing.T) {
	d := New(Options{Today: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)})
	for last, want := range map[int]bool{2026: false, 2001: true} {
		rows := [][]string{{"Nom", "Prénom", "Xyz"}}
		for i, name := range []string{"Hamel", "Texier", "Noël", "Renaud", "Vidal", "Coulon", "Bodin", "Legrand", "Marchal", "Allard", "Poirier", "Besnard"} {
			rows = append(rows, []string{name, []string{"Nathalie", "Tanguy", "Camille"}[i%3], fmt.Sprintf("%02d/%02d/%d", i+1, 12-i, last-2*i)})
		}
		if r := d.Detect(tableDocument(rows...)); r.Refuse != want {
			t.Errorf("until %d: refused %v, %v", last, r.Refuse, r.Rules)
		}
	}
}
