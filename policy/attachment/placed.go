package attachment

import "strings"

// placed is a text that grows, each of whose lines comes from a line of the file.
type placed struct {
	text strings.Builder
	at   []int // the line of the file, for each line; 0 while nothing but blanks is on it
}

// write adds text that begins in a line of the file; step says how many lines of the file each of its own goes on.
func (p *placed) write(text string, line, step int) {
	for text != "" {
		if len(p.at) == 0 {
			p.at = append(p.at, 0)
		}
		piece, rest, ended := strings.Cut(text, "\n")
		if last := len(p.at) - 1; p.at[last] == 0 && strings.TrimSpace(piece) != "" {
			p.at[last] = line
		}
		p.text.WriteString(piece)
		if ended {
			p.text.WriteByte('\n')
			p.at = append(p.at, 0)
			line += step
		}
		text = rest
	}
}

// join adds the cells of a row and ends the line.
func (p *placed) join(row []*placed) {
	for _, cell := range row {
		for i, text := range strings.Split(cell.text.String(), "\n") {
			if i > 0 {
				p.write("\n", 0, 0)
			}
			p.write(text, cell.at[min(i, len(cell.at)-1)], 0)
		}
	}
	p.write("\n", 0, 0)
}

// trimmed gives the text without blanks and empty lines around it.
func (p *placed) trimmed() *placed {
	text := p.text.String()
	whole := strings.TrimSpace(text)
	t := &placed{at: []int{0}}
	if whole == "" {
		return t
	}
	first := strings.Count(text[:strings.Index(text, whole)], "\n")
	t.text.WriteString(whole)
	t.at = p.at[first : first+strings.Count(whole, "\n")+1]
	return t
}

// lines gives the lines as blocks have them.
func (p *placed) lines() [][]int {
	lines := make([][]int, len(p.at))
	for i, at := range p.at {
		lines[i] = []int{max(at, 1)}
	}
	return lines
}

// htmlTable is a table being read; tables may stand in cells.
type htmlTable struct {
	rows [][]*placed
	row  []*placed
	cell placed
	open bool // between <td> and what ends it
}
