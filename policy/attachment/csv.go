package attachment

import (
	"strings"
)

const (
	guessBytes   = 64 << 10
	guessRecords = 200
)

// readDelimited reads text with delimited columns as a table, if it is one; ok says whether it was.
func (s *scope) readDelimited(text string) bool {
	delimiter, ok := delimiterOf(text, s.tabular())
	if !ok {
		return false
	}
	s.kind = "csv"
	if delimiter == '\t' {
		s.kind = "tsv"
	}
	rest, first := text, 1
	if _, after, ok := strings.Cut(text, "\n"); ok && separatorLine(text) != 0 {
		rest, first = after, 2
	}
	t := s.newTable(here, first)
	drawn, line := s.isDrawn(rest, delimiter), first
	for rest != "" && t.err == nil {
		record, after := nextRecord(rest, delimiter)
		if drawn {
			if !isRuled(record) {
				t.rowAt(record, []int{line})
			}
			line += strings.Count(rest[:len(rest)-len(after)], "\n")
		} else {
			t.row(record)
		}
		rest = after
	}
	t.flush()
	s.note(t.err)
	return true
}

// isRuled tells the line below the heads of a table in Markdown: "| --- |:---:|".
func isRuled(record []string) bool {
	ruled := false
	for _, cell := range record {
		if strings.Trim(cell, " :-=+") != "" {
			return false
		}
		ruled = ruled || strings.Contains(cell, "--")
	}
	return ruled
}

// isDrawn tells a text that only looks like a table to a reader, who sees lines and no columns: of labels and values, between bars, or
// in the body of a message.
func (s *scope) isDrawn(text string, delimiter byte) bool {
	if s.tabular() || separatorLine(s.decoded) != 0 {
		return false
	}
	widest := 0
	for range guessRecords {
		var record []string
		if record, text = nextRecord(text, delimiter); len(record) > widest {
			widest = len(record)
		}
	}
	return s.Line > 0 || isRare(delimiter) || delimiter == '|' || widest == 2
}

// tabular says whether name or media type announce columns.
func (s *scope) tabular() bool {
	name := strings.ToLower(s.Name)
	return strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".tsv") || strings.HasSuffix(name, ".tab") ||
		strings.Contains(s.MediaType, "csv") || strings.Contains(s.MediaType, "tab-separated")
}

// separatorLine reads the line "sep=;" that Excel writes and obeys; 0 if there is none.
func separatorLine(text string) byte {
	line, _, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(strings.Trim(line, "\r\""))
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") {
		return line[4]
	}
	return 0
}

// delimiterOf guesses the delimiter: the one that cuts most records into the same number of fields. Prose has
// commas too, so without a hint a table must be longer or wider.
func delimiterOf(text string, hinted bool) (byte, bool) {
	if d := separatorLine(text); d != 0 {
		return d, true
	}
	best, bestScore := byte(0), 0.0
	for _, d := range []byte(";\t|,$~^#\x1f") {
		if score := steadiness(text, d, hinted); score > bestScore {
			best, bestScore = d, score
		}
	}
	return best, best != 0
}

// steadiness is how well a delimiter cuts text into columns, 0 if it does not: the share of records with the most
// frequent number of fields, plus a little for each column.
func steadiness(text string, d byte, hinted bool) float64 {
	counts := map[int]int{}
	records := 0
	sample := text[:min(len(text), guessBytes)]
	if !hinted && (d == ',' && (decimal(sample) || isJoined(sample)) || (d == ',' || d == ';') && isAligned(sample, d)) {
		return 0
	}
	for rest := sample; rest != "" && records < guessRecords; {
		var record []string
		record, rest = nextRecord(rest, d)
		if rest == "" && records > 0 && len(sample) < len(text) {
			break // cut in the middle
		}
		if len(record) == 1 && blank(record[0]) {
			continue
		}
		counts[len(record)]++
		records++
	}
	columns, same := 0, 0
	for n, c := range counts {
		if c > same || c == same && n > columns {
			columns, same = n, c
		}
	}
	share := float64(same) / float64(max(records, 1))
	enough := hinted && share >= 0.5 || share >= 0.8 && (records >= 5 || records >= 3 && (columns >= 4 || d != ',') || records >= 2 && columns >= 3 && d != ',')
	if columns < 2 || columns == 2 && d == ',' && !hinted || isRare(d) && (columns < 3 || records < 5) || !enough {
		return 0
	}
	return share + 0.01*float64(min(columns, 30))
}

