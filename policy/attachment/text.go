package attachment

import (
	"iter"
	"strings"

	"souspli/policy/personal"
)

// readText reads plain text, or a table in it. A declared charset that does not keep ASCII gives a second reading:
// readers that believe the label see that one.
func readText(s *scope) error {
	text := s.decoded
	second, alone, ok := s.labelled(charsetOf(s.MediaType))
	if ok && alone {
		text = second
	}
	s.readPlain(text)
	if ok && !alone && second != text {
		s.text(here, second)
	}
	s.readEmbedded()
	return nil
}

// readPlain hands out text as a table or as lines, and whatever files are coded into it.
func (s *scope) readPlain(text string) {
	if isTeX(text) {
		s.readBlocks(text) // while all its signs are there
		text = plainTeX(text)
	}
	if !isStatements(text) && s.readDelimited(text) {
		s.readBlocks(text) // of a dump, which looks like columns
		return
	}
	s.text(here, s.readCoded(text))
}

// isStatements tells a database dump or a pay declaration: what stands between their commas has no columns.
func isStatements(text string) bool {
	for _, begin := range [...]string{"INSERT INTO ", "insert into ", "Insert into ", "INSERT [", " FROM stdin;"} {
		if strings.Contains(text, begin) {
			return true
		}
	}
	return strings.HasPrefix(text, "S10.G00.")
}

// readCoded examines files that are written into a text as letters, by uuencode or BinHex, in a quotation by bare base64 too, and returns
// the rest, in which those are looked for when it is handed out.
func (s *scope) readCoded(text string) string {
	text = s.readLetters(text)
	for quotation := range quotations(text) {
		s.readBlocks(s.readLetters(quotation))
	}
	return text
}

// quotations gives what a text quotes, then what that quotes, and so on. Lines that are nothing but marks would go on for ever.
func quotations(text string) iter.Seq[string] {
	const deepest = 16
	return func(yield func(string) bool) {
		for range deepest {
			if text = quotedLines(text); text == "" || !yield(text) {
				return
			}
		}
	}
}

func (s *scope) readLetters(text string) string {
	if strings.Contains(text, "begin") {
		var files []File
		files, text = uuFiles(lines(text))
		for _, f := range files {
			s.member(f)
		}
	}
	for _, f := range binHexFiles(text) {
		s.member(f)
	}
	return text
}

// quotedLines gives the quoted lines of a text without their first mark, "" if there are none.
func quotedLines(text string) string {
	if !strings.Contains(text, "\n>") && !strings.HasPrefix(text, ">") {
		return ""
	}
	var out strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if quoted, ok := strings.CutPrefix(line, ">"); ok {
			out.WriteString(strings.TrimPrefix(quoted, " "))
		}
		out.WriteByte('\n')
	}
	return strings.Trim(out.String(), "\n")
}

// lines ends every line with \n whatever the text uses.
func lines(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// paragraph is a growing text of one place.
type paragraph struct {
	s     *scope
	place personal.Place
	text  strings.Builder
	at    int     // the line of the file that is being written; 0 if its lines are not the file's
	ends  int     // of lines, in text
	lines [][]int // of the file, for each line of text
}

// maxBlock is the size at which a text is handed out and a new block begun.
const maxBlock = 1 << 20

func (p *paragraph) write(text string) {
	p.text.WriteString(text)
	p.ends += strings.Count(text, "\n")
}

// line ends the line.
func (p *paragraph) line() {
	p.text.WriteByte('\n')
	p.ends++
	for p.at > 0 && len(p.lines) < p.ends {
		p.lines = append(p.lines, []int{p.at})
	}
	if p.text.Len() > maxBlock {
		p.flush()
	}
}

// field writes a value behind its name, or below it if that is a text of its own. It may have no name.
func (p *paragraph) field(name, value string) {
	switch {
	case name == "":
	case isManyLines(value):
		p.write(name + ":\n")
	default:
		p.write(name + ": ")
	}
	p.write(value)
	p.line()
}

// named writes a value behind its name, if it has one, which it has once.
func (p *paragraph) named(name *string, value string) {
	p.write(labelled(*name, value))
	*name = ""
}

// labelled puts a value behind its name, if it has one.
func labelled(name, value string) string {
	if name == "" {
		return value
	}
	return name + ": " + value
}

// isManyLines tells a value that is a text of its own: it has more lines than an address.
func isManyLines(value string) bool {
	const address = 4 // line ends
	return strings.Count(strings.TrimSpace(value), "\n") > address
}

// flush hands the text out; the next one goes on with its line numbers.
func (p *paragraph) flush() {
	p.s.textAt(p.place, p.text.String(), p.lines)
	p.place.Line = max(p.place.Line, 1) + strings.Count(p.text.String(), "\n")
	p.ends, p.lines = 0, nil
	p.text.Reset()
}
