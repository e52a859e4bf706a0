package attachment

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"souspli/policy/personal"
)

// made gives a paper in one of the formats that we write ourselves.
func made(t testing.TB, r *rand.Rand, p *paper) artefact {
	formats := []func() artefact{
		func() artefact { return asCSV(r, p) }, func() artefact { return asText(r, p) }, func() artefact { return asHTML(r, p) }, func() artefact { return asRTF(r, p) },
		func() artefact { return asXLSX(t, r, p) }, func() artefact { return asXLS(t, r, p) }, func() artefact { return asODS(t, r, p) }, func() artefact { return asODT(t, r, p) },
		func() artefact { return asDOCX(t, r, p) }, func() artefact { return asPPTX(t, r, p) }, func() artefact { return asPDF(t, r, p) },
	}
	return wrapped(t, r, formats[r.IntN(len(formats))]())
}

// rightPlace reports whether a value that must be found is found where it stands.
func (a artefact) rightPlace(w wantedValue, report Report) bool {
	for _, f := range report.Findings {
		if f.Entity != w.entity {
			continue
		}
		for _, place := range f.Where {
			if slices.Equal(place.Path, a.path) && (a.stands == nil || a.stands(w.value, place)) {
				return true
			}
		}
	}
	return false
}

// isLong says that the long forms of tests are wanted.
func isLong() bool { return os.Getenv("SOUSPLI_LONG") != "" }

// lifeRounds is how many papers are made: few enough for every run, or many. SOUSPLI_SEED makes others.
func lifeRounds() (rounds int, r *rand.Rand) {
	rounds = 700
	if isLong() {
		rounds = 6000
	}
	seed, _ := strconv.ParseUint(os.Getenv("SOUSPLI_SEED"), 10, 64)
	return rounds, rand.New(rand.NewPCG(seed, 4))
}

func lifeDetector() *personal.Detector {
	return personal.New(personal.Options{Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)})
}

// misses counts what went wrong, by kind.
type misses map[string]int

func (m misses) log(t *testing.T) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		t.Logf("%4d  %s", m[k], k)
	}
}

// show prints the first few papers that went wrong; nobody in them exists.
func (m misses) show(t *testing.T, p *paper, report Report) {
	const few = 5
	if m["shown"]++; m["shown"] <= few {
		t.Logf("%s\n%s\n%v %+v", p.name, strings.Join(p.lines(" | "), "\n"), report.Rules, report.Findings)
	}
}

func extension(name string) string { return strings.ToLower(name[strings.LastIndexByte(name, '.'):]) }

// TestPersonalPapersAreRefused makes what people send, in the formats that we write ourselves: at least 99 % are refused, and
// at least 95 % of what must be found is found in its place.
func TestPersonalPapersAreRefused(t *testing.T) {
	t.Parallel()
	rounds, r := lifeRounds()
	d, wrong := lifeDetector(), misses{}
	refused, placed, wanted := 0, 0, 0
	for range rounds {
		p := lifePapers()[r.IntN(len(lifePapers()))](r)
		a := made(t, r, p)
		report := Examine(a.file, d, NewBudget())
		if report.PersonalData {
			refused++
		} else {
			wrong["passed: "+p.kind+" / "+p.name+" "+extension(a.file.Name)+" "+report.Reason]++
			wrong.show(t, p, report)
		}
		for _, w := range p.want {
			wanted++
			if a.rightPlace(w, report) {
				placed++
			} else {
				wrong[fmt.Sprintf("place: %s %s %s", w.entity, p.kind, extension(a.file.Name))]++
			}
		}
	}
	wrong.log(t)
	t.Logf("refused %d of %d (%.2f %%), in place %d of %d (%.2f %%)", refused, rounds, 100*float64(refused)/float64(rounds), placed, wanted, 100*float64(placed)/float64(wanted))
	if refused*100 < rounds*99 {
		t.Error("fewer than 99 % are refused")
	}
	if placed*100 < wanted*95 {
		t.Error("fewer than 95 % are in their place")
	}
}
