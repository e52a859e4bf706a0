package personal

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// withCapitals gives a block that was written without any capital as if each word had one, and codes such as postcodes had nothing else: who
// never holds the key down has a name all the same. A list of words, which holds no figure, is left as it is.
func (b *Block) withCapitals() *Block {
	const fewest = 40 // letters: fewer show no habit
	small, figures := 0, 0
	for cell := range b.cells() {
		if strings.IndexFunc(cell, unicode.IsUpper) >= 0 {
			return b
		}
		small += letterCount(cell)
		figures += countDigits(cell)
	}
	if small < fewest || figures == 0 || b.Keys || b.Place.Part != "" {
		return b
	}
	raised := *b
	raised.Text = capitalise(b.Text)
	raised.Table = make([][]string, len(b.Table))
	for i, row := range b.Table {
		for _, cell := range row {
			raised.Table[i] = append(raised.Table[i], capitalise(cell))
		}
	}
	return &raised
}

// capitalise writes each word with a capital, and what holds figures in capitals.
func capitalise(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		end, figures, _ := tokenEnd(s, i)
		_, first := utf8.DecodeRuneInString(s[i:])
		switch {
		case end == i:
			end = i + first
			out.WriteString(s[i:end])
		case figures:
			out.WriteString(strings.ToUpper(s[i:end]))
		default:
			out.WriteString(strings.ToUpper(s[i:i+first]) + s[i+first:end])
		}
		i = end
	}
	return out.String()
}

// cells gives all that is written in a block.
func (b *Block) cells() iter.Seq[string] {
	return func(yield func(string) bool) {
		if b.Text != "" && !yield(b.Text) {
			return
		}
		for _, row := range b.Table {
			for _, cell := range row {
				if !yield(cell) {
					return
				}
			}
		}
	}
}
