package message

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// maxPage is the longest page in octets that is parsed to place a footer. Of a longer one only the tags are counted.
const maxPage = 256 << 10

// htmlPlace is where a footer stands in a page: an offset, and the end tags that must come first so that nothing the page
// left open swallows it.
type htmlPlace struct {
	at      int
	closing string
}

// placeInHTML finds the last place that a browser shows at the end of the page itself: before the last </body>, else before
// the last </html>, else the end. A </body> in a comment, a script, a table cell or a quoted older mail is none. The tokenizer
// gives offsets, the parser says what a browser would make of a footer there.
func placeInHTML(text []byte) htmlPlace {
	body, page, end := ends(text)
	for _, at := range []int{body, page} {
		if around, fostered, shown := aroundFooter(text[:at], ""); at > 0 && shown && !fostered && !slices.ContainsFunc(around, isFrame) {
			return htmlPlace{at, closePage(text[:at], "")}
		}
	}
	// What may still be open there and hides everything: a comment or an element whose content is no markup, within a choice.
	for _, choice := range []string{"", "</select>"} {
		for _, closing := range []string{"", "-->", "</script>", "</style>", "</title>", "</textarea>", "</xmp>", "</iframe>", "</noembed>", "</noframes>"} {
			if _, _, shown := aroundFooter(text[:end], closing+choice); shown {
				return htmlPlace{end, closePage(text[:end], closing+choice)}
			}
		}
	}
	return placeByTags(text, body, end)
}

// placeByTags serves pages that are too long or too deep to be parsed: before the last </body> or at the end of the page, behind
// end tags for every element that has none yet. One too many does no harm.
func placeByTags(text []byte, body, end int) htmlPlace {
	var open []string
	var last []byte
	z := html.NewTokenizer(bytes.NewReader(text[:end]))
	for kind, at := z.Next(), 0; kind != html.ErrorToken; kind = z.Next() {
		if at == body && at > 0 && !slices.ContainsFunc(open, isFrame) {
			slices.Reverse(open)
			return htmlPlace{at, endTags(open)}
		}
		at += len(z.Raw())
		last = nil
		switch name, _ := z.TagName(); {
		case kind == html.StartTagToken && !isVoid(string(name)):
			open = append(open, string(name))
		case kind == html.EndTagToken:
			open = closeElement(open, string(name))
		case kind == html.CommentToken:
			last = slices.Clone(z.Raw())
		}
	}
	slices.Reverse(open)
	closing := endTags(open)
	if bytes.HasPrefix(last, []byte("<!--")) && !bytes.HasSuffix(last, []byte("-->")) {
		closing = "-->" + closing
	}
	return htmlPlace{end, closing}
}

// closeElement takes an element that ends, and what is still open in it, from the open ones. The end of the body comes with the
// end of the page, and a cell is left only by tags of its table (HTML 13.2.4.2). It looks only among the innermost, so
// that a page of open tags costs no more than its length.
func closeElement(open []string, name string) []string {
	const window = 512 // as deep as browsers nest
	inTable := []string{"td", "th", "tr", "tbody", "thead", "tfoot", "caption", "table"}
	for i := len(open) - 1; i >= max(0, len(open)-window) && name != "body" && name != "html"; i-- {
		if open[i] == name {
			return open[:i]
		}
		if slices.Contains(inTable, open[i]) && !slices.Contains(inTable, name) {
			break
		}
	}
	return open
}

// isVoid reports whether an element has no end tag (HTML 13.1.2).
func isVoid(name string) bool {
	return slices.Contains([]string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}, name)
}

// closePage gives the end tags after which a footer stands in the body itself. One trial shows what the next tags must end.
func closePage(page []byte, closing string) string {
	const trials = 16
	for range trials {
		around, fostered, _ := aroundFooter(page, closing)
		tags := endTags(around)
		switch {
		case fostered && !slices.Contains(around, "template"):
			closing += "</table>"
		case tags == "":
			return closing
		default:
			closing += tags
		}
	}
	return closing
}

// ends gives the offsets of the last </body> and </html>, 0 where there is none, and of the end before a tag that the page
// left unfinished.
func ends(text []byte) (body, page, end int) {
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return body, page, end
		}
		if kind == html.EndTagToken {
			switch name, _ := z.TagName(); string(name) {
			case "body":
				body = end
			case "html":
				page = end
			}
		}
		end += len(z.Raw())
	}
}

// probe is an element that stands for the footer in a trial.
const probe = "souspli-probe"

// aroundFooter parses the page up to a place with a footer behind it, and gives the elements around the footer, innermost
// first. fostered says that it fell out of a table that is still open (HTML 13.2.6.1). shown is false if the parser has made
// no element of it, or cannot parse the page.
func aroundFooter(page []byte, closing string) (around []string, fostered, shown bool) {
	if len(page) > maxPage {
		return nil, false, false
	}
	doc, err := html.ParseWithOptions(bytes.NewReader(slices.Concat(page, []byte(closing+"<"+probe+">"))), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, false, false
	}
	for n := range doc.Descendants() {
		if n.Data != probe {
			continue
		}
		for e := n; e.Type == html.ElementNode; e = e.Parent {
			around = append(around, e.Data)
			fostered = fostered || e.NextSibling != nil && e.NextSibling.Data == "table" // nothing else follows the end
		}
		return around[1:], fostered, true
	}
	return nil, false, false
}

// isFrame reports whether an element sets its content apart from the page.
func isFrame(name string) bool {
	return slices.Contains([]string{"table", "blockquote", "select", "template", "head"}, name)
}

// endTags closes the elements that a footer would stand in. A paragraph ends by itself where a block begins.
func endTags(around []string) string {
	var b strings.Builder
	for _, name := range around {
		if name != "html" && name != "body" && name != "p" {
			b.WriteString("</" + name + ">")
		}
	}
	return b.String()
}
