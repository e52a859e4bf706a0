package personal

import (
	"slices"
	"strings"
)

// What stands behind a name on its line: a remark, a school class, marks, what was paid.

// noteRemark counts the lines that are a name and a short remark, and those that begin with somebody's title and surname.
func (r *blockReader) noteRemark(line string, hits []hit) {
	name := &hits[0]
	if name.marks&markLeads == 0 || name.entity != entName || r.nameEnd > len(line) {
		return
	}
	remark := remarkOf(line[r.nameEnd:])
	if name.marks&(markLabelled|markDoctor|markOffice) == markLabelled && isWords(remark) {
		r.summary.styled.addSome(name.key)
		if speech := strings.HasPrefix(line[r.nameEnd:], ":") || strings.HasPrefix(line[r.nameEnd:], " :"); nameWords(remark) != 1 && strings.Count(remark, " ") >= 3 && !speech {
			r.summary.letters.addSome(name.key)
		}
	}
	r.summary.classed += count(name.marks&markFull != 0 && (classBehind(line[r.nameEnd:]) || countDigits(line[:classEnd(line)]) > 0))
	if name.marks&markFull == 0 || slices.ContainsFunc(hits[1:], r.isKnown) {
		return
	}
	if d, end, ok := r.parseDate(remark, 0); ok && end == len(remark) && r.isBirth(d) {
		r.summary.births.add(d.year)
	}
	if r.isListRemark(remark, line[r.nameEnd:]) {
		r.summary.remarked++
	}
}

// isListRemark tells what follows a name of a list: a school class, marks under their heads, or a remark, which it counts.
func (r *blockReader) isListRemark(remark, rest string) bool {
	switch {
	case r.summary.marked && isMarked(remark), namesMarks(remark):
		r.summary.graded++
		return true
	case isMarkInside(rest):
		r.summary.graded++
		return true
	case classBehind(rest):
		return true
	case isRemark(remark):
		r.summary.remarks.addSome(hash(remark))
		return true
	}
	return false
}

// classBehind tells whether the first word behind a name is a school class.
func classBehind(rest string) bool {
	first, _, _ := strings.Cut(strings.Trim(rest, besideNames), " ")
	return isClass(strings.TrimRight(first, besideNames))
}

// isClass tells the name of a school class: 4eB, 9A, 2b, Y4.
func isClass(s string) bool {
	return isYear(s, "") || len(s) >= 2 && len(s) <= 4 && isDigit(s[0]) && countDigits(s) <= 2 && letterCount(s) > 0 && letterCount(s)+countDigits(s) == len(s) &&
		isASCIILetter(s[len(s)-1]) && !strings.HasSuffix(s, "h")
}

// isKnown tells a hit that says more of somebody than a remark would.
func (d *Detector) isKnown(h hit) bool {
	return h.marks&notAValue == 0 && d.entities[h.entity].category != catSensitive
}

// remarkOf gives what follows a name on its line, without the class: "(4eB) : absent".
func remarkOf(rest string) string {
	rest = strings.Trim(rest, besideNames)
	if first, more, _ := strings.Cut(rest, " "); isClass(strings.TrimRight(first, besideNames)) {
		rest = strings.Trim(more, besideNames)
	}
	return strings.ToLower(rest)
}

// besideNames are the marks that part a name from what is noted of it.
const besideNames = " \t,:;()-–—•|*_"

// headsMarks tells a short line that says what the figures below are: subjects of a school, or pay.
func (d *Detector) headsMarks(line string) bool {
	const longest, fewest = 100, 2
	if len(line) > longest || !strings.ContainsAny(line, "/|,;\t") && !strings.Contains(line, gapText) {
		return false
	}
	heads := 0
	d.eachPhrase(line, func(l *label, _, _ int) {
		if l != nil && l.headsFigures() {
			heads++
		}
	})
	return heads >= fewest
}

// isMarked tells the figures of a mark sheet, "4 2 3 4  12".
func isMarked(remark string) bool {
	const fewest = 3
	figures := strings.Fields(remark)
	return len(figures) >= fewest && !slices.ContainsFunc(figures, func(s string) bool { return len(s) > 4 || !isDigit(s[0]) })
}

// isMarkInside tells a mark in parentheses, with what is said of it behind: " (15,4) : suivi psy".
func isMarkInside(rest string) bool {
	const best = 20
	mark, behind, ok := strings.Cut(strings.TrimLeft(rest, " "), ")")
	mark, inside := strings.CutPrefix(mark, "(")
	whole, part, decimal := strings.Cut(mark, ",")
	return ok && inside && decimal && isDigits(whole) && len(whole) <= 2 && number(whole) <= best && isDigits(part) && len(part) <= 2 &&
		hasAny(strings.TrimLeft(behind, " "), strings.HasPrefix, ":", "-", "–")
}

// namesMarks tells marks behind the short names of what they are for, "mat 3, len 4, ing 2".
func namesMarks(remark string) bool {
	const fewest, longest, best = 3, 5, 20 // marks; bytes of a name; the best of them
	marks, named := 0, false
	for _, word := range strings.Fields(remark) {
		word = strings.TrimRight(word, ",;")
		n, end := figures(word, 0)
		marks += count(named && end == len(word) && end > 0 && n <= best)
		named = len(word) <= longest && letterCount(word) > 1 && countDigits(word) == 0
	}
	return marks >= fewest
}

// isRemark tells a word or two, the same for several people.
func isRemark(remark string) bool {
	const shortest, longest = 2, 32 // bytes
	return len(remark) >= shortest && len(remark) <= longest && countDigits(remark) == 0
}

// isWords tells a note on somebody, short enough that it is no paragraph of minutes.
func isWords(remark string) bool {
	const fewest, longest = 3, 80 // letters, bytes
	return letterCount(remark) >= fewest && len(remark) <= longest
}

// isNoted tells a text that soon gives what the person named before has paid, or a mark: " (12,50 €)", "   Maths 9/20".
func isNoted(s string) bool {
	const near, letters = 48, 12 // up to the figure; fewer letters than a title has
	before := 0
	for i := 0; i < len(s) && i < near; i++ {
		if n := letterLen(s, i); n > 0 {
			before++
			i += n - 1
		}
		if before > letters || s[i] == ';' {
			return false
		}
		if !isDigit(s[i]) {
			continue
		}
		end := i
		for end < len(s) && (isDigit(s[end]) || (s[end] == ',' || s[end] == '.' || s[end] == ' ') && end+1 < len(s) && isDigit(s[end+1])) {
			end++
		}
		unit := strings.TrimLeft(s[end:], " ")
		if i > 0 && (s[i-1] == '-' || s[i-1] == '+') && end-i > 3 && strings.IndexByte(",.", s[end-3]) >= 0 {
			return true // what somebody owes, or has: "-12,50"
		}
		if k := len("/20"); len(unit) > k && isDigit(unit[k]) && !strings.HasPrefix(unit, "/100") {
			unit = "" // a date
		}
		if hasAny(unit, strings.HasPrefix, "€", "EUR", "euro", "£", "CHF", "zł", "kr", "/20", "/10", "/100", "de moy", "di media", "de media", "de média") ||
			hasAny(strings.TrimRight(s[:i], " "), strings.HasSuffix, "€", "£", "CHF", "$") {
			return true
		}
		i = end
	}
	return false
}
