package personal

import (
	"slices"
	"strings"
)

// readDelimited reads a table that hides in text, its cells separated by tabs, semicolons, bars, commas, gaps or dashes under a
// header of labels. It gives the number of lines read, 0 if no table starts here.
func (r *blockReader) readDelimited(text string, line int32) int {
	first, rest := cutLine(text)
	delimiter := r.delimiter(first)
	if delimiter == 0 {
		return 0
	}
	header := splitCells(first, delimiter)
	if losesEmpty(delimiter) && len(header) > mostTyped {
		return 0
	}
	second := likeRow(len(header), rest, delimiter)
	if second == nil || !r.isHeader([][]string{header, second}, 0) {
		return 0
	}
	rows := delimitedRows(rest, delimiter, len(header))
	if losesEmpty(delimiter) {
		if delimiter == '+' && len(header) > 2 {
			r.joinNames(header, rows)
		}
		rows = aligned(rows, r.align(header, len(header), rows), len(header), " ")
	}
	rows = slices.Insert(rows, 0, header)
	r.settle(r.windows) // the text above
	r.readTable(rows, line)
	r.col = -1
	return len(rows)
}

// joinNames joins surname and first name where the comma between them is the one that parts the cells, and one label heads both.
func (r *blockReader) joinNames(header []string, rows [][]string) {
	isNames := func(l *label) bool { return l != nil && slices.ContainsFunc(l.concepts, isNameField) }
	for c := range header[:len(header)-1] {
		if !isNames(r.cellLabel(header[c])) || isNames(r.cellLabel(header[c+1])) {
			continue
		}
		isGiven := func(row []string) bool { return len(row) > c+1 && nameWords(row[c]) > 0 && nameWords(row[c+1]) > 0 }
		given := 0
		for _, row := range rows {
			given += count(isGiven(row))
		}
		for i, row := range rows {
			if given*5 >= len(rows)*4 && isGiven(row) {
				row[c] += ", " + row[c+1]
				rows[i] = slices.Delete(row, c+1, c+2)
			}
		}
		return
	}
}

func isNameField(c concept) bool { return c >= fieldFirstName && c <= fieldPerson }

// Limits of tables whose empty cells leave no trace: a short line makes a whole row.
const (
	mostTyped      = 128     // columns
	mostTypedCells = 1 << 21 // of all rows
)

// delimitedRows gives the cells of the lines that go on with a table of so many columns.
func delimitedRows(text string, delimiter byte, width int) (rows [][]string) {
	for misfits := 0; text != "" && (!losesEmpty(delimiter) || len(rows)*width < mostTypedCells); {
		var s string
		s, text = cutLine(text)
		if isRuler(s) {
			s = ""
		}
		cells := splitCells(s, delimiter)
		if fitsRow(len(cells), width, delimiter) {
			misfits = 0
		} else if misfits++; misfits > 1 || len(cells) == 1 && strings.TrimSpace(s) != "" {
			break
		}
		rows = append(rows, cells)
	}
	return rows
}

// fitsRow tells whether a line with so many cells may be a row: where empty cells leave no trace, some may be missing, and a mark may
// stand in a value.
func fitsRow(cells, width int, delimiter byte) bool {
	const more = 3 // marks in values
	switch {
	case !losesEmpty(delimiter) || width < 3:
		return cells == width
	case delimiter == gap:
		return cells > 1 && cells <= width
	}
	return cells > 1 && cells <= width+more
}

// losesEmpty tells what separates cells in a list that somebody typed: two of them in a row are never seen.
func losesEmpty(delimiter byte) bool {
	return delimiter == gap || strings.IndexByte(typedMarks, delimiter) >= 0
}

// readTabbed reads rows that tabs or dashes part in a text, under no header, if they are a list of persons, and no programme with the
// hour of each. It gives the number of lines read, 0 if no list starts here.
func (r *blockReader) readTabbed(text string, line int32) int {
	if line < r.untabled {
		return 0
	}
	var rows [][]string
	first, _ := cutLine(text)
	separator := "\t"
	for _, mark := range append([]string{"/"}, variants('-')...) {
		if strings.Count(first, mark) >= fewestCells-1 {
			separator = mark
		}
	}
	for text != "" {
		var s string
		s, text = cutLine(text)
		cells := splitNumbered(s, separator)
		if len(cells) < fewestCells || rows != nil && len(cells) != len(rows[0]) {
			break
		}
		rows = append(rows, cells)
	}
	r.untabled = line + int32(len(rows))
	if len(rows) < listLimit || !r.readPersons(rows, line) {
		return 0
	}
	return len(rows)
}

// fewestCells is how many a row has at least of a table in a text that no header explains.
const fewestCells = 3

// splitNumbered cuts a line at its separators, and behind the number that begins it: "3404031, Wei Hargreaves/2003-01-13/Law".
func splitNumbered(line, separator string) []string {
	if number, rest, ok := strings.Cut(line, ", "); ok && isDigits(number) {
		return append([]string{number}, strings.Split(rest, separator)...)
	}
	return strings.Split(line, separator)
}

func isOfBirths(c column) bool { return c.label != nil && c.label.names(concept(entBirthDate)) }

// isHour tells "10:30", "18h00" and "9h".
func isHour(cell string) bool {
	hour := strings.TrimLeft(strings.TrimSpace(cell), "0123456789")
	return hour != "" && hour != cell && strings.IndexByte(":h.", hour[0]) >= 0 && countDigits(cell) <= 4 && letterCount(hour) <= 1
}

