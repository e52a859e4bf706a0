package message

import (
	"bytes"
	"cmp"
	"net/url"
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
	if f.Way == "" {
		return nil
	}
	_, host, _ := strings.Cut(f.Way, "//")
	host, _, _ = strings.Cut(host, "/")
	if !bytes.Contains(text, []byte(host)) && !bytes.Contains(text, []byte(dashed(host))) { // cheaper than the expression
		return nil
	}
	way := wayForm(f.Way)
	drops := olderInText
	if isHTML {
		drops = olderInHTML
	}
	return merge(drops(text, way), ways(text, way, isHTML))
}

// wayForm matches a way out, also one that a mail filter has put into a link of its own: as it is, in percents, or in the dashes
// and underscores of Proofpoint. Who follows that would silence another.
func wayForm(way string) *regexp.Regexp {
	plain, rest := regexp.QuoteMeta(way), `[^\s"'<>]*`
	return regexp.MustCompile(`https?://` + rest + `?[^\s"'<>](?:` + plain + `|(?i:` + regexp.QuoteMeta(url.QueryEscape(way)) + `)|` + regexp.QuoteMeta(dashed(way)) + `)` + rest + `|` + plain + `[A-Za-z0-9_-]+`)
}

// dashed writes an address as Proofpoint's links hold it.
func dashed(text string) string {
	return strings.NewReplacer("-", "-2D", "_", "-5F", ":", "-3A", "/", "_").Replace(text)
}

// ways finds the links of earlier footers.
func ways(text []byte, way *regexp.Regexp, isHTML bool) []Insert {
	var inserts []Insert
	for _, at := range way.FindAllIndex(text, -1) {
		inserts = append(inserts, Insert{At: at[0], Drop: at[1] - at[0], Pieces: []Piece{{Slot: SlotLink, HTML: isHTML}}})
	}
	return inserts
}

// olderInText finds the blocks from a rule to the next empty line in which a way out stands, quoted or not.
func olderInText(text []byte, way *regexp.Regexp) []Insert {
	var drops []Insert
	start, lines, found := -1, 0, false // of the block that the walk is in
	at := 0
	for line := range bytes.Lines(text) {
		bare := strings.TrimSpace(strings.TrimLeft(string(line), ">| \t"))
		switch {
		case start >= 0 && (bare == "" || lines > maxOlderLines):
			if found {
				drops = append(drops, Insert{At: start, Drop: at - start})
			}
			start = -1
		case start >= 0:
			lines++
			found = found || way.MatchString(bare)
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
func olderInHTML(text []byte, way *regexp.Regexp) []Insert {
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
			if way.Match(text[start:end]) {
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
