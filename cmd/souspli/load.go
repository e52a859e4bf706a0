package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// Fault is one thing wrong with a configuration.
type Fault struct {
	Key   string `json:"key"`
	Line  int    `json:"line,omitempty"` // 0: the key is not in the file
	Wrong string `json:"wrong"`
	Right string `json:"right,omitempty"`
}

// Faults are everything wrong with a configuration. They are an error that ends a command with exit status 2.
type Faults struct {
	File string
	List []Fault
}

// Error writes a line for each fault: file, line, key, what is wrong, what would be right.
func (f Faults) Error() string {
	lines := make([]string, len(f.List))
	for i, fault := range f.List {
		lines[i] = f.File
		if fault.Line > 0 {
			lines[i] += fmt.Sprintf(":%d", fault.Line)
		}
		if fault.Key != "" {
			lines[i] += ": " + fault.Key
		}
		lines[i] += ": " + fault.Wrong
		if fault.Right != "" {
			lines[i] += "; " + fault.Right
		}
	}
	return strings.Join(lines, "\n")
}

// searchPath names the files that are tried without --config.
func searchPath(getenv func(string) string) []string {
	var paths []string
	if p := getenv("SOUSPLI_CONFIG"); p != "" {
		return []string{p}
	}
	return append(paths, "souspli.toml", "/etc/souspli/souspli.toml")
}

// load finds, reads and checks the configuration; more says what else to check, such as the files that it names, which some
// commands make. The error is Faults, or says that there is no file.
func load(path string, getenv func(string) string, more ...func(*reader)) (Config, string, error) {
	paths := []string{path}
	if path == "" {
		paths = searchPath(getenv)
	}
	for i, p := range paths {
		text, err := os.ReadFile(p)
		if errors.Is(err, fs.ErrNotExist) && i < len(paths)-1 {
			continue
		}
		if err != nil {
			wrong := "cannot be read: " + cause(err)
			if i > 0 {
				wrong += ", and there is no " + strings.Join(paths[:i], ", no ") + " here"
			}
			return Config{}, p, Faults{p, []Fault{{Wrong: wrong, Right: "give the file with --config FILE or $SOUSPLI_CONFIG"}}}
		}
		c, err := parse(p, text, more...)
		return c, p, err
	}
	return Config{}, "", errors.New("no configuration")
}

// cause gives the plain reason of a file error, without the path, which stands in the message already.
func cause(err error) string {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err.Error()
	}
	return err.Error()
}

// parse reads a configuration and collects every fault in it, with those that more finds.
func parse(file string, text []byte, more ...func(*reader)) (Config, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // as Windows editors write it
	r := &reader{config: defaults(), lines: map[string]int{}, text: text}
	r.read()
	if !r.broken {
		r.check()
		for _, check := range more {
			check(r)
		}
	}
	if len(r.faults) == 0 {
		return r.config, nil
	}
	slices.SortStableFunc(r.faults, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
	return r.config, Faults{file, r.faults}
}

// reader puts a TOML file into a Config key by key, so that one fault does not hide the next.
type reader struct {
	config Config
	lines  map[string]int // key → line; the second purpose's title is purpose[1].title
	faults []Fault
	text   []byte
	broken bool // the file is no TOML
}

var indexes = regexp.MustCompile(`\[\d+\]`)

// fault records what is wrong with a key, and with which of several.
func (r *reader) fault(key, wrong, right string) {
	r.faults = append(r.faults, Fault{Key: indexes.ReplaceAllString(key, ""), Line: r.line(key), Wrong: wrong, Right: right})
}

// line finds where a key stands, or the table around it.
func (r *reader) line(key string) int {
	for key != "" {
		if n := r.lines[key]; n > 0 {
			return n
		}
		key = key[:max(strings.LastIndexAny(key, ".["), 0)]
	}
	return 0
}

// read walks the expressions of the file.
func (r *reader) read() {
	p := unstable.Parser{}
	p.Reset(r.text)
	target := reflect.ValueOf(&r.config).Elem()
	table := ""
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table, target = r.header(&p, e)
		case unstable.KeyValue:
			r.keyValue(&p, e, target, table)
		}
	}
	if err := p.Error(); err != nil {
		r.broken = true
		line := 0
		if pe, ok := errors.AsType[*unstable.ParserError](err); ok {
			line = p.Shape(p.Range(pe.Highlight)).Start.Line
		}
		r.faults = append(r.faults, Fault{Line: line, Wrong: "not TOML: " + err.Error(), Right: "see config.example.toml"})
	}
}