// likeRow gives the cells of the first of the next lines that may be a row under a header, nil if none does: the one right below, or one
// further down where empty cells leave no trace. What is missing is taken to stand last.
func likeRow(width int, text string, delimiter byte) []string {
	const depth = 3
	var like []string
	for k := 0; k < depth && text != ""; k++ {
		var s string
		s, text = cutLine(text)
		if k == 0 && isRuler(s) {
			s, text = cutLine(text)
		}
		cells := splitCells(s, delimiter)
		if len(cells) == width {
			return cells
		}
		if !fitsRow(len(cells), width, delimiter) || delimiter != gap && len(cells)*2 < width {
			return nil
		}
		if like == nil && (delimiter != gap || len(cells) == width-1) { // nobody has signed yet
			like = append(cells, make([]string, max(0, width-len(cells)))...)[:width]
		}
	}
	return like
}

// isRuler tells a line that is drawn across a text: "=======", "----  ------".
func isRuler(s string) bool {
	const shortest = 3
	s = strings.TrimSpace(s)
	return len(s) >= shortest && strings.Trim(s, "=-_+* ") == ""
}

// delimiter gives the character that separates the cells of a line that could be a header, or 0.
func (r *blockReader) delimiter(s string) byte {
	if len(s) > maxLine || len(s) < 5 {
		return 0
	}
	digits, best := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '@':
			return 0
		case isDigit(c):
			digits++
		case c == ',' && i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1]): // an amount
		case i > 0:
			best = max(best, strings.IndexByte(delimiters, c))
		}
	}
	switch mark := typedMark(s); {
	case digits > 8 && digits*4 > len(s):
		return 0
	case mark != 0 && best <= strings.IndexByte(delimiters, ','):
		return mark
	case best <= 0 && strings.Count(strings.TrimSpace(s), gapText) >= 2:
		return gap
	}
	if delimiters[max(best, 0)] == ',' && strings.HasSuffix(strings.TrimSpace(s), ".") {
		return 0 // a sentence
	}
	return typed(delimiters[max(best, 0)], s)
}

// typed gives the mark that a comma or semicolon is where somebody types: a blank follows each, and "1,250.00" is one value.
func typed(delimiter byte, s string) byte {
	if k := strings.IndexByte(",;", delimiter); k >= 0 && strings.Count(s, string(delimiter)) == strings.Count(s, string(delimiter)+" ") && !strings.Contains(s, `"`) {
		return "+&"[k]
	}
	return delimiter
}

// delimiters are what separates cells, the likeliest last; the first is none.
const delimiters = "\x00,|;\t"

// A gap of two spaces and more separates the cells of a table that was typed, or pasted from a page.
const (
	gap     = ' '
	gapText = "  "
)

// typedMarks are what people write between values, by the signs that stand for them.
const typedMarks = "-/.>+&"

// variants gives the ways to write such a mark.
func variants(mark byte) []string {
	switch mark {
	case '-':
		return []string{" - ", " – ", " — "}
	case '/':
		return []string{" / "}
	case '.':
		return []string{" · ", " • "}
	case '>':
		return []string{" -> ", " → ", " => "}
	case '+':
		return []string{", "}
	case '&':
		return []string{"; "}
	}
	return nil
}

// typedMark gives the mark that parts a line into three values or more, and more often than commas and gaps do; 0 if none does.
func typedMark(s string) byte {
	best, most := byte(0), max(1, strings.Count(s, ", "), len(splitCells(s, gap))-1)
	for i := range len("-/.>") {
		n := 0
		for _, v := range variants(typedMarks[i]) {
			n += strings.Count(s, v)
		}
		if n > most {
			best, most = typedMarks[i], n
		}
	}
	return best
}

// splitMarks cuts a line at a mark, however it is written.
func splitMarks(s string, mark byte) []string {
	ways := variants(mark)
	for _, v := range ways[1:] {
		s = strings.ReplaceAll(s, v, ways[0])
	}
	cells := strings.Split(s, ways[0])
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// splitCells cuts a line at the delimiter; quotes hold a cell together.
func splitCells(s string, delimiter byte) []string {
	var cells []string
	switch delimiter {
	case '|':
		if inner, ok := strings.CutPrefix(strings.TrimSpace(s), "|"); ok { // a frame, and no empty cells
			s = strings.TrimSuffix(inner, "|")
		}
	case gap:
		for cell := range strings.SplitSeq(s, gapText) {
			if cell = strings.TrimSpace(cell); cell != "" {
				cells = append(cells, cell)
			}
		}
		return cells
	}
	if strings.IndexByte(typedMarks, delimiter) >= 0 {
		return splitMarks(s, delimiter)
	}
	for {
		cell, rest, more := cutCell(s, delimiter)
		cells = append(cells, strings.TrimSpace(cell))
		if !more {
			return cells
		}
		s = rest
	}
}

// cutCell gives the first cell; in quotes, a quote is written twice (RFC 4180).
func cutCell(s string, delimiter byte) (cell, rest string, more bool) {
	if !strings.HasPrefix(s, `"`) {
		return strings.Cut(s, string(delimiter))
	}
	end := 1
	for end < len(s) && (s[end] != '"' || end+1 < len(s) && s[end+1] == '"') {
		if s[end] == '"' {
			end++
		}
		end++
	}
	cell = s[1:min(end, len(s))]
	_, rest, more = strings.Cut(s[min(end, len(s)):], string(delimiter))
	return cell, rest, more
}
