package attachment

import (
	"bytes"
	"math"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

const (
	maxPDFSteps = 5_000_000
	maxPDFForms = 12 // forms inside forms
	maxPDFStack = 256
)

// matrix is a transformation [a b c d e f] (ISO 32000-2, 8.3.4).
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times is m followed by n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// pdfState is the part of the graphics state that text needs (8.4.1, 9.3.1).
type pdfState struct {
	ctm                  matrix
	font                 *pdfFont
	size, scale          float64
	charSpace, wordSpace float64
	leading, rise        float64
	clip                 pdfBox
}

// pdfContent runs the operators of a page and collects what is shown and where.
type pdfContent struct {
	r         *pdfReader
	resources seal.PDFDict
	state     pdfState
	stack     []pdfState
	text      matrix
	line      matrix
	runs      []pdfRun
	shown     []byte // letters of the run that is open
	letters   int
	pictures  int
	actual    []string // ActualText of the marked content around, "" where there is none
	path      pdfPath
	rules     []pdfRule // between the rows of tables, in no order
}

// pdfRun is a string as it was shown: where it begins and ends, turned so that it reads from left to right.
type pdfRun struct {
	text   string
	x, y   float64
	end    float64
	size   float64
	turned int  // quarter turns of the page
	cut    bool // its box may have cut it
}

// run executes a content stream.
func (c *pdfContent) run(data []byte, resources seal.PDFDict, ctm matrix, depth int) {
	if depth > maxPDFForms {
		return
	}
	outer, outerState, outerStack := c.resources, c.state, c.stack
	c.resources, c.stack = resources, nil
	c.state.ctm = ctm
	if c.state.scale == 0 {
		c.state.scale, c.state.clip = 1, everywhere()
	}
	lexer := &seal.PDFLexer{Data: data}
	var operands []any
	for {
		v, ok := lexer.Next()
		if !ok {
			break
		}
		operator, isOperator := v.(seal.PDFKeyword)
		if !isOperator {
			if len(operands) < maxPDFStack {
				operands = append(operands, v)
			}
			continue
		}
		if c.r.steps++; c.r.steps > maxPDFSteps {
			c.r.s.note(errTooBig)
			break
		}
		c.operator(string(operator), operands, lexer, depth)
		operands = operands[:0]
	}
	c.resources, c.state, c.stack = outer, outerState, outerStack
}

// numbers gives the last n operands as numbers; ok is false if there are fewer.
func numbers(operands []any, n int) ([6]float64, bool) {
	var out [6]float64
	if len(operands) < n {
		return out, false
	}
	for i, v := range operands[len(operands)-n:] {
		out[i] = number(v)
	}
	return out, true
}

func number(v any) float64 {
	switch x := v.(type) {
	case int:
		return float64(x)
	case float64:
		return x
	}
	return 0
}

// operator executes one operator; those that paint lines and colours are passed over.
func (c *pdfContent) operator(op string, operands []any, lexer *seal.PDFLexer, depth int) {
	n, one := numbers(operands, 1)
	switch op {
	case "q":
		if len(c.stack) < maxPDFStack {
			c.stack = append(c.stack, c.state)
		}
	case "Q":
		if k := len(c.stack); k > 0 {
			c.state, c.stack = c.stack[k-1], c.stack[:k-1]
		}
	case "cm":
		if m, ok := numbers(operands, 6); ok {
			c.state.ctm = matrix(m).times(c.state.ctm)
		}
	case "BT":
		c.text, c.line = identity, identity
	case "Tc":
		c.state.charSpace = n[0]
	case "Tw":
		c.state.wordSpace = n[0]
	case "Tz":
		if one && n[0] != 0 {
			c.state.scale = n[0] / 100
		}
	case "TL":
		c.state.leading = n[0]
	case "Ts":
		c.state.rise = n[0]
	case "Do":
		c.object(operands, depth)
	case "BI":
		skipInlineImage(lexer)
		c.pictures++
	case "gs":
		c.graphics(operands)
	case "m", "l", "re", "W", "W*", "n", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*":
		c.pathOperator(op, operands)
	case "BDC", "BMC":
		c.mark(operands)
	case "EMC":
		c.unmark()
	default:
		c.textOperator(op, operands)
	}
}

// textOperator executes the operators that move and show (9.4).
func (c *pdfContent) textOperator(op string, operands []any) {
	switch op {
	case "Tf":
		if len(operands) >= 2 {
			name, _ := operands[len(operands)-2].(seal.PDFName)
			c.state.font = c.r.font(c.r.p.Dict(c.resources["Font"])[name])
			c.state.size = number(operands[len(operands)-1])
		}
	case "Td", "TD":
		if m, ok := numbers(operands, 2); ok {
			if op == "TD" {
				c.state.leading = -m[1]
			}
			c.move(m[0], m[1])
		}
	case "Tm":
		if m, ok := numbers(operands, 6); ok {
			c.text, c.line = matrix(m), matrix(m)
		}
	case "T*":
		c.move(0, -c.state.leading)
	case "Tj":
		c.show(operands)
	case "'":
		c.move(0, -c.state.leading)
		c.show(operands)
	case `"`:
		if len(operands) >= 3 {
			c.state.wordSpace, c.state.charSpace = number(operands[0]), number(operands[1])
		}
		c.move(0, -c.state.leading)
		c.show(operands)
	case "TJ":
		if len(operands) == 0 {
			return
		}
		if list, ok := operands[len(operands)-1].(seal.PDFArray); ok {
			c.showList(list)
		}
	}
}

func (c *pdfContent) move(x, y float64) {
	c.line = matrix{1, 0, 0, 1, x, y}.times(c.line)
	c.text = c.line
}

func (c *pdfContent) show(operands []any) {
	if len(operands) > 0 {
		if b, ok := operands[len(operands)-1].(seal.PDFString); ok {
			c.showList(seal.PDFArray{b})
		}
	}
}

// Gaps inside strings, in thousandths of the size: from the first on a blank is meant, from the second on a column.
const (
	blankShift  = 150
	columnShift = 1500
)

// showList shows strings with adjustments between them (9.4.3, TJ). A wide adjustment is a blank.
func (c *pdfContent) showList(list seal.PDFArray) {
	var run pdfRun
	open := false
	c.shown = c.shown[:0]
	finish := func() {
		if open {
			run.text = string(c.shown)
			c.finish(run)
		}
		open, c.shown = false, c.shown[:0]
	}
	for _, v := range list {
		b, ok := v.(seal.PDFString)
		if !ok {
			gap := -number(v)
			switch {
			case gap > columnShift:
				finish()
			case open && gap > blankShift && !bytes.HasSuffix(c.shown, []byte(" ")):
				c.shown = append(c.shown, ' ')
			}
			c.advance(gap / 1000 * c.state.size * c.state.scale)
			continue
		}
		if !open {
			run, open = c.begin(), true
		}
		c.advance(c.decode(b))
		run.end, _ = c.place(run.turned)
		c.state.clip.cut(&run)
		c.advance(c.state.charSpace * c.state.scale) // behind the last letter it is no part of the string
	}
	finish()
}

// advance moves the present point along the line.
func (c *pdfContent) advance(x float64) {
	c.text[4] += x * c.text[0]
	c.text[5] += x * c.text[1]
}

// decode adds the letters of a string to what is shown and gives their width, without the space behind the last one
// (9.4.4). In a string of two or three letters far apart, the space between them is a blank: some programs write so.
func (c *pdfContent) decode(b []byte) float64 {
	font := c.state.font
	if font == nil {
		font = fallbackFont
	}
	apart := c.state.charSpace > blankShift*math.Abs(c.state.size)/1000 && len(b) <= 3
	width, first := -c.state.charSpace, len(c.shown)
	for len(b) > 0 {
		g := font.next(b)
		b = b[g.bytes:]
		if g.text == "" {
			c.r.lost++
		} else {
			c.r.mapped++
		}
		move := g.width/1000*c.state.size + c.state.charSpace
		if g.space {
			move += c.state.wordSpace
		}
		if apart && len(c.shown) > first {
			c.shown = append(c.shown, ' ')
		}
		if !g.space || move > 0.08*math.Abs(c.state.size) { // a blank that spacing has closed is none
			c.shown = append(c.shown, g.text...)
		}
		width += move
	}
	return width * c.state.scale
}

// begin opens a run at the present point.
func (c *pdfContent) begin() pdfRun {
	m := c.text.times(c.state.ctm)
	run := pdfRun{turned: quarterTurns(m), size: math.Abs(c.state.size) * math.Hypot(m[2], m[3])}
	run.x, run.y = c.place(run.turned)
	return run
}

// place is the present point on the page, turned back so that text runs along x.
func (c *pdfContent) place(turned int) (x, y float64) {
	up := c.state.rise
	tx, ty := c.text[4]+up*c.text[2], c.text[5]+up*c.text[3]
	m := c.state.ctm
	x, y = tx*m[0]+ty*m[2]+m[4], tx*m[1]+ty*m[3]+m[5]
	switch turned {
	case 1:
		return y, -x
	case 2:
		return -x, -y
	case 3:
		return -y, x
	}
	return x, y
}

// quarterTurns says how far the baseline is turned, to the next quarter.
func quarterTurns(m matrix) int {
	switch {
	case math.Abs(m[1]) > math.Abs(m[0]) && m[1] > 0:
		return 1
	case math.Abs(m[1]) > math.Abs(m[0]):
		return 3
	case m[0] < 0:
		return 2
	}
	return 0
}

func (c *pdfContent) finish(run pdfRun) {
	if run.text == "" || len(c.runs) > maxPDFWalk {
		return
	}
	if err := c.r.s.w.budget.text(len(run.text)); err != nil {
		c.r.s.note(err)
		return
	}
	c.letters += len(run.text)
	c.runs = append(c.runs, run)
}

// object shows an external object: a form is content of its own, an image is a picture (8.8, 8.10).
func (c *pdfContent) object(operands []any, depth int) {
	if len(operands) == 0 {
		return
	}
	name, _ := operands[len(operands)-1].(seal.PDFName)
	s, ok := c.r.p.Resolve(c.r.p.Dict(c.resources["XObject"])[name]).(*seal.PDFStream)
	if !ok {
		return
	}
	if s.Dict["Subtype"] != seal.PDFName("Form") {
		c.pictures++
		return
	}
	resources := c.r.p.Dict(s.Dict["Resources"])
	if resources == nil {
		resources = c.resources
	}
	ctm := c.state.ctm
	if m := c.r.p.Array(s.Dict["Matrix"]); len(m) == 6 {
		n, _ := numbers(m, 6)
		ctm = matrix(n).times(ctm)
	}
	if depth < maxPDFForms && c.r.s.reason != ReasonTooBig {
		text, line := c.text, c.line
		c.run(c.r.stream(s), resources, ctm, depth+1)
		c.text, c.line = text, line
	}
}

// graphics takes the font out of a graphics state dictionary.
func (c *pdfContent) graphics(operands []any) {
	if len(operands) == 0 {
		return
	}
	name, _ := operands[0].(seal.PDFName)
	d := c.r.p.Dict(c.r.p.Dict(c.resources["ExtGState"])[name])
	if font := c.r.p.Array(d["Font"]); len(font) == 2 {
		c.state.font = c.r.font(font[0])
		c.state.size = number(c.r.p.Resolve(font[1]))
	}
}

// mark notes the replacement text of marked content (14.9.4): it counts where the glyphs have no letters.
func (c *pdfContent) mark(operands []any) {
	text := ""
	if len(operands) == 2 {
		d, ok := operands[1].(seal.PDFDict)
		if name, isName := operands[1].(seal.PDFName); isName {
			d, ok = c.r.p.Dict(c.r.p.Dict(c.resources["Properties"])[name]), true
		}
		if ok {
			text = c.r.textString(d["ActualText"])
		}
	}
	if len(c.actual) < maxPDFStack {
		c.actual = append(c.actual, text)
	}
	if text != "" {
		run := c.begin()
		run.text, run.end = text, run.x
		run.size = -math.Max(run.size, 1) // a mark: taken back if glyphs with letters follow
		c.runs = append(c.runs, run)
	}
}

// unmark ends marked content: either its replacement text or its glyphs stay.
func (c *pdfContent) unmark() {
	n := len(c.actual)
	if n == 0 {
		return
	}
	text := c.actual[n-1]
	c.actual = c.actual[:n-1]
	if text == "" {
		return
	}
	for i := len(c.runs) - 1; i >= 0; i-- {
		if c.runs[i].size >= 0 {
			continue
		}
		if i+1 < len(c.runs) {
			c.keepActual(text, c.runs[i+1:])
			c.runs = append(c.runs[:i], c.runs[i+1:]...)
		} else {
			c.runs[i].size = -c.runs[i].size
		}
		return
	}
}

// keepActual hands out a replacement text that says much more than the glyphs.
func (c *pdfContent) keepActual(text string, glyphs []pdfRun) {
	shown := 0
	for _, run := range glyphs {
		shown += len(run.text)
	}
	if len(text) > 2*shown && isPhrase([]byte(text)) {
		c.r.s.text(personal.Place{Part: personal.PartHidden, Page: c.r.pages}, text)
	}
}

// skipInlineImage passes over the dictionary and the data of an inline image (8.9.7): its end is the word EI
// between white space.
func skipInlineImage(l *seal.PDFLexer) {
	for {
		v, ok := l.Next()
		if !ok {
			return
		}
		if v == seal.PDFKeyword("ID") {
			break
		}
	}
	for at := l.Pos; ; {
		i := bytes.Index(l.Data[at:], []byte("EI"))
		if i < 0 {
			l.Pos = len(l.Data)
			return
		}
		at += i
		before := at == 0 || isWhite(l.Data[at-1])
		after := at+2 >= len(l.Data) || isWhite(l.Data[at+2])
		at += 2
		if before && after {
			l.Pos = at
			return
		}
	}
}

func isWhite(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}