// header finds the struct that a table header names.
func (r *reader) header(p *unstable.Parser, e *unstable.Node) (string, reflect.Value) {
	keys, line := keyParts(e), keyLine(p, e)
	name, several := strings.Join(keys, "."), e.Kind == unstable.ArrayTable
	target := r.table(keys, several, line)
	table := r.path(keys)
	switch isList := r.isArray(keys); {
	case isList && !several:
		r.note(table, line)
		r.fault(table, "is a list of tables", "write [["+name+"]]")
	case !isList && several && target.IsValid():
		r.note(table, line)
		r.fault(table, "is one table and no list", "write ["+name+"]")
	case target.IsValid():
		r.once(table, line)
	}
	return table, target
}

// once records where a key or a table stands, which may be only once.
func (r *reader) once(key string, line int) {
	if first := r.lines[key]; first > 0 {
		r.faults = append(r.faults, Fault{Key: indexes.ReplaceAllString(key, ""), Line: line, Wrong: "stands twice", Right: fmt.Sprintf("keep this one or that of line %d", first)})
	}
	r.note(key, line)
}

func (r *reader) note(key string, line int) {
	if _, seen := r.lines[key]; !seen {
		r.lines[key] = line
	}
}

// path writes keys with the number of the last table in each list of tables.
func (r *reader) path(keys []string) string {
	v, path := reflect.ValueOf(&r.config).Elem(), ""
	for _, key := range keys {
		path = strings.TrimPrefix(path+"."+key, ".")
		if v = field(v, key); isTables(v) {
			path += fmt.Sprintf("[%d]", v.Len()-1)
			v = v.Index(v.Len() - 1)
		}
	}
	return path
}

// isTables reports whether a value is a list of tables.
func isTables(v reflect.Value) bool {
	return v.IsValid() && v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct
}

// keyValue puts one value into the table around it; an inline table is walked like any other.
func (r *reader) keyValue(p *unstable.Parser, e *unstable.Node, target reflect.Value, table string) {
	keys := keyParts(e)
	key := strings.TrimPrefix(table+"."+strings.Join(keys, "."), ".")
	r.once(key, keyLine(p, e))
	if !target.IsValid() {
		return
	}
	if inner := structAt(target, keys); e.Value().Kind == unstable.InlineTable && inner.IsValid() {
		for it := e.Value().Children(); it.Next(); {
			r.keyValue(p, it.Node(), inner, key)
		}
		return
	}
	r.value(target, keys, key, rawValue(p, e))
}

// structAt finds the table that keys name in another, if it is one.
func structAt(v reflect.Value, keys []string) reflect.Value {
	for _, key := range keys {
		v = field(v, key)
	}
	if v.IsValid() && v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v
}

// keyLine is the line on which an expression's key stands.
func keyLine(p *unstable.Parser, e *unstable.Node) int {
	if it := e.Key(); it.Next() {
		return p.Shape(it.Node().Raw).Start.Line
	}
	return 0
}

// rawValue gives the text of a key's value as it stands in the file.
func rawValue(p *unstable.Parser, e *unstable.Node) string {
	var key unstable.Range
	for it := e.Key(); it.Next(); {
		key = it.Node().Raw
	}
	whole := string(p.Raw(e.Raw))
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(whole[key.Offset+key.Length-e.Raw.Offset:]), "="))
}

func keyParts(e *unstable.Node) []string {
	var keys []string
	for it := e.Key(); it.Next(); {
		keys = append(keys, string(it.Node().Data))
	}
	return keys
}

