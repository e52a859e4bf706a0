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
	for s.reason != ReasonTooBig {
		err := r.value("", 0)
		if err == io.EOF {
			break
		}
		if err != nil { // JSON with comments, or cut short: the text is read as it stands
			s.text(here, s.decoded)
			return nil
		}
	}
	r.table.flush()
	r.rows.flush()
	r.s.note(r.rows.err)
	r.others.flush()
	return nil
}

// jsonReader walks values.
type jsonReader struct {
	d       *json.Decoder
	s       *scope
	offset  int // as far as lines were counted
	line    int // there
	table   records
	name    string // of the member that holds the objects in the table
	others  paragraph
	lists   int           // lists around the reader, up to the next object
	cells   []string      // plain values of the innermost one, if it stands in another
	cellsAt []int         // their lines
	rows    *tableBuilder // what such lists make
}

// at gives the line of the token that was read last.
func (r *jsonReader) at() int {
	end := int(r.d.InputOffset())
	r.line += strings.Count(r.s.decoded[r.offset:end], "\n")
	r.offset = end
	return r.line
}

// value reads a value that stands under a name.
func (r *jsonReader) value(name string, depth int) error {
	token, err := r.d.Token()
	if err != nil {
		return err
	}
	if depth > maxJSONDepth {
		return errTooBig
	}
	switch token {
	case json.Delim('{'):
		return r.object(name, "", depth)
	case json.Delim('['):
		return r.array(name, depth)
	}
	if text, ok := token.(string); r.lists > 1 && !(ok && strings.HasPrefix(text, "data:")) {
		r.cells, r.cellsAt = append(r.cells, plainText(token)), append(r.cellsAt, r.at())
		return nil
	}
	r.loose(name, token, r.at())
	return nil
}

// array reads the values of a list. Plain ones of a list in a list are a row: so sheets are exported.
func (r *jsonReader) array(name string, depth int) error {
	outer, outerAt := r.cells, r.cellsAt
	r.cells, r.cellsAt = nil, nil
	r.lists++
	for r.d.More() {
		if err := r.value(name, depth+1); err != nil {
			return noEOF(err)
		}
	}
	switch len(r.cells) {
	case 0:
	case 1:
		r.loose(name, r.cells[0], r.cellsAt[0])
	default:
		r.rows.rowAt(r.cells, r.cellsAt)
	}
	r.lists--
	r.cells, r.cellsAt = outer, outerAt
	_, err := r.d.Token()
	return noEOF(err)
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
	keys, values []string
	at           []int
}

// maxFields is how many members a record may gather from the objects in it.
const maxFields = 64

func (f *jsonFields) add(key, value string, at int) {
	f.keys, f.values, f.at = append(f.keys, key), append(f.values, value), append(f.at, at)
}

// fold takes in the members of a part: {"name": {"first": "Jean", "last": "Dupont"}, "mobile": "06…"} is one person.
func (f *jsonFields) fold(part jsonFields) {
	for i, key := range part.keys {
		if slices.Contains(f.keys, key) {
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
	if len(f.keys) < 2 {
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
	lists, cells, cellsAt := r.lists, r.cells, r.cellsAt
	defer func() { r.lists, r.cells, r.cellsAt = lists, cells, cellsAt }()
	r.lists, r.cells, r.cellsAt = 0, nil, nil
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
	return f, nil
}

// jsonParts are the objects in an object: parts of it, or records of which it is the list.
type jsonParts struct {
	r       *jsonReader
	waiting []jsonFields
	records bool
}

// add takes another one. Two with the same members are records, and so is all that comes behind them.
func (p *jsonParts) add(part jsonFields) {
	p.records = p.records || slices.ContainsFunc(p.waiting, func(w jsonFields) bool { return slices.Equal(w.keys, part.keys) }) || len(p.waiting) == maxFields
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
		switch {
		case v == '[':
			return "", false, r.array(key, depth+1)
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
	if name != "" {
		r.others.write(name + ": ")
	}
	r.others.write(text)
	r.others.line()
}
