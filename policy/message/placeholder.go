package message

import (
	"bytes"
	"regexp"
	"slices"

	"golang.org/x/net/html"
)

// placeholder is {{unsubscribe}}, also as editors write it into the address of a link: escaped, and behind http:// with a
// slash at the end.
var placeholder = func() *regexp.Regexp {
	const open, end = `(?:\{|%7[Bb]|&#123;|&#[Xx]7[Bb];|&lcub;|&lbrace;)`, `(?:\}|%7[Dd]|&#125;|&#[Xx]7[Dd];|&rcub;|&rbrace;)`
	const bare = open + `{2}(?: |%20|&nbsp;)?unsubscribe(?: |%20|&nbsp;)?` + end + `{2}`
	return regexp.MustCompile(`https?://` + bare + `/?|` + bare)
}()

// placeholders finds {{unsubscribe}} and says what goes there. isShown is false where a reader of the page sees none of them.
func placeholders(text []byte, isHTML bool) (inserts []Insert, isShown bool) {
	if !bytes.Contains(text, []byte("unsubscribe")) {
		return nil, false
	}
	for _, at := range placeholder.FindAllIndex(text, -1) {
		inserts = append(inserts, Insert{At: at[0], Drop: at[1] - at[0], Pieces: []Piece{{Slot: SlotLink, HTML: isHTML}}})
	}
	return inserts, len(inserts) > 0 && (!isHTML || showsPlaceholder(text))
}

// showsPlaceholder reports whether one stands in the text of a page or in a link, and not only in a comment, a title or a style.
func showsPlaceholder(page []byte) bool {
	z := html.NewTokenizer(bytes.NewReader(page))
	hidden := false
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		raw := z.Raw()
		found := placeholder.Match(raw)
		name, _ := z.TagName()
		switch {
		case kind == html.TextToken && found && !hidden, kind == html.StartTagToken && found && (string(name) == "a" || string(name) == "area"):
			return true
		case kind == html.StartTagToken:
			hidden = slices.Contains([]string{"title", "style", "script", "noscript", "template"}, string(name))
		case kind == html.EndTagToken:
			hidden = false
		}
	}
	return false
}
