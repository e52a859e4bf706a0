package attachment

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"souspli/policy/personal"
)

// isHTML tells HTML by its first tags; the name helps where these are unusual.
func isHTML(s *sample) bool {
	head := bytes.ToLower(bytes.TrimSpace(s.Data[:min(len(s.Data), 4096)]))
	if s.isText {
		head = []byte(strings.ToLower(strings.TrimSpace(s.decoded[:min(len(s.decoded), 4096)])))
	}
	if bytes.HasPrefix(head, []byte("<?xml")) && !bytes.Contains(head, []byte("<html")) {
		return false
	}
	for _, mark := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<script", "<meta", "<div", "<p>", "<ul", "<ol", "<dl>", "<h1", "<h2", "<style"} {
		if i := bytes.Index(head, []byte(mark)); i == 0 || i > 0 && (i < 1024 && (mark == "<html" || mark == "<!doctype html") || s.named(".htm", ".html", ".xhtml")) {
			return true
		}
	}
	return strings.HasPrefix(strings.ToLower(s.MediaType), "text/html") && s.isText && bytes.IndexByte(head, '<') >= 0
}

// readHTML reads what is shown, what is hidden, and files in data: URLs. The charset of the header or of the meta
// element is believed as far as it hides nothing.
func readHTML(s *scope) error {
	text := s.decoded
	if !s.isText {
		text = fromWindows1252(s.Data)
	}
	label := charsetOf(s.MediaType)
	if label == "" {
		label = metaCharset(text)
	}
	if second, alone, ok := s.labelled(label); ok && second != text {
		if !alone {
			s.readHTMLText(text)
		}
		text = second
	}
	s.readHTMLText(text)
	return nil
}

// metaCharset finds charset=… in the first bytes, as browsers do.
func metaCharset(text string) string {
	head := strings.ToLower(text[:min(len(text), 2048)])
	_, after, ok := strings.Cut(head, "charset=")
	if !ok {
		return ""
	}
	after = strings.TrimLeft(after, `"' `)
	if i := strings.IndexAny(after, `"'> ;/`); i >= 0 {
		after = after[:i]
	}
	return after
}

// htmlReader walks the tokens of a page.
type htmlReader struct {
	s      *scope
	line   int // of the file, where the token begins
	body   placed
	hidden paragraph
	tables []*htmlTable
	raw    atom.Atom // script or style around the reader
	box    bool      // the tag before this one ends a box, and no text stands between
	pre    int       // elements around the reader in which white space stays
	piece  bool      // of a page, whose table may be elsewhere
}

func (s *scope) readHTMLText(text string) { (&htmlReader{s: s, line: 1}).read(text) }

func (r *htmlReader) read(text string) {
	r.hidden = paragraph{s: r.s, place: personal.Place{Part: personal.PartHidden}}
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(maxTag)
	for r.s.reason != ReasonTooBig {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		ends := bytes.Count(z.Raw(), []byte("\n"))
		r.hidden.at = r.line
		r.token(kind, z)
		r.line += ends
	}
	if z.Err() == html.ErrBufferExceeded {
		r.s.note(errTooBig)
	}
	for len(r.tables) > 0 {
		r.endTable()
	}
	r.flush()
	r.hidden.flush()
}

// flush hands out the text so far, but for the files that are written into it.
func (r *htmlReader) flush() {
	text := r.body.text.String()
	if rest := r.s.readCoded(text); rest != text {
		r.s.text(here, rest)
	} else {
		r.s.textAt(here, text, r.body.lines())
	}
	r.body = placed{}
}

