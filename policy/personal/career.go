package personal

import "strings"

// A life in years: what somebody did from when to when, with a private way to reach them. Neither a title nor a name that anybody knows is
// needed. Firms, schools and clubs tell their years too, so it must be told in words of posts and degrees, and by nobody who says "we".

const careerScore = 9

// life is what tells of years that somebody may have spent at work.
type life struct {
	spans keySet // of years: "2016 – 2019"
	years keySet // that begin or end a line or cell: "2017 Baccalauréat"
	first int    // of all these
	aged  bool   // an age stands for itself: ", 46 ans,"
	phone bool   // a mobile number, though nothing says so: "320 7788990"
	hours int    // lines that begin with a time of the day, as programmes have
}

// add takes a span or a year.
func (l *life) add(k *keySet, key uint64, year int) {
	k.addSome(key)
	if l.first == 0 || year < l.first {
		l.first = year
	}
}

// isCareer tells a life in years, whatever its headings.
func (s *summary) isCareer() bool {
	const some, many = 4, 6 // names, referees among them
	g := &s.signals
	switch {
	case !g.private && !g.life.phone, g.is(kindInvoice), len(s.named) > many:
		return false
	case s.career() >= careerScore:
		return true
	}
	told := g.points(kindCareer) + g.points(kindCV)
	known := s.headed && s.civil || s.graduate || g.speaks && len(s.named) == 0 && told > 1
	return g.private && len(g.life.spans) > 1 && known && len(s.named) <= some && !s.isCrowd(s.subject()) && s.isWorkingAge(g.life.first)
}

// career adds up what tells of somebody's life at work, and takes away what speaks of others.
func (s *summary) career() int {
	const words, headings, posts, dates, lone = 6, 3, 4, 2, 3 // at most; names that are no crowd
	g, l := &s.signals, &s.signals.life
	told := g.points(kindCareer)
	if told == 0 || told+g.points(kindCV) < 2 || len(l.spans) == 0 && len(l.years) <= dates || !s.isWorkingAge(l.first) || l.hours > 1 || g.is(kindNotice) || g.isPublished() {
		return 0
	}
	own := g.voices.own()
	sum := min(len(l.spans), posts) + min(len(l.years), dates) + min(told, words) + min(g.points(kindCV), headings)
	sum += count(g.reachedAt*5 < g.size*2, s.headed || s.civil || g.speaks, len(s.named) == 1, own[voiceFirst] > 0, l.aged || g.aged, l.aged || g.aged)
	sum -= min(own[voiceUs], headings)
	return sum - max(0, len(s.named)-lone)
}

// isWorkingAge tells whether somebody who began at work or school in this year may be looking for a post: what began before is a firm, and
// what has hardly begun a programme.
func (s *summary) isWorkingAge(first int) bool {
	const longest, shortest = 50, 3
	now := s.today.Year()
	return s.today.IsZero() || first > now-longest && first <= now-shortest
}

// period notes the years that begin at i, behind a day or a month, as those in a life do: "2012-18", "09/2019 – 06/2021", "seit 2019".
func (s *scanner) period(i int) {
	if s.aside {
		return
	}
	l := &s.signals.life
	l.aged = l.aged || s.isAgeAlone(i)
	l.phone = l.phone || s.isLooseMobile(i)
	if s.isHour(i) {
		l.hours++
	}
	i = skipToYear(s.text, i)
	from, end := figures(s.text, i)
	switch {
	case end-i != 4 || !isRecent(s.text[i:]) || end < len(s.text) && isASCIILetter(s.text[end]):
	case s.isSpan(s.text[i:], 4):
		l.add(&l.spans, hash(strings.TrimSpace(s.text[i:min(len(s.text), end+12)])), from)
	case isSince(s.text[:i]):
		l.add(&l.spans, uint64(from), from)
	case s.bordersCell(i, end):
		l.add(&l.years, uint64(from), from)
	}
}

// isAgeAlone tells the age of somebody who may work, with nothing but marks around it: "Homme, 46 ans, Fougères".
func (s *scanner) isAgeAlone(i int) bool {
	const youngest, oldest = 16, 75
	n, end := figures(s.text, i)
	if end-i != 2 || n < youngest || n > oldest {
		return false
	}
	unit := strings.TrimLeft(s.text[end:], " ")
	start, stop := nextWord(unit, 0)
	if start > 0 || stop < 3 || !hasAgeUnit(unit) {
		return false
	}
	before, after := strings.TrimRight(s.text[:i], " "), strings.TrimLeft(unit[stop:], " ")
	return (before == "" || strings.IndexByte(",-:|\t(*", before[len(before)-1]) >= 0) && (after == "" || strings.IndexByte(",-|\t);.", after[0]) >= 0)
}

