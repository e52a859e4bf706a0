package attachment

import (
	"bytes"
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"souspli/policy/personal"
)

// Kinds of pages of a database (SQLite file format, 1.6): trees of tables, and of indexes, which also hold tables without row ids.
const (
	sqliteHeader    = 100
	sqliteTableNode = 0x05
	sqliteTableLeaf = 0x0D
	sqliteIndexNode = 0x02
	sqliteIndexLeaf = 0x0A
	maxSQLiteDepth  = 40
	sqliteLogHeader = 32
	sqliteFrame     = 24 // before each page of a log
)

func isSQLite(s *sample) bool {
	return bytes.HasPrefix(s.Data, []byte("SQLite format 3\x00")) && len(s.Data) >= sqliteHeader+8
}

// sqliteReader walks the trees of a database.
type sqliteReader struct {
	s      *scope
	size   int // of a page
	usable int // of it
	wide   binary.ByteOrder
	seen   map[int]bool
	log    map[int][]byte // the pages of a log, which stand in no order
}

// readSQLite reads the rows of all tables, each as a table under its name, and what stands in pages that belong to none: deleted
// rows. A database without a schema that can be read is just a binary file.
func readSQLite(s *scope) error {
	if readTables(s) != nil {
		return readOpaque(s)
	}
	return nil
}

func readTables(s *scope) error {
	r := &sqliteReader{s: s, size: int(binary.BigEndian.Uint16(s.Data[16:])), seen: map[int]bool{}}
	if r.size == 1 {
		r.size = 64 << 10
	}
	if r.usable = r.size - int(s.Data[20]); r.size < 512 || r.usable < 480 {
		return errDamaged
	}
	switch binary.BigEndian.Uint32(s.Data[56:]) {
	case 2:
		r.wide = binary.LittleEndian
	case 3:
		r.wide = binary.BigEndian
	}
	var schema [][]string
	if err := r.tree(1, 0, func(row []string) { schema = append(schema, row) }); err != nil {
		return err
	}
	for _, row := range schema {
		if len(row) < 5 || row[0] != "table" {
			continue
		}
		if root, _ := strconv.Atoi(row[3]); root > 0 { // a virtual table has none
			r.table(row[1], row[4], root)
		}
	}
	r.rest()
	return nil
}

func (r *sqliteReader) table(name, sql string, root int) {
	r.s.text(personal.Place{Part: personal.PartName, Sheet: name}, name)
	out := r.s.newTable(personal.Place{Sheet: name}, 1)
	out.row(columnNames(sql))
	r.s.note(r.tree(root, 0, out.row))
	out.flush()
	r.s.note(out.err)
}

// columnNames takes the names out of CREATE TABLE: the first word behind the bracket and behind each comma outside others.
func columnNames(sql string) []string {
	_, body, _ := strings.Cut(sql, "(")
	var names []string
	depth, start := 0, 0
	for i, c := range body + "," {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth <= 0:
			fields := strings.Fields(body[start:min(i, len(body))])
			start = min(i+1, len(body))
			if len(fields) > 0 {
				names = append(names, strings.Trim(fields[0], "\"'`[])"))
			}
		}
	}
	return names
}

func (r *sqliteReader) page(n int) []byte {
	if r.log != nil {
		return r.log[n]
	}
	if n < 1 || n > len(r.s.Data)/r.size {
		return nil
	}
	return r.s.Data[(n-1)*r.size : n*r.size]
}