// isRare tells a delimiter that is something else in most texts.
func isRare(d byte) bool { return strings.IndexByte("$~^#", d) >= 0 }

// decimal tells whether most commas stand in numbers such as 12,50: amounts, and no columns.
func decimal(text string) bool {
	inside, all := 0, 0
	for i := 1; i+2 < len(text); i++ {
		if text[i] != ',' {
			continue
		}
		all++
		if isFigure(text[i-1]) && isFigure(text[i+1]) && (i+3 >= len(text) || !isFigure(text[i+3])) {
			inside++
		}
	}
	return inside*2 > all
}

// isJoined tells a text whose lines are joined by dashes or slashes: commas are in their values.
func isJoined(text string) bool {
	return strings.Count(text, " - ")+strings.Count(text, " / ") > strings.Count(text, ",")
}

// isAligned tells a text whose columns are parted by blanks, with marks within its cells: "Bakker, S.   1986-09-25".
func isAligned(text string, d byte) bool {
	aligned, lines := 0, 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		lines++
		k := strings.Index(line, "  ")
		if k > 0 && line[k-1] != d && line[k-1] != '"' && strings.TrimLeft(line[k:], " ")[0] != d {
			aligned++
		}
	}
	return aligned*10 > lines*8
}

func isFigure(c byte) bool { return c >= '0' && c <= '9' }

// nextRecord cuts one record off text (RFC 4180, but forgiving): quoted fields may hold delimiters, line ends and
// doubled quotes. A quote that is never closed is an ordinary character.
func nextRecord(text string, d byte) (fields []string, rest string) {
	for {
		var field string
		var end byte
		field, end, text = nextField(text, d)
		fields = append(fields, field)
		if end != d {
			return fields, text
		}
	}
}

// nextField cuts a field off and says what ended it: the delimiter, '\n', or 0 at the end of the text.
func nextField(text string, d byte) (field string, end byte, rest string) {
	if trimmed := strings.TrimLeft(text, " "); strings.HasPrefix(trimmed, `"`) {
		if field, after, ok := quotedField(trimmed[1:]); ok {
			tail, end, rest := plainField(after, d)
			return field + strings.TrimSpace(tail), end, rest
		}
	}
	field, end, rest = plainField(text, d)
	return field, end, rest
}

func plainField(text string, d byte) (field string, end byte, rest string) {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == d:
			return text[:i], d, text[i+1:]
		case c == '\n':
			return strings.TrimSuffix(text[:i], "\r"), '\n', text[i+1:]
		case c == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			return text[:i], '\n', text[i+1:]
		}
	}
	return text, 0, ""
}

// maxQuoted bounds a quoted field, so that one stray quote does not swallow the file.
const maxQuoted = 64 << 10

// quotedField reads up to the closing quote; text begins behind the opening one.
func quotedField(text string) (field, rest string, ok bool) {
	var out strings.Builder
	for from := 0; ; {
		i := strings.IndexByte(text[from:], '"')
		if i < 0 || from+i > maxQuoted {
			return "", "", false
		}
		i += from
		out.WriteString(text[from:i])
		if i+1 < len(text) && text[i+1] == '"' {
			out.WriteByte('"')
			from = i + 2
			continue
		}
		return out.String(), text[i+1:], true
	}
}