// isLooseMobile tells a mobile number that stands for itself.
func (s *scanner) isLooseMobile(i int) bool {
	var n phoneNumber
	if !isDigit(s.text[i]) || !s.free(i) {
		return false
	}
	end := n.read(s.text, i)
	return end > 0 && s.freeEnd(end) && n.n >= 9 && n.n <= 12 && n.plausible() && (n.isMobile() || n.n == 9 && strings.HasPrefix(n.text, "9"))
}

// isHour tells a time of the day that begins its line: "9h30 Accueil", "14:00".
func (s *scanner) isHour(i int) bool {
	hour, end := figures(s.text, i)
	if end == i || hour > 24 || end+1 >= len(s.text) || strings.Trim(s.text[:i], " -*•\t") != "" {
		return false
	}
	return strings.IndexByte("h:H", s.text[end]) >= 0 && (isDigit(s.text[end+1]) || s.text[end+1] == ' ')
}

// bordersCell tells whether s.text[i:j] begins or ends its line or cell.
func (s *scanner) bordersCell(i, j int) bool {
	before := strings.TrimRight(s.text[:i], " -*•(")
	after := strings.TrimLeft(s.text[j:], " ).,")
	return before == "" || strings.HasSuffix(before, "\t") || after == "" || after[0] == '\t'
}

// skipToYear gives where the year begins of a date at i that figures alone tell.
func skipToYear(s string, i int) int {
	for range 2 {
		n, end := figures(s, i)
		if end == i || end-i > 2 || n > 31 || end == len(s) || strings.IndexByte("/.-", s[end]) < 0 {
			break
		}
		i = end + 1
	}
	return i
}

// isSince tells what stands before a year since when somebody is somewhere: "depuis ", "seit März ".
func isSince(before string) bool {
	const since, near = "|depuis|since|seit|desde|dal|sinds|vanaf|", 24
	words := strings.Fields(strings.ToLower(before[max(0, len(before)-near):]))
	for _, word := range words[max(0, len(words)-2):] {
		if strings.Contains(since, "|"+word+"|") {
			return true
		}
	}
	return false
}

// isSpan tells years that somebody spent somewhere: "2016 – 2019", "2019-23", "2019 – …", "2014 to date", "2019 - juin 2021".
func (d *Detector) isSpan(s string, width int) bool {
	if width != 4 || !isRecent(s) || !isDigits(s[:4]) {
		return false
	}
	until, ok := cutTo(strings.TrimLeft(s[4:], " "))
	if !ok {
		return false
	}
	if month, end := d.monthAt(until, 0); month > 0 {
		until = strings.TrimLeft(until[end:], " .")
	}
	if k := skipToYear(until, 0); k > 0 && len(until) >= k+4 && isDigits(until[k:k+4]) {
		until = until[k:]
	}
	if n, end := figures(until, 0); end > 0 {
		return (end == 4 && isRecent(until) || end == 2 && n > 0 && !strings.HasPrefix(until[end:], "-")) && (end == len(until) || !isAlnum(until[end]))
	}
	return until == "" || strings.IndexByte("\t|)", until[0]) >= 0 || strings.HasPrefix(until, "…") || strings.HasPrefix(until, "...") || isNow(until)
}

// cutTo takes what stands between the two ends of a span: a dash, an arrow, or a word.
func cutTo(s string) (string, bool) {
	for _, to := range [...]string{"-", "–", "—", "→", "->", "/", "à ", "au ", "to ", "until ", "till ", "bis ", "tot ", "t/m ", "al ", "a ", "hasta ", "até "} {
		if after, ok := strings.CutPrefix(s, to); ok {
			return strings.TrimLeft(after, " >"), true
		}
	}
	return s, false
}

// isNow tells the words with which a span of years goes on until today.
func isNow(s string) bool {
	const now = "|aujourd|aujourd'hui|auj|présent|now|date|present|today|heute|hoy|actualidad|oggi|heden|nu|hoje|ce jour|nos jours|maintenant|actuellement|actuel|" +
		"actuelle|current|currently|ongoing|aktuell|laufend|dato|la actualidad|la fecha|actual|presente|in corso|en cours|en curso|em curso|atual|atualmente|atualidade|"
	_, end := nextWord(s, 0)
	_, two := nextWord(s, end)
	return strings.Contains(now, "|"+strings.ToLower(s[:end])+"|") || strings.Contains(now, "|"+strings.ToLower(s[:two])+"|")
}
