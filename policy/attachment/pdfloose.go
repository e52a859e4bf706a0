package attachment

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

// pdfHead is how much of a stream says what it is.
const pdfHead = 4 << 10

// loose reads a stream that no page has shown: the tiles of a pattern, the drawing of a letter, the mask of a picture, what an annotation
// shows when it is pressed, what a program keeps for itself, what nothing refers to any more.
func (r *pdfReader) loose(s *seal.PDFStream) {
	if r.read[s] || isOfPDF(s.Dict) {
		return
	}
	r.read[s] = true
	data, err := r.p.Decode(s, pdfHead)
	if err == seal.ErrImage {
		data = s.Raw // of a filter that is not what it says, or that nobody has
	}
	switch isText := isWriting(data); {
	case s.Dict["Type"] == seal.PDFName("EmbeddedFile"):
		r.s.member(File{Name: unnamed, Data: r.stream(s)})
	case draws(data):
		r.looseContent(s, err == seal.ErrImage)
	case isText && !isCMap(data) && err == seal.ErrImage:
		r.s.hidden(data)
	case isText && !isCMap(data):
		r.s.hidden(r.stream(s))
	}
}

// isOfPDF tells the streams that the file itself needs: fonts, colours, indexes, pictures in pixels.
func isOfPDF(d seal.PDFDict) bool {
	for _, key := range []seal.PDFName{"Length1", "Alternate", "FunctionType", "ShadingType"} {
		if d[key] != nil {
			return true
		}
	}
	for _, kind := range []any{d["Type"], d["Subtype"]} {
		switch kind {
		case seal.PDFName("XRef"), seal.PDFName("ObjStm"), seal.PDFName("Metadata"), seal.PDFName("CMap"), seal.PDFName("Type1C"), seal.PDFName("CIDFontType0C"), seal.PDFName("OpenType"):
			return true
		}
	}
	return false
}

// isCMap tells the maps of letters, and programs in PostScript: fonts, functions.
func isCMap(data []byte) bool {
	return bytes.Contains(data, []byte("begincmap")) || bytes.HasPrefix(data, []byte("%!")) || bytes.HasPrefix(bytes.TrimSpace(data), []byte("{"))
}

// isWriting tells lines of text from pixels, which may be letters by chance.
func isWriting(data []byte) bool {
	const fewest = 12 // different letters
	if !utf8.Valid(data[:runeEnd(data)]) || !looksText(data) || bytes.IndexByte(data, '\n') < 0 {
		return false
	}
	var seen [256]bool
	different := 0
	for _, c := range data {
		if !seen[c] {
			seen[c] = true
			different++
		}
	}
	return different >= fewest
}

// runeEnd is where the last whole character of data ends.
func runeEnd(data []byte) int {
	end := len(data)
	for end > 0 && end > len(data)-utf8.UTFMax && !utf8.RuneStart(data[end-1]) {
		end--
	}
	return max(0, end-1)
}

// draws tells a content stream that shows strings.
func draws(data []byte) bool {
	return bytes.Contains(data, []byte("BT")) && (bytes.Contains(data, []byte("Tj")) || bytes.Contains(data, []byte("TJ")) || bytes.Contains(data, []byte(") '")))
}

// looseContent draws a stream, and reads what was not said elsewhere: the appearance of a field repeats its value.
func (r *pdfReader) looseContent(s *seal.PDFStream, raw bool) {
	data := s.Raw
	if !raw {
		data = r.stream(s)
	}
	resources := r.p.Dict(s.Dict["Resources"])
	if resources == nil {
		resources = r.resources
	}
	c := &pdfContent{r: r}
	c.run(data, resources, identity, 1)
	c.runs = slices.DeleteFunc(c.runs, func(run pdfRun) bool { return r.hasSaid(run.text) })
	part := r.s.part
	r.s.part = personal.PartHidden
	c.layout(0)
	r.s.part = part
}

// hasSaid tells whether a text stands in a string that was handed out.
func (r *pdfReader) hasSaid(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" || r.said[text] {
		return true
	}
	if r.asked += len(r.said); r.asked > maxPDFWalk {
		return false
	}
	for said := range r.said {
		if len(said) > len(text) && strings.Contains(said, text) {
			return true
		}
	}
	return false
}
