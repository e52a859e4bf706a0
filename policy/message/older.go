package message

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// FooterClass marks the element of an HTML footer. Readers that rename classes put something before it.
const FooterClass = "souspli-footer"

// FooterRule is the line that a text footer begins with.
const FooterRule = "________________________________________"

// maxOlderLines is how many lines a text footer may have, also where a mail program wrapped it.
const maxOlderLines = 16

// older gives the edits that take out what earlier messages left in a quoted text: whole footers, and where only the link is
// still to be recognised, that link, which becomes the reader's own.
func (f Footer) older(text []byte, isHTML bool) []Insert {
	if f.Way == "" || !bytes.Contains(text, []byte(f.Way)) {
		return nil
	}
	var drops []Insert
	if isHTML {
		drops = olderInHTML(text, f.Way)
	} else {
		drops = olderInText(text, f.Way)
	}
	return merge(drops, ways(text, f.Way, isHTML))
}

// ways finds the links of earlier footers.
func ways(text []byte, way string, isHTML bool) []Insert {
	var inserts []Insert
	for _, at := range regexp.MustCompile(regexp.QuoteMeta(way)+`[A-Za-z0-9_-]+`).FindAllIndex(text, -1) {
		inserts = append(inserts, Insert{At: at[0], Drop: at[1] - at[0], Pieces: []Piece{{Slot: SlotLink, HTML: isHTML}}})
	}
	return inserts
}

// olderInText finds the blocks from a rule to the next empty line in which a way out stands, quoted or not.
func olderInText(text []byte, way string) []Insert {
	var drops []Insert
	start, lines, found := -1, 0, false // of the block that the walk is in
	at := 0
	for line := range bytes.Lines(text) {
		bare := strings.TrimSpace(strings.TrimLeft(string(line), "> \t"))
		switch {
		case start >= 0 && (bare == "" || lines > maxOlderLines):
			if found {
				drops = append(drops, Insert{At: start, Drop: at - start})
			}
			start = -1
		case start >= 0:
			lines++
			found = found || strings.Contains(bare, way)
		}
		if bare == FooterRule {
			start, lines, found = at, 0, false
		}
		at += len(line)
	}
	if start >= 0 && found {
		drops = append(drops, Insert{At: start, Drop: at - start})
	}
	return drops
}

// olderInHTML finds the elements that carry our class and hold a way out.
func olderInHTML(text []byte, way string) []Insert {
	var drops []Insert
	z := html.NewTokenizer(bytes.NewReader(text))
	start, depth, at := -1, 0, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return drops
		}
		end := at + len(z.Raw())
		name, _ := z.TagName()
		isDiv := string(name) == "div"
		switch {
		case start < 0 && kind == html.StartTagToken && isDiv && hasFooterClass(z):
			start, depth = at, 1
		case start >= 0 && kind == html.StartTagToken && isDiv:
			depth++
		case start >= 0 && kind == html.EndTagToken && isDiv:
			depth--
		}
		if start >= 0 && depth == 0 {
			if bytes.Contains(text[start:end], []byte(way)) {
				drops = append(drops, Insert{At: start, Drop: end - start})
			}
			start = -1
		}
		at = end
	}
}

// hasFooterClass reads the attributes of the tag that the tokenizer stands on.
func hasFooterClass(z *html.Tokenizer) bool {
	for {
		key, value, more := z.TagAttr()
		if string(key) == "class" && slices.ContainsFunc(strings.Fields(string(value)), func(c string) bool { return strings.HasSuffix(c, FooterClass) }) {
			return true
		}
		if !more {
			return false
		}
	}
}

// merge joins two lists of inserts. Where two touch the same text the one that drops more stays.
func merge(a, b []Insert) []Insert {
	all := append(slices.Clone(a), b...)
	slices.SortStableFunc(all, func(a, b Insert) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(b.Drop, a.Drop)) })
	var out []Insert
	for _, in := range all {
		if n := len(out); n > 0 && in.At < out[n-1].At+out[n-1].Drop {
			continue
		}
		out = append(out, in)
	}
	return out
}