func (r *htmlReader) token(kind html.TokenType, z *html.Tokenizer) {
	switch kind {
	case html.TextToken:
		r.text(string(z.Text()))
		r.box = false
	case html.CommentToken:
		r.unseen(string(z.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		r.start(z.Token())
	case html.EndTagToken:
		name, _ := z.TagName()
		tag := atom.Lookup(name)
		r.box = isBox(tag)
		r.end(tag)
	}
}

func (r *htmlReader) text(text string) {
	switch r.raw {
	case atom.Style:
		r.styled(text)
		return
	case atom.Script:
		r.hidden.write(unescapeScript(r.data(text)))
		r.hidden.line()
		return
	case atom.Noscript:
		r.unseen(text)
		return
	}
	out := r.target()
	if r.box && splitsValues(out.text.String(), text) {
		out.text.WriteByte(' ')
	}
	line := r.line + strings.Count(text[:len(text)-len(strings.TrimLeft(text, " \t\r\n"))], "\n")
	if r.pre > 0 {
		out.write(text, r.line, 1)
		return
	}
	out.write(collapse(text), line, 0)
}

// isBox tells the elements that pages use for values on one line, which a style sheet sets apart.
func isBox(a atom.Atom) bool {
	return a == atom.Span || a == atom.A || a == atom.Label || a == atom.Time || a == atom.Data
}

// splitsValues tells whether a style sheet must part two boxes that touch: a word from a number or from an address. Inside a word or a
// number, boxes only change the looks.
func splitsValues(before, after string) bool {
	if before == "" || after == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	if unicode.IsLetter(last) && isAddress(strings.TrimSpace(after)) {
		return true
	}
	return unicode.IsLetter(last) && (unicode.IsDigit(first) || first == '+') || unicode.IsDigit(last) && unicode.IsLetter(first)
}

// isAddress tells a box that holds an address and nothing else.
func isAddress(text string) bool {
	return strings.Count(text, "@") == 1 && strings.LastIndexByte(text, '.') > strings.IndexByte(text, '@') && !strings.ContainsAny(text, " \t\r\n")
}

// collapse makes one blank of each run of white space, as browsers do.
func collapse(text string) string {
	if !strings.ContainsAny(text, "\n\r\t") && !strings.Contains(text, "  ") {
		return text
	}
	var out strings.Builder
	space := false
	for _, r := range text {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			space = true
			continue
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		out.WriteRune(r)
	}
	if space {
		out.WriteByte(' ')
	}
	return out.String()
}

func (r *htmlReader) target() *placed {
	if n := len(r.tables); n > 0 {
		return &r.tables[n-1].cell
	}
	return &r.body
}

func (r *htmlReader) start(t html.Token) {
	r.attributes(t)
	switch t.DataAtom {
	case atom.Html:
		r.pre = 0
	case atom.Script, atom.Style, atom.Noscript:
		if t.Type == html.StartTagToken {
			r.raw = t.DataAtom
		}
	case atom.Table, atom.Dl:
		if len(r.tables) == 0 {
			r.flush()
		}
		if len(r.tables) < 64 {
			r.tables = append(r.tables, &htmlTable{})
		}
	case atom.Tr:
		if r.piece && len(r.tables) == 0 {
			r.flush()
			r.tables = append(r.tables, &htmlTable{})
		}
		r.endRow()
	case atom.Dt:
		r.newLine()
		r.endRow()
	case atom.Td, atom.Th:
		r.openCell()
	case atom.Dd:
		r.newLine()
		r.openCell()
	case atom.Br:
		r.target().write("\n", r.line, 0)
	case atom.Pre, atom.Textarea, atom.Xmp, atom.Listing, atom.Plaintext:
		r.pre++
		r.newLine()
	default:
		if BeginsLine(t.DataAtom) {
			r.newLine()
		}
	}
}

func (r *htmlReader) end(a atom.Atom) {
	switch a {
	case atom.Script, atom.Style, atom.Noscript:
		r.raw = 0
	case atom.Html:
		r.pre++ // what stands behind the page is no part of it
	case atom.Td, atom.Th:
		r.endCell()
	case atom.Tr:
		r.endRow()
	case atom.Table, atom.Dl:
		r.endTable()
	case atom.Pre, atom.Textarea, atom.Xmp, atom.Listing:
		r.pre = max(0, r.pre-1)
		r.newLine()
	default:
		if BeginsLine(a) {
			r.newLine()
		}
	}
}

// BeginsLine reports whether an element of a page begins a line, and ends one.
func BeginsLine(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.Tr, atom.Table, atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt, atom.Dd,
		atom.Title, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Blockquote, atom.Hr, atom.Option,
		atom.Caption, atom.Fieldset, atom.Legend, atom.Address, atom.Nav, atom.Main, atom.Form, atom.Body:
		return true
	}
	return false
}

func (r *htmlReader) newLine() {
	out := r.target()
	if text := strings.TrimRight(out.text.String(), " "); len(text) > 0 && text[len(text)-1] != '\n' { // blanks between two paragraphs are no line
		out.write("\n", r.line, 0)
	}
	if len(r.tables) == 0 && out.text.Len() > maxBlock {
		r.flush()
	}
}

func (r *htmlReader) openCell() {
	r.endCell()
	if n := len(r.tables); n > 0 {
		r.tables[n-1].open = true
	}
}

// endCell closes the open cell; text that stands between cells makes one of its own.
func (r *htmlReader) endCell() {
	n := len(r.tables)
	if n == 0 {
		return
	}
	t := r.tables[n-1]
	if text := t.cell.trimmed(); t.open || text.text.Len() > 0 {
		t.row = append(t.row, text)
	}
	t.cell = placed{}
	t.open = false
}

func (r *htmlReader) endRow() {
	r.endCell()
	if n := len(r.tables); n > 0 && r.tables[n-1].row != nil {
		r.tables[n-1].rows = append(r.tables[n-1].rows, r.tables[n-1].row)
		r.tables[n-1].row = nil
	}
}

// endTable hands out a table, or a list of terms and what they are, whose places are lines of the page like those of its text; one of a single column is a frame around text.
func (r *htmlReader) endTable() {
	r.endRow()
	n := len(r.tables)
	if n == 0 {
		return
	}
	rows := r.tables[n-1].rows
	r.tables = r.tables[:n-1]
	if !slices.ContainsFunc(rows, func(row []*placed) bool { return len(row) > 1 }) {
		for _, row := range rows {
			r.target().join(row)
		}
		return
	}
	out := r.s.newTable(here, 1)
	for _, row := range rows {
		var cells []string
		var lines []int
		for _, cell := range row {
			cells = append(cells, cell.text.String())
			lines = append(lines, max(cell.at[0], 1))
		}
		out.rowAt(cells, lines)
	}
	out.flush()
	r.s.note(out.err)
}

// dataURL decodes data:type;base64,… (RFC 2397).
func dataURL(url string) (File, bool) {
	url = strings.TrimSpace(url)
	if len(url) < 5 || !strings.EqualFold(url[:5], "data:") {
		return File{}, false
	}
	head, body, ok := strings.Cut(url[5:], ",")
	if !ok {
		return File{}, false
	}
	mediaType, isBase64 := strings.CutSuffix(strings.ToLower(strings.TrimSpace(head)), ";base64")
	data := []byte(percentDecoded(body))
	if isBase64 {
		data = looseBase64(data)
	}
	return File{Name: "data", MediaType: mediaType, Data: data}, len(data) > 0
}

// looseBase64 decodes base64 of either alphabet, passing over everything else, padding too.
func looseBase64(b []byte) []byte {
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		switch {
		case c == '-':
			c = '+'
		case c == '_':
			c = '/'
		}
		if base64Value(c) >= 0 {
			clean = append(clean, c)
		}
	}
	clean = clean[:len(clean)-btoi(len(clean)%4 == 1)]
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(out, clean) // only valid letters are left
	return out[:n]
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
