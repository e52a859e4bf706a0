package deliver

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// plainRelaxed is the relaxed canonical form of a body as RFC 6376 3.4.4 words it, without any thought of speed.
func plainRelaxed(body string) string {
	var lines []string
	for line := range strings.SplitSeq(body, "\r\n") {
		line = strings.NewReplacer("\t", " ").Replace(line)
		for strings.Contains(line, "  ") {
			line = strings.ReplaceAll(line, "  ", " ")
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	out := strings.TrimRight(strings.Join(lines, "\r\n"), "\r\n")
	if out == "" {
		return ""
	}
	return out + "\r\n"
}

// pieces draws a text and where it is cut.
func pieces(t *rapid.T) (whole string, cut []string) {
	lines := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("ab. \té")), 0, 8, -1), 0, 8).Draw(t, "lines")
	whole = strings.Join(lines, "\r\n")
	for rest := whole; len(rest) > 0; {
		n := rapid.IntRange(1, len(rest)).Draw(t, "cut")
		cut, rest = append(cut, rest[:n]), rest[n:]
	}
	return whole, cut
}

// However a body is cut, and whichever stretches are prepared beforehand, its hash is that of the whole.
func TestBodyHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, cut := pieces(t)
		h := newBodyHash()
		for _, c := range cut {
			if rapid.Bool().Draw(t, "prepared") {
				h.addCanonical(canonicalise([]byte(c)))
			} else {
				h.add([]byte(c))
			}
			if rapid.Bool().Draw(t, "cloned") {
				h = h.clone()
			}
		}
		if want := sha256.Sum256([]byte(plainRelaxed(whole))); !bytes.Equal(h.sum(), want[:]) {
			t.Fatalf("%q", cut)
		}
	})
}

// Text that is canonical as it stands is not copied.
func TestCanonicalShares(t *testing.T) {
	text := []byte(strings.Repeat("one line of text\r\n", 100) + "\r\n\r\n")
	if c := canonicalise(text); c.extra != 0 || &c.lines[0] != &text[len("one line of text\r\n")] || c.after != 2 {
		t.Errorf("%d octets were copied, %d empty lines", c.extra, c.after)
	}
	if c := canonicalise(bytes.ReplaceAll(text, []byte("one line"), []byte("one  line"))); c.extra == 0 {
		t.Error("text that is not canonical was taken as it stands")
	}
}

// Stretches are judged together as the whole would be, and leave with their dots doubled as the whole would.
func TestTextOfPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, cut := pieces(t)
		if rapid.Bool().Draw(t, "bare") {
			cut = append(cut, rapid.SampledFrom([]string{"\r", "\n", "\x00", "a\nb", "\n\r"}).Draw(t, "what"))
			whole = strings.Join(cut, "")
		}
		x := &text{}
		facts := inspect(nil)
		for _, c := range cut {
			f := inspect([]byte(c))
			facts = facts.join(f)
			x.add([]byte(c), f.dots)
		}
		clean := strings.Count(whole, "\r\n")
		if want := strings.Count(whole, "\r") == clean && strings.Count(whole, "\n") == clean && !strings.Contains(whole, "\x00"); facts.whole() != want {
			t.Fatalf("%q is clean: %v", cut, facts.whole())
		}
		if facts.ascii != isASCII([]byte(whole)) || string(x.bytes()) != whole || x.size != len(whole) {
			t.Fatalf("%q", cut)
		}
		if !facts.whole() {
			return
		}
		var out bytes.Buffer
		w := bufio.NewWriterSize(&out, 16)
		if err := x.writeStuffed(w); err != nil || w.Flush() != nil {
			t.Fatal(err)
		}
		want := strings.ReplaceAll(whole, "\r\n.", "\r\n..")
		if strings.HasPrefix(whole, ".") {
			want = "." + want
		}
		if out.String() != want {
			t.Fatalf("%q: %q", cut, out.String())
		}
	})
}

// What a next hop says never shows an address.
func TestRepliesAreRedacted(t *testing.T) {
	for in, want := range map[string]string{
		"no <a.b@c.example> here":    "550 no <***> here",
		"a@b, c@d;\"e@f\"":           "550 ***, ***;\"***\"",
		"nothing":                    "550 nothing",
		"@":                          "550 ***",
		"tab\there é\x1b[0m":         "550 tabhere [0m",
		strings.Repeat("x", 1000):    "550 " + strings.Repeat("x", maxReplyText),
		"mailto:x@y.example?z (a@b)": "550 mailto:*** (***)",
	} {
		if got := (Reply{Code: 550, text: in}).Redacted(); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