// tree gives the rows of a tree in their order.
func (r *sqliteReader) tree(root, depth int, row func([]string)) error {
	page := r.page(root)
	if page == nil || depth > maxSQLiteDepth || r.seen[root] {
		return errDamaged
	}
	r.seen[root] = true
	head := page
	if root == 1 {
		head = page[sqliteHeader:]
	}
	kind, cells := head[0], int(binary.BigEndian.Uint16(head[3:]))
	node := kind == sqliteTableNode || kind == sqliteIndexNode
	first := 8
	if node {
		first = 12
	} else if kind != sqliteTableLeaf && kind != sqliteIndexLeaf {
		return errDamaged
	}
	for i := range cells {
		if first+2*i+2 > len(head) {
			return errDamaged
		}
		at := int(binary.BigEndian.Uint16(head[first+2*i:]))
		if at+4 > len(page) {
			return errDamaged
		}
		cell := page[at:]
		if node {
			if err := r.tree(int(binary.BigEndian.Uint32(cell)), depth+1, row); err != nil {
				return err
			}
			cell = cell[4:]
		}
		if kind != sqliteTableNode {
			values, err := r.record(cell, kind == sqliteTableLeaf)
			r.s.note(err)
			row(values)
		}
	}
	if node {
		return r.tree(int(binary.BigEndian.Uint32(head[8:])), depth+1, row)
	}
	r.free(page, head, cells)
	return nil
}

// record puts a record together, which may go on in pages of its own, and shows its values (2.1).
func (r *sqliteReader) record(cell []byte, isTable bool) ([]string, error) {
	size, cell := sqliteNumber(cell)
	if isTable {
		_, cell = sqliteNumber(cell)
	}
	if size < 0 || size > len(r.s.Data) {
		return nil, errDamaged
	}
	local, most := size, r.usable-35
	if !isTable {
		most = (r.usable-12)*64/255 - 23
	}
	if size > most {
		least := (r.usable-12)*32/255 - 23
		if local = least + (size-least)%(r.usable-4); local > most {
			local = least
		}
	}
	if local > len(cell) || local < size && local+4 > len(cell) {
		return nil, errDamaged
	}
	payload := cell[:local]
	if local < size {
		payload = append(bytes.Clone(payload), r.overflow(int(binary.BigEndian.Uint32(cell[local:])), size-local)...)
	}
	return r.values(payload)
}

// overflow follows the chain of pages that hold the rest of a record.
func (r *sqliteReader) overflow(n, size int) []byte {
	var out []byte
	for page := r.page(n); page != nil && len(out) < size && !r.seen[n]; page = r.page(n) {
		r.seen[n] = true
		out = append(out, page[4:4+min(size-len(out), r.usable-4)]...)
		n = int(binary.BigEndian.Uint32(page))
	}
	return out
}

func (r *sqliteReader) values(b []byte) ([]string, error) {
	head, types := sqliteNumber(b)
	if head < 1 || head > len(b) {
		return nil, nil
	}
	types, body := b[len(b)-len(types):head], b[head:]
	var row []string
	for len(types) > 0 {
		var kind int
		kind, types = sqliteNumber(types)
		size := sqliteSize(kind)
		if size > len(body) {
			return row, errDamaged
		}
		row = append(row, r.value(kind, body[:size]))
		body = body[size:]
	}
	return row, nil
}

// sqliteSize is how many bytes a value of that kind takes.
func sqliteSize(kind int) int {
	switch {
	case kind < 0:
		return math.MaxInt
	case kind >= 12:
		return (kind - 12) / 2
	}
	return []int{0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0}[kind]
}

func (r *sqliteReader) value(kind int, v []byte) string {
	switch {
	case kind >= 1 && kind <= 6:
		n := int64(int8(v[0]))
		for _, c := range v[1:] {
			n = n<<8 | int64(c)
		}
		return strconv.FormatInt(n, 10)
	case kind == 7:
		return numberFormat{}.showFloat(math.Float64frombits(binary.BigEndian.Uint64(v)), 1900)
	case kind == 8 || kind == 9:
		return strconv.Itoa(kind - 8)
	case kind >= 12 && kind%2 == 1 && r.wide != nil:
		return fromUTF16(v, r.wide)
	case kind >= 12 && kind%2 == 1:
		return string(v)
	case kind >= 12 && isCoded(v):
		r.s.member(File{Name: unnamed, Data: v})
	case kind >= 12:
		r.s.readStrings(v)
	}
	return ""
}

