package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayImport says which of our packages each may import (DESIGN 2). A package that is not here may not exist.
func mayImport() map[string][]string {
	leaves := []string{"policy/address", "policy/message", "policy/attachment", "policy/seal", "policy/personal", "policy/wording"}
	return map[string][]string{
		"policy/address":       {},
		"policy/wording":       {},
		"policy/seal":          {},
		"policy/seal/sealtest": {},
		"policy/personal":      {},
		"policy/message":       {"policy/address"},
		"policy/attachment":    {"policy/personal", "policy/seal"}, // hands text to the one and asks the other
		"policy":               leaves,
		"store":                {"policy/address"},
		"store/storetest":      {"policy/address", "store"},
		"relay/link":           {"policy/address"},
		"relay/metrics":        {},
		"relay/relaytest":      {},
		"relay":                append([]string{"policy", "store", "relay/link", "relay/metrics"}, leaves...),
		"relay/scan":           {"policy/attachment", "policy/personal"},
		"relay/submit":         {"relay", "policy", "policy/address"},
		"relay/deliver":        {"policy/address", "policy/message", "policy/wording", "store", "relay/link", "relay/metrics"},
		"relay/web":            {"policy/address", "policy/wording", "store", "relay/link", "relay/metrics"},
		"relay/inbound":        {"policy", "policy/address", "store", "relay", "relay/link", "relay/metrics", "relay/submit"}, // a listener of the same make
		"cmd/souspli":          nil,                                                                                           // everything
		"cmd/souspli-load":     nil,
	}
}

// impure are the packages through which a rule could touch the world; none stands in policy or below.
func impure() []string {
	return []string{"net", "net/http", "net/smtp", "os", "os/exec", "database/sql", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand", "crypto/tls", "expvar", "flag", "syscall"}
}

// sources reads every file of ours that is no test: folder → files.
func sources(t *testing.T) map[string][]*ast.File {
	t.Helper()
	all := map[string][]*ast.File{}
	root := "../.."
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (strings.HasPrefix(d.Name(), ".") && p != root || d.Name() == "testdata") {
			if err == nil {
				err = fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ParseComments|parser.SkipObjectResolution)
		dir, _ := filepath.Rel(root, filepath.Dir(p))
		all[filepath.ToSlash(dir)] = append(all[filepath.ToSlash(dir)], f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Data goes one way, and the core touches nothing. Run with -count=1: the cache does not see new packages.
func TestImports(t *testing.T) {
	rules := mayImport()
	for dir, files := range sources(t) {
		allowed, known := rules[dir]
		if !known {
			t.Errorf("%s is no package of DESIGN 2", dir)
			continue
		}
		for _, f := range files {
			for _, spec := range f.Imports {
				checkImport(t, dir, strings.Trim(spec.Path.Value, `"`), allowed)
			}
		}
	}
}

func checkImport(t *testing.T, dir, imported string, allowed []string) {
	t.Helper()
	core := dir == "policy" || strings.HasPrefix(dir, "policy/")
	ours, isOurs := strings.CutPrefix(imported, "souspli/")
	switch {
	case isOurs && strings.HasPrefix(ours, "cmd/"):
		t.Errorf("%s imports a command", dir)
	case isOurs && allowed != nil && !slices.Contains(allowed, ours):
		t.Errorf("%s may not import %s", dir, ours)
	case core && slices.Contains(impure(), imported) && !(dir == "policy/address" && imported == "log/slog"): // addresses redact themselves in logs
		t.Errorf("%s is pure and imports %s", dir, imported)
	}
}

// The core asks nobody for the time, and nothing of ours happens before main.
func TestCoreHasNoClockAndNothingInits(t *testing.T) {
	for dir, files := range sources(t) {
		core := dir == "policy" || strings.HasPrefix(dir, "policy/")
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && core {
					if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After"}, sel.Sel.Name) {
						t.Errorf("%s asks for the time", dir)
					}
				}
				if fn, ok := n.(*ast.FuncDecl); ok && fn.Name.Name == "init" && fn.Recv == nil {
					t.Errorf("%s has an init", dir)
				}
				return true
			})
		}
	}
}

// A stranger finds the room by its name: every package says what it is for, in one place.
func TestPackageComments(t *testing.T) {
	for dir, files := range sources(t) {
		comments := 0
		for _, f := range files {
			if f.Doc == nil {
				continue
			}
			text := f.Doc.Text()
			want := "Package " + path.Base(dir) + " "
			if strings.HasPrefix(dir, "cmd/") {
				want = "Command " + path.Base(dir) + " "
			}
			if strings.HasPrefix(text, want) {
				comments++
			}
		}
		if comments != 1 {
			t.Errorf("%s has %d package comments", dir, comments)
		}
	}
}

// The top level is given.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains([]string{"cmd", "relay", "policy", "store", "config.example.toml", "go.mod", "go.sum", "README.md", "LICENSE"}, e.Name()) {
			t.Errorf("%s does not belong on the top level", e.Name())
		}
	}
}
