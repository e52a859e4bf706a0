package message_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// TestFooterInTagSoup puts a footer into random pages and asks a whole HTML parser, of which the walk that places it uses only
// the tokens, where a browser would show it: nowhere inside something that hides, quotes or frames it.
func TestFooterInTagSoup(t *testing.T) {
	pieces := []string{
		"<html>", "<body>", "</body>", "</html>", "<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<b>", "</b>", "<a href='x'>", "</a>",
		"<blockquote>", "</blockquote>", "<!-- x -->", "<!-- </body> -->", "<style>p{}</style>", "<script>'</body>'</script>", "<title>t</title>", "<br>", "<ul><li>x", "</ul>",
		"text ", "&amp; ", "<div style='display:none'>y</div>", "<span>", "</span>", "<center>", "</center>", "<br/>", "<hr>", "<!DOCTYPE html>", "<head>", "</head>", "<img src=x>", "<font>", "</font>",
		"<select>", "<option>", "</select>", "<template>", "</template>", "<svg>", "</svg>", "<textarea>", "</textarea>", "<style>", "<!--", "<caption>", "<button>", "<h1>", "</h2>", "<noscript>",
	}
	rapid.Check(t, func(t *rapid.T) {
		page := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25).Draw(t, "page"), "")
		raw := "Content-Type: text/html; charset=utf-8\r\n\r\n" + page
		copied := leaves(t, withFooter(t, []byte(raw), aFooter()))[0].text
		doc, err := html.ParseWithOptions(strings.NewReader(copied), html.ParseOptionEnableScripting(false))
		if err != nil {
			t.Fatal(err)
		}
		around, found := ancestors(doc, "Vous êtes inscrit·e. ")
		if !found {
			t.Fatalf("the footer is not in %q", copied)
		}
		for _, name := range around {
			if slices.Contains([]string{"table", "td", "blockquote", "script", "style", "title", "select", "template", "textarea", "head", "a", "svg"}, name) {
				t.Fatalf("the footer stands inside %v of %q", around, copied)
			}
		}
	})
}

// ancestors gives the elements around a text.
func ancestors(n *html.Node, text string) ([]string, bool) {
	if n.Type == html.TextNode && n.Data == text {
		return nil, true
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if names, found := ancestors(child, text); found {
			if n.Type == html.ElementNode {
				names = append(names, n.Data)
			}
			return names, true
		}
	}
	return nil, false
}