// rest reads the pages that no table holds, but for indexes, which repeat what tables say.
func (r *sqliteReader) rest() {
	for n := 1; n <= len(r.s.Data)/r.size; n++ {
		if page := r.page(n); !r.seen[n] && page[0] != sqliteIndexLeaf && page[0] != sqliteIndexNode {
			r.loose(page)
		}
	}
}

// loose reads a page outside of its tree: its rows, if it is a leaf.
func (r *sqliteReader) loose(page []byte) {
	if isLeaf := page[0] == sqliteTableLeaf || page[0] == sqliteIndexLeaf; !isLeaf || !r.past(page, page, 0) {
		r.s.readStrings(page)
	}
}

// free reads the room in a leaf that holds no cells now: between their list and the first of them, and in between (1.6).
func (r *sqliteReader) free(page, head []byte, cells int) {
	begin, end := len(page)-len(head)+8+2*cells, int(binary.BigEndian.Uint16(head[5:]))
	if end <= begin || end > len(page) {
		end = len(page) // all of it: zero stands for 64 KiB
	}
	if begin < end && !r.past(page, head, cells) {
		r.s.readStrings(page[begin:end])
	}
	for at := int(binary.BigEndian.Uint16(head[1:])); at > 0 && at+4 <= len(page); {
		next, size := int(binary.BigEndian.Uint16(page[at:])), int(binary.BigEndian.Uint16(page[at+2:]))
		r.s.readStrings(page[at:min(at+max(size, 4), len(page))])
		if next <= at {
			return
		}
		at = next
	}
}

// past hands out the rows of a leaf from one on that its list still names although they are none: SQLite shortens the list, and
// leaves the rest in its place. found says whether there are any.
func (r *sqliteReader) past(page, head []byte, from int) (found bool) {
	out := r.s.newTable(personal.Place{Part: personal.PartHidden}, 1)
	for i := 8 + 2*from; i+2 <= len(head); i += 2 {
		at := int(binary.BigEndian.Uint16(head[i:]))
		if at < i+2 || at+4 > len(page) {
			break
		}
		row, err := r.record(page[at:], head[0] == sqliteTableLeaf)
		if err != nil || len(row) == 0 {
			break
		}
		out.row(row)
		found = true
	}
	out.flush()
	r.s.note(out.err)
	return found
}

// isSQLiteLog tells what was written and is not yet in its database (Write-Ahead Log, 4.1).
func isSQLiteLog(s *sample) bool {
	return len(s.Data) > sqliteLogHeader && (bytes.HasPrefix(s.Data, []byte("\x37\x7f\x06\x82")) || bytes.HasPrefix(s.Data, []byte("\x37\x7f\x06\x83")))
}

// readSQLiteLog reads the pages of a log, the last state of each, for themselves: their trees may be in the database.
func readSQLiteLog(s *scope) error {
	size := int(binary.BigEndian.Uint32(s.Data[8:]))
	if size < 512 || size > 64<<10 {
		return errDamaged
	}
	r := &sqliteReader{s: s, size: size, usable: size, seen: map[int]bool{}, log: map[int][]byte{}}
	for rest := s.Data[sqliteLogHeader:]; len(rest) >= sqliteFrame+size; rest = rest[sqliteFrame+size:] {
		r.log[int(binary.BigEndian.Uint32(rest))] = rest[sqliteFrame : sqliteFrame+size]
	}
	for _, n := range slices.Sorted(maps.Keys(r.log)) {
		r.loose(r.log[n])
	}
	return nil
}

// sqliteNumber reads an integer of up to nine bytes, seven bits each, high ones first; -1 if there is none that counts something.
func sqliteNumber(b []byte) (int, []byte) {
	n := 0
	for i := 0; i < 8 && i < len(b); i++ {
		n = n<<7 | int(b[i]&0x7F)
		if b[i] < 0x80 {
			return n, b[i+1:]
		}
	}
	return -1, b[min(len(b), 9):]
}
