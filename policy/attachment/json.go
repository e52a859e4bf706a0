package attachment

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

const maxJSONDepth = 200

// isJSON tells JSON by its first and last letters, and by its beginning being JSON.
func isJSON(s *sample) bool {
	text := strings.TrimSpace(s.decoded)
	if !s.isText || len(text) < 2 || text[0] != '{' && text[0] != '[' {
		return false
	}
	d := json.NewDecoder(strings.NewReader(text))
	for range 4 {
		if _, err := d.Token(); err != nil {
			return false
		}
	}
	return true
}

// readJSON makes a row of each object whose members are plain values, the names as header: that is how lists of
// people are exported. JSON lines are read as one list.
func readJSON(s *scope) error {
	s.readBlocks(strings.ReplaceAll(s.decoded, `\n`, "\n"))
	d := json.NewDecoder(strings.NewReader(s.decoded))
	d.UseNumber()
	r := &jsonReader{d: d, s: s, line: 1, table: records{s: s, named: true}, others: paragraph{s: s}, rows: s.newTable(here, 1)}
	var top jsonList
	for s.reason != ReasonTooBig {
		err := r.item(&top, 0)
		if err == io.EOF {
			break
		}
		if err != nil { // JSON with comments, or cut short: the text is read as it stands
			s.text(here, s.decoded)
			return nil
		}
	}
	r.looseList(&top)
	r.table.flush()
	r.rows.flush()
	r.s.note(r.rows.err)
	r.others.flush()
	r.chapters.show(s)
	return nil
}

// jsonReader walks values.
type jsonReader struct {
	d      *json.Decoder
	s      *scope
	offset int // as far as lines were counted
	line   int // there
	table  records
	name   string // of the member that holds the objects in the table
	others paragraph
	lists  int           // lists around the reader
	rows   *tableBuilder // what lists in lists make
	chapters
}

// at gives the line of the token that was read last.
func (r *jsonReader) at() int {
	end := int(r.d.InputOffset())
	r.line += strings.Count(r.s.decoded[r.offset:end], "\n")
	r.offset = end
	return r.line
}

// jsonList is what a list holds: plain values with their lines, and the objects in it where they are few.
type jsonList struct {
	key     string // of the list, in the object around it
	cells   []string
	at      []int
	objects []jsonFields
	few     int // objects that it may hold
}

// maxList is how many plain values of a list are looked at together.
const maxList = 1000

// array reads the values of a list. More objects than few are records at once.
func (r *jsonReader) array(name string, depth, few int) (jsonList, error) {
	list := jsonList{key: name, few: few}
	r.lists++
	defer func() { r.lists-- }()
	for r.d.More() {
		if err := r.item(&list, depth+1); err != nil {
			return list, noEOF(err)
		}
	}
	_, err := r.d.Token()
	return list, noEOF(err)
}

// item reads one value of a list. Plain ones of a list in a list are a row: so sheets are exported.
func (r *jsonReader) item(list *jsonList, depth int) error {
	token, err := r.d.Token()
	if err != nil {
		return err
	}
	if depth > maxJSONDepth {
		return errTooBig
	}
	switch token {
	case json.Delim('{'):
		f, err := r.fields(depth)
		f.key, f.listed = list.key, true
		if list.objects = append(list.objects, f); len(list.objects) > list.few {
			r.records(list)
		}
		return err
	case json.Delim('['):
		inner, err := r.array(list.key, depth, 0)
		if len(inner.cells) > 1 && r.lists > 0 {
			r.rows.rowAt(inner.cells, inner.at)
		} else {
			r.looseList(&inner)
		}
		return err
	}
	if text, ok := token.(string); ok && strings.HasPrefix(text, "data:") {
		r.loose(list.key, text, r.at())
		return nil
	}
	if len(list.cells) == maxList {
		r.looseList(list)
	}
	list.cells, list.at = append(list.cells, plainText(token)), append(list.at, r.at())
	return nil
}

