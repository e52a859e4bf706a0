package attachment

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	dbfField    = 32 // bytes of a field's description, and of the header in front of them
	dbfVersions = "\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8B\x8C\xCB\xF5\xFB"
	dbfTypes    = "CNDLMFBGPYTI@+O0VXWQ"
)

// dbfColumn is a field of a dBase table.
type dbfColumn struct {
	name string
	kind byte
	size int
}

// dbfColumns reads the header of a dBase table: version, date, number of rows, sizes, then the fields, which must fill a row.
func dbfColumns(data []byte) (columns []dbfColumn, first, size int, ok bool) {
	if len(data) < 2*dbfField+1 || strings.IndexByte(dbfVersions, data[0]) < 0 || data[2] > 12 || data[3] > 31 {
		return nil, 0, 0, false
	}
	first, size = int(binary.LittleEndian.Uint16(data[8:])), int(binary.LittleEndian.Uint16(data[10:]))
	if first <= dbfField || first > len(data) {
		return nil, 0, 0, false
	}
	width := 1 // the mark of a deleted row
	for rest := data[dbfField:first]; len(rest) >= dbfField && rest[0] != '\r'; rest = rest[dbfField:] {
		name, _, _ := bytes.Cut(rest[:11], []byte{0})
		c := dbfColumn{string(name), rest[11], int(rest[16])}
		if c.kind == 'C' { // of long texts the second byte is in use too
			c.size += int(rest[17]) << 8
		}
		if strings.IndexByte(dbfTypes, c.kind) < 0 || len(name) == 0 || bytes.ContainsFunc(name, func(r rune) bool { return r < ' ' }) {
			return nil, 0, 0, false
		}
		columns = append(columns, c)
		width += c.size
	}
	return columns, first, size, len(columns) > 0 && width == size
}

func isDBF(s *sample) bool {
	_, _, _, ok := dbfColumns(s.Data)
	return ok
}

// readDBF reads the rows, deleted ones too, and looks through what stands behind them.
func readDBF(s *scope) error {
	columns, first, size, _ := dbfColumns(s.Data)
	t := s.newTable(here, 1)
	var row []string
	for _, c := range columns {
		row = append(row, c.name)
	}
	t.row(row)
	rest := s.Data[first:]
	for rows := binary.LittleEndian.Uint32(s.Data[4:]); rows > 0 && len(rest) >= size && t.err == nil; rows-- {
		t.row(dbfRow(columns, rest[1:size], s.Data[29]))
		rest = rest[size:]
	}
	t.flush()
	s.readStrings(rest)
	return t.err
}

func dbfRow(columns []dbfColumn, data []byte, language byte) []string {
	var row []string
	for _, c := range columns {
		row = append(row, c.show(data[:c.size], language))
		data = data[c.size:]
	}
	return row
}

// show gives what a cell says: dates are written 19800503.
func (c dbfColumn) show(b []byte, language byte) string {
	switch text := strings.Trim(dbfText(b, language), " \x00"); {
	case c.kind == 'D' && len(text) == 8:
		return compactDate(text)
	case (c.kind == 'I' || c.kind == '+') && c.size == 4:
		return strconv.Itoa(int(int32(binary.LittleEndian.Uint32(b))))
	default:
		return text
	}
}

// dbfText decodes a text by the table's language, as far as it has one.
func dbfText(b []byte, language byte) string {
	page, ok := map[byte]int{0x01: 437, 0x02: 850, 0x03: 1252, 0x57: 1252, 0x64: 852, 0xC8: 1250, 0xC9: 1251, 0x26: 866, 0x65: 866}[language]
	if !ok || utf8.Valid(b) {
		return entryText(b, false)
	}
	text, err := codePage(page).NewDecoder().Bytes(b)
	if err != nil {
		return entryText(b, false)
	}
	return string(text)
}
