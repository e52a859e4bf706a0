package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"souspli/policy/personal"
	"souspli/policy/seal/sealtest"
)

// noise gives n bytes that look like ciphertext, always the same for a seed.
func noise(n int, seed byte) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{seed}).Read(b)
	return b
}

// wide encodes text as UTF-16.
func wide(text string, order binary.AppendByteOrder) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// zipOf makes an archive of names and contents, in turn.
func zipOf(t testing.TB, items ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i+1 < len(items); i += 2 {
		f, err := w.Create(items[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(items[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// lockedZip makes an archive whose named members are under AES (noise) and whose others are clear.
func lockedZip(t testing.TB, names []string, clear ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		data := noise(900, byte(len(name)))
		f, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: 99, Flags: 1, CompressedSize64: uint64(len(data)), UncompressedSize64: 872,
			Extra: sealtest.Join(uint16(0x9901), uint16(7), uint16(2), "AE", byte(3), uint16(8))})
		if err != nil {
			t.Fatal(err)
		}
		f.Write(data)
	}
	for i := 0; i+1 < len(clear); i += 2 {
		f, err := w.Create(clear[i])
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(clear[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read extracts a file and shows what was found: one line for each line of text and each row, its place in front, the
// cells between bars.
func read(t testing.TB, f File) ([]string, Report) {
	t.Helper()
	return readWithin(t, f, NewBudget())
}

func readWithin(t testing.TB, f File, b *Budget) ([]string, Report) {
	t.Helper()
	document, report := Read(f, b)
	return flatten(document), report
}

func flatten(d personal.Document) []string {
	var out []string
	for _, b := range d.Blocks {
		if b.Text != "" && b.Table != nil || b.Text == "" && b.Table == nil {
			panic("a block must be text or table")
		}
		where := placeOf(b.Place)
		for line := range strings.SplitSeq(b.Text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, where+line)
			}
		}
		for i, row := range b.Table {
			if len(row) > 0 {
				out = append(out, fmt.Sprintf("%s%d| %s", where, max(b.Place.Line, 1)+i, strings.Join(row, " | ")))
			}
		}
	}
	return out
}

func placeOf(p personal.Place) string {
	var s []string
	s = append(s, p.Path...)
	if p.Part != "" {
		s = append(s, "<"+p.Part+">")
	}
	if p.Sheet != "" {
		s = append(s, "'"+p.Sheet+"'")
	}
	if p.Page > 0 {
		s = append(s, fmt.Sprint("p", p.Page))
	}
	if len(s) == 0 {
		return ""
	}
	return strings.Join(s, " ") + " "
}

// extraction is a case of a table of readings.
type extraction struct {
	name   string
	file   File
	kind   string
	want   []string // lines that must be there
	absent []string // letters that must not be anywhere
	reason string
}

// extracts runs a table of readings.
func extracts(t *testing.T, cases []extraction) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lines, report := read(t, c.file)
			if report.Type != c.kind {
				t.Errorf("kind %q, want %q", report.Type, c.kind)
			}
			if report.Reason != c.reason || report.Readable != (c.reason == "") {
				t.Errorf("reason %q, readable %v, want %q", report.Reason, report.Readable, c.reason)
			}
			for _, want := range c.want {
				if !slices.Contains(lines, want) {
					t.Errorf("missing %q in\n  %s", want, strings.Join(lines, "\n  "))
				}
			}
			for _, absent := range c.absent {
				if strings.Contains(strings.Join(lines, "\n"), absent) {
					t.Errorf("%q is there", absent)
				}
			}
		})
	}
}

// needs skips a test by name if a program is absent, and gives its path.
func needs(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("needs " + strings.Join(names, " or "))
	return ""
}

// tool runs a program in dir.
func tool(t testing.TB, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

func put(t testing.TB, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// listDetector refuses texts that hold one of its words, and counts how often it was asked.
type listDetector struct {
	words []string
	asked int
}

func (d *listDetector) Detect(doc personal.Document) personal.Result {
	d.asked++
	var r personal.Result
	for _, line := range flatten(doc) {
		for _, word := range d.words {
			if strings.Contains(line, word) {
				r.Refuse, r.Persons = true, r.Persons+1
				r.Findings = []personal.Finding{{Entity: "word", Count: r.Persons}}
			}
		}
	}
	return r
}

var le = binary.LittleEndian

// storedFirst makes an archive whose first member is stored, as OpenDocument wants it.
func storedFirst(t testing.TB, name, content string, items ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte(content))
	for i := 0; i+1 < len(items); i += 2 {
		if f, err = w.Create(items[i]); err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(items[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
