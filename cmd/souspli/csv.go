package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// csvRow is a row and the line on which it begins.
type csvRow struct {
	line  int
	cells []string
}

var errNoCSV = errors.New("is no CSV: save the sheet as CSV and import that")

// readCSV reads a file with commas, semicolons or tabs between cells, in UTF-8 with or without a byte order mark, in UTF-16,
// or in Windows-1252, with the line ends of any system. A line whose quotes are wrong is cut at its separators, and does not
// take the next ones with it.
func readCSV(text []byte) ([]csvRow, error) {
	s, err := decodeCSV(text)
	if err != nil {
		return nil, err
	}
	comma, s, line := separator(s)
	var rows []csvRow
	for s != "" {
		good, rest := readRows(s, comma)
		for _, row := range good {
			rows = append(rows, csvRow{line + row.line, row.cells})
		}
		line += strings.Count(s[:len(s)-len(rest)], "\n")
		if s = rest; s == "" {
			break
		}
		broken, after, _ := strings.Cut(s, "\n")
		rows = append(rows, csvRow{line + 1, cutRow(broken, comma)})
		s, line = after, line+1
	}
	return rows, nil
}

// decodeCSV gives a file's text with plain line ends.
func decodeCSV(text []byte) (string, error) {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) { // Excel's "Unicode text"
		text, _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(text)
	}
	s := strings.TrimPrefix(string(text), "\ufeff")
	if strings.ContainsRune(s, 0) {
		return "", errNoCSV
	}
	if !utf8.ValidString(s) {
		s, _ = charmap.Windows1252.NewDecoder().String(s)
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), nil
}

// separator tells what stands between cells, by Excel's own "sep=;" line or by the first row.
func separator(s string) (comma rune, rest string, lines int) {
	first, rest, _ := strings.Cut(s, "\n")
	if sep, found := strings.CutPrefix(first, "sep="); found && len(sep) == 1 && strings.Contains(",;\t|", sep) {
		return rune(sep[0]), rest, 1
	}
	comma = ','
	for _, other := range ";\t" {
		if strings.Count(first, string(other)) > strings.Count(first, string(comma)) {
			comma = other
		}
	}
	return comma, s, 0
}

// readRows reads rows up to the end or to the first line with wrong quotes, where the rest begins.
func readRows(s string, comma rune) (rows []csvRow, rest string) {
	r := csv.NewReader(strings.NewReader(s))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = comma, -1, true
	for {
		offset := r.InputOffset()
		cells, err := r.Read()
		if err != nil { // also at the end, when nothing but empty lines is left
			return rows, strings.TrimLeft(s[offset:], "\n")
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, csvRow{line, cells})
	}
}

// cutRow cuts a line whose quotes are wrong.
func cutRow(line string, comma rune) []string {
	cells := strings.Split(line, string(comma))
	for i, cell := range cells {
		if bare := strings.Trim(strings.TrimSpace(cell), `"`); !strings.Contains(bare, `"`) {
			cells[i] = bare
		}
	}
	return cells
}
