package attachment

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestMutations examines damaged copies of the corpus: no crash, nothing longer than ten seconds. The number of copies is
// small unless SOUSPLI_MUTATIONS says otherwise; the seed is fixed, so that a failure comes again.
func TestMutations(t *testing.T) {
	files := corpusFiles(t)
	total := 300
	if n, err := strconv.Atoi(os.Getenv("SOUSPLI_MUTATIONS")); err == nil {
		total = n
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range total {
		f := files[r.IntN(len(files))]
		data := mutate(r, f.read(t))
		start := time.Now()
		_, report := Read(File{Name: filepath.Base(f.path), Data: data}, NewBudget())
		if took := time.Since(start); report.Reason == ReasonCrashed || took > 10*time.Second {
			t.Errorf("mutation %d of %s: %q after %v", i, f.path, report.Reason, took)
		}
	}
}

// mutate damages data in one of the ways in which files get damaged: wrong bytes, a cut, a stretch lost, doubled or
// moved, a number made huge.
func mutate(r *rand.Rand, data []byte) []byte {
	data = slices.Clone(data)
	if len(data) < 16 {
		return data
	}
	for range 1 + r.IntN(8) {
		at := r.IntN(len(data) - 8)
		n := 1 + r.IntN(min(200, len(data)-at-1))
		switch r.IntN(6) {
		case 0:
			data[at] = byte(r.Uint32())
		case 1:
			copy(data[at:], "\xFF\xFF\xFF\xFF")
		case 2:
			copy(data[at:], "\x00\x00\x00\x00\x00\x00\x00\x00")
		case 3:
			data = slices.Delete(data, at, at+n)
		case 4:
			data = slices.Insert(data, at, slices.Clone(data[at:at+n])...)
		case 5:
			if r.IntN(4) == 0 {
				data = data[:at+8]
			}
		}
		if len(data) < 16 {
			break
		}
	}
	return data
}

// BenchmarkCorpus measures one examination over the files of the corpus up to 5 MiB, and reports the median and the
// 95th percentile.
func BenchmarkCorpus(b *testing.B) {
	var list [][]byte
	var names []string
	for _, f := range corpusFiles(b) {
		if data := f.read(b); len(data) <= 5<<20 {
			list, names = append(list, data), append(names, filepath.Base(f.path))
		}
	}
	var times []time.Duration
	for b.Loop() {
		times = times[:0]
		for i, data := range list {
			start := time.Now()
			Read(File{Name: names[i], Data: data}, NewBudget())
			times = append(times, time.Since(start))
		}
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "ms/p95")
	b.ReportMetric(float64(times[len(times)-1].Microseconds())/1000, "ms/max")
}
