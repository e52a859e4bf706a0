package attachment

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"souspli/policy/personal"
)

// unseen reads a comment, or what is for browsers without scripts. Either may hold a page's own elements, taken out of sight.
func (r *htmlReader) unseen(text string) {
	if r.s.part != "" || !strings.Contains(text, "</") {
		r.hidden.field("", text)
		return
	}
	r.s.part = personal.PartHidden
	(&htmlReader{s: r.s, line: r.line, piece: true}).read(text)
	r.s.part = ""
}

// data examines the values in a script, or in an attribute, that are written as JSON, as pages keep what their programs show, and gives the
// rest. They stand at the beginning, or behind what they are assigned or handed to.
func (r *htmlReader) data(text string) string {
	const shortest, most = 40, 20 // bytes; tries
	var rest strings.Builder
	for tried := 0; tried < most; {
		i := strings.IndexAny(text, "{[")
		if i < 0 || len(text)-i < shortest {
			break
		}
		rest.WriteString(text[:i])
		before := strings.TrimRight(rest.String()[max(0, rest.Len()-64):], " \t\r\n")
		text = text[i:]
		n := 0
		if before == "" || strings.HasSuffix(before, "=") || strings.HasSuffix(before, "(") {
			n = jsonLength(text)
			tried++
		}
		if n < shortest {
			n = max(n, 1)
			rest.WriteString(text[:n])
		} else {
			r.s.hidden([]byte(text[:n]))
		}
		text = text[n:]
	}
	return rest.String() + text
}

// jsonLength is how long the value of JSON is with which a text begins, 0 if there is none.
func jsonLength(text string) int {
	d := json.NewDecoder(strings.NewReader(text))
	var value json.RawMessage
	if d.Decode(&value) != nil {
		return 0
	}
	return int(d.InputOffset())
}

// unescapeScript undoes what programs write into their texts for the ends of lines and for letters.
func unescapeScript(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var out strings.Builder
	for {
		before, after, ok := strings.Cut(text, `\`)
		out.WriteString(before)
		if !ok || after == "" {
			return out.String()
		}
		text = after[1:]
		switch c := after[0]; c {
		case 'n', 'r', 't':
			out.WriteByte('\n')
		case 'u':
			const figures = 4
			code, err := strconv.ParseUint(text[:min(figures, len(text))], 16, 16)
			if err == nil && len(text) >= figures {
				out.WriteRune(rune(code))
				text = text[figures:]
			}
		default:
			out.WriteByte(c)
		}
	}
}

// styled keeps the texts that a style sheet lets a page show, and what is noted in it.
func (r *htmlReader) styled(sheet string) {
	for _, after := range strings.Split(sheet, "/*")[1:] {
		if comment, _, _ := strings.Cut(after, "*/"); isPhrase([]byte(comment)) && hasFigures(comment) {
			r.hidden.field("", comment)
		}
	}
	if !strings.Contains(sheet, "content:") {
		return
	}
	for i, quoted := range strings.FieldsFunc(sheet, func(c rune) bool { return c == '"' || c == '\'' }) {
		if i%2 == 1 && isPhrase([]byte(quoted)) {
			r.hidden.field("", quoted)
		}
	}
}

// attributes reads what attributes show or hide: values of fields, descriptions, links, embedded files.
func (r *htmlReader) attributes(t html.Token) {
	for _, a := range t.Attr {
		switch a.Key {
		case "value":
			r.value(t, a.Val)
		case "content":
			r.hidden.field(nameOf(t, "name", "property", "itemprop"), a.Val)
		case "alt", "title", "placeholder", "summary", "aria-label", "label":
			r.hidden.field("", a.Val)
		case "href", "src", "data", "action", "background", "poster":
			r.link(a.Val)
		case "srcdoc":
			r.s.member(File{Name: "srcdoc.html", MediaType: "text/html", Data: []byte(a.Val)})
		default:
			if name, ok := strings.CutPrefix(a.Key, "data-"); ok {
				r.hidden.field(name, r.data(a.Val))
			} else if isPhrase([]byte(a.Val)) && (strings.HasPrefix(a.Key, "on") || a.Key != "style" && hasFigures(a.Val)) {
				r.hidden.field("", r.data(a.Val))
			}
		}
	}
}

// value writes what a field holds behind its label, as a page shows it: what stands before it, in its line or the cell beside it, or is written
// into it until somebody types. What nobody sees has the field's name alone.
func (r *htmlReader) value(t html.Token, text string) {
	if t.DataAtom == atom.Input && !slices.ContainsFunc(t.Attr, isUnwritten) {
		out := r.target()
		before := strings.TrimRight(out.text.String(), " ")
		switch n := len(r.tables); {
		case before != "" && !strings.HasSuffix(before, "\n"):
			text = ": " + text
		case n == 0 || len(r.tables[n-1].row) == 0:
			text = nameOf(t, "aria-label", "placeholder", "name", "id") + ": " + text
		}
		out.write(text+"\n", r.line, 0)
		return
	}
	if nameOf(t, "type") != "hidden" {
		t.Attr = nil // buttons: names of programs
	}
	r.hidden.field(nameOf(t, "name", "id"), r.data(text))
}

// nameOf gives the first of these attributes that an element has.
func nameOf(t html.Token, keys ...string) string {
	for _, key := range keys {
		for _, a := range t.Attr {
			if a.Key == key && a.Val != "" {
				return a.Val
			}
		}
	}
	return ""
}

// isUnwritten tells the kinds of fields into which nobody writes.
func isUnwritten(a html.Attribute) bool {
	return a.Key == "type" && slices.Contains([]string{"hidden", "checkbox", "radio", "submit", "button", "reset", "image", "file"}, strings.ToLower(a.Val))
}

func (r *htmlReader) link(url string) {
	if f, ok := dataURL(url); ok {
		r.s.embed(f)
		return
	}
	if text := linkText(url); text != "" {
		r.hidden.field("", text)
	}
}
