package personal

import "strings"

// readInserts reads rows of a database dump that have a line each, under the names of their columns:
//
//	INSERT INTO members (name, phone) VALUES ('Dupont', '0611223344');
//
// once for each row, or once with the rows below, with the names or without them. It gives the number of lines read, 0 if there are none here.
func (r *blockReader) readInserts(text string, line int32) int {
	first, rest := cutLine(text)
	head, values, ok := cutInsert(first)
	if !ok {
		return 0
	}
	rows, lines := [][]string{}, 1
	if names := insertCells(head); names != nil {
		rows = append(rows, names)
	}
	if cells := insertCells(values); cells != nil {
		rows = append(rows, cells)
		line -= int32(len(rows) - 1) // the names of the columns stand on the row's own line
	} else if len(rows) == 0 {
		return 0
	}
	for rest != "" {
		s, after := cutLine(rest)
		if again, more, ok := cutInsert(s); ok && again == head {
			s = more
		}
		cells := insertCells(s)
		if len(cells) == 0 || len(cells) != len(rows[0]) {
			break
		}
		rows, rest = append(rows, cells), after
		lines++
	}
	if len(rows) < 2 || len(rows[1]) != len(rows[0]) {
		return 0
	}
	r.settle(r.windows)
	r.readTable(rows, line)
	r.col = -1
	return lines
}

// cutInsert parts a statement into the names of its columns, in parentheses, and the values behind.
func cutInsert(s string) (head, values string, ok bool) {
	const insert, value = "INSERT INTO ", " VALUES"
	if len(s) < len(insert) || !strings.EqualFold(s[:len(insert)], insert) {
		return "", "", false
	}
	k := max(strings.Index(s, value), strings.Index(s, strings.ToLower(value)))
	if k < 0 {
		return "", "", false
	}
	open := max(strings.IndexByte(s[:k], '('), len(insert))
	return s[open:k], s[k+len(value):], true
}

// insertCells cuts a row in parentheses at its commas; nil if s is not exactly one. Quotes are doubled or escaped.
func insertCells(s string) []string {
	s = strings.TrimRight(strings.TrimSpace(s), ";,")
	if len(s) < 2 || s[0] != '(' || s[len(s)-1] != ')' {
		return nil
	}
	var cells []string
	for rest := s[1 : len(s)-1]; ; {
		cell, after, more, ok := insertCell(strings.TrimLeft(rest, " "))
		if !ok {
			return nil
		}
		cells = append(cells, cell)
		if !more {
			return cells
		}
		rest = after
	}
}

func insertCell(s string) (cell, rest string, more, ok bool) {
	if s == "" || s[0] != '\'' {
		cell, rest, more = strings.Cut(s, ",")
		cell = strings.Trim(cell, " `\"")
		if cell == "NULL" {
			cell = ""
		}
		return cell, rest, more, !strings.ContainsAny(cell, "()")
	}
	var value strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s), s[i] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == '\'':
			_, rest, more = strings.Cut(s[i:], ",")
			return value.String(), rest, more, true
		}
		value.WriteByte(s[i])
	}
	return "", "", false, false
}
