package attachment

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// numberFormat is how a spreadsheet shows a number: as a date, by a pattern of digits, or as it is.
type numberFormat struct {
	date, clock bool
	digits      string // a pattern of 0, # and literals: "0 00 00 00 000 000", "00000"
}

// builtinFormat knows the number formats that files do not spell out (ECMA-376 part 1, 18.8.30, all languages).
func builtinFormat(id int) numberFormat {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return numberFormat{date: true}
	case id == 22:
		return numberFormat{date: true, clock: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return numberFormat{clock: true}
	}
	return numberFormat{}
}

// parseFormat reads a format code; only its first section counts.
func parseFormat(code string) numberFormat {
	section := firstSection(code)
	var f numberFormat
	var digits strings.Builder
	literal := false
	plain := true // nothing but digits and literals
	for i := 0; i < len(section); i++ {
		c := section[i]
		switch {
		case c == '"':
			literal = !literal
		case literal:
			digits.WriteByte(c)
		case c == '\\' && i+1 < len(section):
			i++
			digits.WriteByte(section[i])
		case c == '_' || c == '*':
			i++
		case c == '[':
			if end := strings.IndexByte(section[i:], ']'); end > 0 {
				f.clock = f.clock || strings.ContainsAny(section[i+1:i+2], "hHmMsS") && end <= 3
				i += end
			}
		case strings.IndexByte("dDyYjJaA", c) >= 0: // French files have j and a
			f.date = f.date || c != 'a' && c != 'A'
			plain = false
		case strings.IndexByte("hHsS", c) >= 0:
			f.clock, plain = true, false
		case strings.IndexByte("0# -/|()", c) >= 0:
			digits.WriteByte(c)
		default:
			plain = false
		}
	}
	if strings.Contains(strings.ToLower(section), "general") {
		return numberFormat{}
	}
	pattern := strings.Join(strings.Fields(strings.ReplaceAll(digits.String(), "|", " ")), " ")
	if plain && !f.date && !f.clock && strings.Count(pattern, "0")+strings.Count(pattern, "#") > 1 {
		f.digits = pattern
	}
	return f
}

func firstSection(code string) string {
	quoted := false
	for i := 0; i < len(code); i++ {
		switch {
		case code[i] == '"':
			quoted = !quoted
		case code[i] == ';' && !quoted:
			return code[:i]
		}
	}
	return code
}

// readStyles reads which cell style has which number format (18.8.10, 18.8.31).
func (w *workbook) readStyles(name string) {
	m, ok := w.p.markup(name)
	if !ok {
		return
	}
	custom := map[int]numberFormat{}
	inCells := false
	names := w.p.s.newPhrases(here)
	names.looks = true
	for t, ok := m.next(); ok; t, ok = m.next() {
		if t.local != "xf" {
			names.take(t)
		}
		switch {
		case t.local == "cellXfs":
			inCells = t.kind == tokStart
		case t.kind != tokStart:
		case t.local == "numFmt":
			if id, err := strconv.Atoi(t.attr("numFmtId")); err == nil {
				custom[id] = parseFormat(t.attr("formatCode"))
			}
		case t.local == "xf" && inCells && len(w.formats) < 100_000:
			id, _ := strconv.Atoi(t.attr("numFmtId"))
			f, ok := custom[id]
			if !ok {
				f = builtinFormat(id)
			}
			w.formats = append(w.formats, f)
		}
	}
	names.out.flush()
	w.p.done(m)
}

// show writes a number as its reader sees it.
func (f numberFormat) show(value string, epoch int) string {
	v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return value
	}
	return f.showFloat(v, epoch)
}

func (f numberFormat) showFloat(v float64, epoch int) string {
	switch {
	case f.date || f.clock:
		if text, ok := showDate(v, f.date, f.clock, epoch); ok {
			return text
		}
	case f.digits != "" && v >= 0 && v == math.Trunc(v) && v < 1e18:
		return showDigits(strconv.FormatFloat(v, 'f', 0, 64), f.digits)
	}
	if math.Abs(v) < 1e21 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// showDate turns a serial number into day/month/year. Day 0 is 30 December 1899, which makes 1 March 1900 right and
// the days before it wrong, as in every other program; or 1 January 1904.
func showDate(v float64, date, clock bool, epoch int) (string, bool) {
	if v < 0 || v > 2_958_466 {
		return "", false
	}
	day0 := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if epoch == 1904 {
		day0 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	seconds := math.Round((v - math.Floor(v)) * 86_400)
	at := day0.AddDate(0, 0, int(v)).Add(time.Duration(seconds) * time.Second)
	switch {
	case !date || v < 1:
		return at.Format("15:04:05"), true
	case clock || seconds > 0:
		return at.Format("02/01/2006 15:04"), true
	}
	return at.Format("02/01/2006"), true
}

// isoDate turns 1980-05-03T00:00:00 into day/month/year.
func isoDate(s string) string {
	if len(s) >= 10 && s[4] == '-' && s[7] == '-' {
		return s[8:10] + "/" + s[5:7] + "/" + s[:4] + strings.TrimPrefix(strings.Replace(s[10:], "T", " ", 1), " 00:00:00")
	}
	return s
}

// compactDate is isoDate for a day that is written 19880614, with or without more behind it.
func compactDate(s string) string {
	if len(s) < 8 || strings.Trim(s[:8], "0123456789") != "" {
		return s
	}
	return isoDate(s[:4] + "-" + s[4:6] + "-" + s[6:8])
}

// showDigits fills a pattern from the right: the digits that are left over stand in front.
func showDigits(digits, pattern string) string {
	out := make([]byte, 0, len(digits)+len(pattern))
	at := len(digits) - 1
	for i := len(pattern) - 1; i >= 0; i-- {
		switch c := pattern[i]; {
		case c != '0' && c != '#':
			out = append(out, c)
		case at >= 0:
			out = append(out, digits[at])
			at--
		case c == '0':
			out = append(out, '0')
		}
		if first := strings.IndexAny(pattern, "0#"); i == first {
			for ; at >= 0; at-- {
				out = append(out, digits[at])
			}
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return strings.TrimSpace(string(out))
}
