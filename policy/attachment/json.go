package attachment

import (
	"encoding/json"
	"fmt"
	"io"
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

// object reads the members: plain ones make a row, the others are read for themselves. A key that is a value begins the row.
func (r *jsonReader) object(name, key string, depth int) error {
	began := r.at()
	lists, cells, cellsAt := r.lists, r.cells, r.cellsAt
	defer func() { r.lists, r.cells, r.cellsAt = lists, cells, cellsAt }()
	r.lists, r.cells, r.cellsAt = 0, nil, nil
	var keys, values []string
	var at []int
	for r.d.More() {
		member, err := r.d.Token()
		if err != nil {
			return noEOF(err)
		}
		text, plain, err := r.plain(fmt.Sprint(member), depth)
		if err != nil {
			return noEOF(err)
		}
		if plain {
			keys, values, at = append(keys, fmt.Sprint(member)), append(values, text), append(at, r.at())
		}
	}
	if _, err := r.d.Token(); err != nil {
		return noEOF(err)
	}
	if len(keys) < 2 && key == "" {
		for i := range keys {
			r.loose(keys[i], values[i], at[i])
		}
		return nil
	}
	if name != r.name {
		r.table.flush()
		r.name = name
	}
	if key != "" && len(keys) > 0 {
		r.table.set("", key, began)
	}
	for i := range keys {
		r.table.set(keys[i], values[i], at[i])
	}
	r.table.end()
	return nil
}

// plain reads a member's value and says whether it is text or number; the others are handed out from inside.
func (r *jsonReader) plain(key string, depth int) (string, bool, error) {
	token, err := r.d.Token()
	if err != nil {
		return "", false, err
	}
	if depth > maxJSONDepth {
		return "", false, errTooBig
	}
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			if isWords(key) {
				return "", false, r.object("", key, depth+1)
			}
			return "", false, r.object(key, "", depth+1)
		}
		return "", false, r.array(key, depth+1)
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
