package seal

import (
	"bytes"
	"encoding/base64"
	"testing"

	"souspli/policy/seal/sealtest"
)

func TestRandom(t *testing.T) {
	counter := make([]byte, 8192)
	ramp := make([]byte, 8192)
	for i := range counter {
		counter[i] = byte(i)
		ramp[i] = byte(i / 64)
	}
	wide := utf16le(string(prose(4000)))
	short := bytes.Repeat([]byte("Paul Roux\nné 1970\n"), 5) // no run of letters is long
	tests := []struct {
		name string
		data []byte
		want bool
	}{
		{"nothing", nil, true},
		{"short noise", noise(40, 1), true},
		{"short text", prose(40), false},
		{"noise", noise(10_000, 2), true},
		{"long noise", noise(3<<20, 3), true},
		{"text", prose(10_000), false},
		{"UTF-16 text", wide, false},
		{"base64 of noise", []byte(base64.StdEncoding.EncodeToString(noise(3000, 4))), false},
		{"a counter, perfectly even", counter, false},
		{"a ramp", ramp, false},
		{"noise with a sentence inside", sealtest.Join(noise(500_000, 5), prose(60), noise(500_000, 6)), false},
		{"noise with wide text inside", sealtest.Join(noise(100_000, 5), wide[:600], noise(100_000, 6)), false},
		{"short lines behind noise", sealtest.Join(noise(64, 1), short), false},
		{"short wide lines behind noise", sealtest.Join(noise(64, 1), utf16le("Paul Roux\nné 1970\nParis\nMarie Blanc\nné 1980\n")), false},
		{"short lines at the end of much noise", sealtest.Join(noise(3000, 2), short), false},
		{"short wide lines in much noise", sealtest.Join(noise(100_003, 2), utf16le(string(short)), noise(100_000, 3)), false},
		{"noise with zeros between", sealtest.Join(noise(4096, 7), make([]byte, 100_000), noise(4096, 8)), true},
		{"text with zeros between", sealtest.Join(prose(300), make([]byte, 100_000)), false},
		{"noise twice", bytes.Repeat(noise(5000, 9), 2), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Random(tt.data); got != tt.want {
				t.Errorf("Random = %v, want %v", got, tt.want)
			}
		})
	}
}

// TestRandomFalseAlarms: ciphertext must be recognised at every length, or honest files are refused.
func TestRandomFalseAlarms(t *testing.T) {
	alarms, tried := 0, 0
	for n := 16; n < 1<<20; n = n*5/4 + 1 {
		for seed := range 20 {
			tried++
			if !Random(noise(n, byte(seed+1))) {
				alarms++
			}
		}
	}
	if alarms*500 > tried {
		t.Errorf("%d false alarms in %d", alarms, tried)
	}
}

func TestLongestPrintable(t *testing.T) {
	for text, want := range map[string]int{"": 0, "\x00\x01": 0, "abc": 3, "ab\x00abcd\x7f": 4, "é": 0} {
		if got := longestPrintable([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
