package personal

// run is what may be one written value: letters and digits, with the separators that people put between groups left
// out.
type run struct {
	text  [maxRun]byte // letters as capitals
	n     int
	ends  [maxRun]runEnd // after each group
	count int
}

// runEnd is a place where the value could end.
type runEnd struct {
	n   int // characters of text so far
	pos int // where that is in the line
}

const maxRun = 40

// read fills the run from s[i:]. Between groups stand at most three of space . - / ' and parentheses.
func (r *run) read(s string, i int) {
	r.n, r.count = 0, 0
	for i < len(s) && r.n < maxRun {
		start := r.n
		for i < len(s) && r.n < maxRun && isAlnum(s[i]) {
			r.text[r.n] = upper(s[i])
			r.n++
			i++
		}
		if r.n == start || i < len(s) && letterLen(s, i) > 0 {
			return // no group, or one that is too long or goes on in another alphabet
		}
		r.ends[r.count] = runEnd{r.n, i}
		r.count++
		i = skipSeparators(s, i)
	}
}

func skipSeparators(s string, i int) int {
	for k := 0; k < 3 && i < len(s); k++ {
		switch s[i] {
		case ' ', '.', '-', '/', '\'', '(', ')', '_':
			i++
		default:
			return i
		}
	}
	return i
}

// end gives the line position of the place where the value could end after n characters.
func (r *run) end(n int) (pos int, ok bool) {
	for _, e := range r.ends[:r.count] {
		if e.n == n {
			return e.pos, true
		}
	}
	return 0, false
}

// fits tells whether the run begins with a value of this mask, and where it ends in the line. A slash in the mask
// must be a boundary between groups.
func (r *run) fits(mask string) (value string, pos int, ok bool) {
	n := 0
	for i := range len(mask) {
		if mask[i] == '/' {
			if _, ok := r.end(n); !ok {
				return "", 0, false
			}
			continue
		}
		if n >= r.n || !inClass(mask[i], r.text[n]) {
			return "", 0, false
		}
		n++
	}
	pos, ok = r.end(n)
	if !ok {
		return "", 0, false
	}
	return string(r.text[:n]), pos, true
}

func inClass(class, c byte) bool {
	switch class {
	case '9':
		return isDigit(c)
	case 'A':
		return c >= 'A' && c <= 'Z'
	}
	return true
}

// matchPattern compares s[i:] with a pattern of the entity table: 9 a digit, A a letter, X either, _ one to three
// separators, and anything else itself. It gives the value without separators, and where it ends.
func matchPattern(pattern, s string, i int) (value string, end int, ok bool) {
	var buf [maxRun]byte
	n := 0
	for k := range len(pattern) {
		if i >= len(s) {
			return "", 0, false
		}
		c := s[i]
		switch p := pattern[k]; p {
		case '9', 'A', 'X':
			if !isAlnum(c) || !inClass(p, upper(c)) {
				return "", 0, false
			}
			buf[n] = upper(c)
			n++
		case '_':
			next := skipSeparators(s, i)
			if next == i {
				return "", 0, false
			}
			i = next
			continue
		default:
			if upper(c) != p {
				return "", 0, false
			}
			if isAlnum(p) {
				buf[n] = p
				n++
			}
		}
		i++
	}
	if i < len(s) && (isAlnum(s[i]) || letterLen(s, i) > 0) {
		return "", 0, false
	}
	return string(buf[:n]), i, true
}

func isAlnum(c byte) bool { return isDigit(c) || isASCIILetter(c) }

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// leadLen is the length of the first token that a pattern matches: patterns are looked up by it.
func leadLen(pattern string) int {
	for i := range len(pattern) {
		if !isAlnum(pattern[i]) {
			return i
		}
	}
	return len(pattern)
}
