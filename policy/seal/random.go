package seal

import (
	"bytes"
	"compress/flate"
)

// Limits of the randomness test (research: personal-data.md 5.2, measured on 103 real ciphertexts).
const (
	minRandom  = 256  // below this many bytes only printable runs are looked for
	chiWindow  = 4096 // bytes judged together, so that a clear stretch does not drown in a long ciphertext
	chiMean    = 255.0
	chiSixSd   = 135.5 // six standard deviations of chi-square with 255 degrees of freedom
	minWindow  = 256
	nearWindow = 64 // bytes in which a clear text shows whatever stands around it
	maxStray   = 24 // printable characters in a row that may stand outside the ciphertext by chance
	slackBytes = 64 // deflate may gain this many on short regions without being a sign
)

// Random says whether b looks like ciphertext: no long printable run, no short stretch that is text, byte values spread evenly in
// every window, nothing that deflate can shorten, and nothing that anyone can unpack. Runs of zeros tell nothing and are left out:
// sparse disk images, padding.
func Random(b []byte) bool { return randomPart(b, len(b)) }

// randomPart is Random for one of several stretches: total is how many bytes are tested in all, since the more there
// are, the longer the runs that chance makes.
func randomPart(b []byte, total int) bool {
	b = withoutZeros(b)
	if longestPrintable(b) >= maxRun(max(total, len(b))) || holdsText(b) {
		return false
	}
	if len(b) < minRandom {
		return true
	}
	return evenlySpread(b) && incompressible(b) && !compressed(b)
}

// maxRun is the length of printable run that chance does not make: a byte is printable with probability 0.37, so a
// run of 16 is met once in 8 MB of windows of random bytes, of 20 once in 700 MB, of 24 once in 30 GB.
func maxRun(n int) int {
	switch {
	case n <= 32<<10:
		return 16
	case n <= 1<<20:
		return 20
	}
	return 24
}

// longestPrintable is the length of the longest run of printable ASCII.
func longestPrintable(b []byte) int {
	longest, run := 0, 0
	for _, c := range b {
		if c < 0x20 || c > 0x7e {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// holdsText slides a short window over b, in which a few short lines do not drown: printable letters and line ends, or one byte
// that comes again and again, as in every second place of UTF-16. Chance makes neither in a thousand million windows.
func holdsText(b []byte) bool {
	size := min(len(b), nearWindow)
	if size < nearWindow/2 {
		return false
	}
	var counts, isLetter [256]int
	for c := ' '; c <= '~'; c++ {
		isLetter[c] = 1
	}
	isLetter['\t'], isLetter['\n'], isLetter['\r'] = 1, 1, 1
	letters := 0
	for i, c := range b {
		counts[c]++
		letters += isLetter[c]
		if i >= size {
			old := b[i-size]
			counts[old]--
			letters -= isLetter[old]
		}
		if letters >= size-size/8 || counts[c] >= size/8+4 {
			return true
		}
	}
	return false
}

// evenlySpread runs a chi-square test on each window of b.
func evenlySpread(b []byte) bool {
	for len(b) > 0 {
		n := min(chiWindow, len(b))
		if rest := len(b) - n; rest > 0 && rest < minWindow {
			n = len(b)
		}
		w := b[:n]
		b = b[n:]
		if x := chiSquare(w); x < chiMean-chiSixSd || x > chiMean+chiSixSd {
			return false
		}
	}
	return true
}

// chiSquare measures how far the byte values of w are from equally frequent; 255 is expected of random bytes.
func chiSquare(w []byte) float64 {
	var counts [256]int
	for _, c := range w {
		counts[c]++
	}
	expected := float64(len(w)) / 256
	sum := 0.0
	for _, n := range counts {
		d := float64(n) - expected
		sum += d * d
	}
	return sum / expected
}

// incompressible says whether deflate gains less than one part in a hundred.
func incompressible(b []byte) bool {
	var out countWriter
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		return false
	}
	w.Write(b)
	w.Close()
	return int(out) > len(b)-max(len(b)/100, slackBytes)
}

// withoutZeros drops runs of eight and more zero bytes.
func withoutZeros(b []byte) []byte {
	var run [8]byte
	i := bytes.Index(b, run[:])
	if i < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i >= 0 {
		out = append(out, b[:i]...)
		b = bytes.TrimLeft(b[i:], "\x00")
		i = bytes.Index(b, run[:])
	}
	return append(out, b...)
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// countWriter counts what is written to it.
type countWriter int

func (c *countWriter) Write(p []byte) (int, error) {
	*c += countWriter(len(p))
	return len(p), nil
}