// looseList hands out plain values one by one.
func (r *jsonReader) looseList(list *jsonList) {
	for i, cell := range list.cells {
		r.loose(list.key, cell, list.at[i])
	}
	list.cells, list.at = nil, nil
}

// records hands out the objects of a list as rows, and the next ones too.
func (r *jsonReader) records(list *jsonList) {
	for _, f := range list.objects {
		r.record(list.key, f)
	}
	list.objects, list.few = nil, 0
}

// noEOF: the end of the file inside a value is a fault.
func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// isWords tells the key of an object that is a value itself, as a person's name is: several words.
func isWords(key string) bool { return strings.Contains(strings.TrimSpace(key), " ") }

// jsonFields are the plain members of an object, with those of the objects in it that are parts of the same record.
type jsonFields struct {
	key          string // of the object, in the one around it
	listed       bool   // stands in a list there
	keys, values []string
	at           []int
}

// Parts of a record, in JSON and in XML: how many members it may gather from them, how many of a kind there are at most, somebody's phone
// numbers for example, and how many members one of several has. More, and longer ones, are records of their own.
const (
	maxFields = 64
	fewParts  = 3
	shortPart = 6
)

func (f *jsonFields) add(key, value string, at int) {
	f.keys, f.values, f.at = append(f.keys, key), append(f.values, value), append(f.at, at)
}

// fold takes in the members of a part: {"name": {"first": "Jean", "last": "Dupont"}, "mobile": "06…"} is one person.
func (f *jsonFields) fold(part jsonFields) {
	own := f.keys
	for i, key := range part.keys {
		if slices.Contains(own, key) {
			key = part.key + " " + key
		}
		f.add(key, part.values[i], part.at[i])
	}
}

// object reads one that is a record. A key that is a value begins its row.
func (r *jsonReader) object(name, key string, depth int) error {
	began := r.at()
	f, err := r.fields(depth)
	if err != nil {
		return err
	}
	if key != "" && len(f.keys) > 0 {
		f.keys, f.values, f.at = slices.Insert(f.keys, 0, ""), slices.Insert(f.values, 0, key), slices.Insert(f.at, 0, began)
	}
	r.record(name, f)
	return nil
}

// record hands out a row, or what stands alone.
func (r *jsonReader) record(name string, f jsonFields) {
	if len(f.keys) < 2 || slices.ContainsFunc(f.values, isManyLines) {
		for i := range f.keys {
			r.loose(f.keys[i], f.values[i], f.at[i])
		}
		return
	}
	if name != r.name {
		r.table.flush()
		r.name = name
	}
	for i := range f.keys {
		r.table.set(f.keys[i], f.values[i], f.at[i])
	}
	r.table.end()
}

// fields reads the members of an object.
func (r *jsonReader) fields(depth int) (f jsonFields, err error) {
	parts := jsonParts{r: r}
	for r.d.More() {
		member, err := r.d.Token()
		if err != nil {
			return f, noEOF(err)
		}
		key := fmt.Sprint(member)
		text, plain, err := r.plain(key, depth, &parts)
		if err != nil {
			return f, noEOF(err)
		}
		if plain {
			f.add(key, text, r.at())
		}
	}
	if _, err := r.d.Token(); err != nil {
		return f, noEOF(err)
	}
	parts.join(&f)
	parts.joinLists(&f)
	return f, nil
}

// jsonParts are the objects in an object: parts of it, or records of which it is the list.
type jsonParts struct {
	r       *jsonReader
	waiting []jsonFields
	records bool
	lists   []jsonList // of plain values
}

// add takes another one. Two with the same members are records, and so is all that comes behind them.
func (p *jsonParts) add(part jsonFields) {
	p.records = p.records || len(p.waiting) == maxFields ||
		!part.listed && slices.ContainsFunc(p.waiting, func(w jsonFields) bool { return !w.listed && slices.Equal(w.keys, part.keys) })
	p.waiting = append(p.waiting, part)
	if p.records {
		p.join(nil)
	}
}

