package personal

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// The goals of the research, section 7, on documents made here: as many as it takes to see a fault in a hundred.
const madeDocuments = 1500

func TestPersonalDocumentsAreRefused(t *testing.T) {
	d := New(Options{})
	r := rand.New(rand.NewPCG(2026, 4))
	var refused, placed [2]int
	misses := map[string]int{}
	for range madeDocuments {
		m := personalMakers[r.IntN(len(personalMakers))](r, languages[r.IntN(len(languages))])
		result := d.Detect(m.doc)
		refused[1]++
		if result.Refuse {
			refused[0]++
		} else {
			misses["not refused: "+m.name+" "+strings.Join(entitiesOf(result), " ")]++
		}
		if len(m.want) == 0 {
			continue
		}
		placed[1]++
		if lost := missing(result, m.want); lost == "" {
			placed[0]++
		} else {
			misses["place: "+m.name+" "+lost]++
		}
	}
	logCounts(t, misses)
	report(t, "personal documents refused", &refused, func(r float64) bool { return r >= 0.99 })
	report(t, "right place", &placed, func(r float64) bool { return r >= 0.95 })
}

func TestOrdinaryDocumentsPass(t *testing.T) {
	d := New(Options{})
	r := rand.New(rand.NewPCG(2026, 5))
	var refused [2]int
	misses := map[string]int{}
	for range 2 * madeDocuments {
		m := ordinaryMakers[r.IntN(len(ordinaryMakers))](r, languages[r.IntN(len(languages))])
		result := d.Detect(m.doc)
		refused[1]++
		if result.Refuse {
			refused[0]++
			misses["refused: "+m.name+" "+strings.Join(result.Rules, " ")]++
		}
	}
	logCounts(t, misses)
	report(t, "ordinary documents refused", &refused, func(r float64) bool { return r <= 0.003 })
}
