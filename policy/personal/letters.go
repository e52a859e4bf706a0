package personal

import (
	"slices"
	"strings"
)

// letters gives each mail in the document that carries files, with them.
func (doc Document) letters() [][]Block {
	var letters [][]Block
	for i := range doc.Blocks {
		if !beginsLetter(&doc.Blocks[i]) {
			continue
		}
		path, files := doc.Blocks[i].Place.Path, false
		end := i + 1
		for end < len(doc.Blocks) {
			p := doc.Blocks[end].Place.Path
			within, same := len(p) >= len(path) && slices.Equal(p[:len(path)], path), len(p) == len(path)
			if !within || same && beginsLetter(&doc.Blocks[end]) {
				break
			}
			files = files || !same
			end++
		}
		if files {
			letters = append(letters, doc.Blocks[i:end])
		}
	}
	return letters
}

// ofLetter gives the rules that hold for a mail with its files, but without those who write to each other. Who is alone in them is whom the papers are about only if the mail says so
// itself. One that is far longer than such papers and lists tells no more than its files do.
func (d *Detector) ofLetter(letter []Block) []string {
	const longest = 1 << 18 // bytes
	if size(letter) > longest {
		return nil
	}
	letter = withoutWriters(letter)
	rules := d.weigh(letter, "", nil).decide()
	if !slices.Contains(rules, ruleAlone) {
		return rules
	}
	own := slices.DeleteFunc(slices.Clone(letter), func(b Block) bool { return len(b.Place.Path) > len(letter[0].Place.Path) })
	if !d.weigh(own, "", nil).whole.has(catName) {
		rules = slices.DeleteFunc(rules, func(rule string) bool { return rule == ruleAlone })
	}
	return rules
}

// size is how many bytes of text there are in blocks.
func size(blocks []Block) (n int) {
	for i := range blocks {
		n += len(blocks[i].Text)
		for _, row := range blocks[i].Table {
			for _, cell := range row {
				n += len(cell)
			}
		}
	}
	return n
}

func beginsLetter(b *Block) bool {
	return b.Place.Part == PartHeader && (strings.HasPrefix(b.Text, "From:") || strings.Contains(b.Text, "\nFrom:"))
}

// withoutWriters leaves out of a mail, whose header comes first, the fields of who wrote it to whom, the lines that greet or sign with
// their names, and how to reach them below.
func withoutWriters(blocks []Block) []Block {
	const longest = 60 // bytes of a greeting or signature
	writers := map[string]bool{}
	letter := slices.Clone(blocks)
	letter[0].Text = withoutLines(letter[0].Text, func(line string) bool {
		field, value, _ := strings.Cut(line, ":")
		if !slices.Contains([]string{"From", "To", "Cc", "Bcc", "Reply-To", "Sender"}, field) {
			return false
		}
		for _, word := range namesIn(value) {
			writers[word] = true
		}
		return true
	})
	for i := range letter[1:] {
		b := &letter[1+i]
		if len(b.Place.Path) > len(letter[0].Place.Path) || b.Place.Part != "" {
			continue
		}
		signed := false
		b.Text = withoutLines(b.Text, func(line string) bool {
			reaches := signed && (strings.TrimSpace(line) == "" || countDigits(line) > 4 || strings.Contains(line, "@"))
			named := slices.ContainsFunc(namesIn(line), func(word string) bool { return writers[word] })
			signed = len(line) <= longest && (reaches || named)
			return signed
		})
	}
	return letter
}

// withoutLines empties the lines that are to be left out; the others stay where they are.
func withoutLines(text string, drop func(line string) bool) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if drop(line) {
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}

// namesIn gives the words of a text as the lexicon knows them, but for the shortest and for what follows the @ of an address.
func namesIn(text string) []string {
	const shortest = 3
	var names []string
	var buf [2 * maxWord]byte
	for i := 0; i < len(text); {
		start, end := nextWord(text, i)
		i = end
		switch {
		case start > 0 && text[start-1] == '@':
			i += max(0, strings.IndexAny(text[i:], " >,;"))
		case end-start >= shortest && end-start <= maxWord:
			names = append(names, string(fold(buf[:0], text[start:end])))
		}
	}
	return names
}