// field finds the field of a struct that a key names.
func field(v reflect.Value, key string) reflect.Value {
	if !v.IsValid() || v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("toml") == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// isArray reports whether the keys name a list of tables.
func (r *reader) isArray(keys []string) bool {
	v := reflect.ValueOf(&r.config).Elem()
	for _, key := range keys {
		if isTables(v) {
			v = v.Index(v.Len() - 1)
		}
		v = field(v, key)
	}
	return isTables(v)
}

// table finds the struct that a table header names; a list of tables grows by one. The result is invalid for an unknown one.
func (r *reader) table(keys []string, grow bool, line int) reflect.Value {
	v := reflect.ValueOf(&r.config).Elem()
	for i, key := range keys {
		next := field(v, key)
		if !next.IsValid() {
			r.note(strings.Join(keys[:i+1], "."), line)
			r.unknown(v, strings.Join(keys[:i], "."), key)
			return reflect.Value{}
		}
		if v = next; !isTables(v) {
			continue
		}
		if grow && i == len(keys)-1 || v.Len() == 0 {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		v = v.Index(v.Len() - 1)
	}
	if v.Kind() != reflect.Struct && v.Kind() != reflect.Map {
		r.note(strings.Join(keys, "."), line)
		r.fault(strings.Join(keys, "."), "is not a table", "")
		return reflect.Value{}
	}
	return v
}

// unknown reports a key that does not exist, and which one may be meant.
func (r *reader) unknown(v reflect.Value, prefix, key string) {
	full := strings.TrimPrefix(prefix+"."+key, ".")
	best, distance := "", 3
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			name := v.Type().Field(i).Tag.Get("toml")
			if d := editDistance(key, name); d < distance {
				best, distance = name, d
			}
		}
	}
	right := "see config.example.toml for the keys there are"
	if best != "" {
		right = "did you mean " + best + "?"
	}
	r.fault(full, "unknown key", right)
}

// value decodes one value into its field.
func (r *reader) value(v reflect.Value, keys []string, full, raw string) {
	if v.Kind() == reflect.Map { // [purpose.title]
		r.mapValue(v, keys, full, raw)
		return
	}
	for i, key := range keys {
		next := field(v, key)
		if !next.IsValid() {
			r.unknown(v, strings.TrimSuffix(strings.TrimSuffix(full, strings.Join(keys[i:], ".")), "."), key)
			return
		}
		v = next
		if v.Kind() == reflect.Map && i < len(keys)-1 {
			r.mapValue(v, keys[i+1:], full, raw)
			return
		}
	}
	r.decode(v, full, raw)
}

func (r *reader) mapValue(v reflect.Value, keys []string, full, raw string) {
	text := reflect.New(v.Type().Elem()).Elem()
	r.decode(text, full, raw)
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	v.SetMapIndex(reflect.ValueOf(strings.Join(keys, ".")), text)
}

// decode reads one value strictly.
func (r *reader) decode(v reflect.Value, full, raw string) {
	holder := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "V", Type: v.Type(), Tag: `toml:"v"`}}))
	d := toml.NewDecoder(bytes.NewReader([]byte("v = " + raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(holder.Interface()); err != nil {
		if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
			for _, e := range strict.Errors {
				r.unknown(v, full, e.Key()[len(e.Key())-1])
			}
			return
		}
		r.fault(full, "has the value "+abbreviate(raw), "it must be "+describe(v.Type()))
		return
	}
	v.Set(holder.Elem().Field(0))
}

func abbreviate(raw string) string {
	if runes := []rune(raw); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return raw
}

// describe says in words what a value must be.
func describe(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[Size]():
		return `a size in quotes, such as "25MiB"`
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return `a list of texts, such as ["one", "two"]`
	case t.Kind() == reflect.Slice:
		return "a list of tables"
	case t.Kind() == reflect.Map:
		return `a table of texts by language, such as { fr = "…", en = "…" }`
	case t.Kind() == reflect.Struct:
		return "a table"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Int:
		return "a whole number"
	}
	return "a text in quotes"
}

// editDistance counts the letters to change, add or drop between two words.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
