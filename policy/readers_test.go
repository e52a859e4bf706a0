package policy_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reader is a program that nobody here wrote, with the script that asks it about originals and copies.
type reader struct {
	name    string
	program string
	script  string
	probe   []string // fails where the library is absent
	env     string
	sample  bool // slow: reads one copy of each message, not all three
}

func readers() []reader {
	return []reader{
		{"python3", "/usr/bin/python3", "read.py", []string{"-c", "import email"}, "", false},
		{"libmime-tools-perl", "perl", "read.pl", []string{"-MMIME::Parser", "-e", "1"}, "", true},
		{"mailparser and postal-mime", "node", "read.js", []string{"-e", `require("mailparser"); require.resolve("postal-mime")`}, "NODE_PATH=/opt/souspli-test/node_modules", true},
	}
}

// job is one copy for a reader, as its script reads it.
type job struct {
	Name     string            `json:"name"`
	Original string            `json:"original"`
	Copy     string            `json:"copy"`
	Reader   string            `json:"reader"`
	Foreign  []string          `json:"foreign"`
	Changes  map[string]string `json:"changes"`
	Link     string            `json:"link"`
	Odd      bool              `json:"odd"` // readers disagree about the original already
}

// TestReaders: readers that nobody here wrote see in every copy of the corpus the tree and the contents of the original with
// the footer added and nobody else's address. One process each reads all of it.
func TestReaders(t *testing.T) {
	all := writeCopies(t)
	for _, r := range readers() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			program, err := exec.LookPath(r.program)
			if err != nil {
				t.Skip("needs " + r.program)
			}
			jobs := all
			if r.sample {
				jobs = nil
				for n := 0; n+2 < len(all); n += 3 { // another reader's for each message
					jobs = append(jobs, all[n+n/3%3])
				}
			}
			run := func(args ...string) (string, error) {
				cmd := exec.CommandContext(t.Context(), program, args...)
				cmd.Env = append(os.Environ(), r.env)
				cmd.Stdin = bytes.NewReader(bytes.Join(jobs, nil))
				out, err := cmd.CombinedOutput()
				return string(out), err
			}
			if out, err := run(r.probe...); err != nil {
				t.Skipf("needs %s: %.200s", r.name, out)
			}
			out, err := run(filepath.Join("message", "testdata", "readers", r.script))
			if want := fmt.Sprintf("%d copies read\n", len(jobs)); err != nil || out != want {
				t.Errorf("%v, want %q, got\n%.8000s", err, want, out)
			}
		})
	}
}

// writeCopies writes the corpus and its copies to files, and gives a line of the manifest for each copy.
func writeCopies(t *testing.T) (manifest [][]byte) {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		file := filepath.Join(dir, name+".eml")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	rules := corpusRules(t, false)
	for _, m := range readCorpus(t) {
		if m.fault != "" {
			continue
		}
		original := write(m.name, m.raw)
		for n, c := range m.copies(t, rules) {
			j := job{Name: m.name, Original: original, Copy: write(fmt.Sprint(m.name, "-", n), c.raw), Reader: c.outcome.Address.Normal(), Link: c.link, Odd: m.odd, Foreign: slices.Sorted(maps.Keys(m.foreign)), Changes: map[string]string{}}
			for leaf, change := range m.changes {
				j.Changes[fmt.Sprint(leaf)] = change
			}
			line, err := json.Marshal(j)
			if err != nil {
				t.Fatal(err)
			}
			manifest = append(manifest, append(line, '\n'))
		}
	}
	return manifest
}

// The scripts find what is wrong: an address, a changed file, a lost footer, a lost part.
func TestReadersFindFaults(t *testing.T) {
	original := "From: news@asso.example\r\nTo: alice@a.example, bob@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nabc\r\n--b--\r\n"
	good := strings.NewReplacer(", bob@b.example", "", "Bonjour\r\n", "Bonjour\r\n\r\nhttps://x.example/u/1\r\n").Replace(original)
	const file = "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nabc\r\n"
	copies := map[string]string{
		"good":         good,
		"address":      strings.Replace(good, "MIME-Version", "X-Note: =?utf-8?q?bob=40b=2Eexample?=\r\nMIME-Version", 1),
		"changed file": strings.Replace(good, "abc", "abd", 1),
		"lost footer":  strings.Replace(good, "https://x.example/u/1", "", 1),
		"lost part":    strings.Replace(good, file, "", 1),
	}
	dir := t.TempDir()
	write := func(name, content string) string {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return filepath.Join(dir, name)
	}
	var manifest []byte
	for name, copied := range copies {
		line, err := json.Marshal(job{Name: name, Original: write("original", original), Copy: write(name, copied), Reader: "alice@a.example", Foreign: []string{"alice@a.example", "bob@b.example"}, Changes: map[string]string{"0": "footer"}, Link: "https://x.example/u/1"})
		if err != nil {
			t.Fatal(err)
		}
		manifest = append(append(manifest, line...), '\n')
	}
	for _, r := range readers() {
		t.Run(r.name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), r.program, filepath.Join("message", "testdata", "readers", r.script))
			cmd.Env, cmd.Stdin = append(os.Environ(), r.env), bytes.NewReader(manifest)
			out, err := cmd.Output()
			if err != nil {
				t.Skipf("needs %s: %v", r.name, err)
			}
			for name := range copies {
				if found := strings.Contains(string(out), name+", copy of"); found == (name == "good") {
					t.Errorf("%s:\n%s", name, out)
				}
			}
		})
	}
}