// join hands the parts to whom they belong: to the object around them, as long as it does not grow too large, or to nobody.
func (p *jsonParts) join(f *jsonFields) {
	for _, part := range p.waiting {
		if f == nil || len(f.keys)+len(part.keys) > maxFields {
			p.r.record(part.key, part)
		} else {
			f.fold(part)
		}
	}
	p.waiting = nil
}

// list reads a list in an object. A few objects are parts of a record that is listed itself, as somebody's phone numbers are; in one that is
// not, only a single one is. So are a few plain values.
func (r *jsonReader) list(key string, depth int, parts *jsonParts) error {
	most := 1
	if r.lists > 0 {
		most = fewParts
	}
	list, err := r.array(key, depth, most)
	if len(list.objects) > 1 && slices.ContainsFunc(list.objects, func(f jsonFields) bool { return len(f.keys) > shortPart }) {
		r.records(&list)
	}
	for _, part := range list.objects {
		parts.add(part)
	}
	if len(list.cells) > 0 {
		parts.lists = append(parts.lists, list)
	}
	return err
}

// joinLists hands out the lists of plain values: a few are the record's own; where it holds nothing but lists, they are the rows of a table, or,
// if they are longer than many, its columns.
func (p *jsonParts) joinLists(f *jsonFields) {
	const few, least = 3, 3 // values of a record; lists that make a table
	if len(f.keys) == 0 && len(p.lists) >= least && p.evenLists() {
		p.table()
		return
	}
	for i := range p.lists {
		list := &p.lists[i]
		if len(list.cells) > few || len(f.keys)+len(list.cells) > maxFields {
			p.r.looseList(list)
		}
		for j, cell := range list.cells {
			f.add(list.key, cell, list.at[j])
		}
	}
}

// evenLists tells whether all lists have as many values.
func (p *jsonParts) evenLists() bool {
	n := len(p.lists[0].cells)
	return n > 1 && n < maxList && !slices.ContainsFunc(p.lists, func(l jsonList) bool { return len(l.cells) != n })
}

// table makes one of lists that are its rows, each under what names it, or its columns.
func (p *jsonParts) table() {
	t := p.r.s.newTable(here, 1)
	if n := len(p.lists[0].cells); n <= len(p.lists) {
		for _, list := range p.lists {
			t.rowAt(append([]string{list.key}, list.cells...), append([]int{list.at[0]}, list.at...))
		}
	} else {
		for i := range n + 1 {
			t.rowAt(p.across(i))
		}
	}
	t.flush()
	p.r.s.note(t.err)
}

// across gives a row of a table whose columns are lists: first their names.
func (p *jsonParts) across(i int) (cells []string, at []int) {
	for _, list := range p.lists {
		if i == 0 {
			cells, at = append(cells, list.key), append(at, list.at[0])
		} else {
			cells, at = append(cells, list.cells[i-1]), append(at, list.at[i-1])
		}
	}
	return cells, at
}

// plain reads a member's value and says whether it is text or number; objects are parts, and lists are handed out from inside.
func (r *jsonReader) plain(key string, depth int, parts *jsonParts) (string, bool, error) {
	token, err := r.d.Token()
	if err != nil {
		return "", false, err
	}
	if depth > maxJSONDepth {
		return "", false, errTooBig
	}
	switch v := token.(type) {
	case json.Delim:
		r.chapters.add(key)
		switch {
		case v == '[':
			return "", false, r.list(key, depth+1, parts)
		case isWords(key):
			return "", false, r.object("", key, depth+1)
		}
		part, err := r.fields(depth + 1)
		part.key = key
		parts.add(part)
		return "", false, err
	case string:
		return v, true, nil
	case nil:
		return "", false, nil
	}
	return fmt.Sprint(token), true, nil
}

// plainText is how a value that is neither object nor list is written; null is nothing.
func plainText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func (r *jsonReader) loose(name string, v any, line int) {
	text := plainText(v)
	if text == "" {
		return
	}
	if f, isFile := dataURL(text); isFile {
		r.s.embed(f)
		return
	}
	r.others.at = line
	r.others.field(name, text)
}
